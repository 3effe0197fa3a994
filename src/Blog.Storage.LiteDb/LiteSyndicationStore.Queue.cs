using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <content>The queue as a whole, its seal, and what strangers see of copies.</content>
internal sealed partial class LiteSyndicationStore
{
    private const string SealKey = "outbox_seal";

    private static readonly DeliveryState[] Unfinished = [DeliveryState.Queued, DeliveryState.Sending, DeliveryState.Unknown, DeliveryState.Held, DeliveryState.Failed];

    public Task<IReadOnlyDictionary<DeliveryState, int>> CountByStateAsync(CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyDictionary<DeliveryState, int>)Enum.GetValues<DeliveryState>()
            .Select(state => (State: state, Count: session.Deliveries.Count("state", state.ToString())))
            .Where(c => c.Count > 0)
            .ToDictionary(c => c.State, c => c.Count),
        ct);

    public Task<IReadOnlyList<QueueDepth>> MeasureQueueAsync(CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var posts = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
            return (IReadOnlyList<QueueDepth>)
            [
                .. Unfinished.SelectMany(state => session.Deliveries.With("state", state.ToString()))
                    .GroupBy(row => (Network: row.Text("network"), State: row.Name<DeliveryState>("state")), WantedSince)
                    .Select(group => new QueueDepth(group.Key.Network, group.Key.State, group.Count(), new DateTimeOffset(group.Min(), TimeSpan.Zero))),
            ];

            long WantedSince(BsonDocument row)
            {
                if (!posts.TryGetValue(row.Text("post_id"), out var post))
                {
                    posts[row.Text("post_id")] = post = session.Posts.Find(row["post_id"])!;
                }

                var asked = row.Is("action", DeliveryAction.Publish) ? row.Long("created_at") : post.Long("updated_at");
                return Math.Max(post.InstantOrNull("published_at")?.Stored() ?? 0, asked);
            }
        },
        ct);

    public Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct) => store.ReadAsync(
        session => IsQuarantined(session) ? null : Connected(session).Select(target => FindNext(session, target)).Min(), ct);

    public Task<IReadOnlyList<Delivery>> ClaimToSeeAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            var rows = session.Deliveries.Range("see", 0L, now.Stored(), limit).ToList();
            var due = rows.ConvertAll(LiteDeliveryRows.Read);
            foreach (var row in rows)
            {
                var changed = row.Instant("updated_at");
                row["look_at"] = until.Stored();
                LiteDeliveryRows.Put(session, row, changed);
            }

            return (IReadOnlyList<Delivery>)due;
        },
        ct);

    public Task NoteSightAsync(Delivery looked, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (FindCopy(session, looked) is not { } row || !row.Is("state", DeliveryState.Accepted))
            {
                return false;
            }

            row["state"] = looked.State.ToString();
            row["reason"] = looked.Reason;
            row["look_at"] = looked.LookAt.StoredTicks();
            row["looks"] = looked.Looks;
            row["is_hidden"] = looked.IsHidden;
            LiteDeliveryRows.Put(session, row, now);
            return true;
        },
        ct);

    public Task NoteReadBackAsync(Delivery read, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (FindCopy(session, read) is not { } row || row.Flag("is_read_back") || row.Name<DeliveryState>("state") is not (DeliveryState.Accepted or DeliveryState.Seen))
            {
                return false;
            }

            row["is_read_back"] = read.IsReadBack;
            row["kept_text"] = read.KeptText;
            row["look_at"] = read.LookAt.StoredTicks();
            row["looks"] = read.Looks;
            LiteDeliveryRows.Put(session, row, now);
            return true;
        },
        ct);

    public Task<OutboxSeal?> FindSealAsync(CancellationToken ct) => store.ReadAsync(
        session => session.Site.Find(SealKey) is { } row ? new OutboxSeal(row.Text("token"), row.Instant("born"), row.TextOrNull("quarantine")) : null, ct);

    public Task SaveSealAsync(OutboxSeal seal, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.Site.AddOrPut(new BsonDocument { ["_id"] = SealKey, ["token"] = seal.Token, ["born"] = seal.Born.Stored(), ["quarantine"] = seal.Quarantine });
            return true;
        },
        ct);

    public Task ReleaseOutboxAsync(DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            foreach (var row in new[] { DeliveryState.Queued, DeliveryState.Held, DeliveryState.Sending }.SelectMany(state => session.Deliveries.With("state", state.ToString())))
            {
                if (row.Is("action", DeliveryAction.Publish))
                {
                    row["state"] = nameof(DeliveryState.Unknown);
                    row["not_before"] = now.Stored();
                    row["sent_text"] = row.TextOrNull("sent_text") ?? "";
                    row["reason"] = OutboxSentences.Copied;
                    row["claimed_from"] = row["lease_owner"] = row["lease_until"] = BsonValue.Null;
                    LiteDeliveryRows.Put(session, row, now);
                }
            }

            if (session.Site.Find(SealKey) is { } seal)
            {
                seal["quarantine"] = BsonValue.Null;
                session.Site.Put(seal);
            }

            return true;
        },
        ct);

    private static bool IsQuarantined(LiteSession session) => session.Site.Find(SealKey) is { } seal && !seal["quarantine"].IsNull;

    // While one row of a target is being sent, its others are not due, however old they are: the end of that lease is.
    private static DateTimeOffset? FindNext(LiteSession session, BsonDocument target)
    {
        if (LiteDeliveryRows.Lane(session, LiteDeliveryRows.Sending, target["_id"]) is { Count: > 0 } sending)
        {
            return Later(sending.Min(row => row.Instant("lease_until")), target.InstantOrNull("outage_until"));
        }

        return LiteDeliveryRows.FirstDue(session, target["_id"]) is { } first
            ? Later(new DateTimeOffset(Math.Max(first.Long("not_before"), target.Long("paced_until")), TimeSpan.Zero), target.InstantOrNull("outage_until"))
            : null;
    }

    private static DateTimeOffset Later(DateTimeOffset due, DateTimeOffset? outage) => outage > due ? outage.Value : due;

    private static BsonDocument? FindCopy(LiteSession session, Delivery delivery) =>
        session.Deliveries.First("uid", delivery.Id.Stored()) is { } row && row.Long("fence") == delivery.Fence
            && row.TextOrNull("remote_id") is { } there && there == delivery.RemoteId
            ? row
            : null;
}
