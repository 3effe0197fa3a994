using System.Net;
using Blog.Rehearsal;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>The desk's offer to practise: how it is shown, how it is connected, and the network's own page with its weather.</summary>
public sealed class DeskPracticeTests
{
    private static readonly string[] Networks = ["x", "facebook", "linkedin"];

    [Fact]
    public async Task The_desk_offers_practice_says_that_nothing_leaves_and_leads_to_what_arrived()
    {
        using var app = DeskDriver.QuickApp();
        app.StartOnSocket();
        using var desk = await DeskDriver.SetUpAsync(app);
        await app.Get<PracticeTargets>().EnsureAsync(default);

        var networks = DeskDriver.Read(await desk.PageAsync("/desk/networks"));

        foreach (var network in Networks)
        {
            Assert.Contains($"<a href=\"/practice/{network}\">See what arrived there</a>", networks);
            var form = DeskDriver.Read(await desk.PageAsync($"/desk/networks/connect/{network}"));
            Assert.Contains("Practice on this machine", form);
            Assert.Contains("nothing leaves this machine", networks);
            var timeline = DeskDriver.Read(await desk.PageAsync("/practice/" + network));
            Assert.Contains("Nothing has arrived yet", timeline);
            Assert.Contains("It works", timeline);
        }
    }

    [Fact]
    public async Task The_weather_is_switched_on_the_networks_own_page_and_seen_there()
    {
        using var app = DeskDriver.QuickApp();
        app.StartOnSocket();
        using var desk = await DeskDriver.SetUpAsync(app);
        var weather = Of(app, "facebook").Emulator.Weather;

        using var down = await desk.SendAsync("/practice/facebook/weather", new Dictionary<string, string> { ["weather"] = "down" });
        var bad = DeskDriver.Read(await desk.PageAsync("/practice/facebook"));
        var wasBad = weather.IsBad;
        using var up = await desk.SendAsync("/practice/facebook/weather", new Dictionary<string, string> { ["weather"] = "up" });
        var good = DeskDriver.Read(await desk.PageAsync("/practice/facebook"));

        Assert.Equal("302 /practice/facebook", DeskDriver.Describe(down));
        Assert.True(wasBad);
        Assert.Contains("It is down", bad);
        Assert.Contains("Make it work again", bad);
        Assert.False(weather.IsBad);
        Assert.Contains("It works", good);
        Assert.False(Of(app, "x").Emulator.Weather.IsBad);
    }

    [Fact]
    public async Task The_practice_network_is_connected_over_its_consent_page_and_stays_the_same_target()
    {
        using var app = DeskDriver.QuickApp();
        app.StartOnSocket();
        using var desk = await DeskDriver.SetUpAsync(app);
        await app.Get<PracticeTargets>().EnsureAsync(default);
        var before = Assert.Single(await app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == "x");

        using var submitted = await desk.PostAsync("/desk/networks/connect/x?way=oauth2&at=practice", new Dictionary<string, string> { ["c-clientId"] = "practice" });
        var consent = new Uri(DeskConnectTests.RefreshOf(await desk.PageAsync(submitted.Headers.Location!.ToString())));
        var asked = FacebookForm.Read(await desk.PageAsync(consent.PathAndQuery));
        using var allowed = await desk.SendAsync(consent.PathAndQuery, asked.Fields.ToDictionary(f => f.Key, f => f.Value[0]).Append(KeyValuePair.Create("decision", "allow")).DistinctBy(f => f.Key).ToDictionary());
        using var answer = await desk.GetAsync(allowed.Headers.Location!.PathAndQuery);

        var here = TargetOpener.PracticeApiBase(app.Get<SiteAddress>(), "x");
        Assert.StartsWith(here, consent.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("303 /desk/networks?done=connected", DeskDriver.Describe(answer));
        var target = Assert.Single(await app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == "x");
        Assert.Equal((before.Id, true, here, TargetState.Connected), (target.Id, target.IsPractice, target.ApiBase, target.State));
    }

    [Fact]
    public async Task Without_practice_mode_its_address_is_that_of_the_real_network()
    {
        using var site = await DeskSite.OpenAsync();

        using var answer = await site.Desk.PostAsync("/desk/networks/connect/x?way=oauth2&at=practice", new Dictionary<string, string> { ["c-clientId"] = "mine" });
        using var timeline = await site.Desk.GetAsync("/practice/x");

        var network = site.App.Get<NetworkCatalog>().Find("x")!.Descriptor;
        Assert.StartsWith(network.WebBase, DeskConnectTests.RefreshOf(await site.Desk.PageAsync(answer.Headers.Location!.ToString())), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, timeline.StatusCode);
    }

    private static PracticeNetwork Of(BlogApp app, string network) => app.Services.GetServices<IPracticeNetwork>().OfType<PracticeNetwork>().Single(p => p.Network == network);
}
