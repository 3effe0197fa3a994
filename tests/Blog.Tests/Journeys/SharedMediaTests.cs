using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Blog.Media;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Blogs whose media lie in a place that several processes share.</summary>
public sealed partial class SharedMediaTests
{
    [S3Fact]
    public async Task A_picture_in_a_store_is_served_like_one_in_the_folder_and_its_absence_is_told()
    {
        using var server = new S3Server();
        await using var app = OnStore(new BlogApp(), server);
        var log = new CapturedLog();
        app.Configure(log.Listen);
        var bytes = Pictures.Png(40, 30);
        await File.WriteAllBytesAsync(Path.Combine(app.ContentFolder, "kettle.png"), bytes);
        await File.WriteAllTextAsync(Path.Combine(app.ContentFolder, "tea.md"), "---\ntitle: Tea\ndate: 2024-05-02\n---\nLeaf. ![Kettle](kettle.png)\n");
        app.StartOnSocket();
        using var reader = app.Browser();

        var page = await Waiting.ForPageAsync(reader, "/2024/tea", p => p.Contains("src=\"/media/", StringComparison.Ordinal));
        var address = PicturePattern().Match(page).Value;
        using var whole = await reader.GetAsync(address);
        using var part = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(8, 15) } });
        using var tail = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(null, 4) } });
        using var behind = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new RangeHeaderValue(1_000_000, null) } });
        using var head = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));

        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", whole.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(whole.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 8-15/{bytes.Length}"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(bytes[8..16], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(bytes[^4..], await tail.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{bytes.Length}"), (behind.StatusCode, behind.Content.Headers.ContentRange!.ToString()));
        Assert.Equal((HttpStatusCode.OK, bytes.Length), (head.StatusCode, (int)head.Content.Headers.ContentLength!));
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(address.Replace("kettle", "teapot", StringComparison.Ordinal))).StatusCode);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "data", "media")));
        Assert.Empty(Directory.GetFiles(Path.Combine(app.Folder, "data", "incoming")));

        server.Stop();
        using var away = await reader.GetAsync(address);
        using var known = await reader.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { whole.Headers.ETag! } } });

        var said = await away.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("Try again", said, StringComparison.Ordinal);
        Assert.NotNull(away.Headers.RetryAfter);
        Assert.True(away.Headers.CacheControl!.NoStore);
        Assert.Null(away.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Contains(log.Lines, l => l.Text.Contains("could not be served", StringComparison.Ordinal));
        Assert.All(log.Lines.Select(l => l.Text).Append(said), text => Assert.DoesNotContain(S3Server.Secret, text, StringComparison.Ordinal));

        server.Start();
        using var again = await reader.GetAsync(address);

        Assert.Equal(bytes, await again.Content.ReadAsByteArrayAsync());
    }

    [S3Fact]
    public async Task A_store_that_is_away_refuses_a_file_with_a_sentence_and_catalogues_nothing()
    {
        using var server = new S3Server();
        await using var app = OnStore(new BlogApp(), server);
        server.Stop();
        using var content = new MemoryStream(Pictures.Png(8, 8));

        await Assert.ThrowsAsync<MediaAwayException>(() => app.Get<MediaLibrary>().AddAsync(content, "dot.png", "", default));

        Assert.Empty(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default));
        Assert.Empty(Directory.GetFiles(Path.Combine(app.Folder, "data", "incoming")));
    }

    [Fact]
    public async Task What_one_process_takes_in_another_serves_from_the_shared_folder()
    {
        var shared = Directory.CreateTempSubdirectory("blog-shared-").FullName;
        try
        {
            await using var one = new BlogApp().Set("Blog:Media", shared);
            await using var two = new BlogApp().Set("Blog:Media", shared);
            using var content = new MemoryStream(Pictures.Png(40, 30));
            using var reader = two.Browser();

            var added = await one.Get<MediaLibrary>().AddAsync(content, "kettle.png", "", default);

            Assert.Equal(content.ToArray(), await reader.GetByteArrayAsync(added.Item!.Path));

            Directory.Move(shared, shared + "-away");
            using var away = await reader.GetAsync(added.Item.Path);
            Directory.Move(shared + "-away", shared);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.True(away.Headers.CacheControl!.NoStore);
        }
        finally
        {
            Directory.Delete(shared, recursive: true);
        }
    }

    [Fact]
    public async Task A_copy_waits_for_its_picture_while_the_place_is_away_and_then_goes_out_with_it()
    {
        await using var rig = await DeliveryRig.StartAsync(services => services.AddSingleton<IMediaFiles, Leaving>());
        var picture = await rig.AddPictureAsync(30);
        var place = (Leaving)rig.App.Get<IMediaFiles>();
        place.IsAway = true;
        await rig.WriteAsync(new CopyStyle { Pictures = true });

        var delivery = await rig.PublishAsync(new PostDraft { Title = "Tea", Markdown = $"Leaf.\n\n![Kettle]({picture})" });
        delivery = await rig.UntilAsync(delivery, d => d.Reason?.Contains("does not answer", StringComparison.Ordinal) == true);
        Assert.Equal(DeliveryState.Queued, delivery.State);
        place.IsAway = false;
        await rig.MoveToAsync(delivery.NotBefore.AddSeconds(1));
        delivery = await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(delivery.Media);
    }

    private static BlogApp OnStore(BlogApp app, S3Server server) =>
        app.Set("Blog:Media", server.Address("ines/media")).Set("Blog:MediaKey", S3Server.Key).Set("Blog:MediaSecret", S3Server.Secret);

    [GeneratedRegex(@"/media/[0-9]{4}/[0-9a-f]{10}-kettle\.png", RegexOptions.NonBacktracking)]
    private static partial Regex PicturePattern();

    /// <summary>The folder of the blog, which can go away.</summary>
    private sealed class Leaving(DataFolder data, TimeProvider time) : IMediaFiles
    {
        private readonly FolderMediaFiles _files = new(data.Media, isShared: false, time);

        public bool IsAway { get; set; }

        public string Place => _files.Place;

        public Task PutAsync(string path, Stream draft, CancellationToken ct) => Here().PutAsync(path, draft, ct);

        public Task<MediaFacts?> FindAsync(string path, CancellationToken ct) => Here().FindAsync(path, ct);

        public Task<MediaBytes?> OpenAsync(string path, MediaRange? range, CancellationToken ct) => Here().OpenAsync(path, range, ct);

        public Task DeleteAsync(string path, CancellationToken ct) => Here().DeleteAsync(path, ct);

        private FolderMediaFiles Here() => IsAway ? throw new MediaAwayException("Away.") : _files;
    }
}
