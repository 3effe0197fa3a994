using System.Net;
using System.Net.Sockets;
using Blog.Media;
using Blog.Storage.Media;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

[NeedsS3]
public sealed class S3MediaFilesTests : MediaFilesContract, IDisposable
{
    private readonly S3Server _server = new();
    private readonly S3MediaFiles _files;

    public S3MediaFilesTests() => _files = Open(_server.Address(), TimeProvider.System);

    protected override IMediaFiles Files => _files;

    [StoreFact]
    public async Task An_upload_during_which_the_server_dies_is_told_and_whole_after_the_next()
    {
        var (path, bytes) = Sample(20 * 1024 * 1024);

        // First the client reads it all for the signature, then it sends.
        using var draft = new Interrupted(bytes, after: bytes.Length / 2, _server.Stop, pass: 2);
        await Assert.ThrowsAsync<MediaAwayException>(() => Files.PutAsync(path, draft, default));
        _server.Start();

        // This server, unlike a real store, may have kept half of it when it was killed.
        Assert.NotEqual(bytes.Length, (await Files.FindAsync(path, default))?.Bytes);
        await PutAsync(path, bytes);
        Assert.Equal(bytes, await ReadAsync(path));
    }

    [StoreFact]
    public async Task Blogs_with_prefixes_of_their_own_share_a_bucket()
    {
        var (path, bytes) = Sample(10);
        using var other = Open(_server.Address("other"), TimeProvider.System);

        await PutAsync(path, bytes);

        Assert.Null(await other.FindAsync(path, default));
    }

    [StoreFact]
    public async Task Wrong_keys_and_a_missing_bucket_are_told_with_the_remedy_and_without_the_keys()
    {
        var (path, bytes) = Sample(10);
        using var stranger = new S3MediaFiles(MediaPlace.Read(_server.Address()).Place!, "hush-hush", "hush-hush", TimeProvider.System);
        using var nowhere = Open(_server.Address().Replace("blog-tests", "no-such-bucket", StringComparison.Ordinal), TimeProvider.System);
        using var draft = new MemoryStream(bytes);

        var keys = await Assert.ThrowsAsync<MediaAwayException>(() => stranger.PutAsync(path, draft, default));
        var bucket = await Assert.ThrowsAsync<MediaAwayException>(() => nowhere.PutAsync(path, draft, default));

        Assert.Contains("Blog:MediaKey", keys.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", keys.ToString(), StringComparison.Ordinal);
        Assert.Contains("no such bucket", bucket.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_store_that_takes_the_call_and_says_nothing_is_given_up()
    {
        var clock = new FakeClock(Samples.Now);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var files = Open($"s3://blog-tests?endpoint=http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", clock);

        var asked = files.FindAsync(Sample(1).Path, default);
        using var call = await silent.AcceptTcpClientAsync();
        clock.Advance(S3MediaFiles.Patience);

        var told = await Assert.ThrowsAsync<MediaAwayException>(() => asked);
        Assert.Contains("in time", told.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _files.Dispose();
        _server.Dispose();
    }

    protected override void GoAway() => _server.Stop();

    protected override void ComeBack() => _server.Start();

    private static S3MediaFiles Open(string address, TimeProvider time) => new(MediaPlace.Read(address).Place!, S3Server.Key, S3Server.Secret, time);
}
