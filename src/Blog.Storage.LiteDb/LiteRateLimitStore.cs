using Blog.Site;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IRateLimitStore"/>
internal sealed class LiteRateLimitStore(LiteStore store) : IRateLimitStore
{
    public Task<RateCount?> FindAsync(string name, DateTimeOffset now, CancellationToken ct) => store.ReadAsync(
        session => session.RateLimits.Find(LiteDocuments.Key(name)) is { } row && row.Long("ends_at") > now.Stored() ? new RateCount(row.Int("count"), row.Instant("ends_at")) : (RateCount?)null, ct);

    public Task<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> names, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            foreach (var ended in session.RateLimits.Range("ends_at", 0L, now.Stored(), int.MaxValue))
            {
                session.RateLimits.Remove(ended["_id"]);
            }

            return (IReadOnlyList<int>)[.. names.Select(name => Count(session, LiteDocuments.Key(name), until))];
        },
        ct);

    public Task ForgetAsync(string name, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.RateLimits.Remove(LiteDocuments.Key(name));
            return true;
        },
        ct);

    private static int Count(LiteSession session, BsonValue key, DateTimeOffset until)
    {
        var count = (session.RateLimits.Find(key)?.Int("count") ?? 0) + 1;
        session.RateLimits.AddOrPut(new BsonDocument { ["_id"] = key, ["count"] = count, ["ends_at"] = until.Stored() });
        return count;
    }
}
