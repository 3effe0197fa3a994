using System.Data.Common;
using Blog.Posts;

namespace Blog.Storage;

/// <inheritdoc cref="IBulkDeeds"/>
internal sealed class BulkDeedStore(Database database) : IBulkDeeds
{
    private const string Columns = "uid, account_uid, kind, word, entries, done_at, closes_at, state";

    private const string Put = $"INSERT INTO bulk_deed ({Columns}) VALUES (@id, @account, @kind, @word, @entries, @done, @closes, @state)";

    private const string One = $"SELECT {Columns} FROM bulk_deed WHERE uid = @id";

    private const string End = "UPDATE bulk_deed SET state = @to WHERE uid = @id AND state || '' = 'Open' RETURNING uid";

    private const string Over = $"SELECT {Columns} FROM bulk_deed WHERE state = 'Open' AND closes_at <= @now ORDER BY closes_at LIMIT @limit + 0";

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [One, End, Over];

    public Task AddAsync(BulkDeed deed, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            Put,
            ("@id", deed.Id.Stored()),
            ("@account", deed.AccountId.Stored()),
            ("@kind", deed.Kind.ToString()),
            ("@word", deed.Word),
            ("@entries", StoredJson.Write(deed.Entries)),
            ("@done", deed.DoneAt.Stored()),
            ("@closes", deed.ClosesAt.Stored()),
            ("@state", deed.State.ToString())),
        ct);

    public Task<BulkDeed?> FindAsync(Guid id, CancellationToken ct) => database.ReadAsync(session => session.First(One, Read, ("@id", id.Stored())), ct);

    public Task<bool> EndAsync(Guid id, BulkState to, CancellationToken ct) =>
        database.WriteAsync(session => session.Scalar(End, ("@to", to.ToString()), ("@id", id.Stored())) is not null, ct);

    public Task<IReadOnlyList<BulkDeed>> ListOverAsync(DateTimeOffset now, int limit, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<BulkDeed>)session.List(Over, Read, ("@now", now.Stored()), ("@limit", limit)), ct);

    private static BulkDeed Read(DbDataReader row) => new(
        row.Id(0), row.Id(1), row.Name<BulkKind>(2), row.TextOrNull(3), StoredJson.ReadEntries(row.Text(4)), row.Instant(5), row.Instant(6), row.Name<BulkState>(7));
}
