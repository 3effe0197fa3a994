using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Npgsql;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>Several processes of one blog on one PostgreSQL database, each with a data folder of its own.</summary>
[Trait("Engine", "Own")]
public sealed class ManyProcessesTests(ITestOutputHelper output)
{
    [PostgresFact]
    public async Task A_post_published_by_one_process_is_on_the_other_within_two_seconds()
    {
        using var blog = new Pair();
        var post = await blog.PublishAsync("Snow on the pass", "First words.");
        Assert.Contains("First words.", await blog.Second.ReadAsync(post.Path));
        Assert.DoesNotContain("Second post", await blog.Second.ReadAsync("/"));

        await blog.PublishAsync("Second post", "It came later.");
        var home = await blog.Second.UntilAsync("/", page => page.Contains("Second post"));
        await blog.EditAsync(post, "Other words.");
        var edited = await blog.Second.UntilAsync(post.Path, page => page.Contains("Other words."));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stale for {home.TotalMilliseconds:0} ms (home) and {edited.TotalMilliseconds:0} ms (post) after the save was answered"));
    }

    [PostgresFact]
    public async Task A_process_that_hears_no_notices_asks()
    {
        using var blog = new Pair();
        var post = await blog.PublishAsync("Snow on the pass", "First words.");
        Assert.Contains("First words.", await blog.Second.ReadAsync(post.Path));

        // As behind PgBouncer: the notice goes to a connection that nobody listens on.
        blog.Execute("DROP TRIGGER post_changed ON post; CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := nextval('content_change'); RETURN NEW; END $$; CREATE TRIGGER post_changed BEFORE INSERT OR UPDATE ON post FOR EACH ROW EXECUTE FUNCTION quiet(); DROP TRIGGER content_changed ON content_version");
        await blog.EditAsync(post, "Other words.");

        var stale = await blog.Second.UntilAsync(post.Path, page => page.Contains("Other words."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stale for {stale.TotalMilliseconds:0} ms"));
    }

    [PostgresFact]
    public async Task Whoever_signed_in_at_one_process_is_signed_in_at_the_other()
    {
        using var blog = new Pair();
        (await DeskDriver.SetUpAsync(blog.First.App)).Dispose();
        var cookies = new CookieContainer();
        using var one = new DeskDriver(blog.First.App, Browser(blog.First.App, cookies));
        using var other = new DeskDriver(blog.Second.App, Browser(blog.Second.App, cookies));
        using var signedIn = await one.SignInAsync(DeskDriver.Email, DeskDriver.Password);

        var page = await other.PageAsync("/desk/write");

        // A form of the one is taken by the other.
        var fields = new Dictionary<string, string>(DeskDriver.WriteFields("Here and there", "Words.")) { ["__RequestVerificationToken"] = DeskDriver.TokenOf(page) };
        using var sent = await one.SendAsync("/desk/write", fields);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
    }

    [PostgresFact]
    public async Task Failures_to_sign_in_count_over_all_processes()
    {
        using var blog = new Pair();
        using var desk = await DeskDriver.SetUpAsync(blog.First.App);
        using var one = new DeskDriver(blog.First.App, blog.First.App.Browser());
        using var two = new DeskDriver(blog.Second.App, blog.Second.App.Browser());

        for (var i = 0; i < 5; i++)
        {
            using var wrong = await (i % 2 == 0 ? one : two).SignInAsync(DeskDriver.Email, "not the password");
        }

        using var right = await two.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
    }

    [PostgresFact]
    public async Task A_start_without_the_secret_of_the_keys_is_refused()
    {
        var (exit, error) = await StartAsync(PostgresServer.Shared.NewDatabase(), "");

        Assert.Equal(3, exit);
        Assert.Contains("Blog:KeySecret is missing", error);
        Assert.Contains("openssl rand -base64 32", error);
    }

    [PostgresFact]
    public async Task A_start_with_another_secret_is_refused_and_changes_nothing()
    {
        var database = PostgresServer.Shared.NewDatabase();
        using (var first = Open(database))
        {
            using var desk = await DeskDriver.SetUpAsync(first);
        }

        var (exit, error) = await StartAsync(database, "another secret that is long enough to be one");

        Assert.Equal(3, exit);
        Assert.Contains("does not open the keys", error);
        using var right = Open(database);
        using var again = new DeskDriver(right, right.Browser());
        using var answer = await again.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [PostgresFact]
    public async Task The_keys_do_not_lie_open_in_the_database()
    {
        using var blog = new Pair();
        using var desk = await DeskDriver.SetUpAsync(blog.First.App);

        var keys = blog.Ask("SELECT string_agg(xml, '') FROM key_ring");

        Assert.Contains("<sealed", keys);
        Assert.DoesNotContain("<masterKey", keys);
    }

    [PostgresFact]
    public async Task A_second_process_is_no_reason_for_quarantine_but_a_copy_of_the_database_is()
    {
        using var server = new PostgresServer(isDurable: false);
        var database = server.NewDatabase();
        using (var first = WithoutWorker(Open(database)))
        {
            using var site = await DeskDriver.SetUpAsync(first);
            await QueueAsync(first);
            await first.Get<OutboxGuard>().CheckAsync(default);
            using var second = WithoutWorker(Open(database));
            await second.Get<OutboxGuard>().CheckAsync(default);
            Assert.Null((await second.Get<ISyndicationStore>().FindSealAsync(default))!.Quarantine);
        }

        server.Execute($"CREATE DATABASE copied TEMPLATE {new NpgsqlConnectionStringBuilder(database).Database}");
        using var copy = WithoutWorker(Open(server.Address("copied")));
        await copy.Get<OutboxGuard>().CheckAsync(default);

        Assert.Contains("restored or copied", (await copy.Get<ISyndicationStore>().FindSealAsync(default))!.Quarantine);
    }

    [PostgresFact]
    public async Task Health_says_what_is_wrong_and_readers_keep_their_pages_while_the_server_is_away()
    {
        using var server = new PostgresServer();
        using var app = Open(server.NewDatabase());
        using var desk = await DeskDriver.SetUpAsync(app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Snow on the pass", "First words."));
        using var reader = app.Browser();
        Assert.Contains("First words.", await reader.GetStringAsync(post.Path));
        Assert.Equal("200 live", await HealthAsync(reader, "live"));
        Assert.Equal("200 ready", await HealthAsync(reader, "ready"));
        var form = DeskDriver.TokenOf(await desk.PageAsync("/desk/write"));

        server.Stop();

        Assert.Equal("200 live", await HealthAsync(reader, "live"));
        Assert.Equal("503 not ready: the store does not answer", await HealthAsync(reader, "ready"));
        var state = app.Get<StoreState>();
        await Waiting.UntilAsync("the store is noticed to be away", () => Task.FromResult(state.IsAway));
        using (var kept = await reader.GetAsync(post.Path))
        {
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
            Assert.Contains("First words.", await kept.Content.ReadAsStringAsync());
            Assert.Equal("111 - \"Revalidation Failed\"", kept.Headers.GetValues("Warning").Single());
        }

        using (var unknown = await reader.GetAsync("/tag/never-asked"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (unknown.StatusCode, unknown.Headers.RetryAfter?.ToString()));
        }

        var words = "Words that took an evening <to> write.";
        var fields = new Dictionary<string, string>(DeskDriver.WriteFields("Not lost", words)) { ["__RequestVerificationToken"] = form };
        using (var write = await desk.SendAsync("/desk/write", fields))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, write.StatusCode);
            var page = await write.Content.ReadAsStringAsync();
            Assert.Contains("was not stored", page);
            Assert.Contains("Words that took an evening &lt;to&gt; write.", page);
        }

        server.Start();

        await Waiting.UntilAsync("ready again", async () => await HealthAsync(reader, "ready") == "200 ready");
        using var again = await desk.PostAsync("/desk/write", DeskDriver.WriteFields("Not lost", words));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        await Waiting.UntilAsync("the store is noticed to be back", () => Task.FromResult(!state.IsAway));
        using var fresh = await reader.GetAsync(post.Path);
        Assert.False(fresh.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task Whoever_was_told_to_stop_says_so_and_goes_on_answering()
    {
        using var folder = new CrashFolder();
        var site = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        using var blog = BlogProcess.Start(folder.Path, "--urls", site.GetLeftPart(UriPartial.Authority), "--Blog:Content=", "--Blog:DrainSeconds=30");
        await blog.WaitForLineAsync("Ctrl-C");
        using var proxy = new HttpClient(new SocketsHttpHandler()) { BaseAddress = site };
        Assert.Equal("200 ready", await HealthAsync(proxy, "ready"));
        using (var before = await proxy.GetAsync("/"))
        {
            Assert.NotEqual(true, before.Headers.ConnectionClose);
        }

        blog.Terminate();

        await Waiting.UntilAsync("not ready", async () => await HealthAsync(proxy, "ready") == "503 stopping");
        Assert.Equal("200 live", await HealthAsync(proxy, "live"));
        using var home = await proxy.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);

        // Or else a proxy sends the next form through a connection that closes at the same moment.
        Assert.Equal(true, home.Headers.ConnectionClose);
        blog.Kill();
    }

    [Fact]
    public async Task Who_is_inside_when_the_door_closes_is_still_answered()
    {
        using var folder = new CrashFolder();
        var port = Ports.Free();
        using var blog = BlogProcess.Start(folder.Path, "--urls", $"http://127.0.0.1:{port}", "--Blog:Content=", "--Blog:DrainSeconds=8");
        await blog.WaitForLineAsync("Ctrl-C");

        // As a proxy does: connected, but its request is not sent yet.
        using var inside = new TcpClient();
        await inside.ConnectAsync("127.0.0.1", port);
        blog.Terminate();
        await Waiting.UntilAsync("the door closes", async () => !await IsOpenAsync(port));
        var stream = inside.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        Assert.Contains("Connection: close", await reader.ReadToEndAsync());
        blog.Kill();
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        try
        {
            using var other = new TcpClient();
            await other.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static BlogApp Open(string database) => DeskDriver.QuickApp().Set("Blog:Database", database).Set("Blog:KeySecret", TestEngine.Secret);

    private static BlogApp WithoutWorker(BlogApp app) => app.Configure(services =>
    {
        foreach (var worker in services.Where(s => s.ImplementationType?.Name == "DeliveryWorker").ToList())
        {
            services.Remove(worker);
        }
    });

    private static async Task<(int Exit, string Error)> StartAsync(string database, string secret)
    {
        using var folder = new CrashFolder();
        using var blog = BlogProcess.Start(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Blog__Database"] = database, ["Blog__KeySecret"] = secret }, "--urls", "http://127.0.0.1:0", "--Blog:Content=");
        return (await blog.WaitAsync(), blog.Error);
    }

    private static async Task QueueAsync(BlogApp app)
    {
        var target = Storage.Samples.Target();
        await app.Get<ISyndicationStore>().SaveTargetAsync(target, default);
        await app.Get<Publisher>().SaveAsync(new PostDraft { Title = "Waiting", Markdown = "Words.", Status = PostStatus.Published, Targets = [target.Id] }, default);
    }

    private static async Task<string> HealthAsync(HttpClient client, string which)
    {
        using var answer = await client.GetAsync("/health/" + which);
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).TrimEnd()}";
    }

    // One browser, sent to this process or that by a proxy.
    private static HttpClient Browser(BlogApp app, CookieContainer cookies) => app.CreateDefaultClient(new Uri("http://blog.test"), new CookieContainerHandler(cookies));

    private sealed class Pair : IDisposable
    {
        private readonly string _database = PostgresServer.Shared.NewDatabase();
        private readonly Lazy<Member> _second;

        public Pair()
        {
            First = new Member(Open(_database));
            _second = new Lazy<Member>(() => new Member(Open(_database)));
        }

        public Member First { get; }

        /// <summary>Starts when it is first asked for.</summary>
        public Member Second => _second.Value;

        public async Task<Post> PublishAsync(string title, string markdown) =>
            (await First.App.Get<Publisher>().SaveAsync(new PostDraft { Title = title, Markdown = markdown, Status = PostStatus.Published }, default)).Post!;

        public async Task EditAsync(Post post, string markdown) => Assert.Equal(
            PublishOutcome.Saved,
            (await First.App.Get<Publisher>().SaveAsync(new PostDraft { Id = post.Id, ExpectedRevision = post.Revision, Title = post.Title, Markdown = markdown, Status = PostStatus.Published, PublishedAt = post.PublishedAt }, default)).Outcome);

        public void Execute(string sql) => PostgresServer.Shared.Execute(sql, new NpgsqlConnectionStringBuilder(_database).Database!);

        public string Ask(string sql)
        {
            using var connection = new NpgsqlConnection(_database + ";Pooling=false");
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
            command.CommandText = sql;
#pragma warning restore CA2100
            return (string)command.ExecuteScalar()!;
        }

        public void Dispose()
        {
            First.Dispose();
            if (_second.IsValueCreated)
            {
                Second.Dispose();
            }
        }
    }

    private sealed class Member(BlogApp app) : IDisposable
    {
        private readonly HttpClient _reader = app.Browser();

        public BlogApp App => app;

        public Task<string> ReadAsync(string path) => _reader.GetStringAsync(path);

        public async Task<TimeSpan> UntilAsync(string path, Func<string, bool> isSo)
        {
            var started = Stopwatch.GetTimestamp();
            await Waiting.ForPageAsync(_reader, path, isSo);
            return Stopwatch.GetElapsedTime(started);
        }

        public void Dispose()
        {
            _reader.Dispose();
            app.Dispose();
        }
    }
}
