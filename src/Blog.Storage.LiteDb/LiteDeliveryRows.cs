using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>
/// Deliveries, attempts and targets as documents. A delivery's document has three fields of its own that are indexes of what is still to be done, made anew with
/// every change: <c>lane</c> (its target's waiting, sending or held rows in their order), <c>due</c> (waiting rows by their hour) and <c>see</c> (copies that are
/// to be looked at).
/// </summary>
internal static class LiteDeliveryRows
{
    /// <summary>Lane of what is queued or unknown.</summary>
    public const string Waiting = "w";

    /// <summary>Lane of what is being sent.</summary>
    public const string Sending = "s";

    /// <summary>Lane of what is held because of its target.</summary>
    public const string Held = "h";

    /// <summary>Queues a delivery. Throws if its target is unknown.</summary>
    public static void Add(LiteSession session, Delivery delivery)
    {
        if (session.Targets.Find(delivery.TargetId.Stored()) is null)
        {
            throw new InvalidOperationException($"There is no target {delivery.TargetId}: the delivery can't be queued, nothing was stored.");
        }

        var row = new BsonDocument
        {
            ["_id"] = session.Deliveries.NextNumber(),
            ["uid"] = delivery.Id.Stored(),
            ["post_id"] = delivery.PostId.Stored(),
            ["target_id"] = delivery.TargetId.Stored(),
            ["network"] = delivery.Network,
            ["action"] = delivery.Action.ToString(),
            ["state"] = delivery.State.ToString(),
            ["claimed_from"] = BsonValue.Null,
            ["held_by_target"] = false,
            ["own_text"] = delivery.OwnText,
            ["sent_text"] = delivery.SentText,
            ["reason"] = delivery.Reason,
            ["not_before"] = delivery.NotBefore.Stored(),
            ["attempts"] = delivery.Attempts,
            ["lease_owner"] = BsonValue.Null,
            ["lease_until"] = BsonValue.Null,
            ["fence"] = delivery.Fence,
            ["remote_id"] = delivery.RemoteId,
            ["remote_url"] = delivery.RemoteUrl,
            ["created_at"] = delivery.CreatedAt.Stored(),
            ["updated_at"] = delivery.UpdatedAt.Stored(),
            ["next_action"] = delivery.Next?.ToString(),
            ["parts"] = StoredJson.Write(delivery.Parts),
            ["media"] = StoredJson.Write(delivery.Media),
            ["comment"] = delivery.Comment,
            ["own_time"] = delivery.OwnTime.StoredTicks(),
        };
        WriteSight(row, delivery);
        session.Deliveries.Add(Indexed(row));
    }

    /// <summary>Stores a changed delivery with its indexes.</summary>
    public static void Put(LiteSession session, BsonDocument row, DateTimeOffset? now = null)
    {
        if (now is { } at)
        {
            row["updated_at"] = at.Stored();
        }

        session.Deliveries.Put(Indexed(row));
    }

    /// <summary>What a worker or an author found out about the copy.</summary>
    public static void WriteSight(BsonDocument row, Delivery delivery)
    {
        row["look_at"] = delivery.LookAt.StoredTicks();
        row["looks"] = delivery.Looks;
        row["is_hidden"] = delivery.IsHidden;
        row["is_read_back"] = delivery.IsReadBack;
        row["kept_text"] = delivery.KeptText;
    }

    /// <summary>Rows of a target in a lane, the oldest first.</summary>
    public static List<BsonDocument> Lane(LiteSession session, string lane, BsonValue target, int limit = int.MaxValue, string? after = null)
    {
        var name = LiteDocuments.Joined(lane, target.AsString);
        return session.Deliveries.Range("lane", after ?? name + LiteDocuments.Separator, name + LiteDocuments.AfterSeparator, limit);
    }

    /// <summary>The waiting row of a target whose hour comes first; null if none waits.</summary>
    public static BsonDocument? FirstDue(LiteSession session, BsonValue target) =>
        session.Deliveries.Least("due", target.AsString + LiteDocuments.Separator, target.AsString + LiteDocuments.AfterSeparator);

    public static Delivery Read(BsonDocument row) => new()
    {
        Id = row.Id("uid"),
        PostId = row.Id("post_id"),
        TargetId = row.Id("target_id"),
        Network = row.Text("network"),
        Action = row.Name<DeliveryAction>("action"),
        State = row.Name<DeliveryState>("state"),
        OwnText = row.TextOrNull("own_text"),
        SentText = row.TextOrNull("sent_text"),
        Reason = row.TextOrNull("reason"),
        NotBefore = row.Instant("not_before"),
        Attempts = row.Int("attempts"),
        LeaseOwner = row.TextOrNull("lease_owner"),
        LeaseUntil = row.InstantOrNull("lease_until"),
        Fence = row.Long("fence"),
        RemoteId = row.TextOrNull("remote_id"),
        RemoteUrl = row.TextOrNull("remote_url"),
        CreatedAt = row.Instant("created_at"),
        UpdatedAt = row.Instant("updated_at"),
        Next = row.TextOrNull("next_action") is { } next ? Enum.Parse<DeliveryAction>(next) : null,
        Parts = StoredJson.ReadParts(row.Text("parts")),
        Media = StoredJson.ReadImages(row.Text("media")),
        LookAt = row.InstantOrNull("look_at"),
        Looks = row.Int("looks"),
        IsHidden = row.Flag("is_hidden"),
        IsReadBack = row.Flag("is_read_back"),
        KeptText = row.TextOrNull("kept_text"),
        Comment = row.TextOrNull("comment"),
        OwnTime = row.InstantOrNull("own_time"),
    };

    public static DeliveryAttempt ReadAttempt(BsonDocument row, Guid delivery) => new(
        delivery, row.Int("number"), row.Long("fence"), row.Instant("started_at"), row.InstantOrNull("finished_at"), row.TextOrNull("outcome"), row.TextOrNull("detail"));

    /// <summary>A target in its document: a new one, or the one that is there, whose pace and lease stay.</summary>
    public static BsonDocument WriteTarget(BsonDocument row, SyndicationTarget target)
    {
        row["network"] = target.Network;
        row["name"] = target.Name;
        row["remote_account_id"] = target.RemoteAccountId;
        row["api_base"] = target.ApiBase;
        row["is_practice"] = target.IsPractice;
        row["protected_secret"] = target.ProtectedSecret;
        row["state"] = target.State.ToString();
        row["reason"] = target.Reason;
        row["web_base"] = target.WebBase;
        row["kind"] = target.Kind;
        row["notice"] = target.Notice;
        row["ends_at"] = target.EndsAt.StoredTicks();
        row["refresh_at"] = target.RefreshAt.StoredTicks();
        row["tested_at"] = target.TestedAt.StoredTicks();
        row["style"] = StoredJson.Write(target.Style);
        return row;
    }

    public static SyndicationTarget ReadTarget(BsonDocument row) => LiteOutageStore.Read(row, new()
    {
        Id = row.Id("_id"),
        Network = row.Text("network"),
        Name = row.Text("name"),
        RemoteAccountId = row.Text("remote_account_id"),
        ApiBase = row.Text("api_base"),
        IsPractice = row.Flag("is_practice"),
        ProtectedSecret = row.Text("protected_secret"),
        State = row.Name<TargetState>("state"),
        Reason = row.TextOrNull("reason"),
        CreatedAt = row.Instant("created_at"),
        WebBase = row.Text("web_base"),
        Kind = row.Text("kind"),
        Notice = row.TextOrNull("notice"),
        EndsAt = row.InstantOrNull("ends_at"),
        RefreshAt = row.InstantOrNull("refresh_at"),
        TestedAt = row.InstantOrNull("tested_at"),
        Style = StoredJson.ReadStyle(row.Text("style")),
    });

    private static BsonDocument Indexed(BsonDocument row)
    {
        var state = row.Name<DeliveryState>("state");
        var lane = state switch
        {
            DeliveryState.Queued or DeliveryState.Unknown => Waiting,
            DeliveryState.Sending => Sending,
            DeliveryState.Held when row.Flag("held_by_target") => Held,
            _ => null,
        };
        var target = row.Text("target_id");
        var isToSee = !row["look_at"].IsNull && (state == DeliveryState.Accepted || (state == DeliveryState.Seen && !row.Flag("is_read_back")));
        row["lane"] = lane is null ? BsonValue.Null : LiteDocuments.Joined(lane, target, row["_id"].AsInt64.Sorted());
        row["due"] = lane == Waiting ? LiteDocuments.Joined(target, row.Long("not_before").Sorted()) : BsonValue.Null;
        row["see"] = isToSee ? row["look_at"] : BsonValue.Null;
        return row;
    }
}
