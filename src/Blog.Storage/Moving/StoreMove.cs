using System.Data.Common;
using System.Globalization;
using Blog.Posts;
using Blog.Site;
using Microsoft.Extensions.Options;

namespace Blog.Storage.Moving;

/// <inheritdoc cref="IStoreMove"/>
internal sealed class StoreMove(Database from, MovedKeys keys, IOptions<BlogOptions> options, DataFolder folder, TimeProvider time) : IStoreMove
{
    /// <summary>Start of the names of the marks that belong to a place.</summary>
    public const string OwnMarks = "move.";

    /// <summary>Why a LiteDB file is neither the old store nor the new one.</summary>
    public const string OnlySql = "move-store copies between SQLite and PostgreSQL, table by table; a LiteDB file has other tables and is neither moved nor filled. Nothing was changed.";

    private const string Origin = OwnMarks + "origin";
    private const int Batch = 250;

    private const string Shut = "UPDATE outbox_seal SET quarantine = @why";

    /// <summary>Called after each batch; a test breaks off there.</summary>
    public Action<string>? AfterBatch { get; init; }

    public async Task<StoreMoveReport> RunAsync(string to, IProgress<StoreMoveProgress> progress, CancellationToken ct)
    {
        if (LiteAddress.IsNamedBy(to))
        {
            throw new StoreUnusableException(OnlySql);
        }

        var target = Dialect.From(to, folder);
        if (target.Location == Dialect.From(options.Value.Database, folder).Location)
        {
            throw new StoreUnusableException($"{target.Location} is where the blog is already. Name another database; nothing was changed.");
        }

        // Durable before anything is copied: by it a later run knows what this one left there.
        await from.WriteAsync(
            session =>
            {
                if (Mark(session, Origin) is null)
                {
                    Note(session, Origin, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
                }

                return true;
            },
            ct);

        // The source's turn to write is held from the first row to the last: what is copied does not change meanwhile.
        return await from.WriteAsync(
            source =>
            {
                source.Dialect.HoldTurn(source);
                return Run(source, target, progress, ct);
            },
            ct);
    }

    private StoreMoveReport Run(Session source, Dialect dialect, IProgress<StoreMoveProgress> progress, CancellationToken ct)
    {
        try
        {
            using var target = new Session(dialect.OpenWriter(), dialect);
            new Migrator(dialect, MigrationScript.Embedded(dialect.Scripts), folder.Backups, time).Run(target);
            var isResumed = Claim(source, target);
            var columns = MovedTable.All.ToDictionary(t => t.Name, t => Compare(t, source, target), StringComparer.Ordinal);
            dialect.BeforeCopy(target);
            var report = Copy(source, target, columns, progress, ct);
            if (report is null && isResumed)
            {
                // The blog went on after the broken run: what was copied then is old.
                Clear(target);
                report = Copy(source, target, columns, progress, ct);
            }

            if (report is null)
            {
                throw new StoreUnusableException($"{dialect.Location} does not hold the same as {source.Dialect.Location} after the copy. The blog is unchanged; empty the new database and try again.");
            }

            keys.Move(source, target);
            dialect.AfterCopy(target, [.. MovedTable.All.Where(t => t.Keys is ["id"]).Select(t => t.Name)]);
            dialect.Settle(target.Connection);
            var why = $"This blog was moved to {dialect.Location}. Only the new database may send.";
            source.Execute(Shut, ("@why", why));
            return report;
        }
        catch (DbException e) when (dialect.Explain(e) is { } sentence)
        {
            throw new StoreUnusableException($"{sentence} The blog is where it was; type the same again, it goes on where it stopped.", e);
        }
    }

    // True if an earlier run from the same blog got here. Refuses a place where somebody else lives.
    private static bool Claim(Session source, Session target)
    {
        var origin = Mark(source, Origin)!;
        var known = Mark(target, Origin);
        if (known is not null && known == origin)
        {
            return true;
        }

        if (known is not null || MovedTable.All.Where(t => t.Name is "post" or "account" or "target").Any(t => t.Count(target) > 0))
        {
            throw new StoreUnusableException($"{target.Dialect.Location} holds another blog. Name an empty database; nothing was changed.");
        }

        Note(target, Origin, origin);
        return false;
    }

    private static IReadOnlyList<string> Compare(MovedTable table, Session source, Session target)
    {
        var columns = table.Columns(source);
        return columns.SequenceEqual(table.Columns(target), StringComparer.Ordinal)
            ? columns
            : throw new StoreUnusableException($"The table {table.Name} differs between {source.Dialect.Location} and {target.Dialect.Location}: start the blog once on each with this version, then move it.");
    }

    // Null if what arrived is not what was sent.
    private StoreMoveReport? Copy(Session source, Session target, Dictionary<string, IReadOnlyList<string>> columns, IProgress<StoreMoveProgress> progress, CancellationToken ct)
    {
        var total = MovedTable.All.Sum(t => t.Count(source));
        var done = 0L;
        var tables = new List<StoreMoveTable>();
        foreach (var table in MovedTable.All)
        {
            // Numbers that the scripts put there are replaced by those of the blog.
            if (table.Name == "content_version")
            {
                table.Clear(target);
            }

            var names = columns[table.Name];
            var key = table.Last(target);
            done += table.Count(target);
            while (table.After(source, names, key, Batch) is { Count: > 0 } rows)
            {
                ct.ThrowIfCancellationRequested();
                InTransaction(target, () =>
                {
                    table.Insert(target, names, rows);
                    rows.ForEach(row => Index(target, table, names, row));
                });
                key = table.KeyOf(names, rows[^1]);
                done += rows.Count;
                progress.Report(new StoreMoveProgress(table.Name, done, total));
                AfterBatch?.Invoke(table.Name);
            }

            var here = table.Hash(source, names, Batch, ct);
            if (table.Hash(target, names, Batch, ct) != here)
            {
                return null;
            }

            tables.Add(new StoreMoveTable(table.Name, here.Rows, here.Hash));
        }

        return new StoreMoveReport(source.Dialect.Location, target.Dialect.Location, tables);
    }

    private static void Index(Session target, MovedTable table, IReadOnlyList<string> columns, object[] row)
    {
        if (table.Name == "post" && Value("status") is not nameof(PostStatus.Deleted))
        {
            target.Dialect.Search.Put(target, Convert.ToInt64(Value("id"), CultureInfo.InvariantCulture), Value("title") as string ?? "", (string)Value("text"), (string)Value("language"));
        }

        object Value(string name) => row[columns.ToList().IndexOf(name)];
    }

    private static void Clear(Session target) => InTransaction(target, () =>
    {
        target.Dialect.Search.Clear(target);
        foreach (var table in MovedTable.All.Reverse())
        {
            table.Clear(target);
        }
    });

    private static void InTransaction(Session session, Action change)
    {
        session.Dialect.Begin(session);
        try
        {
            change();
            session.Execute("COMMIT");
        }
        catch
        {
            if (!session.IsLost && session.Dialect.IsInTransaction(session.Connection))
            {
                session.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private static string? Mark(Session session, string name) => (string?)session.Scalar("SELECT value FROM mark WHERE name = @name", ("@name", name));

    private static void Note(Session session, string name, string value) =>
        session.Execute("INSERT INTO mark (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", ("@name", name), ("@value", value));
}
