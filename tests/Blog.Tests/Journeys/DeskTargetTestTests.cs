using System.Net;
using Blog.Accounts;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>"Test now": whose keys these are and whether they may still write, asked of the network without publishing anything.</summary>
public sealed class DeskTargetTestTests
{
    public static TheoryData<string> Networks => ["x", "facebook", "linkedin", "linkedin page"];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Keys_that_may_write_are_proven_and_nothing_is_published(string network)
    {
        await using var stage = await Stage.OpenAsync(network);
        stage.Site.Clock.Advance(TimeSpan.FromDays(2));

        var answer = await stage.TestAsync();

        Assert.StartsWith("303 /desk/networks?done=tested", answer, StringComparison.Ordinal);
        Assert.Equal(stage.Site.Clock.GetUtcNow(), (await stage.FindAsync()).TestedAt);
        Assert.Contains("just now: may write", await stage.Site.ReadAsync("/desk/networks"));
        Assert.Empty(stage.Emulator.Shown);
        Assert.Contains(stage.Api.Calls, c => c.Method == "POST");
    }

    [Theory]
    [InlineData("x", "X no longer accepts the keys. Connect X again")]
    [InlineData("facebook", "The app was removed from your Facebook account.")]
    [InlineData("linkedin", "LinkedIn no longer accepts this connection")]
    [InlineData("linkedin page", "LinkedIn no longer accepts this connection")]
    public async Task Keys_that_died_are_told_before_the_next_copy_finds_it_out(string network, string sentence)
    {
        await using var stage = await Stage.OpenAsync(network);
        var (_, copy) = await stage.Site.SentAsync(await stage.FindAsync());
        stage.Revoke();

        var answer = await stage.TestAsync();

        var page = await stage.Site.ReadAsync("/desk/networks?done=refused");
        Assert.StartsWith("303 /desk/networks?done=refused", answer, StringComparison.Ordinal);
        Assert.Contains("It does not work.", page);
        Assert.Contains(sentence, page);
        Assert.Contains("may not write now; it could just now", page);
        Assert.Equal((TargetState.NeedsSignIn, DeliveryState.Held), ((await stage.FindAsync()).State, (await stage.Site.FindAsync(copy)).State));
    }

    [Fact]
    public async Task A_right_that_was_given_back_is_noticed_without_a_new_sign_in_and_what_was_held_goes_on()
    {
        await using var stage = await Stage.OpenAsync("facebook");
        var (_, copy) = await stage.Site.SentAsync(await stage.FindAsync());
        var cast = stage.Facebook.Cast;
        cast.GiveRole(FacebookHost.Page, FacebookHost.Person, "ANALYZE");
        await stage.TestAsync();
        var (refused, held) = (await stage.FindAsync(), await stage.Site.FindAsync(copy));

        cast.GiveRole(FacebookHost.Page, FacebookHost.Person, [.. FacebookCast.AllTasks]);
        await stage.TestAsync();

        Assert.Equal((TargetState.NeedsSignIn, DeliveryState.Held), (refused.State, held.State));
        Assert.Contains("the right to post on this Page, is missing. Nothing was published. Check your role", refused.Reason);
        Assert.Equal((TargetState.Connected, (string?)null, DeliveryState.Queued), ((await stage.FindAsync()).State, (await stage.FindAsync()).Reason, (await stage.Site.FindAsync(copy)).State));
    }

    [Fact]
    public async Task A_right_that_is_missing_is_told_with_the_product_that_gives_it()
    {
        await using var stage = await Stage.OpenAsync("linkedin", token: "reader");

        await stage.TestAsync();

        Assert.Contains("“Share on LinkedIn” (the right “w_member_social”) is missing.", (await stage.FindAsync()).Reason);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task A_network_that_is_down_proves_nothing_and_changes_nothing(string network)
    {
        await using var stage = await Stage.OpenAsync(network);
        var before = await stage.FindAsync();
        stage.Emulator.Weather.Stand(Fault.Unavailable);

        var answer = await stage.TestAsync();

        Assert.StartsWith("400 ", answer, StringComparison.Ordinal);
        Assert.Contains("The test told nothing.", answer);
        Assert.Contains("test again later.", answer);
        Assert.Equal(before, await stage.FindAsync());
    }

    [Fact]
    public async Task Keys_of_another_account_are_noticed()
    {
        await using var stage = await Stage.OpenAsync("x");
        await stage.Site.Store.SaveTargetAsync(await stage.FindAsync() with { RemoteAccountId = "1" }, default);

        await stage.TestAsync();

        Assert.Contains("belong to another account than @inesq", (await stage.FindAsync()).Reason);
    }

    [Fact]
    public async Task A_pause_outlasts_a_test()
    {
        await using var stage = await Stage.OpenAsync("x");
        await stage.Site.Store.SaveTargetAsync(await stage.FindAsync() with { State = TargetState.Paused, Reason = "paused by you" }, default);
        stage.Site.Clock.Advance(TimeSpan.FromHours(1));

        await stage.TestAsync();

        Assert.Equal((TargetState.Paused, "paused by you", (DateTimeOffset?)stage.Site.Clock.GetUtcNow()), ((await stage.FindAsync()).State, (await stage.FindAsync()).Reason, (await stage.FindAsync()).TestedAt));
    }

    [Fact]
    public async Task Only_the_owner_tests_and_only_what_is_connected()
    {
        await using var stage = await Stage.OpenAsync("x");
        var made = await stage.Site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Editor), default);
        using var leo = new DeskDriver(stage.Site.App, stage.Site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        using var answer = await leo.PostAsync($"/desk/networks/{stage.Id}/test", new Dictionary<string, string>(), "/desk/write");
        await stage.Site.App.Get<TargetConnector>().DisconnectAsync(stage.Id, "disconnected by you", default);
        var disconnected = await stage.TestAsync();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith("404 ", disconnected, StringComparison.Ordinal);
        Assert.DoesNotContain("Test now", await stage.Site.ReadAsync("/desk/networks"));
        Assert.Empty(stage.Api.Calls);
    }

    /// <summary>A desk with one account that is connected to an emulator on a socket.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private readonly IAsyncDisposable _host;

        private Stage(IAsyncDisposable host, Emulator emulator, EmulatorEndpoint api, DeskSite site, Guid id)
        {
            _host = host;
            Emulator = emulator;
            Api = api;
            Site = site;
            Id = id;
        }

        public Emulator Emulator { get; }

        public EmulatorEndpoint Api { get; }

        public DeskSite Site { get; }

        public Guid Id { get; }

        public FacebookHost Facebook => (FacebookHost)_host;

        public static async Task<Stage> OpenAsync(string network, string? token = null)
        {
            var clock = new FakeClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
            switch (network)
            {
                case "x":
                    var x = await XHost.StartAsync(clock);
                    return await OpenAsync(x, x.Emulator, x.Api, x.Address, x.Access());
                case "facebook":
                    var facebook = await FacebookHost.StartAsync(clock);
                    return await OpenAsync(facebook, facebook.Emulator, facebook.Api, facebook.Address, facebook.Access());
                default:
                    var linkedIn = await LinkedInHost.StartAsync(clock);
                    linkedIn.Emulator.AddToken(new LinkedInToken("reader", "app", linkedIn.Member.Id, ["openid", "profile"], clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddDays(59)));
                    return await OpenAsync(
                        linkedIn, linkedIn.Emulator, linkedIn.Api, linkedIn.Address, network == "linkedin" ? linkedIn.AsMember(token ?? LinkedInHost.MemberToken) : linkedIn.AsPage());
            }
        }

        public Task<SyndicationTarget> FindAsync() => Site.FindTargetAsync(Id);

        /// <summary>Presses the button; what the desk answers, and reads.</summary>
        public async Task<string> TestAsync()
        {
            using var answer = await Site.Desk.PostAsync($"/desk/networks/{Id}/test", new Dictionary<string, string>(), "/desk/networks");
            return DeskDriver.Describe(answer) + " " + DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        }

        /// <summary>The account takes the right away.</summary>
        public void Revoke()
        {
            switch (_host)
            {
                case XHost x:
                    x.Emulator.RevokeAll();
                    break;
                case FacebookHost facebook:
                    facebook.Cast.RemoveApp(FacebookHost.AppId, FacebookHost.Person);
                    break;
                case LinkedInHost linkedIn:
                    linkedIn.Emulator.RevokeAll();
                    break;
            }
        }

        public async ValueTask DisposeAsync()
        {
            Site.Dispose();
            await _host.DisposeAsync();
        }

        private static async Task<Stage> OpenAsync(IAsyncDisposable host, Emulator emulator, EmulatorEndpoint api, Uri address, TargetAccess access)
        {
            var site = await DeskSite.OpenAsync(app => app.Set("Outgoing:AllowedPrivateHosts:0", address.Authority));
            var (of, secret) = access;
            var made = new NewTarget(of.Network, of.Name, of.RemoteAccountId, of.ApiBase, IsPractice: false, secret) { WebBase = of.ApiBase, TestedAt = site.Clock.GetUtcNow() };
            return new Stage(host, emulator, api, site, (await site.App.Get<TargetConnector>().SaveAsync(made, default)).Id);
        }
    }
}
