using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <content>Connected accounts: their keys, their pace, and what is held because of them.</content>
internal sealed partial class LiteSyndicationStore
{
    public Task<IReadOnlyList<SyndicationTarget>> ListTargetsAsync(CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<SyndicationTarget>)[.. session.Targets.All().OrderBy(row => row.Long("number")).Select(LiteDeliveryRows.ReadTarget)], ct);

    public Task<SyndicationTarget?> FindTargetAsync(Guid id, CancellationToken ct) =>
        store.ReadAsync(session => session.Targets.Find(id.Stored()) is { } row ? LiteDeliveryRows.ReadTarget(row) : null, ct);

    public Task SaveTargetAsync(SyndicationTarget target, CancellationToken ct) => store.WriteAsync(session => Put(session, target), ct);

    public Task ConnectTargetAsync(SyndicationTarget target, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            Put(session, target);
            return Connect(session, target.Id, now);
        },
        ct);

    public Task PaceTargetAsync(Guid targetId, DateTimeOffset until, CancellationToken ct) => store.WriteAsync(
        session => Change(session, targetId, row => row["paced_until"] = Math.Max(row.Long("paced_until"), until.Stored())), ct);

    public Task<bool> LeaseKeysAsync(Guid targetId, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => store.WriteAsync(
        session => session.Targets.Find(targetId.Stored()) is { } row
            && (row["keys_owner"].IsNull || row.Text("keys_owner") == owner || row.Long("keys_until") <= now.Stored())
            && Change(session, targetId, target => (target["keys_owner"], target["keys_until"]) = (owner, until.Stored())),
        ct);

    public Task<bool> SaveKeysAsync(SyndicationTarget target, string owner, CancellationToken ct) => store.WriteAsync(
        session => IsLeasedBy(session, target.Id, owner) && Change(
            session,
            target.Id,
            row =>
            {
                row["protected_secret"] = target.ProtectedSecret;
                row["refresh_at"] = target.RefreshAt.StoredTicks();
                row["ends_at"] = target.EndsAt.StoredTicks();
                EndLease(row);
            }),
        ct);

    public Task EndKeysLeaseAsync(Guid targetId, string owner, CancellationToken ct) =>
        store.WriteAsync(session => IsLeasedBy(session, targetId, owner) && Change(session, targetId, EndLease), ct);

    public Task HoldTargetAsync(Guid targetId, string reason, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (!SetState(session, targetId, TargetState.NeedsSignIn, reason))
            {
                return false;
            }

            foreach (var row in LiteDeliveryRows.Lane(session, LiteDeliveryRows.Waiting, targetId.Stored()).Where(row => row.Is("state", DeliveryState.Queued)))
            {
                row["state"] = nameof(DeliveryState.Held);
                row["held_by_target"] = true;
                row["reason"] = reason;
                LiteDeliveryRows.Put(session, row, now);
            }

            return true;
        },
        ct);

    public Task ReleaseTargetAsync(Guid targetId, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(session => Connect(session, targetId, now), ct);

    private static List<BsonDocument> Connected(LiteSession session) => session.Targets.All().FindAll(row => row.Is("state", TargetState.Connected));

    private static bool Put(LiteSession session, SyndicationTarget target)
    {
        var row = session.Targets.Find(target.Id.Stored()) ?? new BsonDocument
        {
            ["_id"] = target.Id.Stored(),
            ["number"] = session.Targets.Count() + 1L,
            ["created_at"] = target.CreatedAt.Stored(),
            ["paced_until"] = 0L,
        };
        session.Targets.AddOrPut(LiteDeliveryRows.WriteTarget(row, target));
        return true;
    }

    private static bool Connect(LiteSession session, Guid targetId, DateTimeOffset now)
    {
        if (!SetState(session, targetId, TargetState.Connected, reason: null))
        {
            return false;
        }

        foreach (var row in LiteDeliveryRows.Lane(session, LiteDeliveryRows.Held, targetId.Stored()))
        {
            row["state"] = nameof(DeliveryState.Queued);
            row["held_by_target"] = false;
            row["reason"] = BsonValue.Null;
            LiteDeliveryRows.Put(session, row, now);
        }

        return true;
    }

    private static bool SetState(LiteSession session, Guid target, TargetState state, string? reason) =>
        Change(session, target, row => (row["state"], row["reason"]) = (state.ToString(), reason));

    private static bool IsLeasedBy(LiteSession session, Guid target, string owner) => session.Targets.Find(target.Stored())?.TextOrNull("keys_owner") == owner;

    private static void EndLease(BsonDocument row) => (row["keys_owner"], row["keys_until"]) = (BsonValue.Null, BsonValue.Null);

    // False if there is no such target.
    private static bool Change(LiteSession session, Guid target, Action<BsonDocument> change)
    {
        if (session.Targets.Find(target.Stored()) is not { } row)
        {
            return false;
        }

        change(row);
        session.Targets.Put(row);
        return true;
    }
}
