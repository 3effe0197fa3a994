using System.Net;
using Blog.Site;
using Blog.Storage.Moving;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Storage;
using Microsoft.Extensions.Options;

namespace Blog.Tests.Journeys;

/// <summary>A whole blog moves between SQLite and PostgreSQL, either way.</summary>
[Trait("Engine", "Own")]
public sealed class MoveStoreTests
{
    private const string Secret = "a secret of the tests, long enough to be one";

    [PostgresFact]
    public async Task A_blog_moves_to_a_server_and_back_with_its_owner_its_posts_and_its_keys()
    {
        using var folder = new CrashFolder();
        var site = new Uri($"http://127.0.0.1:{Ports.Free()}/");
        var data = Path.Combine(folder.Path, "data");
        string post;
        Guid target;
        using (var app = Open(data, null))
        {
            using var desk = await DeskDriver.SetUpAsync(app);
            var draft = await desk.WriteAsync("Nine centimetres", "Snow since Tuesday.", f => f["tags"] = "Snow, Winter");
            post = (await desk.PublishAsync(draft)).Path;
            await desk.WriteAsync("Not yet", "A draft.");
            target = await ConnectAsync(app);
        }

        var database = PostgresServer.Shared.NewDatabase();
        var (exit, output, error) = await MoveAsync(folder, database);
        Assert.True(exit == 0, output + error);
        Assert.Contains("every row was compared", output);

        using (var app = Open(data, database))
        {
            await IsWholeAsync(app, post, target);
            using var desk = new DeskDriver(app, app.Browser());
            using var signedIn = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password);
            await desk.PublishAsync(await desk.WriteAsync("After the move", "Rows go on being numbered."));
        }

        File.Delete(Path.Combine(data, "blog.db"));
        Directory.Delete(Path.Combine(data, "keys"), recursive: true);
        (exit, output, error) = await MoveAsync(folder, $"Data Source={Path.Combine(data, "blog.db")}", database);
        Assert.True(exit == 0, output + error);

        using (var app = Open(data, null))
        {
            await IsWholeAsync(app, post, target);
            using var reader = app.Browser();
            Assert.Contains("After the move", await reader.GetStringAsync("/"));
        }
    }

    [PostgresFact]
    public async Task The_old_store_sends_nothing_after_the_move()
    {
        await using var old = await FilledAsync();
        await old.Syndication.SaveSealAsync(new OutboxSeal("token", Samples.Now, null), default);

        await Move(old).RunAsync(PostgresServer.Shared.NewDatabase(), new Silent(), default);

        Assert.Contains("was moved to", (await old.Syndication.FindSealAsync(default))!.Quarantine);
        Assert.Empty(await old.Syndication.ClaimAsync("worker", Samples.Now.AddDays(1), TimeSpan.FromMinutes(3), 10, default));
    }

    [PostgresFact]
    public async Task A_move_that_broke_off_goes_on_where_it_stopped()
    {
        await using var old = await FilledAsync();
        var database = PostgresServer.Shared.NewDatabase();
        var tables = new List<string>();
        await Assert.ThrowsAsync<OperationCanceledException>(() => Move(old, table => Break(tables, table)).RunAsync(database, new Silent(), default));
        var again = new List<string>();
        var report = await Move(old, again.Add).RunAsync(database, new Silent(), default);

        Assert.Equal(["post"], tables.Distinct());
        Assert.Equal(600, report.Tables.Single(t => t.Name == "post").Rows);
        Assert.Equal(3 - tables.Count, again.Count(t => t == "post"));
        await using var moved = new PostgresFixture(database);
        await moved.OpenAsync();
        Assert.Equal(600, await moved.Posts.CountPublicAsync(default));
        Assert.NotEmpty(await moved.Posts.SearchAsync("number599", 10, default));

        static void Break(List<string> seen, string table)
        {
            if (table == "post")
            {
                seen.Add(table);
                if (seen.Count == 2)
                {
                    throw new OperationCanceledException();
                }
            }
        }
    }

    [PostgresFact]
    public async Task A_blog_that_went_on_after_a_broken_move_is_copied_anew()
    {
        await using var old = await FilledAsync();
        var database = PostgresServer.Shared.NewDatabase();
        await Assert.ThrowsAsync<OperationCanceledException>(() => Move(old, Stop).RunAsync(database, new Silent(), default));
        var first = (await old.Posts.ListNewestAsync(default, 1, default))[0];
        await old.Posts.StoreAsync(first.Next() with { Title = "Changed meanwhile" });

        await Move(old).RunAsync(database, new Silent(), default);

        await using var moved = new PostgresFixture(database);
        await moved.OpenAsync();
        Assert.Equal("Changed meanwhile", (await moved.Posts.FindAsync(first.Id, default))!.Title);

        static void Stop(string table)
        {
            if (table == "post_revision")
            {
                throw new OperationCanceledException();
            }
        }
    }

    [PostgresFact]
    public async Task A_place_where_another_blog_lives_is_refused()
    {
        await using var other = new PostgresFixture();
        await other.OpenAsync();
        await other.Posts.StoreAsync(Samples.Post());
        await using var old = await FilledAsync();

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => Move(old).RunAsync(other.Address!, new Silent(), default));

        Assert.Contains("holds another blog", refused.Message);
        Assert.Equal(1, await other.Posts.CountPublicAsync(default));
    }

    private static BlogApp Open(string data, string? database) =>
        DeskDriver.QuickApp().Set("Blog:Data", data).Set("Blog:Database", database).Set("Blog:KeySecret", Secret).Set("Blog:Practice", "false");

    private static Task<(int Exit, string Output, string Error)> MoveAsync(CrashFolder folder, string to, string? from = null) => RunAsync(
        folder.Path,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Blog__KeySecret"] = Secret, ["Blog__Database"] = from ?? "" },
        "move-store", "--to", to);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string folder, Dictionary<string, string> environment, params string[] args)
    {
        using var process = BlogProcess.Start(folder, environment, args);
        var exit = await process.WaitAsync();
        return (exit, process.Output, process.Error);
    }

    private static async Task<Guid> ConnectAsync(BlogApp app)
    {
        var id = Guid.CreateVersion7();
        var target = Samples.Target() with { Id = id, ProtectedSecret = app.Get<TargetSecrets>().Protect(id, "the keys of the network") };
        await app.Get<ISyndicationStore>().SaveTargetAsync(target, default);
        return id;
    }

    private static async Task IsWholeAsync(BlogApp app, string post, Guid target)
    {
        using var reader = app.Browser();
        Assert.Contains("Snow since Tuesday.", await reader.GetStringAsync(post));
        Assert.Contains("Nine centimetres", await reader.GetStringAsync("/tag/winter"));
        Assert.Contains("Nine centimetres", await reader.GetStringAsync("/search?q=tuesday"));
        var stored = await app.Get<ISyndicationStore>().FindTargetAsync(target, default);
        Assert.Equal("the keys of the network", app.Get<TargetSecrets>().TryUnprotect(stored!));
        using var desk = new DeskDriver(app, app.Browser());
        using var signedIn = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Contains("Not yet", await desk.PageAsync("/desk/posts"));
    }

    private static async Task<SqliteFixture> FilledAsync()
    {
        var old = await SqliteFixture.OpenedAsync();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => old.Posts.SaveAsync(Samples.Post(title: $"number{i} of many"))));
        return old;
    }

    private static StoreMove Move(SqliteFixture old, Action<string>? afterBatch = null)
    {
        var options = Options.Create(new BlogOptions { Data = old.Folder, KeySecret = Secret });
        var folder = new DataFolder(options);
        var services = new ServiceCollection().AddSingleton<IOptions<BlogOptions>>(options).BuildServiceProvider();
        return new StoreMove(old.Database, new MovedKeys(folder, services), options, folder, TimeProvider.System) { AfterBatch = afterBatch };
    }

    private sealed class Silent : IProgress<StoreMoveProgress>
    {
        public void Report(StoreMoveProgress value)
        {
        }
    }
}
