using Blog.Syndication;

namespace Blog.Storage;

/// <inheritdoc cref="ISyndicationStore"/>
internal sealed class SyndicationStore(Database database) : ISyndicationStore
{
    private const string Targets = $"SELECT {DeliveryRows.TargetColumns} FROM target ORDER BY id";

    private const string OneTarget = $"SELECT {DeliveryRows.TargetColumns} FROM target WHERE uid = @id";

    private const string PutTarget =
        $"""
        INSERT INTO target ({DeliveryRows.TargetColumns})
        VALUES (@id, @network, @name, @account, @base, @practice, @secret, @state, @reason, @created)
        ON CONFLICT (uid) DO UPDATE SET network = excluded.network, name = excluded.name, remote_account_id = excluded.remote_account_id,
          api_base = excluded.api_base, is_practice = excluded.is_practice, protected_secret = excluded.protected_secret,
          state = excluded.state, reason = excluded.reason
        """;

    // One row per connected target that has no living lease: first one whose lease ended, else the oldest that is due. What it was
    // claimed from is kept over a second claim: a row that may have been sent must be looked for however often its worker dies.
    private const string Claim =
        $"""
        UPDATE delivery AS d SET
          claimed_from = CASE WHEN d.state = 'Sending' AND d.claimed_from = 'Unknown' THEN 'Unknown' ELSE d.state END,
          state = 'Sending', lease_owner = @owner, lease_until = @until, fence = d.fence + 1, updated_at = @now
        WHERE d.id IN (
          SELECT coalesce(
            (SELECT e.id FROM delivery e WHERE e.target_id = t.id AND e.state = 'Sending' ORDER BY e.lease_until LIMIT 1),
            (SELECT w.id FROM delivery w WHERE w.target_id = t.id AND w.state IN ('Queued', 'Unknown') AND w.not_before <= @now ORDER BY w.id LIMIT 1)) AS next
          FROM target t
          WHERE t.state = 'Connected'
            AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.target_id = t.id AND s.state = 'Sending' AND s.lease_until > @now)
            AND next IS NOT NULL
          ORDER BY next LIMIT @limit)
        RETURNING {Returned}, claimed_from,
          EXISTS (SELECT 1 FROM delivery_attempt a WHERE a.delivery_id = delivery.id AND a.finished_at IS NULL)
        """;

    private const string Returned =
        """
        uid, (SELECT p.uid FROM post p WHERE p.id = delivery.post_id), (SELECT t.uid FROM target t WHERE t.id = delivery.target_id), network,
        action, state, own_text, sent_text, reason, not_before, attempts, lease_owner, lease_until, fence, remote_id, remote_url,
        created_at, updated_at
        """;

    private const string Begin =
        """
        UPDATE delivery SET sent_text = @text, attempts = attempts + 1, updated_at = @now
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

    private const string Finish =
        """
        UPDATE delivery SET state = @state, held_by_target = @held, reason = @reason, not_before = @notBefore, remote_id = @remoteId,
          remote_url = @remoteUrl, claimed_from = NULL, lease_owner = NULL, lease_until = NULL, updated_at = @now
        WHERE uid = @id AND state = 'Sending' AND fence = @fence RETURNING id
        """;

    private const string Decide =
        """
        UPDATE delivery SET state = @state, held_by_target = 0, own_text = @own, reason = @reason, not_before = @notBefore,
          remote_id = @remoteId, remote_url = @remoteUrl, claimed_from = NULL, lease_owner = NULL, lease_until = NULL, updated_at = @now
        WHERE uid = @id AND state = @expected RETURNING id, fence
        """;

    private const string OfPost = $"SELECT {DeliveryRows.Columns} FROM delivery d WHERE d.post_id = (SELECT id FROM post WHERE uid = @post) ORDER BY d.id";

    private const string One = $"SELECT {DeliveryRows.Columns} FROM delivery d WHERE d.uid = @id";

    private const string Recent = $"SELECT {DeliveryRows.Columns} FROM delivery d ORDER BY d.id DESC LIMIT @limit";

    private const string Attempts =
        """
        SELECT d.uid, a.number, a.fence, a.started_at, a.finished_at, a.outcome, a.detail
        FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id WHERE d.uid = @id ORDER BY a.number
        """;

    // While one row of a target is being sent, its others are not due, however old they are: the end of that lease is.
    private const string NextDue =
        """
        SELECT min(coalesce(
          (SELECT min(s.lease_until) FROM delivery s WHERE s.target_id = t.id AND s.state = 'Sending'),
          (SELECT min(w.not_before) FROM delivery w WHERE w.target_id = t.id AND w.state IN ('Queued', 'Unknown'))))
        FROM target t WHERE t.state = 'Connected'
        """;

    private const string SetTargetState = "UPDATE target SET state = @state, reason = @reason WHERE uid = @id RETURNING id";

    private const string Hold =
        "UPDATE delivery SET state = 'Held', held_by_target = 1, reason = @reason, updated_at = @now WHERE target_id = @target AND state = 'Queued'";

    private const string Release =
        """
        UPDATE delivery SET state = 'Queued', held_by_target = 0, reason = NULL, updated_at = @now
        WHERE target_id = @target AND state = 'Held' AND held_by_target = 1
        """;

    /// <summary>The statements that a worker repeats, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [Claim, Begin, OpenAttempt, CloseAttempts, Finish, Decide, OfPost, One, Recent, Attempts, NextDue];

    public Task<IReadOnlyList<SyndicationTarget>> ListTargetsAsync(CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<SyndicationTarget>)session.List(Targets, DeliveryRows.ReadTarget), ct);

    public Task<SyndicationTarget?> FindTargetAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(OneTarget, DeliveryRows.ReadTarget, ("@id", id.Stored())), ct);

    public Task SaveTargetAsync(SyndicationTarget target, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            PutTarget,
            ("@id", target.Id.Stored()),
            ("@network", target.Network),
            ("@name", target.Name),
            ("@account", target.RemoteAccountId),
            ("@base", target.ApiBase),
            ("@practice", target.IsPractice),
            ("@secret", target.ProtectedSecret),
            ("@state", target.State.ToString()),
            ("@reason", target.Reason),
            ("@created", target.CreatedAt.Stored())),
        ct);

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var claimed = session.List(
                Claim,
                row => new ClaimedDelivery(DeliveryRows.Read(row), row.Name<DeliveryState>(18), row.Flag(19)),
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
            if (session.Scalar(Begin, ("@text", text), ("@now", now.Stored()), ("@id", claimed.Id.Stored()), ("@fence", claimed.Fence)) is not { } delivery)
            {
                return false;
            }

            // Whoever begins again after an attempt that never ended has looked and found nothing.
            Close(session, delivery, now, "Absent", "The process ended during this attempt; the copy was looked for and is not there.");
            session.Execute(OpenAttempt, ("@delivery", delivery), ("@fence", claimed.Fence), ("@now", now.Stored()));
            return true;
        },
        ct);

    public Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var done = session.Scalar(
                Finish,
                ("@state", next.ToString()),
                ("@held", next == DeliveryState.Held && outcome == nameof(DeliveryResult.Unauthorized)),
                ("@reason", claimed.Reason),
                ("@notBefore", claimed.NotBefore.Stored()),
                ("@remoteId", claimed.RemoteId),
                ("@remoteUrl", claimed.RemoteUrl),
                ("@now", now.Stored()),
                ("@id", claimed.Id.Stored()),
                ("@fence", claimed.Fence));
            if (done is not { } delivery)
            {
                return false;
            }

            if (Close(session, delivery, now, outcome, detail) == 0)
            {
                Note(session, delivery, claimed.Fence, now, outcome, detail);
            }

            return true;
        },
        ct);

    public Task<bool> ResolveAsync(Guid id, DeliveryState expected, Delivery next, string detail, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var decided = session.First(
                Decide,
                row => ((long Id, long Fence)?)(row.GetInt64(0), row.GetInt64(1)),
                ("@state", next.State.ToString()),
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

            var outcome = next.State switch
            {
                DeliveryState.Accepted or DeliveryState.Seen => "Adopted",
                DeliveryState.Queued => "Absent",
                var other => other.ToString(),
            };
            Note(session, row.Id, row.Fence, now, outcome, detail);
            return true;
        },
        ct);

    public Task<IReadOnlyList<Delivery>> ListForPostAsync(Guid postId, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<Delivery>)session.List(OfPost, DeliveryRows.Read, ("@post", postId.Stored())), ct);

    public Task<Delivery?> FindAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(One, DeliveryRows.Read, ("@id", id.Stored())), ct);

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(Guid deliveryId, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<DeliveryAttempt>)session.List(Attempts, DeliveryRows.ReadAttempt, ("@id", deliveryId.Stored())), ct);

    public Task<IReadOnlyList<Delivery>> ListRecentAsync(int limit, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<Delivery>)session.List(Recent, DeliveryRows.Read, ("@limit", limit)), ct);

    public Task<IReadOnlyDictionary<DeliveryState, int>> CountByStateAsync(CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyDictionary<DeliveryState, int>)session
            .List("SELECT state, count(*) FROM delivery GROUP BY state", row => (State: row.Name<DeliveryState>(0), Count: row.Int(1)))
            .ToDictionary(c => c.State, c => c.Count),
        ct);

    public Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.First(NextDue, row => row.InstantOrNull(0)), ct);

    public Task HoldTargetAsync(Guid targetId, string reason, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (SetState(session, targetId, TargetState.NeedsSignIn, reason) is { } target)
            {
                session.Execute(Hold, ("@reason", reason), ("@now", now.Stored()), ("@target", target));
            }

            return true;
        },
        ct);

    public Task ReleaseTargetAsync(Guid targetId, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (SetState(session, targetId, TargetState.Connected, reason: null) is { } target)
            {
                session.Execute(Release, ("@now", now.Stored()), ("@target", target));
            }

            return true;
        },
        ct);

    private static object? SetState(Session session, Guid target, TargetState state, string? reason) =>
        session.Scalar(SetTargetState, ("@state", state.ToString()), ("@reason", reason), ("@id", target.Stored()));

    private static int Close(Session session, object delivery, DateTimeOffset now, string outcome, string? detail) =>
        session.Execute(CloseAttempts, ("@now", now.Stored()), ("@outcome", outcome), ("@detail", detail), ("@delivery", delivery));

    private static void Note(Session session, object delivery, long fence, DateTimeOffset now, string outcome, string? detail) => session.Execute(
        NoteAttempt, ("@delivery", delivery), ("@fence", fence), ("@now", now.Stored()), ("@outcome", outcome), ("@detail", detail));
}
