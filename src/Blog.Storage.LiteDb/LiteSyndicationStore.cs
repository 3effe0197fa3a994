using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="ISyndicationStore"/>
internal sealed partial class LiteSyndicationStore(LiteStore store) : ISyndicationStore
{
    // Rows of a target that are read at once while the first one is looked for whose hour has come.
    private const int Step = 64;

    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (IsQuarantined(session))
            {
                return [];
            }

            var claimed = Connected(session)
                .Select(target => FindClaimable(session, target, now))
                .OfType<BsonDocument>()
                .OrderBy(row => row["_id"].AsInt64)
                .Take(limit)
                .Select(row => Claim(session, row, owner, now, now + lease))
                .ToList();
            return (IReadOnlyList<ClaimedDelivery>)[.. claimed.OrderBy(c => c.Delivery.CreatedAt)];
        },
        ct);

    public Task<bool> BeginAttemptAsync(Delivery claimed, string text, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (FindLeased(session, claimed, now) is not { } row)
            {
                return false;
            }

            row["sent_text"] = text;
            row["parts"] = StoredJson.Write(claimed.Parts);
            row["media"] = StoredJson.Write(claimed.Media);
            row["attempts"] = row.Int("attempts") + 1;
            LiteDeliveryRows.Put(session, row, now);

            // Within one claim only a proven refusal is followed by a second call. An attempt of an earlier claim was left by a process that died and may have
            // published: it stays unclear, because what is asked about it counts from the moment at which it began.
            foreach (var attempt in Open(session, row))
            {
                var isOwn = attempt.Long("fence") == claimed.Fence;
                Close(session, attempt, now, isOwn ? nameof(DeliveryResult.Rejected) : nameof(DeliveryResult.Unknown), isOwn ? OutboxSentences.Refused : OutboxSentences.ProcessEnded);
            }

            AddAttempt(session, row, claimed.Fence, now, finished: null, outcome: null, detail: null);
            return true;
        },
        ct);

    public Task<bool> KeepClaimAsync(Delivery claimed, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (FindLeased(session, claimed, now) is not { } row)
            {
                return false;
            }

            row["media"] = StoredJson.Write(claimed.Media);
            row["lease_until"] = claimed.LeaseUntil!.Value.Stored();
            LiteDeliveryRows.Put(session, row, now);
            return true;
        },
        ct);

    public Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (FindSending(session, claimed) is not { } row)
            {
                return false;
            }

            row["state"] = next.ToString();
            row["held_by_target"] = next == DeliveryState.Held && outcome == nameof(DeliveryResult.Unauthorized);
            row["media"] = StoredJson.Write(claimed.Media);
            WriteOutcome(row, claimed);

            var open = Open(session, row);
            open.ForEach(attempt => Close(session, attempt, now, outcome, detail));
            if (open.Count == 0)
            {
                Note(session, row, claimed.Fence, now, outcome, detail);
            }

            LiteCopyFollowing.FollowUp(row, now);
            LiteDeliveryRows.Put(session, row, now);
            return true;
        },
        ct);

    public Task<bool> ResolveAsync(Guid id, DeliveryState expected, Delivery next, string detail, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Deliveries.First("uid", id.Stored()) is not { } row || !row.Is("state", expected))
            {
                return false;
            }

            var before = LiteDeliveryRows.Read(row);
            row["state"] = next.State.ToString();
            row["action"] = next.Action.ToString();
            row["next_action"] = next is { Action: DeliveryAction.Delete, Next: DeliveryAction.Publish } ? nameof(DeliveryAction.Publish) : BsonValue.Null;
            row["attempts"] = next.Action == DeliveryAction.Publish ? row.Int("attempts") : 0;
            row["held_by_target"] = false;
            row["own_text"] = next.OwnText;
            WriteOutcome(row, next);
            LiteDeliveryRows.Put(session, row, now);
            Note(session, row, row.Long("fence"), now, OutboxSentences.Outcome(expected, before, next), detail);

            // What the author wants now does not wait for the pause that an earlier failure gave the account.
            if (next.State == DeliveryState.Queued)
            {
                Change(session, row.Id("target_id"), target => target["paced_until"] = 0L);
            }

            return true;
        },
        ct);

    public Task<IReadOnlyList<Delivery>> ListForPostAsync(Guid postId, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<Delivery>)[.. session.Deliveries.With("post_id", postId.Stored()).OrderBy(row => row["_id"].AsInt64).Select(LiteDeliveryRows.Read)], ct);

    public Task<ILookup<Guid, Delivery>> ListForPostsAsync(IReadOnlyList<Guid> postIds, CancellationToken ct) => store.ReadAsync(
        session => postIds.SelectMany(id => session.Deliveries.With("post_id", id.Stored()).OrderBy(row => row["_id"].AsInt64).Select(LiteDeliveryRows.Read)).ToLookup(d => d.PostId), ct);

    public Task<Delivery?> FindAsync(Guid id, CancellationToken ct) =>
        store.ReadAsync(session => session.Deliveries.First("uid", id.Stored()) is { } row ? LiteDeliveryRows.Read(row) : null, ct);

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(Guid deliveryId, CancellationToken ct) => store.ReadAsync(
        session => session.Deliveries.First("uid", deliveryId.Stored()) is { } row
            ? (IReadOnlyList<DeliveryAttempt>)[.. Attempts(session, row).Select(attempt => LiteDeliveryRows.ReadAttempt(attempt, deliveryId))]
            : [],
        ct);

    public Task<IReadOnlyList<Delivery>> ListRecentAsync(int limit, CancellationToken ct) =>
        store.ReadAsync(session => (IReadOnlyList<Delivery>)[.. session.Deliveries.Last(limit).Select(LiteDeliveryRows.Read)], ct);

    public Task<long> CountAttemptsAsync(CancellationToken ct) => store.ReadAsync(session => session.Attempts.Highest(), ct);

    private static BsonDocument? FindClaimable(LiteSession session, BsonDocument target, DateTimeOffset now)
    {
        if (LiteOutageStore.IsOn(target, now))
        {
            return null;
        }

        // While one row of a target is being sent, its others wait; it is taken over when its lease has ended.
        var sending = LiteDeliveryRows.Lane(session, LiteDeliveryRows.Sending, target["_id"]);
        if (sending.Count > 0)
        {
            return sending.TrueForAll(row => row.Long("lease_until") <= now.Stored()) ? sending[0] : null;
        }

        if (target.Long("paced_until") > now.Stored() || LiteDeliveryRows.FirstDue(session, target["_id"]) is not { } first || first.Instant("not_before") > now)
        {
            return null;
        }

        for (string? after = null; ;)
        {
            var rows = LiteDeliveryRows.Lane(session, LiteDeliveryRows.Waiting, target["_id"], Step, after);
            if (rows.Find(row => row.Instant("not_before") <= now) is { } due)
            {
                return due;
            }

            after = rows[^1].Text("lane") + LiteDocuments.Separator;
        }
    }

    // What it was claimed from is kept over a second claim: a row that may have been sent must be looked for however often its worker dies.
    private static ClaimedDelivery Claim(LiteSession session, BsonDocument row, string owner, DateTimeOffset now, DateTimeOffset until)
    {
        if (!row.Is("state", DeliveryState.Sending) || row.TextOrNull("claimed_from") != nameof(DeliveryState.Unknown))
        {
            row["claimed_from"] = row["state"];
        }

        row["state"] = nameof(DeliveryState.Sending);
        row["lease_owner"] = owner;
        row["lease_until"] = until.Stored();
        row["fence"] = row.Long("fence") + 1;
        LiteDeliveryRows.Put(session, row, now);
        return new ClaimedDelivery(LiteDeliveryRows.Read(row), row.Name<DeliveryState>("claimed_from"), Open(session, row).Count > 0);
    }

    private static BsonDocument? FindSending(LiteSession session, Delivery claimed) =>
        session.Deliveries.First("uid", claimed.Id.Stored()) is { } row && row.Is("state", DeliveryState.Sending) && row.Long("fence") == claimed.Fence ? row : null;

    private static BsonDocument? FindLeased(LiteSession session, Delivery claimed, DateTimeOffset now) =>
        FindSending(session, claimed) is { } row && row.Instant("lease_until") > now ? row : null;

    // What an end of a claim and an author's decision both say about the copy; either ends the lease.
    private static void WriteOutcome(BsonDocument row, Delivery delivery)
    {
        row["reason"] = delivery.Reason;
        row["not_before"] = delivery.NotBefore.Stored();
        row["remote_id"] = delivery.RemoteId;
        row["remote_url"] = delivery.RemoteUrl;
        row["parts"] = StoredJson.Write(delivery.Parts);
        LiteDeliveryRows.WriteSight(row, delivery);
        row["claimed_from"] = BsonValue.Null;
        row["lease_owner"] = BsonValue.Null;
        row["lease_until"] = BsonValue.Null;
    }

    private static List<BsonDocument> Attempts(LiteSession session, BsonDocument delivery) =>
        [.. session.Attempts.With("delivery", delivery["_id"]).OrderBy(attempt => attempt.Int("number"))];

    private static List<BsonDocument> Open(LiteSession session, BsonDocument delivery) => Attempts(session, delivery).FindAll(attempt => attempt["finished_at"].IsNull);

    private static void Close(LiteSession session, BsonDocument attempt, DateTimeOffset now, string outcome, string? detail)
    {
        attempt["finished_at"] = now.Stored();
        attempt["outcome"] = outcome;
        attempt["detail"] = detail;
        session.Attempts.Put(attempt);
    }

    // A look that finds the same as the one before it is not worth another line: a network may be unreadable for days.
    private static void Note(LiteSession session, BsonDocument delivery, long fence, DateTimeOffset now, string outcome, string? detail)
    {
        if (Attempts(session, delivery) is not [.., var last] || last.TextOrNull("outcome") != outcome || (last.TextOrNull("detail") ?? "") != (detail ?? ""))
        {
            AddAttempt(session, delivery, fence, now, now, outcome, detail);
        }
    }

    private static void AddAttempt(LiteSession session, BsonDocument delivery, long fence, DateTimeOffset started, DateTimeOffset? finished, string? outcome, string? detail) =>
        session.Attempts.Add(new BsonDocument
        {
            ["_id"] = session.Attempts.NextNumber(),
            ["delivery"] = delivery["_id"],
            ["number"] = Attempts(session, delivery) is [.., var last] ? last.Int("number") + 1 : 1,
            ["fence"] = fence,
            ["started_at"] = started.Stored(),
            ["finished_at"] = finished.StoredTicks(),
            ["outcome"] = outcome,
            ["detail"] = detail,
        });
}
