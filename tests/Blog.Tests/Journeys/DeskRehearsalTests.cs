using System.Net;
using Blog.Accounts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;

namespace Blog.Tests.Journeys;

/// <summary>An outage of a network, rehearsed by its owner over the desk, with the real worker and the network on a socket; and a real one.</summary>
public sealed class DeskRehearsalTests
{
    [Fact]
    public async Task Two_copies_are_held_pages_lead_around_the_network_and_ending_it_sends_each_once()
    {
        await using var rig = await OpenAsync();
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var old = await rig.UntilAsync(await rig.PublishAsync("Before"), DeliveryState.Accepted);
        var page = (await rig.App.Get<Blog.Posts.IPostStore>().FindAsync(old.PostId, default))!.Path;
        Assert.Contains("rel=\"syndication\"", await desk.PageAsync(page));
        var sentBefore = Posts(rig);

        Assert.Equal("303 /desk/networks?done=rehearsing", await PressAsync(desk, rig, "", ("minutes", "60")));
        var (first, second) = (await rig.PublishAsync("Nine centimetres"), await rig.PublishAsync("Ten centimetres"));
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddMinutes(20));
        await rig.NothingIsDueAsync();

        var networks = DeskDriver.Read(await desk.PageAsync("/desk/networks"));
        Assert.Contains("Rehearsed outage", networks);
        Assert.Contains("Rehearsal: X counts as gone until Fri 20 Nov 2026, 10:00 (Madrid).", networks);
        Assert.Contains("Nine centimetres", networks);
        Assert.Contains("Ten centimetres", networks);
        var post = DeskDriver.Read(await desk.PageAsync($"/desk/posts/{first.PostId}"));
        Assert.Contains("Held: rehearsal", post);
        Assert.Contains("Rehearsal: X counts as gone until Fri 20 Nov 2026, 10:00 (Madrid). Nothing is sent there; it is kept here.", post);
        Assert.Contains("1 held", DeskDriver.Read(await desk.PageAsync("/desk/posts")));
        Assert.Contains("Rehearsal: X counts as gone until", DeskDriver.Read(await desk.PageAsync("/desk")));
        var swapped = await desk.PageAsync(page);
        Assert.Contains("X does not answer now", swapped);
        Assert.Contains("/atom.xml\">", swapped[swapped.IndexOf("class=\"also\"", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("rel=\"syndication\"", swapped);
        Assert.Equal(sentBefore, Posts(rig));

        Assert.Equal("303 /desk/networks?done=rehearsed", await PressAsync(desk, rig, "/end"));
        await rig.UntilAsync(first, DeliveryState.Accepted);
        await rig.UntilAsync(second, DeliveryState.Accepted);

        Assert.Contains("rel=\"syndication\"", await desk.PageAsync(page));
        Assert.Equal(sentBefore + 2, Posts(rig));
        Assert.Contains("2 copies went out afterwards; none waits any more.", DeskDriver.Read(await desk.PageAsync("/desk/networks")));
        Assert.Equal(["Delivered"], await rig.OutcomesAsync(first));
        Assert.Equal(["Delivered"], await rig.OutcomesAsync(second));
    }

    [Fact]
    public async Task It_ends_by_itself_at_its_time_although_the_blog_was_restarted_meanwhile()
    {
        await using var rig = await OpenAsync();
        using (var desk = await DeskDriver.SetUpAsync(rig.App))
        {
            await PressAsync(desk, rig, "", ("minutes", "15"));
        }

        var held = await rig.PublishAsync();
        var page = (await rig.App.Get<Blog.Posts.IPostStore>().FindAsync(held.PostId, default))!.Path;
        await rig.RestartAsync();
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddMinutes(14));
        await rig.NothingIsDueAsync();
        Assert.Equal(DeliveryState.Queued, (await rig.Store.FindAsync(held.Id, default))!.State);
        Assert.Equal(0, Posts(rig));

        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddMinutes(1));
        await rig.UntilAsync(held, DeliveryState.Accepted);

        Assert.Equal(1, Posts(rig));
        using var reader = rig.App.Browser();
        await Waiting.UntilAsync("pages lead there again", async () =>
        {
            rig.Clock.Advance(OutageWatch.Poll);
            return (await reader.GetStringAsync(new Uri(page, UriKind.Relative))).Contains("rel=\"syndication\"", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Pages_lead_around_a_network_that_really_is_away_and_back_when_it_answers()
    {
        await using var rig = await OpenAsync();
        using var reader = rig.App.Browser();
        var old = await rig.UntilAsync(await rig.PublishAsync("Before"), DeliveryState.Accepted);
        var page = (await rig.App.Get<Blog.Posts.IPostStore>().FindAsync(old.PostId, default))!.Path;

        await rig.PointAtAsync("http://127.0.0.1:1");
        var late = await rig.UntilAsync(await rig.PublishAsync("During"), d => d.Attempts > 0 && d.State == DeliveryState.Queued);
        Assert.Contains("rel=\"syndication\"", await ReadAsync());
        await rig.UntilAsync(late, d => d.Attempts > 5);
        await UntilSaysAsync("X does not answer now");

        await rig.PointAtAsync(null);
        await rig.UntilAsync(late, DeliveryState.Accepted);
        await UntilSaysAsync("rel=\"syndication\"");

        Task<string> ReadAsync() => reader.GetStringAsync(new Uri(page, UriKind.Relative));
        Task UntilSaysAsync(string words) => Waiting.UntilAsync(words, async () =>
        {
            rig.Clock.Advance(OutageWatch.Poll);
            return (await ReadAsync()).Contains(words, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Only_the_owner_rehearses_and_only_a_duration_that_is_offered()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var made = await site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Editor), default);
        using var leo = new DeskDriver(site.App, site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);
        using var theirs = await leo.PostAsync($"/desk/networks/{target.Id}/rehearsal", new Dictionary<string, string> { ["minutes"] = "60" }, "/desk/write");
        Assert.Equal(HttpStatusCode.Forbidden, theirs.StatusCode);
        Assert.Null((await site.FindTargetAsync(target.Id)).Rehearsal);

        using var mine = await site.Desk.PostAsync($"/desk/networks/{target.Id}/rehearsal", new Dictionary<string, string> { ["minutes"] = "999999" }, "/desk/networks");
        var rehearsal = (await site.FindTargetAsync(target.Id)).Rehearsal!;
        Assert.Equal(TimeSpan.FromMinutes(15), rehearsal.Until - rehearsal.From);
        using var again = await site.Desk.PostAsync($"/desk/networks/{target.Id}/rehearsal", new Dictionary<string, string> { ["minutes"] = "60" }, "/desk/networks");
        Assert.StartsWith("303 /desk/networks?done=moved", DeskDriver.Describe(again), StringComparison.Ordinal);
        using var nothing = await site.Desk.PostAsync($"/desk/networks/{Guid.NewGuid()}/rehearsal/end", new Dictionary<string, string>(), "/desk/networks");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    private static Task<DeliveryRig> OpenAsync() =>
        DeliveryRig.StartAsync(services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000));

    private static int Posts(DeliveryRig rig) => rig.Emulator.Shown.Count;

    private static async Task<string> PressAsync(DeskDriver desk, DeliveryRig rig, string verb, params (string Name, string Value)[] fields)
    {
        using var answer = await desk.PostAsync($"/desk/networks/{rig.Target.Id}/rehearsal{verb}", fields.ToDictionary(f => f.Name, f => f.Value), "/desk/networks");
        return DeskDriver.Describe(answer).Split('#')[0];
    }
}
