using System.Globalization;
using System.Net;
using System.Text.Json;
using Blog.Networks.X;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Storage;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace Blog.Tests.Journeys;

/// <summary>The server of a blog is gone for good and another one takes its place.</summary>
[Trait("Engine", "Own")]
public sealed class FailoverTests
{
    private const string Nowhere = "http://127.0.0.1:1";

    [PostgresTheory]
    [InlineData("dump", "restored or copied from another server")]
    [InlineData("archive", "older than the last one used here")]
    public async Task A_blog_on_an_older_copy_serves_it_and_sends_nothing_before_it_is_released_and_each_post_was_looked_for(string copy, string says)
    {
        using var lost = new PostgresServer(isDurable: false);
        await using var rig = await DeliveryRig.StartAsync(services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000), lost.NewDatabase());
        using (var owner = new DeskDriver(rig.App, rig.App.Browser()))
        {
            await DeskDriver.SetUpAsync(owner);
        }

        await rig.UntilAsync(await rig.PublishAsync("Before"), DeliveryState.Accepted);
        await rig.PointAtAsync(Nowhere);
        var sent = await rig.UntilAsync(await rig.PublishAsync("Sent since"), IsWaiting);
        var leo = await ConnectLeoAsync(rig);
        var unsent = await rig.UntilAsync(await rig.PublishAsync("Never sent", leo), IsWaiting);

        using var taken = copy == "dump" ? new PostgresServer(isDurable: false) : lost.Copy();
        var database = copy == "dump" ? taken.Restore(lost, rig.Database!) : taken.Address(new NpgsqlConnectionStringBuilder(rig.Database).Database!);
        await rig.PointAtAsync(null);
        await rig.UntilAsync(sent, DeliveryState.Accepted);
        await rig.PublishAsync(new PostDraft { Title = "Lost", Markdown = "Nobody has it any more.", Status = PostStatus.Published, Targets = [leo.Id] });
        lost.Stop();
        rig.Database = database;
        await rig.RestartAsync();
        await rig.PointAtAsync(null);
        await rig.Store.SaveTargetAsync(leo with { ApiBase = rig.Target.ApiBase }, default);

        using var reader = rig.App.Browser();
        Assert.Equal("ready\n", await reader.GetStringAsync("/health/ready"));
        Assert.Contains("Snow fell all night.", await reader.GetStringAsync("/2026/before"));
        Assert.Contains("Snow fell all night.", await reader.GetStringAsync("/2026/sent-since"));
        using (var gone = await reader.GetAsync("/2026/lost"))
        {
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        await Waiting.UntilAsync("the outbox stands still", async () => (await rig.Store.FindSealAsync(default))?.Quarantine is not null);
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        Assert.Equal(2, rig.X.Writes);
        Assert.Equal(DeliveryState.Queued, (await rig.Store.FindAsync(unsent.Id, default))!.State);

        using var desk = new DeskDriver(rig.App, reader);
        using var signedIn = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        Assert.Contains(says, DeskDriver.Read(await desk.PageAsync("/desk/networks/outbox")));
        using var released = await desk.PostAsync("/desk/networks/outbox", new Dictionary<string, string>());
        var found = await rig.UntilAsync(sent, DeliveryState.Accepted);
        await rig.UntilAsync(unsent, DeliveryState.Accepted);

        Assert.NotNull(found.RemoteId);
        Assert.Equal(3, rig.X.Writes);
        Assert.Equal(["Before", "Never sent", "Sent since"], rig.X.Emulator.Posts.Select(p => p.Text.Split('\n')[0]).Order(StringComparer.Ordinal));
    }

    [PostgresFact]
    public async Task A_running_blog_notices_that_the_server_which_took_over_lacks_its_last_deliveries()
    {
        using var lost = new PostgresServer(isDurable: false);
        await using var rig = await DeliveryRig.StartAsync(database: lost.NewDatabase());
        await rig.PointAtAsync(Nowhere);
        var sent = await rig.UntilAsync(await rig.PublishAsync("Sent since"), IsWaiting);
        using var behind = lost.Copy();
        var name = new NpgsqlConnectionStringBuilder(rig.Database).Database;
        rig.Database = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{lost.Port},127.0.0.1:{behind.Port};Username=blog;Database={name}");
        await rig.RestartAsync();
        await rig.PointAtAsync(null);
        await rig.UntilAsync(sent, DeliveryState.Accepted);

        lost.Stop();
        await Waiting.UntilAsync("the other server answers", () => AnswersAsync(rig));
        await rig.PointAtAsync(null);
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        await Waiting.UntilAsync("the outbox stands still, or sends again", async () =>
        {
            // Wakes the worker and leaves the clock: a lease that ends in the middle of a call would be another story.
            await rig.MoveToAsync(rig.Clock.GetUtcNow());
            return (await rig.Store.FindSealAsync(default))?.Quarantine is not null || rig.X.Writes > 1;
        });
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        Assert.Equal(1, rig.X.Writes);

        await rig.Store.ReleaseOutboxAsync(rig.Clock.GetUtcNow(), default);
        await rig.UntilAsync(sent, DeliveryState.Accepted);

        Assert.Equal(1, rig.X.Writes);
    }

    [PostgresFact]
    public async Task A_blog_that_knows_two_servers_goes_on_without_a_restart_when_the_standby_is_promoted()
    {
        using var first = new PostgresServer(isDurable: false);
        var name = new NpgsqlConnectionStringBuilder(first.NewDatabase()).Database!;
        using var second = first.Copy(follows: true);

        // Nothing is acknowledged before the standby has it.
        first.Execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        first.Execute("SELECT pg_reload_conf()");
        await Waiting.UntilAsync("the standby follows", () => Task.FromResult(first.Execute("SELECT sync_state FROM pg_stat_replication") is "sync"));
        var both = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{first.Port},127.0.0.1:{second.Port};Username=blog;Database={name};Target Session Attributes=primary");
        using var app = DeskDriver.QuickApp().Set("Blog:Database", both).Set("Blog:KeySecret", TestEngine.Secret);
        using var desk = await DeskDriver.SetUpAsync(app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Snow on the pass", "First words."));
        using var reader = app.Browser();
        Assert.Contains("First words.", await reader.GetStringAsync(post.Path));
        await using (var alone = new PostgresFixture(second.Address(name)))
        {
            await alone.OpenAsync();
            var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => alone.Posts.StoreAsync(Samples.Post()));
            Assert.Contains("it is a standby", refused.Message);
        }

        first.Stop();
        await Waiting.UntilAsync("not ready", async () => await ReadyAsync(reader) == HttpStatusCode.ServiceUnavailable);
        await Waiting.UntilAsync("the store is noticed to be away", () => Task.FromResult(app.Get<StoreState>().IsAway));
        Assert.Contains("First words.", await reader.GetStringAsync(post.Path));
        second.Execute("SELECT pg_promote()");
        await Waiting.UntilAsync("ready again", async () => await ReadyAsync(reader) == HttpStatusCode.OK);

        await desk.PublishAsync(await desk.WriteAsync("Second post", "It came later."));
        var home = await Waiting.ForPageAsync(reader, "/", page => page.Contains("Second post", StringComparison.Ordinal));
        Assert.Contains("Snow on the pass", home);
        Assert.Equal(2L, second.Execute("SELECT count(*) FROM post", name));
    }

    private static bool IsWaiting(Delivery delivery) => delivery is { State: DeliveryState.Queued, Attempts: 1 };

    private static async Task<bool> AnswersAsync(DeliveryRig rig)
    {
        try
        {
            await rig.Store.FindSealAsync(default);
            return true;
        }
        catch (StoreUnusableException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient reader)
    {
        using var answer = await reader.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    // A second account, which can't be reached for now.
    private static async Task<SyndicationTarget> ConnectLeoAsync(DeliveryRig rig)
    {
        var account = rig.X.Emulator.AddAccount("77", "leo", "Leo");
        rig.X.AddKeys(account, "leo-token");
        var secret = JsonSerializer.Serialize(new XSecret { Bearer = "leo-token", Username = account.Username }, XJson.Default.XSecret);
        return await rig.App.Get<TargetConnector>().SaveAsync(new NewTarget("x", "@leo", account.Id, Nowhere, IsPractice: false, secret), default);
    }
}
