using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Blog.Storage.Moving;

/// <summary>A table that moves: its name and the columns that order and name its rows.</summary>
internal sealed record MovedTable(string Name, params string[] Keys)
{
    /// <summary>
    /// All tables, those that others refer to first. The search index is made anew, the copies are counted by the database that takes them in, the outbox's
    /// seal belongs to its place, and what was done too often lately is over soon.
    /// </summary>
    public static readonly IReadOnlyList<MovedTable> All =
    [
        new("account", "id"), new("api_token", "id"), new("invitation", "id"), new("post", "id"), new("post_revision", "id"), new("post_path", "path"), new("working_copy", "post_uid", "account_uid"), new("preview_link", "post_uid"), new("copy_wish", "post_uid", "target_uid"), new("bulk_deed", "uid"), new("tag", "id"),
        new("post_tag", "tag_id", "published_at", "uid"), new("byline", "id"), new("post_byline", "byline_id", "published_at", "uid"),
        new("year_count", "year"), new("related", "post_id", "score", "published_at", "other_id"), new("target", "id"), new("delivery", "id"), new("delivery_attempt", "id"), new("interaction", "id"),
        new("media", "id"), new("media_variant", "media_id", "width", "content_type"), new("media_use", "media_id", "post_id"), new("site", "id"), new("mark", "name"), new("content_version", "id"),
    ];

    private const int MostValues = 900;

    /// <summary>Columns that an engine makes itself.</summary>
    private static readonly string[] Made = ["is_public", "touched"];

    /// <summary>Its columns as both engines have them, in the order of their names.</summary>
    public IReadOnlyList<string> Columns(Session session)
    {
        using var row = session.Query($"SELECT * FROM {Name} LIMIT 0");
        return [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName).Except(Made, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>How many rows it has.</summary>
    public long Count(Session session) => Convert.ToInt64(session.Scalar($"SELECT count(*) FROM {Name}{Own}"), CultureInfo.InvariantCulture);

    /// <summary>The key of its last row; null if it is empty.</summary>
    public object[]? Last(Session session) => session.First(
        $"SELECT {string.Join(", ", Keys)} FROM {Name}{Own} ORDER BY {string.Join(", ", Keys.Select(k => k + " DESC"))} LIMIT 1", row => Values(row, Keys.Length)!);

    /// <summary>Rows after a key in the order of the keys.</summary>
    public List<object[]> After(Session session, IReadOnlyList<string> columns, object[]? key, int limit)
    {
        var names = string.Join(", ", columns);
        var order = string.Join(", ", Keys);
        (string, object?)[] most = [("@limit", limit)];
        return key is null
            ? session.List($"SELECT {names} FROM {Name}{Own} ORDER BY {order} LIMIT @limit", row => Values(row, columns.Count), most)
            : session.List(
                $"SELECT {names} FROM {Name} WHERE ({order}) > ({string.Join(", ", Keys.Select((_, i) => "@k" + Number(i)))}){Own.Replace(" WHERE", " AND", StringComparison.Ordinal)} ORDER BY {order} LIMIT @limit",
                row => Values(row, columns.Count),
                [.. key.Select((k, i) => ("@k" + Number(i), (object?)k)), .. most]);
    }

    /// <summary>Puts rows in, many with one statement: a server is asked once for all of them.</summary>
    public void Insert(Session session, IReadOnlyList<string> columns, IReadOnlyList<object[]> rows)
    {
        // Both engines take at least 999 values in a statement. What remains goes row by row, so that each table has two statements and no more.
        var most = Math.Max(1, MostValues / columns.Count);
        foreach (var part in rows.Chunk(most))
        {
            foreach (var together in part.Length == most ? [part] : part.Chunk(1))
            {
                session.Execute(
                    $"INSERT INTO {Name} ({string.Join(", ", columns)}) VALUES {string.Join(", ", together.Select((_, r) => $"({string.Join(", ", columns.Select((_, c) => Value(r, c)))})"))}",
                    [.. together.SelectMany((row, r) => row.Select((value, c) => (Value(r, c), value is DBNull ? null : (object?)value)))]);
            }
        }

        static string Value(int row, int column) => $"@r{Number(row)}c{Number(column)}";
    }

    /// <summary>Takes all rows out.</summary>
    public void Clear(Session session) => session.Execute($"DELETE FROM {Name}{Own}");

    /// <summary>The key within a row.</summary>
    public object[] KeyOf(IReadOnlyList<string> columns, object[] row) => [.. Keys.Select(k => row[IndexOf(columns, k)])];

    /// <summary>SHA-256 over all rows in the order of their keys.</summary>
    public (long Rows, string Hash) Hash(Session session, IReadOnlyList<string> columns, int batch, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        for (object[]? key = null; ;)
        {
            ct.ThrowIfCancellationRequested();
            var next = After(session, columns, key, batch);
            foreach (var value in next.SelectMany(row => row))
            {
                // Length and kind before each value, so that no two rows read alike.
                var text = value is DBNull ? "n" : value is string words ? $"t{words.Length}:{words}" : "i" + Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) + ";";
                sha.AppendData(Encoding.UTF8.GetBytes(text));
            }

            rows += next.Count;
            if (next.Count < batch)
            {
                return (rows, Convert.ToHexStringLower(sha.GetHashAndReset()));
            }

            key = KeyOf(columns, next[^1]);
        }
    }

    // Notes about a place stay in it.
    private string Own => Name == "mark" ? $" WHERE name NOT LIKE '{StoreMove.OwnMarks}%' AND name <> '{Migrator.OldestMark}'" : "";

    private static int IndexOf(IReadOnlyList<string> columns, string name) => columns.ToList().IndexOf(name);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static object[] Values(DbDataReader row, int count)
    {
        var values = new object[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = row.GetValue(i);
        }

        return values;
    }
}
