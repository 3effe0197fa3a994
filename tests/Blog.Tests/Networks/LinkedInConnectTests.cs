using System.Net;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Tests.Networks;

/// <summary>Connecting a profile and company pages by the consent page, and keys that end.</summary>
public sealed class LinkedInConnectTests : LinkedInTest
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_profile_is_connected_by_one_consent_and_can_post()
    {
        var result = await ConnectAsync("oauth");

        var account = Assert.Single(result.Accounts);
        Assert.Null(result.Problem);
        Assert.Equal(("urn:li:person:782bbtaQ", "Inés Quiroga", "your profile"), (account.Id, account.Name, account.Kind));
        Assert.Equal((Start.AddDays(60), (DateTimeOffset?)null), (account.EndsAt, account.RefreshAt));
        Assert.DoesNotContain("app secret", account.Secret, StringComparison.Ordinal);
        Assert.Empty(Host.Emulator.Posts);
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Access(account), default));
    }

    [Fact]
    public async Task Each_company_page_with_a_role_that_may_post_is_an_account()
    {
        Host.Emulator.AddPage("1", "Editor only", (Host.Member, "CONTENT_ADMIN"));
        Host.Emulator.AddPage("2", "Only looking", (Host.Member, "ANALYST"));
        Host.Emulator.AddPage("3", "Somebody else’s");

        var result = await ConnectAsync("organization");

        Assert.Equal([("urn:li:organization:5515715", "Taller Añil", "company page"), ("urn:li:organization:1", "Editor only", "company page")], result.Accounts.Select(a => (a.Id, a.Name, a.Kind)));
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Access(result.Accounts[1]), default));
        Assert.Equal("urn:li:organization:1", Host.Emulator.Posts.Single().Author);
    }

    [Fact]
    public async Task Roles_in_the_naming_of_other_versions_are_understood()
    {
        Host.Emulator.Settings.NamesTarget = true;

        Assert.Single((await ConnectAsync("organization")).Accounts);
    }

    [Fact]
    public async Task Without_a_company_page_the_author_is_told_whom_to_ask()
    {
        Host.Emulator.AddPage(Host.Page.Id, Host.Page.Name, (Host.Member, "ANALYST"));

        Assert.Contains("You may not post for any company page", (await ConnectAsync("organization")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_way_to_the_consent_page_asks_for_the_rights_of_the_way()
    {
        var start = Network.BeginConsent(Request("oauth"), Back());

        var query = QueryHelpers.ParseQuery(start.Address!.Query).ToDictionary(q => q.Key, q => q.Value.ToString());
        Assert.Equal(("code", "app", LinkedInHost.Redirect, "state-1", "openid profile w_member_social"), (query["response_type"], query["client_id"], query["redirect_uri"], query["state"], query["scope"]));
        Assert.Equal("/oauth/v2/authorization", start.Address.AbsolutePath);
        Assert.DoesNotContain("secret", start.Address.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oauth", "", "s", "client ID is missing")]
    [InlineData("oauth", "c", " ", "client secret is missing")]
    [InlineData("carrier pigeon", "c", "s", "your profile or as a company page")]
    public async Task An_incomplete_form_is_told_without_a_call(string way, string id, string secret, string problem)
    {
        var request = new ConnectRequest(way, Host.Base, Host.Base, new Dictionary<string, string> { ["clientId"] = id, ["clientSecret"] = secret });

        Assert.Contains(problem, Network.BeginConsent(request, Back()).Problem, StringComparison.Ordinal);
        Assert.Contains(problem, (await Network.ConnectAsync(request, default)).Problem, StringComparison.Ordinal);
        Assert.Empty(Host.Api.Calls);
    }

    [Theory]
    [InlineData("user_cancelled_login", "did not allow")]
    [InlineData("user_cancelled_authorize", "did not allow")]
    [InlineData("unauthorized_scope_error", "Share on LinkedIn")]
    [InlineData("server_error", "refused the connection")]
    public async Task A_refusal_on_LinkedIns_page_is_told_in_our_words(string error, string problem)
    {
        var result = await Network.ConnectAsync(Request("oauth") with { Consent = new ConsentAnswer(Back(), Query(("error", error), ("error_description", "THEIR WORDS"), ("state", "state-1"))) }, default);

        Assert.Contains(problem, result.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("THEIR WORDS", result.Problem, StringComparison.Ordinal);
        Assert.Empty(Host.Api.Calls);
    }

    [Fact]
    public async Task A_consent_that_is_denied_connects_nothing()
    {
        Assert.Contains("did not allow", (await ConnectAsync("oauth", decision: "deny")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_another_connection_is_not_taken()
    {
        var result = await Network.ConnectAsync(Request("oauth") with { Consent = new ConsentAnswer(Back(), Query(("code", "c"), ("state", "other"))) }, default);

        Assert.Contains("does not belong", result.Problem, StringComparison.Ordinal);
        Assert.Empty(Host.Api.Calls);
    }

    [Fact]
    public async Task A_wrong_secret_a_stale_code_and_a_wrong_redirect_address_are_told_apart()
    {
        Host.Emulator.AddCode("fresh", "app", LinkedInHost.Redirect, Host.Member, LinkedInHost.MemberScopes);
        var secret = await Network.ConnectAsync(Request("oauth", secret: "wrong") with { Consent = Answer("fresh") }, default);
        var redirect = await Network.ConnectAsync(Request("oauth") with { Consent = new ConsentAnswer(Back() with { Address = new Uri("https://other.example.com/") }, Query(("code", "fresh"))) }, default);
        Clock.Advance(TimeSpan.FromMinutes(30));
        var stale = await Network.ConnectAsync(Request("oauth") with { Consent = Answer("fresh") }, default);

        Assert.Contains("client secret", secret.Problem, StringComparison.Ordinal);
        Assert.Contains("letter by letter", redirect.Problem, StringComparison.Ordinal);
        Assert.Contains("half an hour", stale.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", secret.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_without_the_product_is_refused_by_the_page_and_told()
    {
        Host.Emulator.AddApp(new LinkedInApp("app", "app secret & more", [LinkedInHost.Redirect], ["openid", "profile"]));

        Assert.Contains("products", (await ConnectAsync("oauth")).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w_member_social", true, "“w_member_social”")]
    [InlineData("w_member_social", false, "Share on LinkedIn")]
    [InlineData("openid", false, "OpenID Connect")]
    public async Task A_right_that_was_not_given_is_named_even_if_LinkedIn_does_not_say_it(string withheld, bool saysScope, string named)
    {
        Host.Emulator.Settings.WithheldScopes = [withheld];
        Host.Emulator.Settings.SaysScope = saysScope;

        var result = await ConnectAsync("oauth");

        Assert.Contains(named, result.Problem, StringComparison.Ordinal);
        Assert.Empty(result.Accounts);
    }

    [Theory]
    [InlineData("w_organization_social")]
    [InlineData("rw_organization_admin")]
    public async Task A_company_page_without_the_rights_is_not_connected(string withheld)
    {
        Host.Emulator.Settings.WithheldScopes = [withheld];
        Host.Emulator.Settings.SaysScope = false;

        Assert.Contains("Community Management API", (await ConnectAsync("organization")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_in_bad_weather_is_told_and_saves_nothing()
    {
        foreach (var fault in Enum.GetValues<Fault>().Where(f => f is not (Fault.HangBeforeCommit or Fault.HangAfterCommit or Fault.SlowBody or Fault.AcceptedButHidden)))
        {
            foreach (var kind in new[] { CallKinds.Signing, CallKinds.Reading })
            {
                Host.Emulator.AddCode("code", "app", LinkedInHost.Redirect, Host.Member, LinkedInHost.MemberScopes);
                Host.Emulator.Weather.Stand(fault, kind);

                var result = await Network.ConnectAsync(Request("oauth") with { Consent = Answer("code") }, default);

                Assert.EndsWith("Nothing was saved.", result.Problem, StringComparison.Ordinal);
                Assert.Empty(result.Accounts);
                Host.Emulator.Weather.Clear();
            }
        }
    }

    [Fact]
    public async Task Row_23_keys_without_a_refresh_end_after_sixty_days_and_say_so()
    {
        var account = (await ConnectAsync("oauth")).Accounts[0];

        Assert.IsType<RefreshResult.NotPossible>(await Network.RefreshAsync(Access(account), default));
        Assert.Contains(Network.Descriptor.Limits, l => l.Contains("60 days", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_approved_app_gets_new_keys_and_the_end_stays_where_it_was()
    {
        var account = (await ConnectAsync("organization")).Accounts[0];
        Clock.Advance(account.RefreshAt!.Value - Clock.GetUtcNow());

        var refreshed = Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(account), default));

        Assert.Equal((Start.AddDays(50), Start.AddDays(365)), (account.RefreshAt, account.EndsAt));
        Assert.Equal((Start.AddDays(100), Start.AddDays(365)), (refreshed.RefreshAt, refreshed.EndsAt));
        Assert.NotEqual(account.Secret, refreshed.Secret);
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Access(account) with { Secret = refreshed.Secret }, default));
    }

    [Fact]
    public async Task Row_21_a_refresh_that_does_not_repeat_the_refresh_token_keeps_the_old_one()
    {
        var account = (await ConnectAsync("organization")).Accounts[0];
        Host.Emulator.Settings.OmitsRefreshToken = true;

        var first = Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(account), default));

        Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(account) with { Secret = first.Secret }, default));
    }

    [Theory]
    [InlineData(null, 60)]
    [InlineData(-5L, 1)]
    [InlineData(0L, 1)]
    [InlineData(1_000_000_000L, 60)]
    public async Task Row_22_a_life_that_can_not_be_is_counted_short(long? said, int days)
    {
        Host.Emulator.Settings.ExpiresInSaid = said;

        Assert.Equal(Start.AddDays(days), (await ConnectAsync("oauth")).Accounts[0].EndsAt);
    }

    [Theory]
    [InlineData(525600L, 365)]
    [InlineData(31536000L, 365)]
    [InlineData(99999999999L, 365)]
    [InlineData(8640000L, 100)]
    [InlineData(0L, null)]
    public async Task The_end_of_a_refresh_token_is_read_in_seconds_or_in_the_minutes_of_the_sample(long said, int? days)
    {
        Host.Emulator.Settings.RefreshExpiresInSaid = said;

        Assert.Equal(days is null ? null : Start.AddDays(days.Value), (await ConnectAsync("organization")).Accounts[0].EndsAt);
    }

    [Fact]
    public async Task Row_17_19_26_a_dead_refresh_token_is_refused_and_bad_weather_is_not()
    {
        var account = (await ConnectAsync("organization")).Accounts[0];
        foreach (var fault in new[] { Fault.ErrorAfterCommit, Fault.Unavailable, Fault.HtmlGateway, Fault.CutBeforeCommit, Fault.TruncatedJson, Fault.EmptyBody, Fault.RateLimited })
        {
            Host.Emulator.Weather.Stand(fault, CallKinds.Signing);
            Assert.IsType<RefreshResult.Later>(await Network.RefreshAsync(Access(account), default));
        }

        Host.Emulator.Weather.Clear();
        Host.Emulator.RevokeAll();
        Assert.Contains("Connect LinkedIn again", Assert.IsType<RefreshResult.Refused>(await Network.RefreshAsync(Access(account), default)).Reason, StringComparison.Ordinal);

        Host.Emulator.AddApp(new LinkedInApp("pages", "another secret", [LinkedInHost.Redirect], LinkedInHost.PageScopes, HasRefresh: true));
        Assert.Contains("client secret", Assert.IsType<RefreshResult.Refused>(await Network.RefreshAsync(Access(account), default)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_another_place_are_never_taken_to_LinkedIn()
    {
        var account = (await ConnectAsync("organization")).Accounts[0];
        var access = Access(account);

        var refreshed = await Network.RefreshAsync(access with { Target = access.Target with { WebBase = "" } }, default);

        Assert.IsType<RefreshResult.Refreshed>(refreshed);
    }

    [Fact]
    public async Task Other_rights_end_the_older_connection_of_the_same_app()
    {
        var first = (await ConnectAsync("oauth")).Accounts[0];
        Host.Emulator.Settings.WithheldScopes = ["profile"];
        await ConnectAsync("oauth");
        Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), Access(first), default));
    }

    [Fact]
    public async Task Nothing_prints_keys()
    {
        var account = (await ConnectAsync("organization")).Accounts[0];
        var secret = Blog.Networks.LinkedIn.LinkedInAnswers.SecretOf(Access(account))!;

        Assert.Equal("urn:li:organization:5515715", secret.ToString());
        Assert.DoesNotContain(secret.Token, account.ToString(), StringComparison.Ordinal);
        Assert.All(Host.Api.Calls, c => Assert.DoesNotContain(secret.Token, c.Path, StringComparison.Ordinal));
    }

    // Through the pages, as a browser does it: the form with all its hidden fields and one of the two buttons.
    private async Task<ConnectResult> ConnectAsync(string way, string decision = "allow")
    {
        var request = Request(way);
        var start = Network.BeginConsent(request, Back());
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var page = await http.GetAsync(start.Address);
        var location = page.Headers.Location;
        if (location is null)
        {
            var form = await LinkedInEmulatorTests.FormOfAsync(page);
            form["decision"] = decision;
            using var answer = await http.PostAsync(new Uri(start.Address!, "authorization"), new FormUrlEncodedContent(form));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            location = answer.Headers.Location;
        }

        Assert.StartsWith(LinkedInHost.Redirect, location!.AbsoluteUri, StringComparison.Ordinal);
        var back = QueryHelpers.ParseQuery(location.Query).ToDictionary(q => q.Key, q => q.Value.ToString());
        return await Network.ConnectAsync(request with { Consent = new ConsentAnswer(Back(), back) }, default);
    }

    private ConnectRequest Request(string way, string? secret = null) => new(way, Host.Base, Host.Base, new Dictionary<string, string>
    {
        ["clientId"] = way == "organization" ? "pages" : "app",
        ["clientSecret"] = secret ?? (way == "organization" ? "page secret" : "app secret & more"),
    });

    private static ConsentReturn Back() => new(new Uri(LinkedInHost.Redirect), "state-1", new string('v', 43));

    private static ConsentAnswer Answer(string code) => new(Back(), Query(("code", code), ("state", "state-1")));

    private static Dictionary<string, string> Query(params (string Key, string Value)[] query) => query.ToDictionary(q => q.Key, q => q.Value);

    private TargetAccess Access(ConnectedAccount account) => Host.Access(account.Id, "", null) with { Secret = account.Secret };

    private OutgoingCopy Copy() => new(Guid.NewGuid(), "Añil https://ines.example.com/2026/x", new Uri("https://ines.example.com/2026/x"), Clock.GetUtcNow());
}
