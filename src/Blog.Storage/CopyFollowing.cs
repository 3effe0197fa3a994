using Blog.Posts;

namespace Blog.Storage;

/// <summary>Lets the copies of a post follow it: what is on a network is changed or taken away, what is under way is followed up when it has ended.</summary>
internal static class CopyFollowing
{
    private const string EditThere =
        """
        UPDATE delivery SET action = 'Edit', state = 'Queued', attempts = 0, reason = NULL, not_before = @now, look_at = NULL, updated_at = @now
        WHERE post_id = @post AND remote_id IS NOT NULL AND (state IN ('Accepted', 'Seen') OR (state = 'Failed' AND action = 'Edit'))
        """;

    private const string EditLater =
        "UPDATE delivery SET next_action = 'Edit' WHERE post_id = @post AND state IN ('Sending', 'Unknown') AND next_action IS NULL AND action <> 'Delete'";

    private const string DeleteThere =
        """
        UPDATE delivery SET action = 'Delete', state = 'Queued', attempts = 0, held_by_target = 0, reason = NULL, not_before = @now, look_at = NULL, next_action = NULL, updated_at = @now
        WHERE post_id = @post AND remote_id IS NOT NULL AND state IN ('Accepted', 'Seen', 'Failed', 'Queued', 'Held')
        """;

    private const string DeleteLater =
        "UPDATE delivery SET next_action = 'Delete' WHERE post_id = @post AND state IN ('Sending', 'Unknown') AND action <> 'Delete'";

    private const string GiveUp =
        $"""
        UPDATE delivery SET state = 'Withdrawn', held_by_target = 0, reason = '{OutboxSentences.TakenAway}', updated_at = @now
        WHERE post_id = @post AND remote_id IS NULL AND state IN ('Queued', 'Held', 'Failed')
        """;

    // Copies with an hour of their own keep it.
    private const string Follow =
        "UPDATE delivery SET not_before = @to WHERE post_id = @post AND state IN ('Queued', 'Held') AND action = 'Publish' AND attempts = 0 AND not_before = @from";

    /// <summary>A scheduled post has another hour now: what was to go out with it goes with it.</summary>
    public static void Move(Session session, long post, DateTimeOffset from, DateTimeOffset to) =>
        session.Execute(Follow, ("@to", to.Stored()), ("@post", post), ("@from", from.Stored()));

    /// <summary>Queues what the copies of the post with this row id need.</summary>
    public static void Queue(Session session, long post, CopyChange change, DateTimeOffset now)
    {
        foreach (var sql in change switch
        {
            CopyChange.Edit => (ReadOnlySpan<string>)[EditThere, EditLater],
            CopyChange.Withdraw => [DeleteThere, DeleteLater, GiveUp],
            _ => [],
        })
        {
            if (sql is EditLater or DeleteLater)
            {
                session.Execute(sql, ("@post", post));
            }
            else
            {
                session.Execute(sql, ("@post", post), ("@now", now.Stored()));
            }
        }
    }
}
