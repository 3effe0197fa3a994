using System.Globalization;
using System.Net;
using Blog.Accounts;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>The calendar over HTTP, as a browser without JavaScript and as the page's own script ask for it. The site's clocks are Madrid's.</summary>
public sealed class DeskCalendarTests
{
    [Theory]
    [InlineData("month", "November 2026")]
    [InlineData("week", "Week of 23 November 2026")]
    [InlineData("list", "November 2026")]
    public async Task It_shows_drafts_what_is_scheduled_what_is_published_and_trouble_of_its_own_days_alone(string view, string title)
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"), "Snow cards");
        await site.BringAsync(copy, DeliveryState.Failed, d => d with { Reason = "Refused." });
        await AddAsync(site, "Which boots", "2026-11-24T09:00Z", PostStatus.Published);
        await AddAsync(site, "A stove that outlived three wardens", "2026-11-28T08:00Z", PostStatus.Draft);
        await AddAsync(site, "Larch buds", "2027-03-25T17:30Z", PostStatus.Published);
        await site.Desk.WriteAsync("No day yet", "Words.");

        var page = await site.ReadAsync($"/desk/calendar?view={view}&at=2026-11-25");
        var spring = await site.ReadAsync($"/desk/calendar?view={view}&at=2027-03-25");

        Assert.Contains("Next out: Tue 24 Nov 2026, 10:00 (Madrid)", page);
        Assert.Contains(title, page);
        Assert.Contains("Which boots", page);
        Assert.Contains("10:00", page);
        Assert.Contains("A stove that outlived three wardens", page);
        Assert.Contains("No day yet", page);
        Assert.DoesNotContain("Larch buds", page);
        Assert.Contains("Larch buds", spring);
        Assert.DoesNotContain("Which boots", spring);
        Assert.Equal(view != "week", page.Contains("needs you", StringComparison.Ordinal));
        Assert.Equal(view != "week", page.Contains($"/desk/posts/{post.Id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scheduled_post_is_moved_by_a_form_and_goes_out_at_its_new_hour_with_its_copies()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("x", "@ines");
        var post = await AddAsync(site, "How we count swifts", "2026-11-24T09:00Z", PostStatus.Published, target.Id);
        var form = await site.ReadAsync($"/desk/calendar/{post.Id}?view=week");
        Assert.Contains("value=\"2026-11-24\"", form);
        Assert.Contains("value=\"10:00\"", form);

        using var answer = await MoveAsync(site, post, "2026-11-23", "18:30", ("view", "week"));

        Assert.Equal($"303 /desk/calendar?view=week&at=2026-11-23&moved={post.Id}", DeskDriver.Describe(answer));
        var moved = await site.Desk.FindAsync(post.Id);
        Assert.Equal((PostStatus.Scheduled, At("2026-11-23T17:30Z")), (moved.Status, moved.PublishedAt));
        var copy = Assert.Single(await site.Store.ListForPostAsync(post.Id, default));
        Assert.Equal((DeliveryState.Queued, At("2026-11-23T17:30Z")), (copy.State, copy.NotBefore));
        Assert.Contains("“How we count swifts” is on Mon 23 Nov 2026, 18:30 (Madrid) now.", await site.ReadAsync($"/desk/calendar?view=week&at=2026-11-23&moved={post.Id}"));
    }

    [Fact]
    public async Task A_copy_with_an_hour_of_its_own_keeps_it_when_its_post_is_moved()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("x", "@ines");
        var post = await AddAsync(site, "Own hour", "2026-11-24T09:00Z", PostStatus.Published, target.Id);
        var copy = Assert.Single(await site.Store.ListForPostAsync(post.Id, default));
        await site.Store.ResolveAsync(copy.Id, DeliveryState.Queued, copy with { NotBefore = At("2026-11-24T15:00Z") }, "Own hour.", site.Clock.GetUtcNow(), default);

        using var answer = await MoveAsync(site, post, "2026-11-23", "18:30");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(At("2026-11-24T15:00Z"), (await site.FindAsync(copy)).NotBefore);
    }

    [Fact]
    public async Task A_published_post_is_never_moved_nor_sent_again()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"), "Path 11 is open again");
        await site.BringOutAsync(copy);

        using var answer = await MoveAsync(site, post, "2026-11-25", "09:00", ("from", "drop"));

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("“Path 11 is open again” is published and stays where it is. Moving never sends twice.", page.Replace("</b>", "", StringComparison.Ordinal));
        Assert.Equal((post.Revision, post.PublishedAt), await StandsAsync(site, post));
        Assert.Equal(DeliveryState.Accepted, Assert.Single(await site.Store.ListForPostAsync(post.Id, default)).State);
        using var form = await site.Desk.GetAsync($"/desk/calendar/{post.Id}");
        Assert.Equal(HttpStatusCode.NotFound, form.StatusCode);
    }

    [Fact]
    public async Task An_hour_that_the_clocks_leave_out_is_refused_with_the_nearest_that_exists()
    {
        using var site = await DeskSite.OpenAsync();
        var post = await AddAsync(site, "Spring opening hours", "2027-03-22T08:00Z", PostStatus.Published);

        using var typed = await MoveAsync(site, post, "2027-03-28", "02:30");
        using var dropped = await MoveAsync(site, post, "2027-03-28", "02:30", ("from", "drop"), ("view", "week"), ("at", "2027-03-28"));

        var form = DeskDriver.Read(await typed.Content.ReadAsStringAsync());
        var week = DeskDriver.Read(await dropped.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (typed.StatusCode, dropped.StatusCode));
        Assert.Contains("2027-03-28 02:30 does not exist.", form);
        Assert.Contains("the nearest hour is 03:00.", form);
        Assert.Contains("value=\"03:00\"", form);
        Assert.Contains("Put it at 03:00", week);
        Assert.Contains("No such hour", week);
        Assert.Equal((post.Revision, post.PublishedAt), await StandsAsync(site, post));

        using var nearest = await MoveAsync(site, post, "2027-03-28", "03:00");
        Assert.Equal(At("2027-03-28T01:00Z"), (await site.Desk.FindAsync(post.Id)).PublishedAt);
    }

    [Theory]
    [InlineData("2026-11-19", "09:00", HttpStatusCode.BadRequest, "that hour is over")]
    [InlineData("2026-11-31", "09:00", HttpStatusCode.BadRequest, "that is no day and hour")]
    [InlineData("2026-11-30", "25:00", HttpStatusCode.BadRequest, "that is no day and hour")]
    [InlineData("<b>", "\"'>", HttpStatusCode.BadRequest, "that is no day and hour")]
    public async Task What_can_not_be_is_refused_and_what_was_typed_stays(string date, string time, HttpStatusCode status, string said)
    {
        using var site = await DeskSite.OpenAsync();
        var post = await AddAsync(site, "Winter room rules", "2026-11-26T17:30Z", PostStatus.Published);

        using var answer = await MoveAsync(site, post, date, time);

        var source = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(said, DeskDriver.Read(source));
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(date)}\"", source.Replace("&#x27;", "&#39;", StringComparison.OrdinalIgnoreCase));
        Assert.Equal((post.Revision, post.PublishedAt), await StandsAsync(site, post));
    }

    [Fact]
    public async Task A_post_that_somebody_saved_meanwhile_is_not_moved()
    {
        using var site = await DeskSite.OpenAsync();
        var post = await AddAsync(site, "Winter room rules", "2026-11-26T17:30Z", PostStatus.Published);
        await site.App.Get<Publisher>().SaveAsync(Publisher.AsDraft(post) with { Markdown = "Other words." }, default);

        using var answer = await MoveAsync(site, post, "2026-11-27", "09:00");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("somebody saved another version meanwhile", DeskDriver.Read(await answer.Content.ReadAsStringAsync()));
        Assert.Equal(At("2026-11-26T17:30Z"), (await site.Desk.FindAsync(post.Id)).PublishedAt);
    }

    [Fact]
    public async Task An_author_moves_only_what_is_theirs()
    {
        using var site = await DeskSite.OpenAsync();
        var post = await AddAsync(site, "Winter room rules", "2026-11-26T17:30Z", PostStatus.Published);
        var made = await site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Author), default);
        using var leo = new DeskDriver(site.App, site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        var page = await leo.PageAsync("/desk/calendar?at=2026-11-26");
        using var answer = await leo.PostAsync(
            $"/desk/calendar/{post.Id}", new Dictionary<string, string> { ["date"] = "2026-11-27", ["time"] = "09:00", ["revision"] = "1" }, "/desk/write");

        Assert.Contains("Winter room rules", page);
        Assert.DoesNotContain($"data-move=\"{post.Id}\"", page);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal((post.Revision, post.PublishedAt), await StandsAsync(site, post));
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static async Task<(int, DateTimeOffset?)> StandsAsync(DeskSite site, Post post)
    {
        var now = await site.Desk.FindAsync(post.Id);
        return (now.Revision, now.PublishedAt);
    }

    private static async Task<Post> AddAsync(DeskSite site, string title, string at, PostStatus status, params Guid[] targets)
    {
        var saved = await site.App.Get<Publisher>().SaveAsync(
            new PostDraft { Title = title, Markdown = "Words.", Status = status, PublishedAt = At(at), ZoneId = "Europe/Madrid", Targets = targets }, default);
        Assert.Equal(PublishOutcome.Saved, saved.Outcome);
        return saved.Post!;
    }

    private static Task<HttpResponseMessage> MoveAsync(DeskSite site, Post post, string date, string time, params (string Name, string Value)[] more) => site.Desk.PostAsync(
        $"/desk/calendar/{post.Id}",
        new Dictionary<string, string>(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
        {
            ["date"] = date,
            ["time"] = time,
            ["revision"] = post.Revision.ToString(CultureInfo.InvariantCulture),
        },
        "/desk/calendar");
}
