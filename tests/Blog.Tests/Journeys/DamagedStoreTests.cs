using System.Net;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Blog.Tests.Journeys;

/// <summary>The bad day of a file: it is damaged, and its owner wants readers to find what can still be read.</summary>
[Trait("Engine", "Own")]
public sealed class DamagedStoreTests : IDisposable
{
    private const int Page = 4096;

    private readonly string _folder = Directory.CreateTempSubdirectory("blog-damaged-").FullName;

    private string File => Path.Combine(_folder, "data", "blog.db");

    private string Backups => Path.Combine(_folder, "data", "backups");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_start_on_a_damaged_file_names_the_newest_sound_snapshot_and_changes_nothing()
    {
        await PublishAsync(await SetUpAsync(new CookieContainer()));
        Directory.CreateDirectory(Backups);
        var sound = Snapshot("blog-schema1-20260101-000000.db", age: 2);
        var older = Snapshot("blog-schema1-20250101-000000.db", age: 3);
        Damage(Snapshot("blog-schema2-20260201-000000.db", age: 1), from: 100);
        Damage(File, from: 100);
        var before = await System.IO.File.ReadAllBytesAsync(File);

        var (exit, _, error) = await BlogProcess.RunAsync(_folder, "--urls", "http://127.0.0.1:0", "--Blog:Content=");

        Assert.Equal(3, exit);
        Assert.Contains($"The newest sound snapshot is {sound}.", error);
        Assert.DoesNotContain(older, error);
        Assert.Contains("--Blog:ReadOnly=true", error);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task Doctor_names_the_snapshot_or_says_that_there_is_none()
    {
        await PublishAsync(await SetUpAsync(new CookieContainer()));
        Directory.CreateDirectory(Backups);
        var sound = Snapshot("blog-schema1-20260101-000000.db", age: 2);
        Damage(File, from: new FileInfo(File).Length / 2 / Page * Page);

        var (_, output, error) = await BlogProcess.RunAsync(_folder, "doctor");
        System.IO.File.Delete(sound);
        var (_, without, _) = await BlogProcess.RunAsync(_folder, "doctor");

        Assert.True(output.Contains($"the newest sound snapshot, {sound},", StringComparison.Ordinal), output + error);
        Assert.Contains("no snapshot in", without);
    }

    [Fact]
    public async Task A_blog_that_only_reads_shows_its_pages_and_keeps_what_is_sent_to_it()
    {
        var cookies = new CookieContainer();
        var path = await PublishAsync(await SetUpAsync(cookies));
        var before = await System.IO.File.ReadAllBytesAsync(File);

        using (var app = new BlogApp(_folder).Set("Blog:ReadOnly", "true"))
        {
            using var desk = new DeskDriver(app, Browser(app, cookies));
            Assert.Contains("First words.", await desk.PageAsync(path));
            Assert.Contains("Snow on the pass", await desk.PageAsync("/"));
            Assert.Contains("Snow on the pass", await desk.PageAsync("/search?q=snow"));
            var words = "Words that took an evening to write.";
            using var sent = await desk.PostAsync("/desk/write", DeskDriver.WriteFields("Not lost", words));
            var answer = await sent.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, sent.StatusCode);
            Assert.Contains("was not stored", answer);
            Assert.Contains(words, answer);
        }

        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task A_start_that_only_reads_says_so_and_complains_of_nothing()
    {
        await PublishAsync(await SetUpAsync(new CookieContainer()));
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "content", "new.md"), "# Not now\n\nWords.");

        using var blog = BlogProcess.Start(_folder, "--urls", "http://127.0.0.1:0", "--Blog:ReadOnly=true");
        await blog.WaitForLineAsync("Ctrl-C");
        blog.Terminate();

        Assert.Equal(0, await blog.WaitAsync());
        Assert.Contains("Nothing is stored and nothing is sent", blog.Output);
        Assert.DoesNotContain("warn:", blog.Output);
        Assert.DoesNotContain("fail:", blog.Output);
        Assert.Empty(blog.Error);
    }

    private async Task<BlogApp> SetUpAsync(CookieContainer cookies)
    {
        var app = new BlogApp(_folder);
        using var desk = new DeskDriver(app, Browser(app, cookies));
        await DeskDriver.SetUpAsync(desk);
        return app;
    }

    private static async Task<string> PublishAsync(BlogApp app)
    {
        using (app)
        {
            var saved = await app.Get<Publisher>().SaveAsync(new PostDraft { Title = "Snow on the pass", Markdown = "First words.", Status = PostStatus.Published }, default);
            return saved.Post!.Path;
        }
    }

    private static HttpClient Browser(BlogApp app, CookieContainer cookies) => app.CreateDefaultClient(new Uri("http://blog.test"), new CookieContainerHandler(cookies));

    private string Snapshot(string name, int age)
    {
        var path = Path.Combine(Backups, name);
        System.IO.File.Copy(File, path);
        System.IO.File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-age));
        return path;
    }

    // A page of nothing, as a failing disk leaves it.
    private static void Damage(string file, long from)
    {
        var written = System.IO.File.GetLastWriteTimeUtc(file);
        using (var stream = System.IO.File.OpenWrite(file))
        {
            stream.Position = from;
            stream.Write(new byte[Page]);
        }

        System.IO.File.SetLastWriteTimeUtc(file, written);
    }
}
