using Blog.Posts;
using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>Lets the copies of a post follow it: what is on a network is changed or taken away, what is under way is followed up when it has ended.</summary>
internal static class LiteCopyFollowing
{
    /// <summary>Queues what the copies of the post need.</summary>
    public static void Queue(LiteSession session, Guid post, CopyChange change, DateTimeOffset now)
    {
        if (change == CopyChange.None)
        {
            return;
        }

        foreach (var row in session.Deliveries.With("post_id", post.Stored()))
        {
            if (change == CopyChange.Edit)
            {
                Edit(session, row, now);
            }
            else
            {
                Withdraw(session, row, now);
            }
        }
    }

    /// <summary>A scheduled post has another hour now: what was to go out with it goes with it. Copies with an hour of their own keep it.</summary>
    public static void Move(LiteSession session, Guid post, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var row in session.Deliveries.With("post_id", post.Stored()))
        {
            if (row.Name<DeliveryState>("state") is DeliveryState.Queued or DeliveryState.Held && row.Is("action", DeliveryAction.Publish)
                && row.Int("attempts") == 0 && row.Long("not_before") == from.Stored())
            {
                row["not_before"] = to.Stored();
                LiteDeliveryRows.Put(session, row);
            }
        }
    }

    /// <summary>
    /// What the post did during a call comes when it has ended: a copy that is there is changed or taken away, one that never came about is given up. True if the
    /// row was changed.
    /// </summary>
    public static bool FollowUp(BsonDocument row, DateTimeOffset now)
    {
        var state = row.Name<DeliveryState>("state");
        var next = row.TextOrNull("next_action");
        var isThere = row.TextOrNull("remote_id") is not null;
        if (next == nameof(DeliveryAction.Publish))
        {
            return Replace(row, state, now);
        }

        if (isThere && next is not null && (state is DeliveryState.Accepted or DeliveryState.Seen or DeliveryState.Failed))
        {
            row["state"] = nameof(DeliveryState.Queued);
            row["action"] = next;
            row["reason"] = BsonValue.Null;
        }
        else if (!isThere && next == nameof(DeliveryAction.Delete) && (state is DeliveryState.Queued or DeliveryState.Held or DeliveryState.Failed))
        {
            row["state"] = nameof(DeliveryState.Withdrawn);
            row["reason"] = OutboxSentences.TakenAway;
        }
        else
        {
            return false;
        }

        row["next_action"] = BsonValue.Null;
        row["not_before"] = now.Stored();
        row["look_at"] = BsonValue.Null;
        return true;
    }

    // Only once the old copy is proven to be gone does a new one go out in its place.
    private static bool Replace(BsonDocument row, DeliveryState state, DateTimeOffset now)
    {
        if (state != DeliveryState.Withdrawn || !row.Is("action", DeliveryAction.Delete))
        {
            return false;
        }

        row["state"] = nameof(DeliveryState.Queued);
        row["action"] = nameof(DeliveryAction.Publish);
        row["attempts"] = 0;
        row["not_before"] = now.Stored();
        row["parts"] = "[]";
        row["media"] = "[]";
        row["looks"] = 0;
        row["is_hidden"] = false;
        row["is_read_back"] = false;
        foreach (var name in (ReadOnlySpan<string>)["next_action", "reason", "remote_id", "remote_url", "sent_text", "look_at", "kept_text"])
        {
            row[name] = BsonValue.Null;
        }

        return true;
    }

    private static void Edit(LiteSession session, BsonDocument row, DateTimeOffset now)
    {
        var state = row.Name<DeliveryState>("state");
        var action = row.Name<DeliveryAction>("action");
        var isThere = row.TextOrNull("remote_id") is not null;
        if (isThere && (state is DeliveryState.Accepted or DeliveryState.Seen || (state == DeliveryState.Failed && action == DeliveryAction.Edit)))
        {
            Requeue(row, DeliveryAction.Edit, now);
            LiteDeliveryRows.Put(session, row, now);
        }
        else if ((state is DeliveryState.Sending or DeliveryState.Unknown) && row["next_action"].IsNull && action != DeliveryAction.Delete)
        {
            row["next_action"] = nameof(DeliveryAction.Edit);
            LiteDeliveryRows.Put(session, row);
        }
    }

    private static void Withdraw(LiteSession session, BsonDocument row, DateTimeOffset now)
    {
        var state = row.Name<DeliveryState>("state");
        var isThere = row.TextOrNull("remote_id") is not null;
        if (state is DeliveryState.Sending or DeliveryState.Unknown)
        {
            if (!row.Is("action", DeliveryAction.Delete))
            {
                row["next_action"] = nameof(DeliveryAction.Delete);
                LiteDeliveryRows.Put(session, row);
            }
        }
        else if (isThere && state is not DeliveryState.Withdrawn)
        {
            Requeue(row, DeliveryAction.Delete, now);
            row["held_by_target"] = false;
            row["next_action"] = BsonValue.Null;
            LiteDeliveryRows.Put(session, row, now);
        }
        else if (!isThere && (state is DeliveryState.Queued or DeliveryState.Held or DeliveryState.Failed))
        {
            row["state"] = nameof(DeliveryState.Withdrawn);
            row["held_by_target"] = false;
            row["reason"] = OutboxSentences.TakenAway;
            LiteDeliveryRows.Put(session, row, now);
        }
    }

    private static void Requeue(BsonDocument row, DeliveryAction action, DateTimeOffset now)
    {
        row["action"] = action.ToString();
        row["state"] = nameof(DeliveryState.Queued);
        row["attempts"] = 0;
        row["reason"] = BsonValue.Null;
        row["not_before"] = now.Stored();
        row["look_at"] = BsonValue.Null;
    }
}
