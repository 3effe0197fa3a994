using System.Net;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>Practising how an account is connected, over the practice network's own consent page.</summary>
public sealed class DeskPracticeTests
{
    [Fact]
    public async Task The_practice_network_is_connected_over_its_consent_page_and_stays_the_same_target()
    {
        using var app = DeskDriver.QuickApp();
        app.StartOnSocket();
        using var desk = await DeskDriver.SetUpAsync(app);
        await app.Get<PracticeTargets>().EnsureAsync(default);
        var before = Assert.Single(await app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == "x");
        var form = await desk.PageAsync("/desk/networks/connect/x?way=oauth2");

        using var submitted = await desk.PostAsync("/desk/networks/connect/x?way=oauth2&at=practice", new Dictionary<string, string> { ["c-clientId"] = "practice" });
        var consent = new Uri(DeskConnectTests.RefreshOf(await desk.PageAsync(submitted.Headers.Location!.ToString())));
        var asked = FacebookForm.Read(await desk.PageAsync(consent.PathAndQuery));
        using var allowed = await desk.SendAsync(consent.PathAndQuery, asked.Fields.ToDictionary(f => f.Key, f => f.Value[0]).Append(KeyValuePair.Create("decision", "allow")).ToDictionary());
        using var answer = await desk.GetAsync(allowed.Headers.Location!.PathAndQuery);

        var here = TargetOpener.PracticeApiBase(app.Get<SiteAddress>(), "x");
        Assert.Contains("Practice on this machine", form);
        Assert.StartsWith(here, consent.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("303 /desk/networks?done=connected", DeskDriver.Describe(answer));
        var target = Assert.Single(await app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == "x");
        Assert.Equal((before.Id, "@yourblog", true, here, here), (target.Id, target.Name, target.IsPractice, target.ApiBase, target.WebBase));
        Assert.NotNull(target.RefreshAt);
        Assert.NotNull(target.TestedAt);
    }

    [Fact]
    public async Task A_practice_network_that_says_what_its_app_takes_fills_the_form()
    {
        using var site = await DeskSite.OpenAsync(app => app.Set("Blog:Practice", "true").Configure(services => services.AddSingleton<IPracticeNetwork, Rehearsed>()));

        var real = await site.ReadAsync("/desk/networks/connect/facebook");
        var form = await site.ReadAsync("/desk/networks/connect/facebook?at=practice");
        using var answer = await site.Desk.PostAsync("/desk/networks/connect/facebook?at=practice", new Dictionary<string, string> { ["c-appId"] = "123", ["c-appSecret"] = "practised" });

        Assert.Contains("value=\"123\"", form);
        Assert.Contains("value=\"practised\"", form);
        Assert.DoesNotContain("value=\"123\"", real);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith(DeskSite.Url + "/practice/facebook/api/", DeskConnectTests.RefreshOf(await site.Desk.PageAsync(answer.Headers.Location!.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_practice_mode_its_address_is_that_of_the_real_network()
    {
        using var site = await DeskSite.OpenAsync();

        using var answer = await site.Desk.PostAsync("/desk/networks/connect/x?way=oauth2&at=practice", new Dictionary<string, string> { ["c-clientId"] = "mine" });

        var network = site.App.Get<NetworkCatalog>().Find("x")!.Descriptor;
        Assert.StartsWith(network.WebBase, DeskConnectTests.RefreshOf(await site.Desk.PageAsync(answer.Headers.Location!.ToString())), StringComparison.Ordinal);
    }

    private sealed class Rehearsed : IPracticeNetwork
    {
        public string Network => "facebook";

        public string Name => "Practice Facebook";

        public string AccountId => "1";

        public string Secret => "{}";

        public IReadOnlyDictionary<string, string> PracticeFields { get; } = new Dictionary<string, string> { ["appId"] = "123", ["appSecret"] = "practised" };
    }
}
