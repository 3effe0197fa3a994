using System.Net;
using System.Text.Json;
using Blog.Networks.Facebook;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Tests.Networks;

public sealed class FacebookConnectTests : FacebookTest
{
    [Fact]
    public async Task Consent_leads_to_the_Page_with_a_token_that_has_no_end()
    {
        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Null(result.Problem);
        var account = Assert.Single(result.Accounts);
        Assert.Equal((FacebookHost.Page, "Añil & más", "Page"), (account.Id, account.Name, account.Kind));
        Assert.Equal((null, null, null), (account.EndsAt, account.RefreshAt, account.Notice));
        var secret = JsonSerializer.Deserialize(account.Secret, FacebookJson.Default.FacebookSecret)!;
        Assert.Equal(Clock.GetUtcNow().AddSeconds(5_183_944), secret.UserTokenEndsAt);
        Assert.Superset(FacebookHost.Permissions.ToHashSet(), secret.Permissions.ToHashSet());
        Assert.Empty(Facebook.Emulator.Posts);
        Assert.Equal(0, Facebook.Emulator.CreateCalls);
    }

    [Fact]
    public async Task What_was_connected_publishes_long_after_the_sign_in_ended()
    {
        var account = (await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default)).Accounts[0];
        Clock.Advance(TimeSpan.FromDays(400));

        var result = await Network.PublishAsync(Copy(), Facebook.Access() with { Secret = account.Secret }, default);

        Assert.IsType<DeliveryResult.Delivered>(result);
        Assert.DoesNotContain(FacebookHost.AppSecret, account.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consent_page_says_who_asks_for_what_and_works_without_script()
    {
        using var browser = Facebook.Browser();

        using var page = await browser.GetAsync(Network.BeginConsent(Facebook.Form(), FacebookHost.Back).Address);

        var html = await page.Content.ReadAsStringAsync();
        var form = FacebookForm.Read(html);
        Assert.Equal(["allow", "deny"], form.Buttons);
        Assert.Equal(FacebookHost.Permissions.Order(), form.Fields["permission"].Order());
        Assert.Equal([FacebookHost.Page], form.Fields["page"]);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("form-action 'self' https://ines.example.com", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("Inés’ blog", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_Pages_become_several_accounts_even_over_several_pages_of_the_list()
    {
        for (var n = 0; n < 120; n++)
        {
            Facebook.Cast.Put(new StoredPage($"{7000 + n}", $"Page {n}"));
            Facebook.Cast.GiveRole($"{7000 + n}", FacebookHost.Person, "CREATE_CONTENT");
        }

        Facebook.Cast.AppCallsPerHour = 1000;

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Equal(121, result.Accounts.Select(a => a.Id).Distinct().Count());
        Assert.Equal(121, result.Accounts.Select(a => a.Secret).Distinct().Count());
    }

    [Fact]
    public async Task A_Page_on_which_nothing_may_be_posted_is_left_out()
    {
        Facebook.Cast.Put(new StoredPage("7001", "Only to look at"));
        Facebook.Cast.GiveRole("7001", FacebookHost.Person, "ANALYZE");

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Equal(FacebookHost.Page, Assert.Single(result.Accounts).Id);
    }

    [Fact]
    public async Task Without_a_Page_the_author_gets_the_address_to_share_by_hand()
    {
        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network, fields => fields.Remove("page")), default);

        Assert.Equal($"{Facebook.Base}/sharer/sharer.php?u=https%3A%2F%2Fines.example.com%2F", result.ByHand?.AbsoluteUri);
        Assert.Contains("personal profile", result.Problem, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_the_task_to_post_is_told_with_the_name_of_the_Page()
    {
        Facebook.Cast.GiveRole(FacebookHost.Page, FacebookHost.Person, "ANALYZE", "MODERATE");

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Contains("“Añil & más” does not allow you to post", result.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pages_show_list")]
    [InlineData("pages_manage_posts")]
    [InlineData("pages_read_engagement")]
    public async Task A_permission_that_was_not_ticked_is_named(string permission)
    {
        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network, fields => fields["permission"].Remove(permission)), default);

        Assert.Contains($"“{permission}”", result.Problem, StringComparison.Ordinal);
        Assert.Contains("leave every permission ticked", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_once_is_asked_again_by_the_next_sign_in()
    {
        await Facebook.ConsentAsync(Network, fields => fields["permission"].Remove("pages_manage_posts"));

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Null(result.Problem);
    }

    [Fact]
    public async Task A_missing_right_to_comment_is_only_a_notice()
    {
        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network, fields => fields["permission"].Remove("pages_manage_engagement")), default);

        Assert.Contains("first comment", Assert.Single(result.Accounts).Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_in_development_mode_works_with_a_notice()
    {
        Facebook.Cast.Put(new StoredApp(FacebookHost.AppId, FacebookHost.AppSecret, "Blog") { Redirects = [FacebookHost.Back.Address.OriginalString], People = [FacebookHost.Person], IsLive = false });

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Contains("development mode", Assert.Single(result.Accounts).Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_that_was_denied_is_told()
    {
        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network, decision: "deny"), default);

        Assert.Contains("said no", result.Problem, StringComparison.Ordinal);
        Assert.Single(Facebook.Api.Calls, c => c.Method == "GET");
    }

    [Fact]
    public async Task A_wrong_app_secret_is_told_with_the_place_of_the_right_one()
    {
        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network, secret: "ffff456789abcdef0123456789abcdef"), default);

        Assert.Contains("does not accept the app secret", result.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("ffff4567", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_redirect_address_is_told_with_the_one_to_register()
    {
        var request = await Facebook.ConsentAsync(Network);
        var other = FacebookHost.Back with { Address = new Uri("https://www.ines.example.com/back") };

        var result = await Network.ConnectAsync(request with { Consent = request.Consent! with { Back = other } }, default);

        Assert.Contains("https://www.ines.example.com/back letter by letter", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_used_or_waited_too_long_asks_for_a_new_start()
    {
        var used = await Facebook.ConsentAsync(Network);
        await Network.ConnectAsync(used, default);
        var late = await Facebook.ConsentAsync(Network);
        Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Contains("used already or is too old", (await Network.ConnectAsync(used, default)).Problem, StringComparison.Ordinal);
        Assert.Contains("used already or is too old", (await Network.ConnectAsync(late, default)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_id_that_does_not_exist_is_told()
    {
        var request = Facebook.Form(appId: "1") with { Consent = new ConsentAnswer(FacebookHost.Back, new Dictionary<string, string> { ["code"] = "c", ["state"] = "state-1" }) };

        Assert.Contains("does not know this app id", (await Network.ConnectAsync(request, default)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state", "other", "does not belong")]
    [InlineData("code", "", "without a code")]
    [InlineData("error", "server_error", "did not give its consent")]
    public async Task What_comes_back_wrong_calls_nobody(string name, string value, string says)
    {
        var query = new Dictionary<string, string> { ["code"] = "c", ["state"] = "state-1", [name] = value };

        var result = await Network.ConnectAsync(Facebook.Form() with { Consent = new ConsentAnswer(FacebookHost.Back, query) }, default);

        Assert.Contains(says, result.Problem, StringComparison.Ordinal);
        Assert.Empty(Facebook.Api.Calls);
    }

    [Theory]
    [InlineData("", FacebookHost.AppSecret)]
    [InlineData("not digits", FacebookHost.AppSecret)]
    [InlineData(FacebookHost.AppId, "")]
    public async Task A_form_that_is_not_complete_calls_nobody(string appId, string secret)
    {
        var form = Facebook.Form(secret, appId);

        Assert.Contains("id (digits)", Network.BeginConsent(form, FacebookHost.Back).Problem, StringComparison.Ordinal);
        Assert.Contains("id (digits)", (await Network.ConnectAsync(form, default)).Problem, StringComparison.Ordinal);
        Assert.Empty(Facebook.Api.Calls);
    }

    [Fact]
    public async Task A_Page_that_is_blocked_is_not_connected_and_says_why()
    {
        Facebook.Cast.Hinder(FacebookHost.Page, PageObstacle.PublishingAuthorization);

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Contains("confirm your identity", result.Problem, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_Page_that_is_blocked_does_not_keep_the_others_out()
    {
        Facebook.Cast.Put(new StoredPage("7001", "Blocked") { Obstacle = PageObstacle.SecurityCheck });
        Facebook.Cast.GiveRole("7001", FacebookHost.Person, [.. FacebookCast.AllTasks]);

        var result = await Network.ConnectAsync(await Facebook.ConsentAsync(Network), default);

        Assert.Equal(FacebookHost.Page, Assert.Single(result.Accounts).Id);
    }

    public static TheoryData<Fault, CallKinds> Troubles
    {
        get
        {
            var troubles = new TheoryData<Fault, CallKinds>();
            foreach (var fault in Enum.GetValues<Fault>().Where(f => f != Fault.AcceptedButHidden))
            {
                troubles.Add(fault, CallKinds.Signing);
                troubles.Add(fault, CallKinds.Reading);
                troubles.Add(fault, CallKinds.Media);
            }

            return troubles;
        }
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Whatever_breaks_on_the_way_is_one_sentence_and_saves_nothing(Fault fault, CallKinds kind)
    {
        var request = await Facebook.ConsentAsync(Network);
        Facebook.Emulator.Weather.Stand(fault, kind);

        var result = await EndAsync(Network.ConnectAsync(request, default));

        Assert.Empty(result.Accounts);
        Assert.Contains("Nothing was saved", result.Problem, StringComparison.Ordinal);
        Assert.Empty(Facebook.Emulator.Posts);
    }
}
