using Blog.Posts;

namespace Blog.Desk.Planning;

/// <summary>Puts a draft or a scheduled post on another day and hour, through the one door. It never publishes: an hour that is over is refused.</summary>
internal sealed class PostMover(Publisher publisher, TimeProvider time)
{
    public async Task<MoveOutcome> MoveAsync(Post post, int revision, string date, string hour, TimeZoneInfo zone, CancellationToken ct)
    {
        var name = post.Title ?? Excerpt.From(post.Text, 60);
        var refused = new MoveOutcome(MoveKind.Published, post.Id, name, post.PublishedAt, $"{date} {hour}") { Revision = post.Revision };
        if (post.Status is not (PostStatus.Draft or PostStatus.Scheduled))
        {
            return refused;
        }

        var wished = LocalHour.Read(date, hour, zone);
        if (wished?.At is not { } at)
        {
            return refused with { Kind = wished is null ? MoveKind.Unreadable : MoveKind.NoSuchHour, Nearest = wished?.Gap?.Next };
        }

        if (post.Status == PostStatus.Scheduled && at <= time.GetUtcNow())
        {
            return refused with { Kind = MoveKind.Past };
        }

        var saved = await publisher.SaveAsync(Publisher.AsDraft(post) with { PublishedAt = at, ExpectedRevision = revision }, ct);
        return saved.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged
            ? refused with { Kind = MoveKind.Moved, At = at }
            : refused with { Kind = MoveKind.Stale };
    }
}
