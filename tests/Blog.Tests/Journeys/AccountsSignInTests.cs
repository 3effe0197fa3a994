using System.Net;
using Blog.Accounts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed class AccountsSignInTests
{
    [Fact]
    public async Task Who_signs_out_must_sign_in_again_and_comes_back_to_the_page()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        using var out_ = await desk.PostAsync("/sign-out", new Dictionary<string, string>(), "/desk");
        using var asked = await desk.GetAsync("/desk/posts?state=drafts");
        using var back = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password, "/desk/posts?state=drafts");

        Assert.Equal("303 /sign-in", DeskDriver.Describe(out_));
        Assert.Equal("302 /sign-in?returnUrl=%2Fdesk%2Fposts%3Fstate%3Ddrafts", DeskDriver.Describe(asked));
        Assert.Equal("303 /desk/posts?state=drafts", DeskDriver.Describe(back));
        Assert.Contains("Drafts", await desk.PageAsync("/desk/posts?state=drafts"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/%2Fevil.example")]
    [InlineData("/%5Cevil.example")]
    [InlineData("https://evil.example/desk")]
    [InlineData("/desk//evil.example")]
    [InlineData("/desk/../..//evil.example")]
    [InlineData("/desk\t/x")]
    [InlineData("/desk\r\nLocation: https://evil.example")]
    [InlineData("/deskevil")]
    [InlineData("javascript:alert(1)")]
    public async Task After_signing_in_only_the_desk_is_a_goal(string returnUrl)
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        await desk.PostAsync("/sign-out", new Dictionary<string, string>(), "/desk");

        using var answer = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password, returnUrl);

        Assert.Equal("303 /desk", DeskDriver.Describe(answer));
    }

    [Fact]
    public async Task Five_wrong_tries_rest_that_place_for_five_minutes_and_nobody_else()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        using var author = await DeskDriver.SetUpAsync(app);
        await author.PostAsync("/sign-out", new Dictionary<string, string>(), "/desk");
        using var stranger = new DeskDriver(app, app.Browser());

        for (var n = 0; n < 5; n++)
        {
            using var wrong = await stranger.SignInAsync(DeskDriver.Email, "not the right words");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        using var rests = await stranger.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        using var authorIn = await author.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        clock.Advance(TimeSpan.FromMinutes(6));
        using var later = await stranger.SignInAsync(DeskDriver.Email, DeskDriver.Password);

        Assert.Equal(HttpStatusCode.TooManyRequests, rests.StatusCode);
        Assert.Equal("300", rests.Headers.RetryAfter!.ToString());
        Assert.Equal("303 /desk", DeskDriver.Describe(authorIn));
        Assert.Equal("303 /desk", DeskDriver.Describe(later));
    }

    [Fact]
    public void Twenty_tries_from_one_address_rest_it_whatever_the_account()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        var guard = new SignInGuard(clock);
        SignInAttempt Try(string account, string address) => new(account, IPAddress.Parse(address), null);

        for (var n = 0; n < SignInGuard.TriesPerAddress; n++)
        {
            guard.Failed(Try($"A{n}@EXAMPLE.ORG", $"2001:db8:1:2::{n + 1:x}"));
        }

        Assert.NotNull(guard.RestsUntil(Try("NEW@EXAMPLE.ORG", "2001:db8:1:2:ffff::1")));
        Assert.Null(guard.RestsUntil(Try("NEW@EXAMPLE.ORG", "2001:db8:1:3::1")));
        Assert.Null(guard.RestsUntil(Try("NEW@EXAMPLE.ORG", "203.0.113.7")));
    }

    [Fact]
    public async Task A_flood_from_many_places_rests_the_account_for_strangers_and_not_for_a_known_device()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        using var author = await DeskDriver.SetUpAsync(app);
        await author.PostAsync("/sign-out", new Dictionary<string, string>(), "/desk");
        var accounts = app.Get<IAccountStore>();
        var owner = Assert.Single(await accounts.ListAsync(CancellationToken.None));
        for (var n = 0; n < SignInGuard.TriesPerAccount; n++)
        {
            await accounts.CountFailureAsync(owner.Id, SignInGuard.TriesPerAccount, clock.GetUtcNow() + SignInGuard.Rest, CancellationToken.None);
        }

        using var stranger = new DeskDriver(app, app.Browser());
        using var refused = await stranger.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        using var known = await author.SignInAsync(DeskDriver.Email, DeskDriver.Password);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("303 /desk", DeskDriver.Describe(known));
    }

    [Fact]
    public async Task An_unknown_address_is_answered_like_a_wrong_password()
    {
        using var app = DeskDriver.QuickApp();
        using var author = await DeskDriver.SetUpAsync(app);
        using var first = new DeskDriver(app, app.Browser());

        using var wrong = await first.SignInAsync(DeskDriver.Email, "not the right words");
        using var unknown = await first.SignInAsync("nobody@refuge.example", "not the right words");

        var a = (await wrong.Content.ReadAsStringAsync()).Replace(DeskDriver.Email, "", StringComparison.Ordinal);
        var b = (await unknown.Content.ReadAsStringAsync()).Replace("nobody@refuge.example", "", StringComparison.Ordinal);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.Equal(WithoutToken(a), WithoutToken(b));
    }

    [Fact]
    public async Task A_changed_password_ends_other_sessions_and_keeps_this_one()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        using var other = new DeskDriver(app, app.Browser());
        using var signedIn = await other.SignInAsync(DeskDriver.Email, DeskDriver.Password);

        using var wrong = await desk.PostAsync("/desk/settings/password", new Dictionary<string, string> { ["current"] = "not my password", ["password"] = "a new sentence I like" }, "/desk/settings");
        using var changed = await desk.PostAsync("/desk/settings/password", new Dictionary<string, string> { ["current"] = DeskDriver.Password, ["password"] = "a new sentence I like" }, "/desk/settings");

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/desk")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/desk")).StatusCode);
        Assert.Equal("303 /desk", DeskDriver.Describe(await other.SignInAsync(DeskDriver.Email, "a new sentence I like")));
    }

    [Fact]
    public async Task Sign_out_everywhere_ends_a_copied_cookie_too()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        using var other = new DeskDriver(app, app.Browser());
        using var signedIn = await other.SignInAsync(DeskDriver.Email, DeskDriver.Password);

        using var out_ = await desk.PostAsync("/desk/settings/sign-out-everywhere", new Dictionary<string, string>(), "/desk/settings");

        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/desk")).StatusCode);
    }

    private static string WithoutToken(string page) => page.Replace(DeskDriver.TokenOf(page), "", StringComparison.Ordinal);
}
