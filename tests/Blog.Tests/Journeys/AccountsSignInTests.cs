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
    public async Task Twenty_tries_from_one_address_rest_it_whatever_the_account_and_whatever_proxy_it_came_through()
    {
        using var app = DeskDriver.QuickApp().Set("Blog:Proxies", "127.0.0.1, 10.1.0.0/16");
        app.StartOnSocket();
        using var author = await DeskDriver.SetUpAsync(app);

        for (var n = 0; n < SignInGuard.TriesPerAddress; n++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await TryFromAsync(app, $"2001:db8:1:2::{n + 1:x}, 10.1.0.7", $"a{n}@example.org"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryFromAsync(app, "2001:db8:1:2:ffff::1", "new@example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, await TryFromAsync(app, "2001:db8:1:3::1", "new@example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, await TryFromAsync(app, "2001:db8:1:2::1, 203.0.113.7", "new@example.org"));
    }

    [Fact]
    public async Task Who_is_no_proxy_can_not_say_where_a_visitor_comes_from()
    {
        using var app = DeskDriver.QuickApp().Set("Blog:Proxies", "10.0.0.7");
        app.StartOnSocket();
        using var author = await DeskDriver.SetUpAsync(app);

        for (var n = 0; n < SignInGuard.TriesPerAddress; n++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, await TryFromAsync(app, $"203.0.113.{n}", $"a{n}@example.org"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TryFromAsync(app, "203.0.113.200", "new@example.org"));
    }

    [Fact]
    public async Task A_restart_forgets_no_wrong_try()
    {
        var folder = Directory.CreateTempSubdirectory("blog-test-").FullName;
        try
        {
            using (var before = DeskDriver.QuickApp(folder))
            {
                using var author = await DeskDriver.SetUpAsync(before);
                using var stranger = new DeskDriver(before, before.Browser());
                for (var n = 0; n < SignInGuard.TriesPerPlace; n++)
                {
                    using var wrong = await stranger.SignInAsync(DeskDriver.Email, "not the right words");
                }
            }

            using var after = DeskDriver.QuickApp(folder);
            using var again = new DeskDriver(after, after.Browser());
            using var rests = await again.SignInAsync(DeskDriver.Email, DeskDriver.Password);
            Assert.Equal(HttpStatusCode.TooManyRequests, rests.StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

    private static async Task<HttpStatusCode> TryFromAsync(BlogApp app, string forwardedFor, string email)
    {
        using var browser = app.Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        using var desk = new DeskDriver(app, browser);
        using var answer = await desk.SignInAsync(email, "not the right words");
        return answer.StatusCode;
    }

    private static string WithoutToken(string page) => page.Replace(DeskDriver.TokenOf(page), "", StringComparison.Ordinal);
}
