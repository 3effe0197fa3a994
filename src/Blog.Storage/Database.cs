using System.Data.Common;
using Blog.Site;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Blog.Storage;

/// <summary>
/// The open database of this process: the one connection that writes, the ones that read, and the lock on the data folder.
/// <see cref="OpenAsync"/> comes before everything else; closing brings the log into the file.
/// </summary>
internal sealed partial class Database(IOptions<BlogOptions> options, DataFolder folder, TimeProvider time, ILogger<Database> log)
    : IStoreHealth, IStoreClock, IAsyncDisposable, IDisposable
{
    private const int Readers = 8;

    private readonly Lock _gate = new();
    private Opened? _opened;
    private bool _closed;

    // A blog that only reads keeps nobody away and has nobody who writes.
    private sealed record Opened(Dialect Dialect, DataLock? Lock, WriteQueue? Queue, ReaderPool Pool);

    /// <summary>Scripts to run; the embedded ones unless a test brings its own.</summary>
    public Func<Dialect, IReadOnlyList<MigrationScript>> Scripts { get; init; } = dialect => MigrationScript.Embedded(dialect.Scripts);

    /// <summary>True if other processes may write to it too.</summary>
    public bool IsShared => Open().Dialect.IsShared;

    /// <summary>Transactions committed since the start.</summary>
    public long Commits => Open().Queue?.Commits ?? 0;

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _opened ??= OpenNow();
        }

        return Task.CompletedTask;
    }

    /// <summary>Runs <paramref name="change"/> on the writing connection, with others, in one transaction; ends when it is durable. It may run twice.</summary>
    public Task<T> WriteAsync<T>(Func<Session, T> change, CancellationToken ct) =>
        Open().Queue is { } queue ? queue.RunAsync(change, ct)
            : Task.FromException<T>(new StoreUnusableException("The blog only reads at the moment (Blog:ReadOnly), so nothing was stored. Its owner has set that until a sound database is in place."));

    /// <summary>Reads on a connection that can't write.</summary>
    public Task<T> ReadAsync<T>(Func<Session, T> read, CancellationToken ct) => Open().Pool.RunAsync(read, ct);

    /// <summary>A connection that hears what other processes announce; null if the engine has no such thing.</summary>
    public DbConnection? Listen() => Open().Dialect.OpenListener();

    /// <summary>Ends with the next announcement, at the latest after <paramref name="atMost"/>.</summary>
    public Task WaitForNoticeAsync(DbConnection listener, TimeSpan atMost, CancellationToken ct) => Open().Dialect.WaitForNoticeAsync(listener, atMost, ct);

    /// <inheritdoc/>
    public Task<DateTimeOffset?> FindAsync(CancellationToken ct) => Open().Dialect.Clock is { } clock
        ? ReadAsync(session => (DateTimeOffset?)DateTimeOffset.UnixEpoch.AddMicroseconds((long)session.Scalar(clock)!), ct)
        : Task.FromResult<DateTimeOffset?>(null);

    /// <inheritdoc/>
    public Task<StoreFacts> DescribeAsync(CancellationToken ct) => LookAsync(
        (dialect, session) => new StoreFacts(
            dialect.Engine,
            dialect.Version(session.Connection),
            dialect.Location,
            Migrator.Current(session.Connection, dialect),
            dialect.Size(session.Connection),
            dialect.Server(session.Connection)),
        ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckIntegrityAsync(CancellationToken ct) =>
        LookAsync<IReadOnlyList<string>>(
            (dialect, session) =>
            {
                try
                {
                    return dialect.CheckIntegrity(session.Connection);
                }
                catch (DbException e) when (dialect.IsDamage(e))
                {
                    // So damaged that the check itself can't go on.
                    return [e.Message];
                }
            },
            ct);

    /// <inheritdoc/>
    public Task<string?> FindSnapshotAsync(CancellationToken ct) =>
        Task.FromResult((Volatile.Read(ref _opened)?.Dialect ?? Dialect.From(options.Value.Database, folder)).FindSnapshot(folder.Backups));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            if (_opened is not { } opened)
            {
                return;
            }

            _opened = null;
            opened.Pool.Dispose();
            opened.Queue?.Dispose();
            opened.Lock?.Dispose();
            Log.Closed(log, opened.Dialect.Location);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private Opened Open() => Volatile.Read(ref _opened)
        ?? throw (_closed
            ? new ObjectDisposedException(nameof(Database), "The store is closed: the program is stopping. Nothing was saved.")
            : new InvalidOperationException("The store is not open: IStoreHealth.OpenAsync comes first."));

    private Opened OpenNow()
    {
        var dialect = Dialect.From(options.Value.Database, folder);
        if (options.Value.ReadOnly)
        {
            return OpenToRead(dialect);
        }

        var held = DataLock.Take(folder.Path);
        Session? writer = null;
        try
        {
            writer = new Session(dialect.OpenWriter(), dialect);
            var snapshot = new Migrator(dialect, Scripts(dialect), folder.Backups, time).Run(writer);
            if (snapshot is not null)
            {
                Log.Migrated(log, dialect.Location, snapshot);
            }

            return new Opened(dialect, held, new WriteQueue(writer, dialect), new ReaderPool(dialect, Readers));
        }
        catch (DbException e) when (dialect.Explain(e) is { } sentence)
        {
            writer?.Dispose();
            held.Dispose();
            throw Unusable(dialect, e, sentence);
        }
        catch
        {
            writer?.Dispose();
            held.Dispose();
            throw;
        }
    }

    private Opened OpenToRead(Dialect dialect)
    {
        try
        {
            using var look = new Session(dialect.OpenReader(), dialect);
            var (current, newest) = (Migrator.Current(look.Connection, dialect), Scripts(dialect).Max(s => s.Number));
            return current == newest ? new Opened(dialect, null, null, new ReaderPool(dialect, Readers)) : throw new StoreUnusableException(
                $"{dialect.Location} has schema {current} and this version reads schema {newest}. Start the version that wrote it with Blog:ReadOnly, or this one without; nothing was changed.");
        }
        catch (DbException e) when (dialect.Explain(e) is { } sentence)
        {
            throw Unusable(dialect, e, sentence);
        }
    }

    private StoreUnusableException Unusable(Dialect dialect, DbException error, string sentence) => new(
        !dialect.IsDamage(error) ? sentence
            : dialect.FindSnapshot(folder.Backups) is { } snapshot ? $"{sentence} The newest sound snapshot is {snapshot}."
            : $"{sentence} There is no sound snapshot in {folder.Backups}.",
        error);

    // doctor asks while another process may hold the folder: then it looks through a connection of its own that can only read.
    private Task<T> LookAsync<T>(Func<Dialect, Session, T> look, CancellationToken ct)
    {
        if (Volatile.Read(ref _opened) is { } opened)
        {
            return opened.Pool.RunAsync(session => look(opened.Dialect, session), ct);
        }

        var dialect = Dialect.From(options.Value.Database, folder);
        try
        {
            using var session = new Session(dialect.OpenReader(), dialect);
            return Task.FromResult(look(dialect, session));
        }
        catch (DbException e) when (dialect.Explain(e) is { } sentence)
        {
            throw Unusable(dialect, e, sentence);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Database} was brought to the newest schema. The state before is kept in {Snapshot}.")]
        public static partial void Migrated(ILogger logger, string database, string snapshot);

        [LoggerMessage(2, LogLevel.Debug, "{Database} is closed.")]
        public static partial void Closed(ILogger logger, string database);
    }
}
