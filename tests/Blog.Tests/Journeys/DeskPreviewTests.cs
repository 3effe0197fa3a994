using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>The preview is the adapter's own calls under the network's rules: what it says is what happens, with practice mode off and without a call to anybody.</summary>
public sealed class DeskPreviewTests
{
    private const string Reserved = @"Nine (or ten) [centimetres] *today*, #huts_9 and C#, <b>, {x|y}, a ~ b, c\d, mail@refuge.example.";

    public static TheoryData<string> Networks => ["x", "facebook", "linkedin"];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task What_the_preview_shows_is_what_the_network_stores(string network)
    {
        await using var rig = await StartAsync(network);
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var draft = await desk.WriteAsync("Nine centimetres", Reserved, fields => fields["tags"] = "mountain huts, snow");
        var calls = rig.Api.Calls.Count;

        var shown = Words(await desk.PageAsync($"/desk/posts/{draft.Id}/review"));
        var (called, copies) = (rig.Api.Calls.Count - calls, (await rig.Store.ListRecentAsync(10, default)).Count);
        await PublishAsync(desk, draft, rig.Target);

        var copy = Assert.Single(await rig.Store.ListForPostAsync(draft.Id, default));
        await rig.UntilAsync(copy, DeliveryState.Accepted);
        Assert.Equal(Assert.Single(rig.Emulator.Shown).Text, Assert.Single(shown));
        Assert.Contains("#MountainHuts #snow", shown[0]);
        Assert.Equal((0, 0), (called, copies));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Own_words_with_signs_that_mean_something_to_a_network_are_shown_whole_and_arrive_whole(string network)
    {
        await using var rig = await StartAsync(network);
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var page = await LookAsync(desk, draft, rig.Target, Reserved);
        await PublishAsync(desk, draft, rig.Target, Reserved);

        await rig.UntilAsync(Assert.Single(await rig.Store.ListForPostAsync(draft.Id, default)), DeliveryState.Accepted);
        Assert.Equal([$"{Reserved}\n\nhttps://ines.example.com/2026/nine-centimetres"], Words(page));
        Assert.Equal(Words(page), rig.Emulator.Shown.Select(s => s.Text));
        Assert.DoesNotContain("ends it here", page);
        Assert.DoesNotContain("would not take it", page);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Words_that_are_too_long_are_refused_in_the_sentence_that_the_copy_would_have(string network)
    {
        await using var rig = await StartAsync(network);
        if (network == "facebook")
        {
            // Its own limit is above the longest words that the desk takes; the owner's lower one counts in the preview as well.
            await rig.RestartAsync(() => OwnFacts(rig, network, """{ "maxLength": 3000 }"""));
        }

        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        var words = string.Join(' ', Enumerable.Repeat("snow", 800));

        var page = DeskDriver.Read(await LookAsync(desk, draft, rig.Target, words, HttpStatusCode.BadRequest));

        var sent = await SendAnywayAsync(rig, draft, words);
        var refused = await rig.UntilAsync(sent, DeliveryState.Failed);
        Assert.Contains($"would not take it.</b> {refused.Reason}", page);
        Assert.Contains("too long by", refused.Reason);
        Assert.Contains(words + "</textarea>", page);
        Assert.Empty(rig.Emulator.Shown);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task A_picture_is_shown_with_the_description_that_the_network_keeps(string network)
    {
        await using var rig = await StartAsync(network);
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var (first, second) = (await rig.AddPictureAsync(90, "hut.png"), await rig.AddPictureAsync(120, "snow.png"));
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var draft = await desk.WriteAsync("Nine centimetres", $"![The hut, [half] buried]({first})\n\n![{new string('s', 1400)}]({second})");

        using var page = Parse(await desk.PageAsync($"/desk/posts/{draft.Id}/review"));
        await PublishAsync(desk, draft, rig.Target);

        await rig.UntilAsync(Assert.Single(await rig.Store.ListForPostAsync(draft.Id, default)), DeliveryState.Accepted);
        var stored = Assert.Single(rig.Emulator.Shown).Images.Select(i => i.Alt).ToList();
        Assert.Equal([first, second], page.QuerySelectorAll(".going img").Select(i => i.GetAttribute("src")));
        Assert.Equal(stored, page.QuerySelectorAll(".going span").Select(s => s.TextContent));
        Assert.Equal("The hut, [half] buried", stored[0]);
        Assert.Equal(network == "linkedin" ? 1400 : 1000, stored[1].Length);
    }

    [Fact]
    public async Task A_refusal_that_only_the_network_knows_is_told_beforehand_in_the_same_words()
    {
        await using var rig = await StartAsync("x");
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        const string Cash = "$SNOW and $ICE are up.";

        var page = DeskDriver.Read(await LookAsync(desk, draft, rig.Target, Cash, HttpStatusCode.BadRequest));

        var sent = await SendAnywayAsync(rig, draft, Cash);
        var refused = await rig.UntilAsync(sent, DeliveryState.Failed);
        Assert.Contains("at most one cashtag", refused.Reason);
        Assert.Contains($"would not take it.</b> {refused.Reason}", page);
    }

    [Fact]
    public async Task A_thread_and_its_first_comment_are_shown_as_they_are_stored()
    {
        await using var rig = await StartAsync("x");
        await rig.WriteAsync(new CopyStyle { Thread = true, LinkInComment = true });
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var draft = await desk.WriteAsync("", string.Join(' ', Enumerable.Repeat("It snowed all night and all day.", 15)));

        var shown = Words(await desk.PageAsync($"/desk/posts/{draft.Id}/review"));
        await PublishAsync(desk, draft, rig.Target);
        await rig.UntilAsync(Assert.Single(await rig.Store.ListForPostAsync(draft.Id, default)), DeliveryState.Accepted);

        Assert.Equal(3, shown.Count);
        Assert.Equal(rig.X.Emulator.Posts.Select(p => p.Text), shown);
    }

    [Fact]
    public async Task The_first_comment_of_a_page_is_shown_below_its_post()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("linkedin", "Marta Ferrer", t => t with { Style = new CopyStyle { LinkInComment = true }, RemoteAccountId = "urn:li:organization:5515715" });
        await site.TargetAsync("facebook", "Refuge Notes", t => t with { Style = new CopyStyle { LinkInComment = true } });
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var shown = Words(await site.Desk.PageAsync($"/desk/posts/{draft.Id}/review"));

        const string Link = "https://ines.example.com/2026/nine-centimetres";
        Assert.Equal(["Nine centimetres\n\nSince Tuesday.", Link, "Nine centimetres\n\nSince Tuesday.", Link], shown);
    }

    [Fact]
    public async Task A_page_that_a_network_can_not_reach_is_told_before_it_is_tried()
    {
        using var site = await DeskSite.OpenAsync(app => app.Set("Blog:Url", "http://127.0.0.1:8080"));
        await site.TargetAsync("facebook", "Refuge Notes");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("Facebook would not take it.</b> Facebook could not read the page that the link leads to.", page);
    }

    [Fact]
    public async Task Limits_are_shown_with_what_counts()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("x", "@ines");
        await site.TargetAsync("linkedin", "Marta Ferrer");
        var draft = await site.Desk.WriteAsync("Nine (9) centimetres", "Since Tuesday.");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("61 of 280; a link counts 23", page);
        Assert.Contains("of 3000; signs such as # and ( count more than one", page);
        Assert.Contains("X makes the card of the link by itself, from the page https://ines.example.com/2026/nine-9-centimetres.", page);
    }

    [Fact]
    public async Task Versions_and_limits_that_the_owner_names_hold_in_the_preview_too()
    {
        using var site = await DeskSite.OpenAsync(app =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(app.Folder, "data", "networks")).FullName;
            File.WriteAllText(Path.Combine(folder, "linkedin.json"), """{ "versions": [ "202701" ] }""");
            File.WriteAllText(Path.Combine(folder, "facebook.json"), """{ "version": "v27.0" }""");
            File.WriteAllText(Path.Combine(folder, "x.json"), """{ "maxLength": 25000 }""");
        });
        var targets = new[] { await site.TargetAsync("x", "@ines"), await site.TargetAsync("facebook", "Refuge Notes"), await site.TargetAsync("linkedin", "Marta Ferrer") };
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var page = await LookAsync(site.Desk, draft, targets[0], string.Join(' ', Enumerable.Repeat("snow", 200)));

        Assert.Equal(3, Words(page).Count);
        Assert.DoesNotContain("would not take it", page);
    }

    private static Task<DeliveryRig> StartAsync(string network) => network switch
    {
        "x" => DeliveryRig.StartAsync(),
        "facebook" => DeliveryRig.StartFacebookAsync(),
        _ => DeliveryRig.StartLinkedInAsync(isPage: true),
    };

    /// <summary>Past the desk, which refuses what the preview refuses.</summary>
    private static Task<Delivery> SendAnywayAsync(DeliveryRig rig, Post draft, string words) => rig.PublishAsync(Publisher.AsDraft(draft) with
    {
        Status = PostStatus.Published,
        Targets = [rig.Target.Id],
        OwnTexts = new Dictionary<Guid, string> { [rig.Target.Id] = words },
    });

    private static void OwnFacts(DeliveryRig rig, string network, string json)
    {
        var folder = Directory.CreateDirectory(Path.Combine(rig.DataFolder, "networks")).FullName;
        File.WriteAllText(Path.Combine(folder, network + ".json"), json);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Parse(string page) => new HtmlParser().ParseDocument(page);

    /// <summary>The posts of all previews on a page, as people read them.</summary>
    private static List<string> Words(string page)
    {
        using var document = Parse(page);
        return [.. document.QuerySelectorAll("details.words blockquote.net-post").Select(b => b.TextContent)];
    }

    private static async Task<string> LookAsync(DeskDriver desk, Post draft, SyndicationTarget target, string words, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await desk.PostAsync($"/desk/posts/{draft.Id}/review", Fields(draft, target, words, "look"));
        Assert.Equal(status, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task PublishAsync(DeskDriver desk, Post draft, SyndicationTarget target, string words = "")
    {
        using var answer = await desk.PostAsync($"/desk/posts/{draft.Id}/review", Fields(draft, target, words, ""));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private static Dictionary<string, string> Fields(Post draft, SyndicationTarget target, string words, string what) => new()
    {
        ["revision"] = draft.Revision.ToString(CultureInfo.InvariantCulture),
        ["as"] = "post",
        ["target"] = target.Id.ToString(),
        ["text-" + target.Id] = words,
        ["do"] = what,
    };
}
