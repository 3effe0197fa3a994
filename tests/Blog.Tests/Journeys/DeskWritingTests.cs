using System.Net;
using Blog.Posts;

namespace Blog.Tests.Journeys;

public sealed class DeskWritingTests
{
    [Fact]
    public async Task A_draft_is_kept_and_readers_do_not_see_it()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday, **nine** centimetres.", f => { f["tags"] = "snow, huts"; f["excerpt"] = "It snowed."; });

        Assert.Equal((PostStatus.Draft, "nine-centimetres", "It snowed.", 1), (draft.Status, draft.Slug, draft.Excerpt, draft.Revision));
        Assert.Equal(["snow", "huts"], draft.Tags.Select(t => t.Name));
        Assert.Equal("Inés Quintana", Assert.Single(draft.Authors).Name);
        Assert.Contains("Since Tuesday, **nine** centimetres.", DeskDriver.Read(await desk.PageAsync($"/desk/write/{draft.Id}")));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync("/2026/nine-centimetres")).StatusCode);
    }

    [Fact]
    public async Task What_is_published_is_visible_at_once_and_gone_when_deleted()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var post = await desk.PublishAsync(draft);

        Assert.Equal(PostStatus.Published, post.Status);
        Assert.Contains("Since Tuesday.", await desk.PageAsync(post.Path));
        Assert.Contains("Every reader sees revision 2.", await desk.PageAsync($"/desk/posts/{post.Id}"));
        var question = DeskDriver.Read(await desk.PageAsync($"/desk/posts/{post.Id}/delete"));
        Assert.Contains("(410)", question);
        using var deleted = await desk.PostAsync($"/desk/posts/{post.Id}/delete", new Dictionary<string, string>());
        Assert.Equal(HttpStatusCode.SeeOther, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await desk.GetAsync(post.Path)).StatusCode);
    }

    [Fact]
    public async Task Unpublished_is_not_found_and_a_deleted_post_can_come_back_as_a_draft()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Nine centimetres", "Since Tuesday."));
        var about = $"/desk/posts/{post.Id}";

        using var away = await desk.PostAsync(about + "/unpublish", new Dictionary<string, string>(), about);
        using var page = await desk.GetAsync(post.Path);
        using var deleted = await desk.PostAsync(about + "/delete", new Dictionary<string, string>(), about);
        using var back = await desk.PostAsync(about + "/unpublish", new Dictionary<string, string>(), about);

        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(PostStatus.Draft, (await desk.FindAsync(post.Id)).Status);
    }

    [Fact]
    public async Task The_second_of_two_tabs_overwrites_nothing_and_loses_nothing()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Shared", "The first text.");
        using var other = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Shared", "What the other tab wrote.", draft.Revision));

        using var mine = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("My title", "What I wrote meanwhile.", draft.Revision));

        var page = DeskDriver.Read(await mine.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, mine.StatusCode);
        Assert.Contains("What I wrote meanwhile.", page);
        Assert.Contains("What the other tab wrote.", page);
        Assert.Equal("What the other tab wrote.", (await desk.FindAsync(draft.Id)).Markdown);
        using var onTop = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("My title", "What I wrote meanwhile.", draft.Revision + 1));
        Assert.Equal(HttpStatusCode.SeeOther, onTop.StatusCode);
        Assert.Contains((await app.Get<IPostStore>().ListRevisionsAsync(draft.Id, CancellationToken.None)), r => r.Markdown == "What the other tab wrote.");
    }

    [Fact]
    public async Task Saving_a_post_that_was_deleted_meanwhile_makes_a_new_draft()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Gone soon", "Text.");
        await app.Get<Publisher>().DeleteAsync(draft.Id, "desk", CancellationToken.None);

        using var answer = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Gone soon", "Text, and more.", 1), "/desk/write");

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("This post was deleted while you were writing.", page);
        Assert.Contains("Text, and more.", page);
        Assert.Contains("action=\"/desk/write\"", page);
    }

    [Fact]
    public async Task An_older_revision_can_be_read_compared_and_put_on_top()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Counted", "one\ntwo\nthree");
        using var second = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Counted", "one\nTWO\nthree", 1));
        var revisions = $"/desk/posts/{draft.Id}/revisions";

        var list = DeskDriver.Read(await desk.PageAsync(revisions));
        var shown = DeskDriver.Read(await desk.PageAsync(revisions + "/1"));
        using var restored = await desk.PostAsync(revisions + "/1/restore", new Dictionary<string, string>(), revisions + "/1");

        Assert.Contains("2 revisions", list);
        Assert.Contains("<del>two</del>", shown);
        Assert.Contains("<ins>TWO</ins>", shown);
        var post = await desk.FindAsync(draft.Id);
        Assert.Equal(("one\ntwo\nthree", 3), (post.Markdown, post.Revision));
    }

    [Theory]
    [InlineData("date", "2026-03-29T02:30", "That hour does not exist")]
    [InlineData("date", "tomorrow", "A date is a day and an hour")]
    [InlineData("zone", "Mars/Olympus", "time zone is not known")]
    [InlineData("language", "<b>", "A language is a short code")]
    [InlineData("cover", "javascript:alert(1)", "A picture is a path on this site")]
    [InlineData("cover", "//evil.example/x.png", "A picture is a path on this site")]
    [InlineData("canonical", "javascript:alert(1)", "must start with http:// or https://")]
    public async Task A_wrong_field_is_named_and_every_word_is_kept(string field, string value, string sentence)
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var fields = DeskDriver.WriteFields("My title", "\nMy words, with a line before.");
        fields[field] = value;

        using var answer = await desk.PostAsync("/desk/write", fields);

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, page);
        Assert.Contains("My words, with a line before.", page);
        Assert.Empty((await app.Get<IPostStore>().ListForDeskAsync(null, null, null, 5, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Two_megabytes_fit_and_three_are_refused_with_the_reason()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var line = string.Concat(Enumerable.Repeat("Words and words & more. ", 40)) + "\n\n";
        string Text(int bytes) => string.Concat(Enumerable.Repeat(line, bytes / line.Length));

        var draft = await desk.WriteAsync("A book", Text(2_000_000));
        using var answer = await desk.PostAsync("/desk/write", DeskDriver.WriteFields("A shelf", Text(2_500_000)));

        Assert.True(draft.Markdown.Length > 1_990_000);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("at most 2 MB can be stored as one post", DeskDriver.Read(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Twenty_megabytes_get_a_page_that_says_so_over_a_real_connection()
    {
        using var app = DeskDriver.QuickApp();
        var address = app.StartOnSocket();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var desk = new DeskDriver(app, new HttpClient(handler) { BaseAddress = address });
        var link = await app.Get<Blog.Accounts.SetupLink>().CreateAsync(CancellationToken.None);
        using var setUp = await desk.PostAsync(link!, DeskDriver.SetupFields());

        using var answer = await desk.PostAsync("/desk/write", DeskDriver.WriteFields("A library", new string('x', 20_000_000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("at most 2 MB", DeskDriver.Read(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_date_ahead_schedules_and_an_unchanged_date_keeps_its_seconds()
    {
        var clock = new Blog.Tests.Infrastructure.FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 17, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        using var desk = await DeskDriver.SetUpAsync(app);

        var scheduled = await desk.PublishAsync(await desk.WriteAsync("Swifts", "By ear.", f => f["date"] = "2026-11-24T09:00"));
        var live = await desk.PublishAsync(await desk.WriteAsync("Now", "Today."));
        var fields = DeskDriver.WriteFields("Now", "Today, mended.", live.Revision);
        fields["date"] = "2026-11-22T10:00";
        using var edited = await desk.PostAsync($"/desk/write/{live.Id}", fields);

        Assert.Equal((PostStatus.Scheduled, new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)), (scheduled.Status, scheduled.PublishedAt!.Value));
        Assert.Equal(live.PublishedAt, (await desk.FindAsync(live.Id)).PublishedAt);
        Assert.Contains("Tue 24 Nov 2026, 09:00 (Madrid)", DeskDriver.Read(await desk.PageAsync("/desk")));
    }

    [Fact]
    public async Task A_cleared_date_of_a_draft_is_forgotten()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Old", "Text.", f => f["date"] = "2019-05-01T09:00");

        using var cleared = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Old", "Text.", 1));

        Assert.Equal(2019, draft.PublishedAt!.Value.Year);
        Assert.Null((await desk.FindAsync(draft.Id)).PublishedAt);
    }

    [Fact]
    public async Task The_preview_is_the_page_in_the_theme_and_runs_no_script()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        using var answer = await desk.PostAsync("/desk/preview", DeskDriver.WriteFields("Not saved yet", "Some *text*.<script>alert(1)</script>"), "/desk/write");

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<em>text</em>", page);
        Assert.DoesNotContain("alert(1)</script>", page);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'self'", policy);
        Assert.Contains("sandbox allow-same-origin", policy);
        Assert.DoesNotContain("script-src", policy);
        Assert.Empty((await app.Get<IPostStore>().ListForDeskAsync(null, null, null, 5, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task The_list_filters_searches_and_pages_by_keyset()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var publisher = app.Get<Publisher>();
        for (var n = 1; n <= 30; n++)
        {
            await publisher.SaveAsync(new PostDraft { Title = $"Post number {n:00}", Markdown = "Text.", Status = n % 2 == 0 ? PostStatus.Published : PostStatus.Draft }, CancellationToken.None);
        }

        var first = DeskDriver.Read(await desk.PageAsync("/desk/posts"));
        var older = DeskDriver.Read(await desk.PageAsync(System.Text.RegularExpressions.Regex.Match(first, "/desk/posts\\?before=[0-9a-f-]+", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Value));
        var drafts = DeskDriver.Read(await desk.PageAsync("/desk/posts?state=drafts"));
        var found = DeskDriver.Read(await desk.PageAsync("/desk/posts?q=number+07"));
        var nothing = DeskDriver.Read(await desk.PageAsync("/desk/posts?q=marmota"));

        Assert.Contains("Post number 30", first);
        Assert.DoesNotContain("Post number 05", first);
        Assert.Contains("Post number 05", older);
        Assert.DoesNotContain("Post number 30", drafts);
        Assert.Contains("Post number 07", found);
        Assert.DoesNotContain("Post number 08", found);
        Assert.Contains("No post has “marmota” in it", nothing);
    }
}
