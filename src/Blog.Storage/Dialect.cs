using System.Data.Common;

namespace Blog.Storage;

/// <summary>What differs from engine to engine. The SQL of the stores is written to be the same everywhere.</summary>
internal abstract class Dialect
{
    /// <summary>"SQLite".</summary>
    public abstract string Engine { get; }

    /// <summary>File or host, for people.</summary>
    public abstract string Location { get; }

    /// <summary>Starts a transaction that will write, so that it waits its turn at the start and not in the middle.</summary>
    public abstract string Begin { get; }

    /// <summary>Prefix of the embedded migration scripts.</summary>
    public abstract string Scripts { get; }

    /// <summary>Opens the one connection that writes; creates the database if it is missing.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Opens a connection that can only read; throws <see cref="Site.StoreUnusableException"/> if there is no database.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>Version of the engine.</summary>
    public abstract string Version(DbConnection connection);

    /// <summary>Size on disk, bytes.</summary>
    public abstract long Size(DbConnection connection);

    /// <summary>True if the database has any table.</summary>
    public abstract bool IsUsed(DbConnection connection);

    /// <summary>True while a transaction is open; an engine may end it by itself when the disk is full.</summary>
    public abstract bool IsInTransaction(DbConnection connection);

    /// <summary>Copies the database to <paramref name="file"/> without stopping it and proves that the copy is sound; answers what is wrong with it.</summary>
    public abstract IReadOnlyList<string> Snapshot(DbConnection connection, string file);

    /// <summary>Full check; empty if sound.</summary>
    public abstract IReadOnlyList<string> CheckIntegrity(DbConnection connection);

    /// <summary>Brings everything into the main file; the last thing before the writer closes.</summary>
    public abstract void Settle(DbConnection writer);

    /// <summary>The sentence for the owner if the world is broken (disk, file, rights); null for a mistake of this program.</summary>
    public abstract string? Explain(DbException error);
}
