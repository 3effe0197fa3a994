using System.Diagnostics;
using System.Globalization;
using System.Net;
using Blog.Bench.Outbox;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>The real PgBouncer in transaction mode between the blog and its server, with fewer sessions than one process has connections.</summary>
[Trait("Engine", "Own")]
public sealed class PgBouncerTests(ITestOutputHelper output)
{
    [PgBouncerFact]
    public async Task A_blog_starts_on_an_empty_database_and_another_process_shows_what_it_publishes()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared);
        var database = pooler.NewDatabase();
        using var first = Open(database);
        using var desk = await DeskDriver.SetUpAsync(first);
        var post = await desk.PublishAsync(await desk.WriteAsync("Snow on the pass", "First words.", fields => fields["tags"] = "Refuge"));
        using var second = Open(database);
        using var reader = second.Browser();
        Assert.Contains("First words.", await reader.GetStringAsync(post.Path));
        Assert.DoesNotContain("Second post", await reader.GetStringAsync("/"));

        await desk.PublishAsync(await desk.WriteAsync("Second post", "It came later."));
        var home = await UntilAsync(reader, "/", "Second post");
        using var edit = await desk.PostAsync($"/desk/write/{post.Id}", DeskDriver.WriteFields("Snow on the pass", "Other words.", post.Revision));
        Assert.Equal(HttpStatusCode.SeeOther, edit.StatusCode);
        var edited = await UntilAsync(reader, post.Path, "Other words.");

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stale for {home.TotalMilliseconds:0} ms (home) and {edited.TotalMilliseconds:0} ms (post) after the save was answered"));
    }

    [PgBouncerFact]
    public async Task Search_and_tags_find_the_posts()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared);
        using var app = Open(pooler.NewDatabase());
        using var desk = await DeskDriver.SetUpAsync(app);
        var words = Enumerable.Range(0, 40).Select(n => string.Create(CultureInfo.InvariantCulture, $"kettle{n}")).ToList();
        await desk.PublishAsync(await desk.WriteAsync("Snow on the pass", string.Join(' ', words), fields => fields["tags"] = "Refuge"));
        using var reader = app.Browser();

        Assert.Contains("Snow on the pass", await reader.GetStringAsync("/tag/refuge"));

        // More readers at once than sessions.
        var pages = await Task.WhenAll(words.Select(word => reader.GetStringAsync("/search?q=" + word)));
        Assert.All(pages, page => Assert.Contains("Snow on the pass", page));
    }

    [PgBouncerFact]
    public async Task Two_processes_send_each_post_once()
    {
        using var folder = new CrashFolder();
        using var pooler = new PgBouncer(PostgresServer.Shared);
        await using var x = await StagedNetwork.StartAsync(Stage.Of("x", TimeProvider.System), TimeProvider.System);
        string[] settings = ["--Blog:Database=" + pooler.NewDatabase(), "--Blog:KeySecret=" + TestEngine.Secret, "--Blog:Media=" + Directory.CreateDirectory(Path.Combine(folder.Path, "media")).FullName];
        await using var first = await OutboxHost.StartAsync(Path.Combine(folder.Path, "first"), TimeProvider.System, [x.Address.Authority], settings: settings);
        await using var second = await OutboxHost.StartAsync(Path.Combine(folder.Path, "second"), TimeProvider.System, [x.Address.Authority], settings: settings);
        var titles = Enumerable.Range(0, 6).Select(n => $"Night {n}z").ToList();
        var accounts = new List<Guid>();
        foreach (var n in Enumerable.Range(0, titles.Count))
        {
            accounts.Add(await first.ConnectAsync(x.Stage.Connect(x.Base, n), pictures: false));
        }

        var posts = await Task.WhenAll(titles.Select((title, n) => (n % 2 == 0 ? first : second).PublishAsync(title, accounts[n])));

        foreach (var post in posts)
        {
            await Waiting.UntilAsync($"{post.Title} has gone out", async () => (await second.Store.ListForPostAsync(post.Id, default)).All(d => d.State is DeliveryState.Accepted or DeliveryState.Seen));
        }

        Assert.All(titles, title => Assert.Equal(1, x.Stage.Count(title)));
    }

    [PgBouncerFact]
    public async Task Readers_keep_their_pages_while_the_server_behind_it_is_away_and_so_while_it_is_away_itself()
    {
        using var server = new PostgresServer();
        using var pooler = new PgBouncer(server);
        using var app = Open(pooler.NewDatabase());
        using var desk = await DeskDriver.SetUpAsync(app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Snow on the pass", "First words."));
        using var reader = app.Browser();
        Assert.Contains("First words.", await reader.GetStringAsync(post.Path));

        server.Stop();
        await AssertAwayAsync();
        server.Start();
        await AssertBackAsync("Server");

        pooler.Stop();
        await AssertAwayAsync();
        pooler.Start();
        await AssertBackAsync("Pooler");

        async Task AssertAwayAsync()
        {
            await Waiting.UntilAsync("not ready", async () => await HealthAsync(reader) == "503 not ready: the store does not answer");
            await Waiting.UntilAsync("the store is noticed to be away", () => Task.FromResult(app.Get<Site.StoreState>().IsAway));
            using var kept = await reader.GetAsync(post.Path);
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
            Assert.Equal("111 - \"Revalidation Failed\"", kept.Headers.GetValues("Warning").Single());
            using var unknown = await reader.GetAsync("/tag/never-asked");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        }

        async Task AssertBackAsync(string title)
        {
            await Waiting.UntilAsync("ready again", async () => await HealthAsync(reader) == "200 ready");
            await desk.PublishAsync(await desk.WriteAsync(title, "All is well."));
            await Waiting.ForPageAsync(reader, "/", page => page.Contains(title, StringComparison.Ordinal));
        }
    }

    private static BlogApp Open(string database) => DeskDriver.QuickApp().Set("Blog:Database", database).Set("Blog:KeySecret", TestEngine.Secret);

    private static async Task<TimeSpan> UntilAsync(HttpClient reader, string path, string words)
    {
        var started = Stopwatch.GetTimestamp();
        await Waiting.ForPageAsync(reader, path, page => page.Contains(words, StringComparison.Ordinal));
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<string> HealthAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready");
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).TrimEnd()}";
    }
}
