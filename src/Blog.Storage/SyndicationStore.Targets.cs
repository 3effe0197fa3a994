using Blog.Syndication;

namespace Blog.Storage;

/// <content>Connected accounts: their keys, their pace, and what is held because of them.</content>
internal sealed partial class SyndicationStore
{
    private const string Targets = $"SELECT {DeliveryRows.WholeTarget} FROM target ORDER BY id";

    private const string OneTarget = $"SELECT {DeliveryRows.WholeTarget} FROM target WHERE uid = @id";

    private const string PutTarget =
        $"""
        INSERT INTO target ({DeliveryRows.TargetColumns})
        VALUES (@id, @network, @name, @account, @base, @practice, @secret, @state, @reason, @created, @web, @kind, @notice, @ends, @refresh, @tested, @style)
        ON CONFLICT (uid) DO UPDATE SET network = excluded.network, name = excluded.name, remote_account_id = excluded.remote_account_id,
          api_base = excluded.api_base, is_practice = excluded.is_practice, protected_secret = excluded.protected_secret,
          state = excluded.state, reason = excluded.reason, web_base = excluded.web_base, kind = excluded.kind, notice = excluded.notice,
          ends_at = excluded.ends_at, refresh_at = excluded.refresh_at, tested_at = excluded.tested_at, style = excluded.style
        """;

    private const string Pace = "UPDATE target SET paced_until = CASE WHEN paced_until > @until THEN paced_until ELSE @until END WHERE uid = @id";

    private const string LeaseKeys =
        "UPDATE target SET keys_owner = @owner, keys_until = @until WHERE uid = @id AND (keys_owner IS NULL OR keys_owner = @owner OR keys_until <= @now) RETURNING id";

    private const string SaveKeys =
        """
        UPDATE target SET protected_secret = @secret, refresh_at = @refresh, ends_at = @ends, keys_owner = NULL, keys_until = NULL
        WHERE uid = @id AND keys_owner = @owner RETURNING id
        """;

    private const string EndKeysLease = "UPDATE target SET keys_owner = NULL, keys_until = NULL WHERE uid = @id AND keys_owner = @owner";

    private const string SetTargetState = "UPDATE target SET state = @state, reason = @reason WHERE uid = @id RETURNING id";

    private const string Hold =
        "UPDATE delivery SET state = 'Held', held_by_target = 1, reason = @reason, updated_at = @now WHERE target_id = @target AND state = 'Queued'";

    private const string Release =
        """
        UPDATE delivery SET state = 'Queued', held_by_target = 0, reason = NULL, updated_at = @now
        WHERE target_id = @target AND state = 'Held' AND held_by_target = 1
        """;

    public Task<IReadOnlyList<SyndicationTarget>> ListTargetsAsync(CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<SyndicationTarget>)session.List(Targets, DeliveryRows.ReadTarget), ct);

    public Task<SyndicationTarget?> FindTargetAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(OneTarget, DeliveryRows.ReadTarget, ("@id", id.Stored())), ct);

    public Task SaveTargetAsync(SyndicationTarget target, CancellationToken ct) => database.WriteAsync(session => Put(session, target), ct);

    public Task ConnectTargetAsync(SyndicationTarget target, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            Put(session, target);
            return Connect(session, target.Id, now);
        },
        ct);

    public Task PaceTargetAsync(Guid targetId, DateTimeOffset until, CancellationToken ct) =>
        database.WriteAsync(session => session.Execute(Pace, ("@until", until.Stored()), ("@id", targetId.Stored())), ct);

    public Task<bool> LeaseKeysAsync(Guid targetId, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => database.WriteAsync(
        session => session.Scalar(LeaseKeys, ("@owner", owner), ("@until", until.Stored()), ("@id", targetId.Stored()), ("@now", now.Stored())) is not null, ct);

    public Task<bool> SaveKeysAsync(SyndicationTarget target, string owner, CancellationToken ct) => database.WriteAsync(
        session => session.Scalar(
            SaveKeys,
            ("@secret", target.ProtectedSecret),
            ("@refresh", target.RefreshAt.Stored()),
            ("@ends", target.EndsAt.Stored()),
            ("@id", target.Id.Stored()),
            ("@owner", owner)) is not null,
        ct);

    public Task EndKeysLeaseAsync(Guid targetId, string owner, CancellationToken ct) =>
        database.WriteAsync(session => session.Execute(EndKeysLease, ("@id", targetId.Stored()), ("@owner", owner)), ct);

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

    public Task ReleaseTargetAsync(Guid targetId, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(session => Connect(session, targetId, now), ct);

    private static int Put(Session session, SyndicationTarget target) => session.Execute(
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
        ("@created", target.CreatedAt.Stored()),
        ("@web", target.WebBase),
        ("@kind", target.Kind),
        ("@notice", target.Notice),
        ("@ends", target.EndsAt.Stored()),
        ("@refresh", target.RefreshAt.Stored()),
        ("@tested", target.TestedAt.Stored()),
        ("@style", StoredJson.Write(target.Style)));

    private static bool Connect(Session session, Guid targetId, DateTimeOffset now)
    {
        if (SetState(session, targetId, TargetState.Connected, reason: null) is { } target)
        {
            session.Execute(Release, ("@now", now.Stored()), ("@target", target));
        }

        return true;
    }

    private static object? SetState(Session session, Guid target, TargetState state, string? reason) =>
        session.Scalar(SetTargetState, ("@state", state.ToString()), ("@reason", reason), ("@id", target.Stored()));
}
