using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IBulkDeeds"/>
internal sealed class LiteBulkDeeds(LiteStore store) : IBulkDeeds
{
    public Task AddAsync(BulkDeed deed, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.BulkDeeds.Add(new BsonDocument
            {
                ["_id"] = deed.Id.Stored(),
                ["account"] = deed.AccountId.Stored(),
                ["kind"] = deed.Kind.ToString(),
                ["word"] = deed.Word,
                ["entries"] = StoredJson.Write(deed.Entries),
                ["done_at"] = deed.DoneAt.Stored(),
                ["closes_at"] = deed.ClosesAt.Stored(),
                ["state"] = deed.State.ToString(),
            });
            return true;
        },
        ct);

    public Task<BulkDeed?> FindAsync(Guid id, CancellationToken ct) =>
        store.ReadAsync(session => session.BulkDeeds.Find(id.Stored()) is { } row ? Read(row) : null, ct);

    public Task<bool> EndAsync(Guid id, BulkState to, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.BulkDeeds.Find(id.Stored()) is not { } row || !row.Is("state", BulkState.Open))
            {
                return false;
            }

            row["state"] = to.ToString();
            session.BulkDeeds.Put(row);
            return true;
        },
        ct);

    public Task<IReadOnlyList<BulkDeed>> ListOverAsync(DateTimeOffset now, int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<BulkDeed>)
        [
            .. session.BulkDeeds.With("state", nameof(BulkState.Open)).Where(row => row.Instant("closes_at") <= now).OrderBy(row => row.Long("closes_at")).Take(limit).Select(Read),
        ],
        ct);

    private static BulkDeed Read(BsonDocument row) => new(
        row.Id("_id"), row.Id("account"), row.Name<BulkKind>("kind"), row.TextOrNull("word"), StoredJson.ReadEntries(row.Text("entries")),
        row.Instant("done_at"), row.Instant("closes_at"), row.Name<BulkState>("state"));
}
