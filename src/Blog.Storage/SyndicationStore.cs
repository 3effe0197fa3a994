using System.Globalization;
using Blog.Syndication;

namespace Blog.Storage;

/// <inheritdoc cref="ISyndicationStore"/>
internal sealed partial class SyndicationStore(Database database) : ISyndicationStore
{
    // One row per connected target that has no living lease: first one whose lease ended, else the oldest that is due. What it was
    // claimed from is kept over a second claim: a row that may have been sent must be looked for however often its worker dies.
    // A rehearsed outage holds both. A target that is paced costs no look at its rows, and the limit is a sum so that SQLite does not compile this anew for each number.
    private const string Claim =
        $"""
        WITH ended AS (
          SELECT min(e.id) AS id FROM delivery e JOIN target t ON t.id = e.target_id
          WHERE e.state = 'Sending' AND e.lease_until <= @now AND t.state = 'Connected' AND t.outage_until <= @now
            AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.target_id = t.id AND s.state = 'Sending' AND s.lease_until > @now)
          GROUP BY e.target_id),
        due AS MATERIALIZED (
          SELECT (SELECT w.id FROM delivery w WHERE w.target_id = t.id AND w.state IN ('Queued', 'Unknown') AND +w.not_before <= @now ORDER BY w.id LIMIT 1) AS id
          FROM target t
          WHERE t.state = 'Connected' AND t.paced_until <= @now AND t.outage_until <= @now AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.target_id = t.id AND s.state = 'Sending'))
        UPDATE delivery SET
          claimed_from = CASE WHEN state = 'Sending' AND claimed_from = 'Unknown' THEN 'Unknown' ELSE state END,
          state = 'Sending', lease_owner = @owner, lease_until = @until, fence = fence + 1, updated_at = @now
        WHERE (SELECT q.quarantine FROM outbox_seal q WHERE q.id = 1) IS NULL
          AND id IN (SELECT id FROM ended UNION ALL SELECT id FROM due WHERE id IS NOT NULL ORDER BY id LIMIT @limit + 0)
        RETURNING {Returned}, claimed_from,
          EXISTS (SELECT 1 FROM delivery_attempt a WHERE a.delivery_id = delivery.id AND a.finished_at IS NULL)
        """;

    private const string Returned =
        """
        uid, (SELECT p.uid FROM post p WHERE p.id = delivery.post_id), (SELECT t.uid FROM target t WHERE t.id = delivery.target_id), network,
        action, state, own_text, sent_text, reason, not_before, attempts, lease_owner, lease_until, fence, remote_id, remote_url,
        created_at, updated_at, next_action, parts, media, look_at, looks, is_hidden, is_read_back, kept_text, comment, own_time
        """;

    private const string Begin =
        """
        UPDATE delivery SET sent_text = @text, parts = @parts, media = @media, attempts = attempts + 1, updated_at = @now
        WHERE uid = @id AND state = 'Sending' AND fence = @fence AND lease_until > @now RETURNING id
        """;

    private const string Keep =
        """
        UPDATE delivery SET media = @media, lease_until = @until, updated_at = @now
        WHERE uid = @id AND state = 'Sending' AND fence = @fence AND lease_until > @now RETURNING id
        """;

    private const string OpenAttempt =
        """
        INSERT INTO delivery_attempt (delivery_id, number, fence, started_at)
        VALUES (@delivery, (SELECT coalesce(max(number), 0) + 1 FROM delivery_attempt WHERE delivery_id = @delivery), @fence, @now)
        """;

    // A look that finds the same as the one before it is not worth another line: a network may be unreadable for days.
    private const string NoteAttempt =
        """
        INSERT INTO delivery_attempt (delivery_id, number, fence, started_at, finished_at, outcome, detail)
        SELECT @delivery, coalesce(max(number), 0) + 1, @fence, @now, @now, @outcome, @detail FROM delivery_attempt WHERE delivery_id = @delivery
        HAVING NOT EXISTS (
          SELECT 1 FROM delivery_attempt l WHERE l.delivery_id = @delivery AND l.outcome = @outcome AND coalesce(l.detail, '') = coalesce(@detail, '')
            AND l.number = (SELECT max(n.number) FROM delivery_attempt n WHERE n.delivery_id = @delivery))
        """;

    private const string CloseAttempts =
        "UPDATE delivery_attempt SET finished_at = @now, outcome = @outcome, detail = @detail WHERE delivery_id = @delivery AND finished_at IS NULL";

    private const string CloseOwn =
        $"""
        UPDATE delivery_attempt SET finished_at = @now, outcome = 'Rejected', detail = '{OutboxSentences.Refused}'
        WHERE delivery_id = @delivery AND fence = @fence AND finished_at IS NULL
        """;

    private const string Finish =
        """
        UPDATE delivery SET state = @state, held_by_target = @held, reason = @reason, not_before = @notBefore, remote_id = @remoteId,
          remote_url = @remoteUrl, parts = @parts, media = @media, look_at = @lookAt, looks = @looks, is_hidden = @hidden,
          is_read_back = @readBack, kept_text = @kept, claimed_from = NULL, lease_owner = NULL, lease_until = NULL, updated_at = @now
        WHERE uid = @id AND state = 'Sending' AND fence = @fence RETURNING id, next_action IS NOT NULL
        """;

    // What the post did meanwhile comes first: a copy that is there is changed or taken away, one that never came about is given up.
    private const string FollowUp =
        $"""
        UPDATE delivery SET
          state = CASE WHEN remote_id IS NOT NULL THEN 'Queued' ELSE 'Withdrawn' END,
          action = CASE WHEN remote_id IS NOT NULL THEN next_action ELSE action END,
          reason = CASE WHEN remote_id IS NOT NULL THEN NULL ELSE '{OutboxSentences.TakenAway}' END,
          next_action = NULL, not_before = @now, look_at = NULL
        WHERE id = @delivery AND (
          (remote_id IS NOT NULL AND next_action IN ('Edit', 'Delete') AND state IN ('Accepted', 'Seen', 'Failed'))
          OR (remote_id IS NULL AND next_action = 'Delete' AND state IN ('Queued', 'Held', 'Failed')))
        """;

    // Only once the old copy is proven to be gone does a new one go out in its place.
    private const string Replace =
        """
        UPDATE delivery SET state = 'Queued', action = 'Publish', next_action = NULL, attempts = 0, reason = NULL, not_before = @now, remote_id = NULL,
          remote_url = NULL, sent_text = NULL, parts = '[]', media = '[]', look_at = NULL, looks = 0, is_hidden = @no, is_read_back = @no, kept_text = NULL
        WHERE id = @delivery AND action = 'Delete' AND next_action = 'Publish' AND state = 'Withdrawn'
        """;

    private const string Decide =
        """
        UPDATE delivery SET state = @state, action = @action, next_action = @next, attempts = CASE WHEN @action = 'Publish' THEN attempts ELSE 0 END, held_by_target = 0, own_text = @own, reason = @reason, not_before = @notBefore,
          remote_id = @remoteId, remote_url = @remoteUrl, parts = @parts, look_at = @lookAt, looks = @looks, is_hidden = @hidden, is_read_back = @readBack, kept_text = @kept, claimed_from = NULL, lease_owner = NULL, lease_until = NULL, updated_at = @now
        WHERE uid = @id AND state = @expected RETURNING id, fence
        """;

    // What the author wants now does not wait for the pause that an earlier failure gave the account.
    private const string EndPause = "UPDATE target SET paced_until = 0 WHERE id = (SELECT d.target_id FROM delivery d WHERE d.id = @delivery)";

    private const string OfPost = $"SELECT {DeliveryRows.Columns} FROM delivery d WHERE d.post_id = (SELECT id FROM post WHERE uid = @post) ORDER BY d.id";

    private const string One = $"SELECT {DeliveryRows.Columns} FROM delivery d WHERE d.uid = @id";

    private const string Recent = $"SELECT {DeliveryRows.Columns} FROM delivery d ORDER BY d.id DESC LIMIT @limit + 0";

    private const string Attempts =
        """
        SELECT d.uid, a.number, a.fence, a.started_at, a.finished_at, a.outcome, a.detail
        FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id WHERE d.uid = @id ORDER BY a.number
        """;

    private const string ToUnknown =
        $"""
        UPDATE delivery SET state = 'Unknown', not_before = @now, updated_at = @now, sent_text = coalesce(sent_text, ''),
          reason = '{OutboxSentences.Copied}', claimed_from = NULL, lease_owner = NULL, lease_until = NULL
        WHERE state IN ('Queued', 'Held', 'Sending') AND action = 'Publish'
        """;

    // While one row of a target is being sent, its others are not due, however old they are: the end of that lease is. A target that is paced for longer
    // than one of the first few waits can't be before it, so that its rows are not looked at.
    private const string NextDue =
        """
        WITH idle AS MATERIALIZED (
          SELECT t.id, CASE WHEN t.outage_until > t.paced_until THEN t.outage_until ELSE t.paced_until END AS paced_until FROM target t
          WHERE t.state = 'Connected' AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.target_id = t.id AND s.state = 'Sending')),
        few AS MATERIALIZED (SELECT i.id, i.paced_until FROM idle i ORDER BY i.paced_until LIMIT 8),
        bound AS MATERIALIZED (
          SELECT min((SELECT CASE WHEN min(w.not_before) > f.paced_until THEN min(w.not_before) WHEN min(w.not_before) IS NOT NULL THEN f.paced_until END FROM delivery w WHERE w.target_id = f.id AND w.state IN ('Queued', 'Unknown'))) AS due FROM few f)
        SELECT min(due) FROM (
          SELECT min(CASE WHEN t.outage_until > s.lease_until THEN t.outage_until ELSE s.lease_until END) AS due FROM delivery s JOIN target t ON t.id = s.target_id WHERE s.state = 'Sending' AND t.state = 'Connected'
          UNION ALL
          SELECT min((SELECT CASE WHEN min(w.not_before) > i.paced_until THEN min(w.not_before) WHEN min(w.not_before) IS NOT NULL THEN i.paced_until END FROM delivery w WHERE w.target_id = i.id AND w.state IN ('Queued', 'Unknown')))
          FROM idle i WHERE i.paced_until <= coalesce((SELECT b.due FROM bound b), i.paced_until)) n
        WHERE (SELECT q.quarantine FROM outbox_seal q WHERE q.id = 1) IS NULL
        """;

    private const string Counts = "SELECT state, copies FROM delivery_count WHERE copies > 0";

    private const string Measure =
        """
        SELECT m.network, m.state, count(*), min(CASE WHEN m.published > m.asked THEN m.published ELSE m.asked END)
        FROM (
          SELECT d.network, d.state, coalesce(p.published_at, 0) AS published, CASE d.action WHEN 'Publish' THEN d.created_at ELSE p.updated_at END AS asked
          FROM delivery d JOIN post p ON p.id = d.post_id
          WHERE d.state IN ('Queued', 'Sending', 'Unknown', 'Held', 'Failed')) m
        GROUP BY m.network, m.state
        """;

    /// <summary>The statements that a worker repeats, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [Claim, Begin, Keep, OpenAttempt, CloseAttempts, CloseOwn, Finish, FollowUp, Replace, Decide, OfPost, One, Recent, Attempts, NextDue, ToSee, NoteSight, NoteReadBack, Counts, Measure];

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var claimed = session.List(
                Claim,
                row => new ClaimedDelivery(DeliveryRows.Read(row), row.Name<DeliveryState>(28), row.Flag(29)),
                ("@owner", owner),
                ("@until", (now + lease).Stored()),
                ("@now", now.Stored()),
                ("@limit", limit));
            claimed.Sort((a, b) => a.Delivery.CreatedAt.CompareTo(b.Delivery.CreatedAt));
            return (IReadOnlyList<ClaimedDelivery>)claimed;
        },
        ct);

    public Task<bool> BeginAttemptAsync(Delivery claimed, string text, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (session.Scalar(
                Begin,
                ("@text", text),
                ("@parts", StoredJson.Write(claimed.Parts)),
                ("@media", StoredJson.Write(claimed.Media)),
                ("@now", now.Stored()),
                ("@id", claimed.Id.Stored()),
                ("@fence", claimed.Fence)) is not { } delivery)
            {
                return false;
            }

            // Within one claim only a proven refusal is followed by a second call. An attempt of an earlier claim was left by a process that died and may have
            // published: it stays unclear, because what is asked about it counts from the moment at which it began.
            session.Execute(CloseOwn, ("@now", now.Stored()), ("@delivery", delivery), ("@fence", claimed.Fence));
            Close(session, delivery, now, "Unknown", OutboxSentences.ProcessEnded);
            session.Execute(OpenAttempt, ("@delivery", delivery), ("@fence", claimed.Fence), ("@now", now.Stored()));
            return true;
        },
        ct);

    public Task<bool> KeepClaimAsync(Delivery claimed, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session => session.Scalar(
            Keep,
            ("@media", StoredJson.Write(claimed.Media)),
            ("@until", claimed.LeaseUntil!.Value.Stored()),
            ("@now", now.Stored()),
            ("@id", claimed.Id.Stored()),
            ("@fence", claimed.Fence)) is not null,
        ct);

    public Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var done = session.First(
                Finish,
                row => ((long Id, bool IsAskedMore)?)(row.GetInt64(0), row.Flag(1)),
                ("@state", next.ToString()),
                ("@held", next == DeliveryState.Held && outcome == nameof(DeliveryResult.Unauthorized)),
                ("@reason", claimed.Reason),
                ("@notBefore", claimed.NotBefore.Stored()),
                ("@remoteId", claimed.RemoteId),
                ("@remoteUrl", claimed.RemoteUrl),
                ("@parts", StoredJson.Write(claimed.Parts)),
                ("@media", StoredJson.Write(claimed.Media)),
                ("@lookAt", claimed.LookAt.Stored()),
                ("@looks", claimed.Looks),
                ("@hidden", claimed.IsHidden),
                ("@readBack", claimed.IsReadBack),
                ("@kept", claimed.KeptText),
                ("@now", now.Stored()),
                ("@id", claimed.Id.Stored()),
                ("@fence", claimed.Fence));
            if (done is not { } delivery)
            {
                return false;
            }

            if (Close(session, delivery.Id, now, outcome, detail) == 0)
            {
                Note(session, delivery.Id, claimed.Fence, now, outcome, detail);
            }

            if (delivery.IsAskedMore)
            {
                session.Execute(FollowUp, ("@delivery", delivery.Id), ("@now", now.Stored()));
                session.Execute(Replace, ("@delivery", delivery.Id), ("@now", now.Stored()), ("@no", false));
            }

            return true;
        },
        ct);

    public Task<bool> ResolveAsync(Guid id, DeliveryState expected, Delivery next, string detail, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var before = session.First(One, DeliveryRows.Read, ("@id", id.Stored()));
            var decided = session.First(
                Decide,
                row => ((long Id, long Fence)?)(row.GetInt64(0), row.GetInt64(1)),
                ("@state", next.State.ToString()),
                ("@action", next.Action.ToString()),
                ("@next", next is { Action: DeliveryAction.Delete, Next: DeliveryAction.Publish } ? nameof(DeliveryAction.Publish) : null),
                ("@parts", StoredJson.Write(next.Parts)),
                ("@lookAt", next.LookAt.Stored()),
                ("@looks", next.Looks),
                ("@hidden", next.IsHidden),
                ("@readBack", next.IsReadBack),
                ("@kept", next.KeptText),
                ("@own", next.OwnText),
                ("@reason", next.Reason),
                ("@notBefore", next.NotBefore.Stored()),
                ("@remoteId", next.RemoteId),
                ("@remoteUrl", next.RemoteUrl),
                ("@now", now.Stored()),
                ("@id", id.Stored()),
                ("@expected", expected.ToString()));
            if (decided is not { } row)
            {
                return false;
            }

            Note(session, row.Id, row.Fence, now, OutboxSentences.Outcome(expected, before!, next), detail);
            if (next.State == DeliveryState.Queued)
            {
                session.Execute(EndPause, ("@delivery", row.Id));
            }

            return true;
        },
        ct);

    public Task<IReadOnlyList<Delivery>> ListForPostAsync(Guid postId, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<Delivery>)session.List(OfPost, DeliveryRows.Read, ("@post", postId.Stored())), ct);

    public Task<ILookup<Guid, Delivery>> ListForPostsAsync(IReadOnlyList<Guid> postIds, CancellationToken ct) => database.ReadAsync(
        session => (postIds.Count == 0 ? [] : session.List(
            $"SELECT {DeliveryRows.Columns} FROM delivery d WHERE d.post_id IN (SELECT id FROM post WHERE uid IN ({string.Join(", ", postIds.Select((_, i) => Parameter(i)))})) ORDER BY d.id",
            DeliveryRows.Read,
            [.. postIds.Select((id, i) => (Parameter(i), (object?)id.Stored()))])).ToLookup(d => d.PostId),
        ct);

    public Task<Delivery?> FindAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(One, DeliveryRows.Read, ("@id", id.Stored())), ct);

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(Guid deliveryId, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<DeliveryAttempt>)session.List(Attempts, DeliveryRows.ReadAttempt, ("@id", deliveryId.Stored())), ct);

    public Task<IReadOnlyList<Delivery>> ListRecentAsync(int limit, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<Delivery>)session.List(Recent, DeliveryRows.Read, ("@limit", limit)), ct);

    public Task<IReadOnlyDictionary<DeliveryState, int>> CountByStateAsync(CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyDictionary<DeliveryState, int>)session
            .List(Counts, row => (State: row.Name<DeliveryState>(0), Count: row.Int(1)))
            .ToDictionary(c => c.State, c => c.Count),
        ct);

    public Task<IReadOnlyList<QueueDepth>> MeasureQueueAsync(CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<QueueDepth>)session.List(Measure, row => new QueueDepth(row.Text(0), row.Name<DeliveryState>(1), row.Int(2), row.Instant(3))), ct);

    public Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.First(NextDue, row => row.InstantOrNull(0)), ct);

    public Task<long> CountAttemptsAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.First("SELECT coalesce(max(id), 0) FROM delivery_attempt", row => row.GetInt64(0)), ct);

    public Task<OutboxSeal?> FindSealAsync(CancellationToken ct) => database.ReadAsync(
        session => session.First("SELECT token, born, quarantine FROM outbox_seal", row => new OutboxSeal(row.Text(0), row.Instant(1), row.TextOrNull(2))), ct);

    public Task SaveSealAsync(OutboxSeal seal, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            "INSERT INTO outbox_seal (id, token, born, quarantine) VALUES (1, @token, @born, @why) ON CONFLICT (id) DO UPDATE SET token = @token, born = @born, quarantine = @why",
            ("@token", seal.Token),
            ("@born", seal.Born.Stored()),
            ("@why", seal.Quarantine)),
        ct);

    public Task ReleaseOutboxAsync(DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            session.Execute(ToUnknown, ("@now", now.Stored()));
            return session.Execute("UPDATE outbox_seal SET quarantine = NULL");
        },
        ct);

    private static string Parameter(int number) => string.Create(CultureInfo.InvariantCulture, $"@p{number}");

    private static int Close(Session session, object delivery, DateTimeOffset now, string outcome, string? detail) =>
        session.Execute(CloseAttempts, ("@now", now.Stored()), ("@outcome", outcome), ("@detail", detail), ("@delivery", delivery));

    private static void Note(Session session, object delivery, long fence, DateTimeOffset now, string outcome, string? detail) => session.Execute(
        NoteAttempt, ("@delivery", delivery), ("@fence", fence), ("@now", now.Stored()), ("@outcome", outcome), ("@detail", detail));
}
