using Blog.Posts;
using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IOutageStore"/>
internal sealed class LiteOutageStore(LiteStore store) : IOutageStore
{
    public Task<bool> StartAsync(Guid targetId, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => store.WriteAsync(
        session => session.Targets.Find(targetId.Stored()) is { } row && row.Is("state", TargetState.Connected) && !IsOn(row, now)
            && Put(session, row, ("outage_from", now.Stored()), ("outage_until", until.Stored())),
        ct);

    public Task<bool> EndAsync(Guid targetId, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session => session.Targets.Find(targetId.Stored()) is { } row && IsOn(row, now) && Put(session, row, ("outage_until", now.Stored())), ct);

    public Task NoteAsync(Guid targetId, bool answered, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session => session.Targets.Find(targetId.Stored()) is { } row && answered != row["silent_since"].IsNull
            && Put(session, row, ("silent_since", answered ? BsonValue.Null : now.Stored())),
        ct);

    public Task<ContentStamp?> SettleAsync(DateTimeOffset now, DateTimeOffset silentSince, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            var changed = session.Targets.All().FindAll(row => IsAway(row) != (IsOn(row, now) || IsSilent(session, row, silentSince)));
            changed.ForEach(row => Put(session, row, ("is_away", !IsAway(row))));
            return changed.Count == 0 ? null : (ContentStamp?)session.Bump(site: 1);
        },
        ct);

    /// <summary>Whether a rehearsal goes on at a target.</summary>
    public static bool IsOn(BsonDocument row, DateTimeOffset now) => row.InstantOrNull("outage_until") > now;

    /// <summary>What is known of a target's outages.</summary>
    public static SyndicationTarget Read(BsonDocument row, SyndicationTarget target) => target with
    {
        Rehearsal = row.InstantOrNull("outage_from") is { } from ? new OutageRehearsal(from, row.Instant("outage_until")) : null,
        SilentSince = row.InstantOrNull("silent_since"),
        IsAway = IsAway(row),
    };

    private static bool IsAway(BsonDocument row) => row["is_away"] is { IsBoolean: true } away && away.AsBoolean;

    private static bool IsSilent(LiteSession session, BsonDocument row, DateTimeOffset since) =>
        row.InstantOrNull("silent_since") <= since && LiteDeliveryRows.Lane(session, LiteDeliveryRows.Waiting, row["_id"]).Exists(w => w.Int("attempts") > 0);

    private static bool Put(LiteSession session, BsonDocument row, params ReadOnlySpan<(string Name, BsonValue Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            row[name] = value;
        }

        session.Targets.Put(row);
        return true;
    }
}
