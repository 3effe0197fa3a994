using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Row 48 of the fault list: a network that says yes and keeps something else than it was given.</summary>
public sealed class DeliveryReadBackTests
{
    private const string Text = "Nine (9) centimetres\n\nSnow fell all night.\n\nhttps://ines.example.com/2026/nine";

    private static readonly PostDraft Draft = new() { Title = "Nine (9) centimetres", Markdown = "Snow fell all night.", Slug = "nine" };

    [Theory]
    [InlineData("x", "Nine (9) centimetres\n\nSnow")]
    [InlineData("facebook", "Nine (9) centimetres\n\nSnow")]
    [InlineData("linkedin", "Nine")]
    public async Task Row_48_a_text_that_the_network_cuts_silently_is_said_to_be_altered(string network, string kept)
    {
        await using var rig = await StartAsync(network);
        Cut(rig, network);
        var accepted = await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted);

        var read = await UntilReadBackAsync(rig, accepted);

        Assert.Equal(kept, Assert.Single(rig.Emulator.Shown).Text.Trim());
        Assert.Equal((DeliveryState.Seen, kept), (read.State, read.KeptText));
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var page = DeskDriver.Read(await desk.PageAsync($"/desk/posts/{read.PostId}"));
        var name = rig.App.Get<NetworkCatalog>().Find(network)!.Descriptor.Name;
        Assert.Contains($"Posted altered: {name} kept only this:", page);
        Assert.Contains($"<blockquote class=\"net-post\">{kept}</blockquote>", page);
        Assert.Contains(network == "x" ? "X can’t change a copy: take it away if it should not stay so." : "Change the copy, or take it away if it should not stay so.", page);
        Assert.Contains("Take the copy away", page);
        Assert.Contains($"Publicada con cambios: {name} solo conservó esto:", await InSpanishAsync(desk, read));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task Row_48_words_that_the_network_replaces_are_shown_as_it_has_them(string network)
    {
        await using var rig = await StartAsync(network);
        rig.Weather.Alteration = text => text.Replace("Snow", "Rain", StringComparison.Ordinal);

        var read = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted));

        Assert.Equal(Text.Replace("Snow", "Rain", StringComparison.Ordinal), read.KeptText);
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        Assert.Contains("it now says:", DeskDriver.Read(await desk.PageAsync($"/desk/posts/{read.PostId}")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task Row_48_an_unchanged_text_is_never_said_to_be_altered(string network)
    {
        await using var rig = await StartAsync(network);
        string[] texts =
        [
            "Plain words.",
            "Snow (9 cm) [really] {x} <y> | \\ * _ ~ & @home #winter #C# a#b \"quoted\" ‘so’ — …",
            "&amp; &lt;b&gt; &eacute; %20 100 % 50%25",
            "Emoji 👩‍👩‍👧‍👦 🇪🇸 ❤️ ☃ 1️⃣ 👍🏽 and cafe\u0301, ﬁne, ＃wide, x² ½",
            "See asp.net, README.md, https://example.com/x?a=1&b=2_3#part and http://bücher.example/ö/ (https://example.org/a_(b)).",
            "Two  blanks,\ta tab,\u00a0a fixed one,\n\n\n\nlines \u200band joints\u00ad",
            "日本語の文です。العربية עברית ไทย",
            "C:\\temp\\new \\(escaped\\) @[Ann](urn:li:person:abc) {hashtag|\\#|x}",
            "https://t.co/abc123 and https://lnkd.in/eXYZ",
        ];

        foreach (var text in texts)
        {
            var post = Draft with { Slug = $"nine-{Array.IndexOf(texts, text)}", Targets = [rig.Target.Id], Status = PostStatus.Published, OwnTexts = new Dictionary<Guid, string> { [rig.Target.Id] = text } };
            var read = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(post), DeliveryState.Accepted));

            Assert.Equal((DeliveryState.Seen, null), (read.State, read.KeptText));
        }

        using var desk = await DeskDriver.SetUpAsync(rig.App);
        Assert.DoesNotContain("altered", await desk.PageAsync("/desk"));
        Assert.Equal(texts.Length, rig.Emulator.Shown.Count);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task Row_48_a_copy_with_pictures_or_a_first_comment_is_read_back_whole(string network)
    {
        await using var rig = await StartAsync(network);
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var picture = await rig.AddPictureAsync(40);
        var shown = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft with { Markdown = $"Snow.\n\n![The yard]({picture})" }), DeliveryState.Accepted));
        await rig.WriteAsync(new CopyStyle { LinkInComment = true });
        var commented = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft with { Slug = "ten" }), DeliveryState.Accepted));

        Assert.Equal((null, null), (shown.KeptText, commented.KeptText));
        Assert.Equal(2, commented.Parts.Count);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task Row_48_a_network_that_is_down_at_the_first_look_is_read_at_the_next_and_the_copy_is_seen_meanwhile(string network)
    {
        await using var rig = await StartAsync(network);
        Cut(rig, network);
        var accepted = await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted);
        await rig.PointAtAsync("http://127.0.0.1:1");

        var seen = await rig.UntilLookedAtAsync(accepted);
        Assert.Equal((DeliveryState.Seen, false, null), (seen.State, seen.IsReadBack, seen.KeptText));
        await rig.PointAtAsync(null);
        var read = await UntilReadBackAsync(rig, seen);

        Assert.NotNull(read.KeptText);
        Assert.Equal((DeliveryState.Seen, 2, null), (read.State, read.Looks, read.LookAt));
    }

    [Theory]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task Row_48_other_words_from_the_author_are_compared_with_what_was_sent_last(string network)
    {
        await using var rig = await StartAsync(network);
        Cut(rig, network);
        var altered = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted));
        Assert.NotNull(altered.KeptText);
        rig.Weather.Alteration = null;
        using var desk = await DeskDriver.SetUpAsync(rig.App);

        using var said = await desk.PostAsync($"/desk/deliveries/{altered.Id}/words", new Dictionary<string, string> { ["words"] = "Ten (10) by now." }, $"/desk/posts/{altered.PostId}");
        var changed = await rig.UntilAsync(altered, d => d is { State: DeliveryState.Accepted, Action: DeliveryAction.Edit });
        Assert.Equal((false, null), (changed.IsReadBack, changed.KeptText));
        var read = await UntilReadBackAsync(rig, changed);

        Assert.Equal("Ten (10) by now.\n\nhttps://ines.example.com/2026/nine", Assert.Single(rig.Emulator.Shown).Text);
        Assert.Null(read.KeptText);
        Assert.DoesNotContain("Posted altered", await desk.PageAsync($"/desk/posts/{read.PostId}"));
    }

    [Fact]
    public async Task Row_48_a_change_that_LinkedIn_answers_well_and_loses_is_found_out()
    {
        await using var rig = await StartAsync("linkedin");
        var sent = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted));
        rig.LinkedIn.Emulator.Settings.LosesEdits = true;

        await rig.ReviseAsync(sent, draft => draft with { Title = "Ten centimetres" });
        var read = await UntilReadBackAsync(rig, await rig.UntilAsync(sent, d => d is { State: DeliveryState.Accepted, Action: DeliveryAction.Edit }));

        Assert.Equal(Text, read.KeptText);
    }

    [Fact]
    public async Task Row_48_a_short_link_that_LinkedIn_puts_in_the_place_of_ours_is_no_alteration()
    {
        await using var rig = await StartAsync("linkedin");
        rig.LinkedIn.Emulator.Settings.ShortensLinks = true;

        var read = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted));

        Assert.Null(read.KeptText);
    }

    [Fact]
    public async Task Row_48_a_profile_of_LinkedIn_is_not_asked_because_it_never_tells()
    {
        await using var rig = await DeliveryRig.StartLinkedInAsync(isPage: false);
        Cut(rig, "linkedin");

        var read = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Accepted));

        Assert.Equal((DeliveryState.Seen, null), (read.State, read.KeptText));
        Assert.DoesNotContain(rig.Api.Calls, c => c is { Method: "GET", HasAuthorization: true });
    }

    [Fact]
    public async Task Row_48_one_cut_part_of_a_thread_is_named_and_a_whole_thread_is_not()
    {
        await using var rig = await StartAsync("x");
        await rig.WriteAsync(new CopyStyle { Thread = true });
        PostDraft Thread(string word) => new() { Slug = word, Markdown = string.Join("\n\n", Enumerable.Range(1, 3).Select(n => $"Part {n}. {string.Join(' ', Enumerable.Repeat(word, 46))}.")) };
        var whole = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Thread("snow")), DeliveryState.Accepted));
        rig.Weather.Alteration = text => text.Contains("Part 2", StringComparison.Ordinal) ? "Part 2." : text;

        var cut = await UntilReadBackAsync(rig, await rig.UntilAsync(await rig.PublishAsync(Thread("rain")), DeliveryState.Accepted));

        Assert.Equal((null, "Part 2."), (whole.KeptText, cut.KeptText));
        Assert.True(whole.Parts.Count >= 3, $"{whole.Parts.Count} parts");
    }

    [Fact]
    public async Task Row_48_a_copy_that_the_author_pasted_may_say_something_else()
    {
        await using var rig = await StartAsync("facebook");
        Cut(rig, "facebook");
        rig.Weather.TimelineLag = TimeSpan.FromHours(12);
        rig.Weather.Strike(1, Rehearsal.Wire.Fault.CutAfterCommit);
        var unknown = await rig.UntilAsync(await rig.PublishAsync(Draft), DeliveryState.Unknown);
        using var desk = await DeskDriver.SetUpAsync(rig.App);

        using var found = await desk.PostAsync($"/desk/deliveries/{unknown.Id}/found", new Dictionary<string, string> { ["link"] = rig.Emulator.Shown[0].Id }, $"/desk/posts/{unknown.PostId}");
        var adopted = await rig.UntilAsync(unknown, DeliveryState.Accepted);
        var seen = await rig.UntilLookedAtAsync(adopted);

        Assert.Equal((DeliveryState.Seen, true, null), (seen.State, seen.IsReadBack, seen.KeptText));
    }

    private static Task<DeliveryRig> StartAsync(string network) => network switch
    {
        "x" => StartXAsync(),
        "facebook" => DeliveryRig.StartFacebookAsync(),
        _ => DeliveryRig.StartLinkedInAsync(isPage: true),
    };

    // With its pages on the same socket.
    private static async Task<DeliveryRig> StartXAsync()
    {
        var rig = await DeliveryRig.StartAsync();
        await rig.SaveAsync(rig.X.Access(webBase: rig.X.Base));
        return rig;
    }

    // A backslash that gets lost makes a bracket of LinkedIn's markup, at which the text ends; others simply end it.
    private static void Cut(DeliveryRig rig, string network) => rig.Weather.Alteration = network == "linkedin"
        ? text => text.Replace("\\(", "(", StringComparison.Ordinal)
        : text => text.Length > 27 ? text[..26] : text;

    private static async Task<Delivery> UntilReadBackAsync(DeliveryRig rig, Delivery delivery)
    {
        var now = delivery;
        await rig.MoveToAsync(delivery.LookAt!.Value.AddMinutes(1));
        await Waiting.UntilAsync("the text was read back", async () => (now = (await rig.Store.FindAsync(delivery.Id, default))!).IsReadBack);
        return now;
    }

    private static async Task<string> InSpanishAsync(DeskDriver desk, Delivery delivery)
    {
        using var saved = await desk.PostAsync(
            "/desk/settings/site",
            new Dictionary<string, string> { ["title"] = "Cuaderno", ["tagline"] = "", ["language"] = "es", ["zone"] = "Europe/Madrid", ["perPage"] = "10", ["navigation"] = "" },
            "/desk/settings");
        return DeskDriver.Read(await desk.PageAsync($"/desk/posts/{delivery.PostId}"));
    }
}
