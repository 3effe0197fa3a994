using System.Net;
using System.Net.Http.Headers;
using Blog.Media;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed class MediaTests
{
    [Fact]
    public async Task A_picture_is_served_as_what_it_is_and_may_be_kept_for_ever()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        var bytes = Pictures.Png(40, 30);
        var item = await AddAsync(app, bytes, "My Kettle é.html");

        using var answer = await reader.GetAsync(item.Path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Matches(@"^/media/\d{4}/[0-9a-f]{10}-my-kettle-e\.png$", item.Path);
        Assert.Equal((40, 30, "image/png"), (item.Width, item.Height, item.ContentType));
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl is { Public: true } cache && cache.MaxAge == TimeSpan.FromDays(365) && cache.ToString().Contains("immutable", StringComparison.Ordinal));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task Head_range_and_known_tag_are_answered_without_the_whole_file()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        var bytes = Pictures.Png(40, 30);
        var item = await AddAsync(app, bytes, "kettle.png");
        using var first = await reader.GetAsync(item.Path);

        using var head = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Head, item.Path));
        using var part = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, item.Path) { Headers = { Range = new RangeHeaderValue(0, 7) } });
        using var known = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, item.Path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } });

        Assert.Equal((HttpStatusCode.OK, bytes.Length), (head.StatusCode, (int)head.Content.Headers.ContentLength!));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[..8], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task A_document_is_offered_as_a_download()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        var item = await AddAsync(app, [.. "%PDF-1.7\n"u8], "Paper.pdf");

        using var answer = await reader.GetAsync(item.Path);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("paper.pdf", answer.Content.Headers.ContentDisposition.FileName);
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once_and_come_back_if_they_were_removed()
    {
        await using var app = new BlogApp();
        var first = await AddAsync(app, Pictures.Png(8, 8), "one.png");
        var place = Path.Combine(app.Folder, "data", first.Path[1..]);
        File.Delete(place);

        var second = await AddAsync(app, Pictures.Png(8, 8), "two.png");

        Assert.Equal(first, second);
        Assert.True(File.Exists(place));
        Assert.Single(Directory.GetFiles(Path.Combine(app.Folder, "data", "media"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_made_whole_when_it_comes_again()
    {
        await using var app = new BlogApp();
        var bytes = Pictures.Png(8, 8);
        var first = await AddAsync(app, bytes, "one.png");
        var place = Path.Combine(app.Folder, "data", first.Path[1..]);
        await File.WriteAllBytesAsync(place, bytes[..20]);

        await AddAsync(app, bytes, "one.png");

        Assert.Equal(bytes, await File.ReadAllBytesAsync(place));
    }

    [Fact]
    public async Task What_is_refused_leaves_nothing_behind()
    {
        await using var app = new BlogApp();
        using var drawing = new MemoryStream([.. "<svg onload='alert(1)'/>"u8]);
        using var endless = new Endless();

        var svg = await app.Get<MediaLibrary>().AddAsync(drawing, "logo.png", "", CancellationToken.None);
        var huge = await app.Get<MediaLibrary>().AddAsync(endless, "huge.png", "", CancellationToken.None);

        Assert.Null(svg.Item);
        Assert.Contains("SVG", svg.Problem, StringComparison.Ordinal);
        Assert.Null(huge.Item);
        Assert.Contains("64 MB", huge.Problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "data", "media")));
        Assert.Empty(Directory.GetFiles(Path.Combine(app.Folder, "data", "incoming")));
    }

    [Fact]
    public async Task No_address_leads_out_of_the_library()
    {
        string[] addresses =
        [
            "/media/../blog.db",
            "/media/%2e%2e/blog.db",
            "/media/..%2fblog.db",
            "/media/%252e%252e%252fblog.db",
            "/media/..%5cblog.db",
            "/media/2026/..%2f..%2fblog.db",
            "/media/2026/....//blog.db",
            "/media/blog.db%00.png",
            "/media/2026/0123456789-a.png%00",
            "/media//etc/passwd",
            "/media/%2fetc%2fpasswd",
            "/media/C:%5cWindows%5cwin.ini",
            "/media/.incoming/secret",
            "/media/2026/",
            "/media/",
            "/media/2026/0123456789-nothing.png",
            "/media/2026/0123456789-CON.png",
            "/media/2026/0123456789-a.svg",
            "/media/2026/0123456789-a.png\n",
        ];
        await using var app = new BlogApp();
        var root = app.StartOnSocket();
        var incoming = Directory.CreateDirectory(Path.Combine(app.Folder, "data", "media", ".incoming"));
        await File.WriteAllTextAsync(Path.Combine(incoming.FullName, "secret"), "secret");

        foreach (var address in addresses)
        {
            var status = await RawAsync(root, address);

            Assert.True(status is >= 400 and <= 404, $"{address}: {status}");
        }
    }

    private static async Task<MediaItem> AddAsync(BlogApp app, byte[] bytes, string name)
    {
        using var content = new MemoryStream(bytes);
        var added = await app.Get<MediaLibrary>().AddAsync(content, name, "", CancellationToken.None);
        return added.Item ?? throw new InvalidOperationException(added.Problem);
    }

    // A client library would tidy the address; an attacker does not.
    private static async Task<int> RawAsync(Uri root, string address)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(root.Host, root.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: {root.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var line = await reader.ReadLineAsync() ?? "HTTP/1.1 400 closed";
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)0xFF, offset, count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
