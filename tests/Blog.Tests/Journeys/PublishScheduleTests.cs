using System.Net;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed class PublishScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    [Fact]
    public async Task A_scheduled_post_is_not_there_before_its_time_and_public_after_it()
    {
        var clock = new FakeClock(Start);
        using var app = Open(clock);
        using var reader = app.Browser();
        var post = await ScheduleAsync(app, "Snow at nine", Start.AddHours(1));

        Assert.Equal(PostStatus.Scheduled, post.Status);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, post.Path));
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, post.Path));
        clock.Advance(TimeSpan.FromMinutes(1));

        await UntilAsync(reader, post.Path, HttpStatusCode.OK);
        Assert.Contains("Snow at nine", await reader.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Snow at nine", await reader.GetStringAsync("/feed.xml"), StringComparison.Ordinal);
        Assert.Equal(Start.AddHours(1), (await app.Get<IPostStore>().FindAsync(post.Id, default))!.PublishedAt);
    }

    [Fact]
    public async Task A_post_whose_time_came_while_nothing_ran_is_published_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("blog-schedule-").FullName;
        try
        {
            var clock = new FakeClock(Start);
            Post post;
            using (var app = Open(clock, folder))
            {
                post = await ScheduleAsync(app, "Missed", Start.AddHours(1));
            }

            clock.Advance(TimeSpan.FromDays(2));
            using var again = Open(clock, folder);
            using var reader = again.Browser();

            await UntilAsync(reader, post.Path, HttpStatusCode.OK);
            Assert.Equal(Start.AddHours(1), (await again.Get<IPostStore>().FindAsync(post.Id, default))!.PublishedAt);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Several_posts_come_out_each_at_its_own_time()
    {
        var clock = new FakeClock(Start);
        using var app = Open(clock);
        using var reader = app.Browser();
        var late = await ScheduleAsync(app, "Late", Start.AddHours(3));
        var early = await ScheduleAsync(app, "Early", Start.AddHours(1));

        clock.Advance(TimeSpan.FromHours(2));
        await UntilAsync(reader, early.Path, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, late.Path));

        clock.Advance(TimeSpan.FromHours(2));
        await UntilAsync(reader, late.Path, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_post_taken_off_the_schedule_stays_a_draft()
    {
        var clock = new FakeClock(Start);
        using var app = Open(clock);
        using var reader = app.Browser();
        var publisher = app.Get<Publisher>();
        var dropped = await ScheduleAsync(app, "Dropped", Start.AddHours(1));
        var kept = await ScheduleAsync(app, "Kept", Start.AddHours(1));
        await publisher.UnpublishAsync(dropped.Id, "desk", default);

        clock.Advance(TimeSpan.FromHours(2));
        await UntilAsync(reader, kept.Path, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, dropped.Path));
        Assert.Equal(PublishOutcome.Unchanged, (await publisher.PublishDueAsync(dropped.Id, default)).Outcome);
        Assert.Equal(PostStatus.Draft, (await app.Get<IPostStore>().FindAsync(dropped.Id, default))!.Status);
    }

    [Fact]
    public async Task A_post_moved_to_a_later_time_is_not_published_at_the_first_one()
    {
        var clock = new FakeClock(Start);
        using var app = Open(clock);
        var post = await ScheduleAsync(app, "Moved", Start.AddHours(1));
        var publisher = app.Get<Publisher>();
        await publisher.SaveAsync(Publisher.AsDraft(post) with { PublishedAt = Start.AddHours(5) }, default);

        clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(PublishOutcome.Unchanged, (await publisher.PublishDueAsync(post.Id, default)).Outcome);
    }

    private static BlogApp Open(FakeClock clock, string? folder = null)
    {
        var app = new BlogApp(folder).Configure(services => services.AddSingleton<TimeProvider>(clock));
        _ = app.Server;
        return app;
    }

    private static async Task<Post> ScheduleAsync(BlogApp app, string title, DateTimeOffset at)
    {
        var saved = await app.Get<Publisher>().SaveAsync(new PostDraft { Title = title, Markdown = "Words.", Status = PostStatus.Published, PublishedAt = at }, default);
        Assert.True(saved.Outcome == PublishOutcome.Saved, saved.Problem);
        return saved.Post!;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient reader, string path)
    {
        using var response = await reader.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    private static async Task UntilAsync(HttpClient reader, string path, HttpStatusCode wanted)
    {
        await Waiting.UntilAsync($"{path} answers {(int)wanted}", async () => await StatusAsync(reader, path) == wanted);
    }
}
