using System.Data.Common;
using System.Globalization;
using Blog.Site;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Blog.Storage.Sqlite;

/// <summary>SQLite in one file, write-ahead log, every commit on the disk before it is answered.</summary>
internal sealed class SqliteDialect(string file) : Dialect
{
    // A page that is read often is read through the map of the file; the cache of a connection only has to hold what it works on.
    // Mapped pages count as memory of the process, and a large blog fills whatever is allowed here.
    private const string Shared = "PRAGMA mmap_size = 67108864; PRAGMA temp_store = MEMORY;";
    private const string ForReaders = Shared + "PRAGMA cache_size = -2048; PRAGMA query_only = ON;";

    // 4,000 pages (16 MiB) of log before it is brought into the file: checkpoints cost two fsyncs, and one for each few posts would halve an import.
    private const string ForWriter = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000; "
        + "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;" + Shared;

    private const string Integrity = "PRAGMA integrity_check(20)";

    public override string Engine => "SQLite";

    public override string Location => file;

    public override string Scripts => "Sqlite/";

    public override bool IsShared => false;

    public override bool Prepares => true;

    public override SearchIndex Search { get; } = new SqliteSearch();

    /// <summary>Reads <c>Blog:Database</c>: empty is the file in the data folder, else <c>Data Source=…</c>. Throws <see cref="StoreUnusableException"/> for anything else.</summary>
    public static new SqliteDialect From(string? setting, DataFolder folder)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return new SqliteDialect(folder.DatabaseFile);
        }

        // The value itself is not repeated: a connection string of another engine may hold a password.
        const string Allowed = "Blog:Database must be empty (SQLite in the data folder), name a SQLite file as “Data Source=/path/to/blog.db”, or a PostgreSQL database as “Host=…;Database=…;Username=…;Password=…”.";
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = setting;
        }
        catch (ArgumentException e)
        {
            throw new StoreUnusableException($"{Allowed} It is not a connection string.", e);
        }

        if (parts.Count != 1 || !parts.TryGetValue("Data Source", out var source))
        {
            throw new StoreUnusableException($"{Allowed} It has the parts: {string.Join(", ", parts.Keys!.Cast<string>())}.");
        }

        var name = (string)source;
        if (name.Length == 0 || name.StartsWith(':') || name.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new StoreUnusableException($"{Allowed} A database in memory would be lost at every stop.");
        }

        return new SqliteDialect(Path.GetFullPath(name));
    }

    public override DbConnection OpenWriter() => Open(SqliteOpenMode.ReadWriteCreate, ForWriter);

    public override DbConnection OpenReader()
    {
        if (!File.Exists(file))
        {
            throw new StoreUnusableException($"There is no database at {file} yet: start the blog once, it makes one.");
        }

        return Open(SqliteOpenMode.ReadOnly, ForReaders);
    }

    public override string? Begin(Session session)
    {
        session.Execute("BEGIN IMMEDIATE");
        return null;
    }

    public override string Version(DbConnection connection) => connection.ServerVersion;

    public override long Size(DbConnection connection) =>
        new[] { file, file + "-wal" }.Where(File.Exists).Sum(f => new FileInfo(f).Length);

    public override bool IsUsed(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) > 0;
    }

    public override bool IsInTransaction(DbConnection connection) => raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0;

    public override IReadOnlyList<string> Snapshot(DbConnection connection, string file)
    {
        using var copy = new SqliteConnection(Address(file, SqliteOpenMode.ReadWriteCreate));
        copy.Open();
        ((SqliteConnection)connection).BackupDatabase(copy);
        return CheckIntegrity(copy);
    }

    public override IReadOnlyList<string> CheckIntegrity(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Integrity;
        command.CommandTimeout = 0;
        using var row = command.ExecuteReader();
        var found = new List<string>();
        while (row.Read())
        {
            if (row.GetString(0) is var line and not "ok")
            {
                found.Add(line);
            }
        }

        return found;
    }

    public override string? FindSnapshot(string backups) => !Directory.Exists(backups) ? null
        : new DirectoryInfo(backups).GetFiles("*.db").OrderByDescending(f => f.LastWriteTimeUtc).Select(f => f.FullName).FirstOrDefault(IsSound);

    public override bool IsDamage(DbException error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB };

    public override void Settle(DbConnection writer)
    {
        using var command = writer.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }

    // https://www.sqlite.org/rescode.html
    public override string? Explain(DbException error) => error is not SqliteException broken ? null : broken.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => $"The disk with {file} is full. What was just being saved was not stored, everything saved before is. Make room, then try again.",
        raw.SQLITE_READONLY => $"{file} can't be written to (read-only file, folder or disk). Nothing was stored. Give this user the right to write to it, then start again.",
        raw.SQLITE_CANTOPEN => $"{file} can't be opened. See that its folder exists and that this user may read and write there, then start again.",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{file} can't be opened: the right to read and write it is missing. Give it to this user, then start again.",
        raw.SQLITE_IOERR => $"The disk answered with an error while {file} was read or written ({broken.Message}). What was just being saved was not stored. Look at the disk, then start again.",
        raw.SQLITE_CORRUPT => $"{file} is damaged ({broken.Message}). Stop the blog, keep the file and put a sound snapshot in its place. Until then --Blog:ReadOnly=true shows what can still be read.",
        raw.SQLITE_NOTADB => $"{file} is not a SQLite database. Move it away, or choose another folder with Blog:Data; it was not changed.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{file} is locked by another program. Nothing was stored. Close what has it open, then try again.",
        _ => null,
    };

    private bool IsSound(string snapshot)
    {
        try
        {
            using var copy = new SqliteConnection(Address(snapshot, SqliteOpenMode.ReadOnly));
            copy.Open();
            return CheckIntegrity(copy).Count == 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode, string settings)
    {
        var connection = new SqliteConnection(Address(file, mode));
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant.
            command.CommandText = settings;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Address(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ToString();
}
