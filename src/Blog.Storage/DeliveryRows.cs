using System.Data.Common;
using Blog.Syndication;

namespace Blog.Storage;

/// <summary>Columns of deliveries, attempts and targets, and how their rows are read.</summary>
internal static class DeliveryRows
{
    /// <summary>A delivery; <c>d</c> is its row.</summary>
    public const string Columns =
        """
        d.uid, (SELECT p.uid FROM post p WHERE p.id = d.post_id), (SELECT t.uid FROM target t WHERE t.id = d.target_id), d.network, d.action,
        d.state, d.own_text, d.sent_text, d.reason, d.not_before, d.attempts, d.lease_owner, d.lease_until, d.fence, d.remote_id,
        d.remote_url, d.created_at, d.updated_at, d.next_action, d.parts, d.media, d.look_at, d.looks, d.is_hidden, d.is_read_back, d.kept_text,
        d.comment, d.own_time
        """;

    /// <summary>A target.</summary>
    public const string TargetColumns =
        "uid, network, name, remote_account_id, api_base, is_practice, protected_secret, state, reason, created_at, web_base, kind, notice, ends_at, refresh_at, tested_at, style";

    /// <summary>A target with what is known of its outages, which has verbs of its own.</summary>
    public const string WholeTarget = TargetColumns + ", outage_from, outage_until, silent_since, is_away";

    private const string Add =
        """
        INSERT INTO delivery (uid, post_id, target_id, network, action, state, own_text, sent_text, reason, not_before, attempts, fence,
          remote_id, remote_url, created_at, updated_at, next_action, parts, media, look_at, looks, is_hidden, is_read_back, kept_text, comment, own_time)
        VALUES (@uid, @post, (SELECT id FROM target WHERE uid = @target), @network, @action, @state, @own, @sent, @reason, @notBefore, @attempts, @fence,
          @remoteId, @remoteUrl, @created, @updated, @next, @parts, @media, @lookAt, @looks, @hidden, @readBack, @kept, @comment, @ownTime)
        """;

    /// <summary>Queues a delivery of the post with this row id.</summary>
    public static void Insert(Session session, long post, Delivery delivery) => session.Execute(
        Add,
        ("@uid", delivery.Id.Stored()),
        ("@post", post),
        ("@target", delivery.TargetId.Stored()),
        ("@network", delivery.Network),
        ("@action", delivery.Action.ToString()),
        ("@state", delivery.State.ToString()),
        ("@own", delivery.OwnText),
        ("@sent", delivery.SentText),
        ("@reason", delivery.Reason),
        ("@notBefore", delivery.NotBefore.Stored()),
        ("@attempts", delivery.Attempts),
        ("@fence", delivery.Fence),
        ("@remoteId", delivery.RemoteId),
        ("@remoteUrl", delivery.RemoteUrl),
        ("@created", delivery.CreatedAt.Stored()),
        ("@updated", delivery.UpdatedAt.Stored()),
        ("@next", delivery.Next?.ToString()),
        ("@parts", StoredJson.Write(delivery.Parts)),
        ("@media", StoredJson.Write(delivery.Media)),
        ("@lookAt", delivery.LookAt.Stored()),
        ("@looks", delivery.Looks),
        ("@hidden", delivery.IsHidden),
        ("@readBack", delivery.IsReadBack),
        ("@kept", delivery.KeptText),
        ("@comment", delivery.Comment),
        ("@ownTime", delivery.OwnTime.Stored()));

    public static Delivery Read(DbDataReader row) => new()
    {
        Id = row.Id(0),
        PostId = row.Id(1),
        TargetId = row.Id(2),
        Network = row.Text(3),
        Action = row.Name<DeliveryAction>(4),
        State = row.Name<DeliveryState>(5),
        OwnText = row.TextOrNull(6),
        SentText = row.TextOrNull(7),
        Reason = row.TextOrNull(8),
        NotBefore = row.Instant(9),
        Attempts = row.Int(10),
        LeaseOwner = row.TextOrNull(11),
        LeaseUntil = row.InstantOrNull(12),
        Fence = row.GetInt64(13),
        RemoteId = row.TextOrNull(14),
        RemoteUrl = row.TextOrNull(15),
        CreatedAt = row.Instant(16),
        UpdatedAt = row.Instant(17),
        Next = row.TextOrNull(18) is { } next ? Enum.Parse<DeliveryAction>(next) : null,
        Parts = StoredJson.ReadParts(row.Text(19)),
        Media = StoredJson.ReadImages(row.Text(20)),
        LookAt = row.InstantOrNull(21),
        Looks = row.Int(22),
        IsHidden = row.Flag(23),
        IsReadBack = row.Flag(24),
        KeptText = row.TextOrNull(25),
        Comment = row.TextOrNull(26),
        OwnTime = row.InstantOrNull(27),
    };

    public static DeliveryAttempt ReadAttempt(DbDataReader row) =>
        new(row.Id(0), row.Int(1), row.GetInt64(2), row.Instant(3), row.InstantOrNull(4), row.TextOrNull(5), row.TextOrNull(6));

    public static SyndicationTarget ReadTarget(DbDataReader row) => new()
    {
        Id = row.Id(0),
        Network = row.Text(1),
        Name = row.Text(2),
        RemoteAccountId = row.Text(3),
        ApiBase = row.Text(4),
        IsPractice = row.Flag(5),
        ProtectedSecret = row.Text(6),
        State = row.Name<TargetState>(7),
        Reason = row.TextOrNull(8),
        CreatedAt = row.Instant(9),
        WebBase = row.Text(10),
        Kind = row.Text(11),
        Notice = row.TextOrNull(12),
        EndsAt = row.InstantOrNull(13),
        RefreshAt = row.InstantOrNull(14),
        TestedAt = row.InstantOrNull(15),
        Style = StoredJson.ReadStyle(row.Text(16)),
        Rehearsal = row.InstantOrNull(17) is { } from ? new OutageRehearsal(from, row.Instant(18)) : null,
        SilentSince = row.InstantOrNull(19),
        IsAway = row.Flag(20),
    };
}
