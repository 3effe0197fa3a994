using System.Net;
using Blog.Accounts;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>Where a draft is to go: each account with its state, words, hour and first comment, kept with the draft and sent by the review.</summary>
public sealed class DeskAbroadTests
{
    [Fact]
    public async Task What_is_set_stays_with_the_draft_and_the_review_shows_and_sends_it()
    {
        using var site = await DeskSite.OpenAsync();
        var (x, facebook) = (await site.TargetAsync("x", "@ines"), await site.TargetAsync("facebook", "Refuge Notes"));
        var linkedIn = await site.TargetAsync("linkedin", "Marta Ferrer");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var kept = await KeepAsync(site, draft, "save", Of(x, send: true, own: "Skis out.", at: "2026-11-20T12:00"), Of(facebook, send: true, comment: "The snow report: https://snow.example"), Of(linkedIn));
        var review = await site.ReadAsync($"/desk/posts/{draft.Id}/review");
        using var sent = await DeskReviewWhenTests.SendAsync(site, draft, [("target", x.Id.ToString()), ("target", facebook.Id.ToString()), ("text-" + x.Id, "Skis out."), ("when", "now")]);

        Assert.Equal($"303 /desk/write/{draft.Id}/abroad?saved", DeskDriver.Describe(kept));
        Assert.Contains($"value=\"{x.Id}\" checked", review);
        Assert.Contains($"value=\"{facebook.Id}\" checked", review);
        Assert.DoesNotContain($"value=\"{linkedIn.Id}\" checked", review);
        Assert.Contains("Own words on X. Linked text on Facebook.", review);
        Assert.Contains("It goes live on your site now.</b> Facebook right after; the page waits for none. X on Fri 20 Nov 2026, 12:00 (Madrid).", review);
        Assert.Contains("The snow report: https://snow.example</blockquote>", review);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var copies = (await site.Store.ListForPostAsync(draft.Id, default)).ToDictionary(c => c.Network);
        Assert.Equal(("Skis out.", new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero)), (copies["x"].OwnText, copies["x"].NotBefore));
        Assert.Equal(("The snow report: https://snow.example", site.Clock.GetUtcNow()), (copies["facebook"].Comment, copies["facebook"].NotBefore));
        Assert.Equal(2, copies.Count);
    }

    [Fact]
    public async Task Each_tab_says_how_its_copy_stands_without_being_opened()
    {
        using var site = await DeskSite.OpenAsync();
        var now = site.Clock.GetUtcNow();
        var x = await site.TargetAsync("x", "@ines");
        var second = await site.TargetAsync("x", "@refuge");
        var facebook = await site.TargetAsync("facebook", "Refuge Notes", t => t with { State = TargetState.NeedsSignIn });
        var linkedIn = await site.TargetAsync("linkedin", "Marta Ferrer", t => t with { EndsAt = now.AddDays(3) });
        var page = await site.TargetAsync("linkedin", "The hut", t => t with { State = TargetState.Paused, RemoteAccountId = "urn:li:organization:5515715" });
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var before = await site.ReadAsync($"/desk/write/{draft.Id}/abroad");
        using var answer = await KeepAsync(site, draft, "keep", Of(x, send: true, own: string.Join(' ', Enumerable.Repeat("snow", 60))), Of(second), Of(facebook, send: true), Of(linkedIn, send: true), Of(page, send: true));
        var after = DeskDriver.Read(await answer.Content.ReadAsStringAsync());

        Assert.Equal(5, before.Split("</svg>Not sent</span>").Length - 1);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("44 over", Sign(after, x));
        Assert.Equal("Not sent", Sign(after, second));
        Assert.Equal("Sign in", Sign(after, facebook));
        Assert.Equal("3 days", Sign(after, linkedIn));
        Assert.Equal("Paused", Sign(after, page));
        Assert.Contains("<span>X @refuge</span>", after);
        Assert.Contains("324 of 280: 44 too many", after);
    }

    [Fact]
    public async Task The_counter_counts_what_is_typed_now_not_what_was_saved()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        var typed = new Dictionary<string, string>(DeskDriver.WriteFields("Ten centimetres", "Since Monday.", 1)) { ["window"] = Guid.NewGuid().ToString() };

        using var kept = await site.Desk.PostAsync($"/desk/write/{draft.Id}/keep", typed, $"/desk/write/{draft.Id}");
        var page = await site.ReadAsync($"/desk/write/{draft.Id}/abroad");

        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Contains("Ten centimetres\n\nSince Monday.\n\nhttps://ines.example.com/2026/ten-centimetres</blockquote>", page);
        Assert.Equal("Nine centimetres", (await site.Desk.FindAsync(draft.Id)).Title);
    }

    [Fact]
    public async Task An_hour_that_does_not_exist_is_refused_with_the_nearest_and_the_rest_is_kept()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var refused = await KeepAsync(site, draft, "save", Of(x, send: true, own: "Skis out.", at: "2027-03-28T02:30"));
        var page = DeskDriver.Read(await refused.Content.ReadAsStringAsync());
        var half = Assert.Single(await site.App.Get<ICopyWishes>().ListAsync(draft.Id, default));
        using var taken = await KeepAsync(site, draft, "", Of(x, send: true, own: "Skis out.", at: "2027-03-28T02:30"), [("take", $"{x.Id}_2027-03-28T03:00")]);
        var whole = Assert.Single(await site.App.Get<ICopyWishes>().ListAsync(draft.Id, default));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("That hour does not exist: the clocks go from 02:00 to 03:00 that night. Take 01:59 or 03:00.", page);
        Assert.Equal("No such hour", Sign(page, x));
        Assert.Equal(("Skis out.", (DateTimeOffset?)null), (half.OwnText, half.At));
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), whole.At);
    }

    [Fact]
    public async Task Own_words_that_are_not_used_are_not_lost_and_not_sent()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        using var kept = await KeepAsync(site, draft, "save", [.. Of(x, send: true, own: "Skis out.").Where(f => f.Item1 != $"kind-{x.Id}"), ($"kind-{x.Id}", "linked")]);

        var page = await site.ReadAsync($"/desk/write/{draft.Id}/abroad");
        var review = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("Skis out.</textarea>", page);
        Assert.Contains("Linked text on X.", review);
        Assert.DoesNotContain("Skis out.", review);
    }

    [Fact]
    public async Task Without_a_script_the_editor_saves_and_leads_to_the_page()
    {
        using var site = await DeskSite.OpenAsync();
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        var fields = new Dictionary<string, string>(DeskDriver.WriteFields("Ten centimetres", "Since Tuesday.", 1)) { ["do"] = "abroad" };

        using var answer = await site.Desk.PostAsync($"/desk/write/{draft.Id}", fields);

        Assert.Equal($"303 /desk/write/{draft.Id}/abroad", DeskDriver.Describe(answer));
        Assert.Equal("Ten centimetres", (await site.Desk.FindAsync(draft.Id)).Title);
        Assert.Contains("No network is connected.", await site.ReadAsync($"/desk/write/{draft.Id}/abroad"));
    }

    [Fact]
    public async Task A_public_post_and_another_authors_draft_have_no_such_page()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        var made = await site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Author), default);
        using var leo = new DeskDriver(site.App, site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        using var theirs = await leo.GetAsync($"/desk/write/{draft.Id}/abroad");
        using var forged = await leo.PostAsync($"/desk/write/{draft.Id}/abroad", Of(x, send: true).ToDictionary(f => f.Name, f => f.Value), "/desk/write");
        var post = await site.Desk.PublishAsync(draft);
        using var shown = await site.Desk.GetAsync($"/desk/write/{post.Id}/abroad");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (theirs.StatusCode, forged.StatusCode));
        Assert.Empty(await site.App.Get<ICopyWishes>().ListAsync(draft.Id, default));
        Assert.Equal($"303 /desk/posts/{post.Id}", DeskDriver.Describe(shown));
    }

    private static (string Name, string Value)[] Of(SyndicationTarget target, bool send = false, string? own = null, string? comment = null, string? at = null) =>
    [
        .. send ? new[] { ($"send-{target.Id}", "yes") } : [],
        ($"kind-{target.Id}", own is null ? "linked" : "own"),
        ($"text-{target.Id}", own ?? ""),
        ($"comment-{target.Id}", comment ?? ""),
        ($"when-{target.Id}", at is null ? "post" : "own"),
        ($"date-{target.Id}", at ?? ""),
    ];

    private static async Task<HttpResponseMessage> KeepAsync(DeskSite site, Post draft, string what, params (string Name, string Value)[][] fields)
    {
        var path = $"/desk/write/{draft.Id}/abroad";
        var token = DeskDriver.TokenOf(await site.Desk.PageAsync(path));
        using var content = new FormUrlEncodedContent(fields.SelectMany(f => f).Append(("do", what)).Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await site.Desk.Browser.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    // The word in the tab of an account.
    private static string Sign(string page, SyndicationTarget target)
    {
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
        return document.QuerySelector($"#tab-to-{target.Id:N} .chip")!.TextContent.Trim();
    }
}
