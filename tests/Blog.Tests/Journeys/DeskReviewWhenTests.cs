using System.Globalization;
using System.Net;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>The last look says what will happen, when and where, in sentences; the button repeats the last of them.</summary>
public sealed class DeskReviewWhenTests
{
    [Fact]
    public async Task The_sentences_say_who_gets_a_copy_who_waits_and_that_home_comes_first()
    {
        using var site = await DeskSite.OpenAsync();
        var (x, facebook) = (await site.TargetAsync("x", "@ines"), await site.TargetAsync("facebook", "Refuge Notes", t => t with { State = TargetState.NeedsSignIn }));
        var linkedIn = await site.TargetAsync("linkedin", "Marta Ferrer", t => t with { State = TargetState.Paused });
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var page = await LookAsync(site, draft, [("target", x.Id.ToString()), ("target", facebook.Id.ToString()), ("target", linkedIn.Id.ToString()), ("text-" + x.Id, "Skis out.")]);

        Assert.Contains("Own words on X. Linked text on Facebook and LinkedIn. Your sign-in is needed on Facebook: held, nothing lost. Paused: LinkedIn. Held, nothing lost.", page);
        Assert.Contains("<b>It goes live on your site now.</b> X right after; the page waits for none. Your sign-in is needed on Facebook: held, nothing lost.", page);
        Assert.Contains("data-live=\"button\">Publish now</button>", page);
    }

    [Fact]
    public async Task A_post_is_scheduled_from_the_review_in_its_own_zone_and_the_button_says_the_hour()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.", f => f["zone"] = "Europe/Athens");
        (string, string)[] later = [("target", x.Id.ToString()), ("when", "later"), ("date", "2026-11-24T10:00")];

        var page = await LookAsync(site, draft, later);
        using var answer = await SendAsync(site, draft, later);

        Assert.Contains("It goes live on your site on Tue 24 Nov 2026, 10:00 (Athens), which is 09:00 (Madrid); until then nobody sees it.", page);
        Assert.Contains("Schedule for Tue 24 Nov, 10:00</button>", page);
        Assert.Equal($"303 /desk/posts/{draft.Id}?done=scheduled", DeskDriver.Describe(answer));
        var stored = await site.Desk.FindAsync(draft.Id);
        Assert.Equal((PostStatus.Scheduled, new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)), (stored.Status, stored.PublishedAt));
        Assert.Equal(stored.PublishedAt, Assert.Single(await site.Store.ListForPostAsync(draft.Id, default)).NotBefore);
    }

    [Fact]
    public async Task An_hour_that_does_not_exist_is_refused_with_the_nearest_that_do()
    {
        using var site = await DeskSite.OpenAsync();
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var refused = await SendAsync(site, draft, [("when", "later"), ("date", "2027-03-28T02:30")]);
        var page = DeskDriver.Read(await refused.Content.ReadAsStringAsync());
        var taken = await LookAsync(site, draft, [("when", "later"), ("date", "2027-03-28T02:30"), ("take", "2027-03-28T03:00")]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("That hour does not exist: the clocks go from 02:00 to 03:00 that night. Take 01:59 or 03:00.", page);
        Assert.Contains("value=\"2027-03-28T01:59\"", page);
        Assert.Contains("value=\"2027-03-28T02:30\"", page);
        Assert.Contains("Schedule for Sun 28 Mar, 03:00</button>", taken);
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(draft.Id)).Status);
    }

    [Theory]
    [InlineData("", "A date is a day and an hour")]
    [InlineData("2026-11-20T08:59", "That hour has passed.")]
    public async Task Later_needs_an_hour_that_is_ahead(string date, string sentence)
    {
        using var site = await DeskSite.OpenAsync();
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var refused = await SendAsync(site, draft, [("when", "later"), ("date", date)]);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(sentence, DeskDriver.Read(await refused.Content.ReadAsStringAsync()));
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task A_draft_with_an_hour_ahead_can_go_at_once_instead()
    {
        using var site = await DeskSite.OpenAsync();
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.", f => f["date"] = "2026-11-24T09:00");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");
        using var answer = await SendAsync(site, draft, [("when", "now")]);

        Assert.Contains("Schedule for Tue 24 Nov, 09:00</button>", page);
        Assert.Equal((PostStatus.Published, site.Clock.GetUtcNow()), ((await site.Desk.FindAsync(draft.Id)).Status, (await site.Desk.FindAsync(draft.Id)).PublishedAt));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private static async Task<string> LookAsync(DeskSite site, Post draft, (string, string)[] fields)
    {
        using var answer = await SendAsync(site, draft, [.. fields, ("do", "look")]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return DeskDriver.Read(await answer.Content.ReadAsStringAsync());
    }

    internal static async Task<HttpResponseMessage> SendAsync(DeskSite site, Post draft, (string Name, string Value)[] fields)
    {
        var path = $"/desk/posts/{draft.Id}/review";
        var token = DeskDriver.TokenOf(await site.Desk.PageAsync(path));
        var all = fields.Append(("revision", draft.Revision.ToString(CultureInfo.InvariantCulture))).Append(("__RequestVerificationToken", token));
        using var content = new FormUrlEncodedContent(all.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await site.Desk.Browser.PostAsync(new Uri(path, UriKind.Relative), content);
    }
}
