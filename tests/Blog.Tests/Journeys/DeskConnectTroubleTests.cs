using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Blog.Networks.X;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.X;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>What can be wrong when an account is connected, each told on the desk in a sentence with its remedy, with nothing stored.</summary>
public sealed class DeskConnectTroubleTests
{
    private const string Secret = "s3cret-0815";

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Networks => ["x", "facebook", "linkedin"];

    [Theory]
    [InlineData("x", "You did not allow it on X’s page. Nothing was saved; connect again")]
    [InlineData("facebook", "said no to Facebook’s question. Nothing was saved. Connect again and allow it")]
    [InlineData("linkedin", "You did not allow it on LinkedIn’s page. Connect again and choose “Allow”")]
    public async Task A_consent_that_is_denied_is_told(string network, string sentence)
    {
        await using var walk = await OpenAsync(network);

        await RefusedAsync(walk, sentence, decision: "deny");
    }

    [Theory]
    [InlineData("x", "X does not accept the client ID and client secret. Copy both again")]
    [InlineData("facebook", "Facebook does not accept the app secret. Nothing was saved. Copy it once more")]
    [InlineData("linkedin", "LinkedIn does not accept the client secret for this client ID. Copy both again")]
    public async Task A_wrong_app_secret_is_told(string network, string sentence)
    {
        await using var walk = await OpenAsync(network);

        await RefusedAsync(walk, sentence, secret: "wr0ng-4711");
    }

    [Theory]
    [InlineData("x", "Register this blog’s address of return letter by letter")]
    [InlineData("facebook", "Enter " + DeskSite.Url + "/desk/networks/callback/facebook letter by letter")]
    [InlineData("linkedin", "the app’s redirect address is not letter by letter the one shown here")]
    public async Task An_answer_that_was_sent_to_another_redirect_address_is_told(string network, string sentence)
    {
        await using var walk = await OpenAsync(network);

        // The app has the address with "www", and the browser comes back by it.
        await RefusedAsync(walk, sentence, consent => new Uri(consent.AbsoluteUri.Replace("ines.example.com", "www.ines.example.com", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Before_the_browser_leaves_it_is_said_what_to_do_if_the_network_refuses_the_redirect_address(string network)
    {
        await using var walk = await OpenAsync(network);
        using var sent = await walk.SubmitAsync();

        var leave = await walk.Site.ReadAsync(sent.Headers.Location!.ToString());

        Assert.Contains("says that the redirect address is wrong", leave);
        Assert.Contains($"{DeskSite.Url}/desk/networks/callback/{network}", leave);
    }

    [Theory]
    [InlineData("x", "missing: tweet.write, media.write. Switch them on for the app")]
    [InlineData("facebook", "Facebook did not grant “pages_manage_posts”. Nothing was saved. Connect again and leave every permission ticked")]
    [InlineData("linkedin", "LinkedIn did not give the right “w_member_social”. Add the products")]
    public async Task A_missing_right_is_named(string network, string sentence)
    {
        await using var walk = await OpenAsync(network);
        walk.Withhold();

        await RefusedAsync(walk, sentence, fill: fields => fields.RemoveAll(f => f.Value == "pages_manage_posts"));
    }

    [Fact]
    public async Task An_app_that_may_not_ask_for_the_rights_is_told_which_products_it_needs()
    {
        await using var walk = await OpenAsync("linkedin");
        walk.LinkedIn!.Emulator.AddApp(new LinkedInApp("app", Secret, [.. Callbacks("linkedin")], ["openid", "profile"]));

        await RefusedAsync(walk, "The LinkedIn app may not ask for these rights. For a profile it needs the products");
    }

    [Fact]
    public async Task A_profile_of_facebook_can_not_be_posted_to_and_the_way_to_share_by_hand_is_offered()
    {
        await using var walk = await OpenAsync("facebook");

        var page = await RefusedAsync(walk, "a personal profile cannot be posted to by any program", fill: fields => fields.RemoveAll(f => f.Key == "page"));

        using var document = new HtmlParser().ParseDocument(page);
        var offer = Assert.Single(document.QuerySelectorAll("a").OfType<IHtmlAnchorElement>(), a => a.Href.Contains("sharer.php", StringComparison.Ordinal));
        Assert.Equal($"{walk.Facebook!.Base}/sharer/sharer.php?u=https%3A%2F%2Fines.example.com%2F", offer.Href);
        Assert.Equal("Share on Facebook by hand", offer.TextContent);
    }

    [Fact]
    public async Task A_page_on_which_the_author_may_not_post_is_told()
    {
        await using var walk = await OpenAsync("facebook");
        walk.Facebook!.Cast.GiveRole(FacebookHost.Page, FacebookHost.Person, "ANALYZE", "MODERATE");

        await RefusedAsync(walk, "Your role on “Añil & más” does not allow you to post. Nothing was saved. Ask somebody who manages the Page");
    }

    [Fact]
    public async Task A_company_page_on_which_the_author_may_not_post_is_told()
    {
        await using var walk = await OpenAsync("linkedin", "organization");
        walk.LinkedIn!.Emulator.AddPage(walk.LinkedIn.Page.Id, walk.LinkedIn.Page.Name, (walk.LinkedIn.Member, "ANALYST"));

        await RefusedAsync(walk, "You may not post for any company page on LinkedIn. Let an administrator of the page");
    }

    [Fact]
    public async Task An_app_in_development_mode_is_connected_and_the_card_says_who_sees_what_it_posts()
    {
        await using var walk = await OpenAsync("facebook");
        walk.Facebook!.Cast.Put(new StoredApp(FacebookHost.AppId, Secret, "Blog") { Redirects = [.. Callbacks("facebook")], People = [FacebookHost.Person], IsLive = false });

        using var answer = await walk.GoAsync();

        Assert.Equal("303 /desk/networks?done=connected", DeskDriver.Describe(answer));
        var page = await walk.Site.ReadAsync("/desk/networks");
        Assert.Contains("only people with a role in the app see what it posts: switch it to Live", page);
    }

    [Fact]
    public async Task Keys_of_an_app_that_may_only_read_are_told()
    {
        await using var walk = await OpenAsync("x", "keys");
        walk.X!.Emulator.AddKeys(walk.X.Account, new OAuth1Keys("app-key", "app-secret", "reader", "reader-secret"), isReadOnly: true);

        using var answer = await walk.SubmitAsync();

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The X app was read-only when the keys were made. Give it read and write permission, make new keys", page);
        Assert.Empty(await walk.Site.Store.ListTargetsAsync(default));
    }

    private static async Task<string> RefusedAsync(
        Walk walk, string sentence, Func<Uri, Uri>? detour = null, string decision = "allow", string? secret = null, Action<List<KeyValuePair<string, string>>>? fill = null)
    {
        using var answer = await walk.GoAsync(detour, decision, secret, fill);

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, DeskDriver.Read(page));
        Assert.DoesNotContain(secret ?? Secret, page);
        Assert.Empty(await walk.Site.Store.ListTargetsAsync(default));
        return page;
    }

    private static IEnumerable<string> Callbacks(string network) =>
        [$"{DeskSite.Url}/desk/networks/callback/{network}", $"https://www.ines.example.com/desk/networks/callback/{network}"];

    private static async Task<Walk> OpenAsync(string network, string way = "")
    {
        var clock = new FakeClock(Start);
        switch (network)
        {
            case "x":
                var x = await XHost.StartAsync(clock);
                x.Emulator.AddApp(new XApp("app", Secret, [.. Callbacks(network)]));
                return await Walk.OpenAsync(network, "XNetwork", x.Base, way, x, new Dictionary<string, string> { ["clientId"] = "app", ["clientSecret"] = Secret });
            case "facebook":
                var facebook = await FacebookHost.StartAsync(clock);
                facebook.Cast.Put(new StoredApp(FacebookHost.AppId, Secret, "Blog") { Redirects = [.. Callbacks(network)], People = [FacebookHost.Person] });
                return await Walk.OpenAsync(network, "FacebookNetwork", facebook.Base, way, facebook, new Dictionary<string, string> { ["appId"] = FacebookHost.AppId, ["appSecret"] = Secret });
            default:
                var linkedIn = await LinkedInHost.StartAsync(clock);
                var scopes = way == "organization" ? LinkedInHost.PageScopes : LinkedInHost.MemberScopes;
                linkedIn.Emulator.AddApp(new LinkedInApp("app", Secret, [.. Callbacks(network)], scopes));
                return await Walk.OpenAsync(network, "LinkedInNetwork", linkedIn.Base, way, linkedIn, new Dictionary<string, string> { ["clientId"] = "app", ["clientSecret"] = Secret });
        }
    }

    /// <summary>The owner's browser on its way over a network's consent page and back.</summary>
    private sealed class Walk : IAsyncDisposable
    {
        private readonly string _form;
        private readonly Dictionary<string, string> _fields;
        private readonly IAsyncDisposable _host;

        private Walk(DeskSite site, string form, Dictionary<string, string> fields, IAsyncDisposable host)
        {
            Site = site;
            _form = form;
            _fields = fields;
            _host = host;
        }

        public DeskSite Site { get; }

        public XHost? X => _host as XHost;

        public FacebookHost? Facebook => _host as FacebookHost;

        public LinkedInHost? LinkedIn => _host as LinkedInHost;

        public static async Task<Walk> OpenAsync(string network, string type, string address, string way, IAsyncDisposable host, Dictionary<string, string> fields)
        {
            var site = await DeskSite.OpenAsync(app => app
                .Set("Outgoing:AllowedPrivateHosts:0", new Uri(address).Authority)
                .Configure(services => Elsewhere.Move(services, type, address)));
            return new Walk(site, $"/desk/networks/connect/{network}{(way.Length > 0 ? "?way=" + way : "")}", way == "keys" ? XHost.KeyFields("reader") : fields, host);
        }

        /// <summary>The network leaves rights out that were asked for, where that is not ticked on its page.</summary>
        public void Withhold()
        {
            if (X is not null)
            {
                X.Emulator.SpoilTokens = answer => answer["scope"] = "tweet.read users.read offline.access";
            }

            if (LinkedIn is not null)
            {
                LinkedIn.Emulator.Settings.WithheldScopes = ["w_member_social"];
            }
        }

        public Task<HttpResponseMessage> SubmitAsync(string? secret = null) => Site.Desk.PostAsync(
            _form, _fields.ToDictionary(f => "c-" + f.Key, f => secret is not null && f.Key.EndsWith("Secret", StringComparison.Ordinal) ? secret : f.Value));

        /// <summary>The whole way; the answer of the desk at its end.</summary>
        public async Task<HttpResponseMessage> GoAsync(
            Func<Uri, Uri>? detour = null, string decision = "allow", string? secret = null, Action<List<KeyValuePair<string, string>>>? fill = null)
        {
            using var sent = await SubmitAsync(secret);
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
            var consent = new Uri(DeskConnectTests.RefreshOf(await Site.Desk.PageAsync(sent.Headers.Location!.ToString())));
            using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
            using var page = await browser.GetAsync(detour?.Invoke(consent) ?? consent);
            var back = page.Headers.Location;
            if (back is null)
            {
                var (action, fields) = FormOf(await page.Content.ReadAsStringAsync());
                fill?.Invoke(fields);
                using var form = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("decision", decision)));
                using var answer = await browser.PostAsync(new Uri(page.RequestMessage!.RequestUri!, action ?? page.RequestMessage.RequestUri!.PathAndQuery), form);
                back = answer.Headers.Location;
            }

            return await Site.Desk.GetAsync(back!.PathAndQuery);
        }

        public async ValueTask DisposeAsync()
        {
            Site.Dispose();
            await _host.DisposeAsync();
        }

        private static (string? Action, List<KeyValuePair<string, string>> Fields) FormOf(string page)
        {
            using var document = new HtmlParser().ParseDocument(page);
            var form = document.QuerySelector("form") ?? throw new InvalidOperationException("There is no form on: " + page);
            var inputs = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
                .Where(i => i.Type is not ("radio" or "checkbox") || i.HasAttribute("checked"))
                .Select(i => KeyValuePair.Create(i.Name!, i.GetAttribute("value") ?? ""));
            var choices = form.QuerySelectorAll("select").OfType<IHtmlSelectElement>().Select(s => KeyValuePair.Create(s.Name!, s.Options[0].Value));
            return (form.GetAttribute("action"), [.. inputs, .. choices]);
        }
    }
}
