using System.Data.Common;
using Blog.Site;
using Blog.Storage.PostgreSql;
using Blog.Storage.Sqlite;

namespace Blog.Storage;

/// <summary>What differs from engine to engine. The SQL of the stores is written to be the same everywhere.</summary>
internal abstract class Dialect
{
    /// <summary>Seconds that a statement over all rows of a large blog may take, such as making an index; the driver's own limit is 30 s.</summary>
    public const int LongStatement = 3600;

    /// <summary>"SQLite", "PostgreSQL".</summary>
    public abstract string Engine { get; }

    /// <summary>File or host, for people; never a password.</summary>
    public abstract string Location { get; }

    /// <summary>Prefix of the embedded migration scripts.</summary>
    public abstract string Scripts { get; }

    /// <summary>True if other processes may write to the database at the same time.</summary>
    public abstract bool IsShared { get; }

    /// <summary>True if statements are to be prepared on their connection; false where a connection may be handed from one server session to another.</summary>
    public abstract bool Prepares { get; }

    /// <summary>The full-text index.</summary>
    public abstract SearchIndex Search { get; }

    /// <summary>The engine that a <c>Blog:Database</c> names; empty is SQLite in the data folder. Throws <see cref="StoreUnusableException"/> for what is no such thing.</summary>
    public static Dialect From(string? setting, DataFolder folder)
    {
        if (LiteAddress.IsNamedBy(setting))
        {
            throw new StoreUnusableException(
                "Blog:Database names a LiteDB file, and this program was built without LiteDB. Build it with “dotnet build src/Blog.Server -p:WithLiteDb=true”, or name a SQLite file or a PostgreSQL database; nothing was changed.");
        }

        return PgAddress.Parse(setting) is { } server ? new PgDialect(server) : SqliteDialect.From(setting, folder);
    }

    /// <summary>A value as a parameter of this engine takes it.</summary>
    public virtual object Parameter(object? value) => value ?? DBNull.Value;

    /// <summary>Opens the connection that writes; creates the database if it is missing and the engine can.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Opens a connection that reads; throws <see cref="StoreUnusableException"/> if there is no database.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>
    /// Starts a transaction that will write. It waits for its turn here and not in the middle: one transaction writes at a time, over all processes
    /// (ADR 8). Answers a name by which <see cref="HasCommitted"/> knows it; null where a commit is never unclear.
    /// </summary>
    public abstract string? Begin(Session session);

    /// <summary>Lets the transaction that was begun take as long as it needs.</summary>
    public virtual void HoldTurn(Session session)
    {
    }

    /// <summary>Before very many rows are put in: what is cheaper made once at the end than kept at each row is taken away.</summary>
    public virtual void BeforeCopy(Session session)
    {
    }

    /// <summary>After rows were put in with their numbers: the next row of each table gets a higher one, and what <see cref="BeforeCopy"/> took away is made.</summary>
    public virtual void AfterCopy(Session session, IReadOnlyList<string> tables)
    {
    }

    /// <summary>Whether a transaction was committed, asked on a new connection after the old one broke in the middle of a commit.</summary>
    public virtual bool HasCommitted(Session session, string transaction) => false;

    /// <summary>True for an error after which the same transaction may be tried again at once.</summary>
    public virtual bool IsWorthRepeating(DbException error) => false;

    /// <summary>A connection that hears what other processes announce; null if there are none.</summary>
    public virtual DbConnection? OpenListener() => null;

    /// <summary>Ends with the next announcement, at the latest after <paramref name="atMost"/>.</summary>
    public virtual Task WaitForNoticeAsync(DbConnection listener, TimeSpan atMost, CancellationToken ct) => Task.CompletedTask;

    /// <summary>What tells this database from a copy of it on another server; null for a file, which its folder tells.</summary>
    public virtual string? Server(DbConnection connection) => null;

    /// <summary>Asks the time of the machine with the database, UTC in microseconds since 1970; null for a file, which has no other clock than this process.</summary>
    public virtual string? Clock => null;

    /// <summary>Version of the engine.</summary>
    public abstract string Version(DbConnection connection);

    /// <summary>Size on disk, bytes.</summary>
    public abstract long Size(DbConnection connection);

    /// <summary>True if the database has any table.</summary>
    public abstract bool IsUsed(DbConnection connection);

    /// <summary>True while a transaction is open; an engine may end it by itself when the disk is full.</summary>
    public abstract bool IsInTransaction(DbConnection connection);

    /// <summary>
    /// Copies the database to <paramref name="file"/> without stopping it and proves that the copy is sound; answers what is wrong with it. Null for a server,
    /// whose owner backs it up.
    /// </summary>
    public abstract IReadOnlyList<string>? Snapshot(DbConnection connection, string file);

    /// <summary>Full check; empty if sound.</summary>
    public abstract IReadOnlyList<string> CheckIntegrity(DbConnection connection);

    /// <summary>Newest sound snapshot in the folder; null if there is none, or the server keeps its own backups.</summary>
    public virtual string? FindSnapshot(string backups) => null;

    /// <summary>Whether this error says that what is stored is damaged.</summary>
    public virtual bool IsDamage(DbException error) => false;

    /// <summary>Brings everything into the main file; the last thing before the writer closes.</summary>
    public virtual void Settle(DbConnection writer)
    {
    }

    /// <summary>The sentence for the owner if the world is broken (disk, file, server, rights); null for a mistake of this program.</summary>
    public abstract string? Explain(DbException error);
}
