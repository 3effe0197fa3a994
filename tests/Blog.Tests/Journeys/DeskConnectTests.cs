using System.Net;
using AngleSharp.Html.Parser;
using Blog.Accounts;
using Blog.Rehearsal.Facebook;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>Connecting over a network's consent page, as a browser does it, with Facebook's emulator on a socket.</summary>
public sealed class DeskConnectTests : IAsyncLifetime
{
    private const string Form = "/desk/networks/connect/facebook";
    private const string Callback = DeskSite.Url + "/desk/networks/callback/facebook";
    private const string SecondPage = "2468000000000001";

    private FacebookHost _facebook = null!;
    private DeskSite _site = null!;

    private DeskDriver Desk => _site.Desk;

    public async Task InitializeAsync()
    {
        _facebook = await FacebookHost.StartAsync(new FakeClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero)));
        _site = await DeskSite.OpenAsync(app => app
            .Set("Outgoing:AllowedPrivateHosts:0", _facebook.Address.Authority)
            .Configure(services => Elsewhere.Move(services, "FacebookNetwork", _facebook.Base)));
        _facebook.Cast.Put(new StoredApp(FacebookHost.AppId, FacebookHost.AppSecret, "Inés’ blog") { Redirects = [Callback], People = [FacebookHost.Person], RequiresProof = true });
    }

    public async Task DisposeAsync()
    {
        _site.Dispose();
        await _facebook.DisposeAsync();
    }

    [Fact]
    public async Task The_form_says_what_to_register_and_what_the_network_can_not_do_before_anything_begins()
    {
        var form = await _site.ReadAsync(Form);

        Assert.Contains($"value=\"{Callback}\"", form);
        Assert.Contains("Only Pages can be posted to", form);
        Assert.Contains("Go to Facebook", form);
        Assert.DoesNotContain("Practice on this machine", form);
    }

    [Fact]
    public async Task An_account_is_connected_over_the_consent_page()
    {
        var consent = await BeginAsync();
        var back = await ConsentAsync(consent);

        using var answer = await Desk.GetAsync(back);

        Assert.Equal("303 /desk/networks?done=connected", DeskDriver.Describe(answer));
        var target = Assert.Single(await _site.Store.ListTargetsAsync(default));
        Assert.Equal(
            ("facebook", "Añil & más", "Page", FacebookHost.Page, _facebook.Base, _facebook.Base, false, (DateTimeOffset?)_site.Clock.GetUtcNow()),
            (target.Network, target.Name, target.Kind, target.RemoteAccountId, target.ApiBase, target.WebBase, target.IsPractice, target.TestedAt));
        Assert.NotNull(_site.App.Get<TargetSecrets>().TryUnprotect(target));
        Assert.Contains("It is connected.", await _site.ReadAsync("/desk/networks?done=connected"));
    }

    [Fact]
    public async Task Neither_the_secret_nor_the_verifier_travels_with_the_browser()
    {
        using var answer = await SubmitAsync();
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-blog-connect=", StringComparison.Ordinal));
        using var leave = await Desk.GetAsync("/desk/networks/connect/facebook/leave");
        var page = await leave.Content.ReadAsStringAsync();

        Assert.Equal("303 /desk/networks/connect/facebook/leave", DeskDriver.Describe(answer));
        Assert.All((string[])[cookie, page], text => Assert.DoesNotContain(FacebookHost.AppSecret, text));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=900", cookie, StringComparison.OrdinalIgnoreCase);

        // A form must not lead elsewhere, not even by a redirect: the browser goes on from a page.
        Assert.Contains("form-action 'self'", string.Join(';', leave.Headers.GetValues("Content-Security-Policy")));
        Assert.StartsWith(_facebook.Base, RefreshOf(page), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task A_consent_that_is_denied_leads_back_to_the_form_with_the_reason()
    {
        var back = await ConsentAsync(await BeginAsync(), decision: "deny");

        using var answer = await Desk.GetAsync(back);

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("said no to Facebook’s question", page);
        Assert.Contains($"value=\"{FacebookHost.AppId}\"", page);
        Assert.DoesNotContain(FacebookHost.AppSecret, page);
        Assert.Empty(await _site.Store.ListTargetsAsync(default));
    }

    [Fact]
    public async Task A_wrong_app_secret_is_said_in_a_sentence()
    {
        var back = await ConsentAsync(await BeginAsync(secret: "wrong"));

        using var answer = await Desk.GetAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Facebook does not accept the app secret.", await answer.Content.ReadAsStringAsync());
        Assert.Empty(await _site.Store.ListTargetsAsync(default));
    }

    [Fact]
    public async Task An_answer_with_another_state_is_refused_and_does_not_use_up_the_right_one()
    {
        var back = await ConsentAsync(await BeginAsync());

        using var forged = await Desk.GetAsync("/desk/networks/callback/facebook?code=AQforeign&state=forged");
        using var without = await Desk.GetAsync("/desk/networks/callback/facebook?code=AQforeign");
        Assert.Empty(await _site.Store.ListTargetsAsync(default));
        using var right = await Desk.GetAsync(back);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (forged.StatusCode, without.StatusCode));
        Assert.Contains("What came back does not belong to the sign-in", await forged.Content.ReadAsStringAsync());
        Assert.Equal("303 /desk/networks?done=connected", DeskDriver.Describe(right));
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        var back = await ConsentAsync(await BeginAsync());
        using var first = await Desk.GetAsync(back);

        using var second = await Desk.GetAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Contains("This sign-in is not known here (any more)", await second.Content.ReadAsStringAsync());
        Assert.Single(await _site.Store.ListTargetsAsync(default));
    }

    [Fact]
    public async Task An_answer_after_a_quarter_of_an_hour_is_too_late()
    {
        var back = await ConsentAsync(await BeginAsync());
        _site.Clock.Advance(TimeSpan.FromMinutes(15));

        using var answer = await Desk.GetAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This sign-in is not known here (any more)", await answer.Content.ReadAsStringAsync());
        Assert.Empty(await _site.Store.ListTargetsAsync(default));
    }

    [Fact]
    public async Task An_answer_counts_only_in_the_browser_that_began()
    {
        var back = await ConsentAsync(await BeginAsync());
        using var elsewhere = new DeskDriver(_site.App, _site.App.Browser());
        using var signedIn = await elsewhere.SignInAsync(DeskDriver.Email, DeskDriver.Password);

        using var answer = await elsewhere.GetAsync(back);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await _site.Store.ListTargetsAsync(default));
    }

    [Fact]
    public async Task Only_the_owner_connects()
    {
        var made = await _site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Editor), default);
        using var leo = new DeskDriver(_site.App, _site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        using var form = await leo.GetAsync(Form);
        using var back = await leo.GetAsync("/desk/networks/callback/facebook?code=x&state=y");
        using var outbox = await leo.GetAsync("/desk/networks/outbox");

        Assert.All((HttpResponseMessage[])[form, back, outbox], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
    }

    [Fact]
    public async Task Of_several_pages_the_author_chooses_and_no_key_travels_meanwhile()
    {
        AddSecondPage();
        using var came = await Desk.GetAsync(await ConsentAsync(await BeginAsync()));
        var choice = await Desk.PageAsync("/desk/networks/connect/facebook/choose");

        using var none = await ChooseAsync();
        var before = await _site.Store.ListTargetsAsync(default);
        using var one = await ChooseAsync(SecondPage);
        using var again = await Desk.GetAsync("/desk/networks/connect/facebook/choose");

        Assert.Equal("303 /desk/networks/connect/facebook/choose", DeskDriver.Describe(came));
        Assert.Contains("Huts &amp; passes", choice);
        Assert.Contains("Añil &amp; más", choice.Replace("&#xF1;", "ñ", StringComparison.Ordinal).Replace("&#xE1;", "á", StringComparison.Ordinal));
        Assert.DoesNotContain("EAA", choice);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Contains("Tick at least one account.", await none.Content.ReadAsStringAsync());
        Assert.Empty(before);
        Assert.Equal("303 /desk/networks?done=connected", DeskDriver.Describe(one));
        Assert.Equal("Huts & passes", Assert.Single(await _site.Store.ListTargetsAsync(default)).Name);
        Assert.Equal("303 /desk/networks/connect/facebook", DeskDriver.Describe(again));
    }

    [Fact]
    public async Task All_of_them_can_be_chosen_and_each_becomes_a_target()
    {
        AddSecondPage();
        using var came = await Desk.GetAsync(await ConsentAsync(await BeginAsync()));

        using var both = await ChooseAsync(FacebookHost.Page, SecondPage);

        var targets = await _site.Store.ListTargetsAsync(default);
        Assert.Equal(["Añil & más", "Huts & passes"], targets.Select(t => t.Name));
        Assert.Equal(2, targets.Select(t => _site.App.Get<TargetSecrets>().TryUnprotect(t)).Distinct().Count());
    }

    [Fact]
    public async Task Connecting_again_keeps_the_target_and_lets_what_was_held_go_on()
    {
        using var first = await Desk.GetAsync(await ConsentAsync(await BeginAsync()));
        var target = Assert.Single(await _site.Store.ListTargetsAsync(default));
        var style = new CopyStyle { Template = "{title} {link}", Pictures = true };
        await _site.Store.SaveTargetAsync(target with { Style = style }, default);
        var (_, copy) = await _site.SentAsync(target);
        await _site.Store.HoldTargetAsync(target.Id, "The password was changed.", _site.Clock.GetUtcNow(), default);
        _site.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains("Facebook needs you to sign in.", await _site.ReadAsync("/desk/posts"));

        using var second = await Desk.GetAsync(await ConsentAsync(await BeginAsync()));

        var now = Assert.Single(await _site.Store.ListTargetsAsync(default));
        Assert.Equal((target.Id, target.CreatedAt, style, TargetState.Connected), (now.Id, now.CreatedAt, now.Style, now.State));
        Assert.NotEqual(target.ProtectedSecret, now.ProtectedSecret);
        Assert.Equal(DeliveryState.Queued, (await _site.FindAsync(copy)).State);
        Assert.DoesNotContain("Facebook needs you to sign in.", await _site.ReadAsync("/desk/posts"));
    }

    private void AddSecondPage()
    {
        _facebook.Cast.Put(new StoredPage(SecondPage, "Huts & passes"));
        _facebook.Cast.GiveRole(SecondPage, FacebookHost.Person, [.. FacebookCast.AllTasks]);
    }

    private Task<HttpResponseMessage> SubmitAsync(string secret = FacebookHost.AppSecret) =>
        Desk.PostAsync(Form, new Dictionary<string, string> { ["c-appId"] = FacebookHost.AppId, ["c-appSecret"] = secret });

    private async Task<HttpResponseMessage> ChooseAsync(params string[] accounts)
    {
        const string Path = "/desk/networks/connect/facebook/choose";
        var fields = accounts.Select(a => KeyValuePair.Create("account", a)).Append(KeyValuePair.Create("__RequestVerificationToken", DeskDriver.TokenOf(await Desk.PageAsync(Path))));
        using var content = new FormUrlEncodedContent(fields);
        return await Desk.Browser.PostAsync(new Uri(Path, UriKind.Relative), content);
    }

    /// <summary>Sends the form; the address that the browser is led to.</summary>
    private async Task<Uri> BeginAsync(string secret = FacebookHost.AppSecret)
    {
        using var answer = await SubmitAsync(secret);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return new Uri(RefreshOf(await Desk.PageAsync(answer.Headers.Location!.ToString())));
    }

    /// <summary>Answers the consent page; the path that the browser comes back to.</summary>
    private async Task<string> ConsentAsync(Uri consent, string decision = "allow")
    {
        using var browser = _facebook.Browser();
        var form = FacebookForm.Read(await browser.GetStringAsync(consent));
        using var content = new FormUrlEncodedContent(form.Fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v))).Append(KeyValuePair.Create("decision", decision)));
        using var sent = await browser.PostAsync(new Uri(_facebook.Address, form.Action), content);
        Assert.StartsWith(Callback, sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return sent.Headers.Location.PathAndQuery;
    }

    internal static string RefreshOf(string page)
    {
        using var document = new HtmlParser().ParseDocument(page);
        var content = document.QuerySelector("meta[http-equiv=refresh]")?.GetAttribute("content") ?? throw new InvalidOperationException("The page leads nowhere: " + page);
        return content["0; url=".Length..];
    }
}
