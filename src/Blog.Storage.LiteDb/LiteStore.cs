using System.Text;
using Blog.Site;
using LiteDB;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Blog.Storage.LiteDb;

/// <summary>
/// The open LiteDB file of this process. One lock around all calls, reads too: LiteDB 5.0.21 is not safe for several threads (litedb-org/LiteDB#2554, #1603).
/// A verb that writes is one transaction. The log is brought into the file every minute and at the end.
/// </summary>
internal sealed partial class LiteStore(IOptions<BlogOptions> options, DataFolder folder, TimeProvider time, ILogger<LiteStore> log)
    : IStoreHealth, IAsyncDisposable, IDisposable
{
    /// <summary>How often the log is brought into the file.</summary>
    public static readonly TimeSpan CheckpointEvery = TimeSpan.FromMinutes(1);

    /// <summary>What doctor and the start tell whoever chose this engine.</summary>
    public const string Caveat =
        "LiteDB 5 does not force a commit to the disk: a power cut can lose the last changes or apply half of one, copies that were just sent among them. "
        + "One process, one call at a time; its cache stays in memory; it has no check sums. SQLite promises more: choose it unless you know why not.";

    private static readonly (int Offset, string Text) Mark = (32, "** This is a LiteDB file **");

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<DataLock> _locks = [];
    private LiteSession? _session;
    private ITimer? _timer;
    private bool _isOpen;
    private bool _isClosed;

    private string File { get; } = LiteAddress.Parse(options.Value.Database, folder)!;

    private string LogFile => Path.Combine(Path.GetDirectoryName(File)!, Path.GetFileNameWithoutExtension(File) + "-log" + Path.GetExtension(File));

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken ct) => AloneAsync(
        () =>
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (options.Value.ReadOnly)
            {
                throw new StoreUnusableException("Blog:ReadOnly is not for LiteDB, which writes into a file to open it. Start without it.");
            }

            if (!_isOpen)
            {
                Lock();
                _session = OpenFile();
                _timer = time.CreateTimer(_ => SettleAlone(), state: null, CheckpointEvery, CheckpointEvery);
                _isOpen = true;
            }

            return true;
        },
        ct);

    /// <summary>Runs <paramref name="change"/> in one transaction. Cancelling works while it waits; once it runs it runs to its end.</summary>
    public Task<T> WriteAsync<T>(Func<LiteSession, T> change, CancellationToken ct) => AloneAsync(() => InTransaction(change), ct);

    /// <summary>Reads; nothing is written meanwhile.</summary>
    public Task<T> ReadAsync<T>(Func<LiteSession, T> read, CancellationToken ct) => AloneAsync(
        () =>
        {
            try
            {
                return read(Session());
            }
            catch (Exception e) when (e is LiteException or IOException)
            {
                GiveUp();
                throw Explain(e, isUnclear: false);
            }
        },
        ct);

    /// <inheritdoc/>
    public Task<StoreFacts> DescribeAsync(CancellationToken ct) => ReadAsync(
        session => new StoreFacts(
            "LiteDB",
            typeof(LiteDatabase).Assembly.GetName().Version!.ToString(3),
            File,
            session.Stored,
            new[] { File, LogFile }.Where(System.IO.File.Exists).Sum(f => new FileInfo(f).Length),
            Caveat: Caveat),
        ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CheckIntegrityAsync(CancellationToken ct) => AloneAsync(() => LiteCheck.Run(Session()), ct);

    /// <inheritdoc/>
    public Task<string?> FindSnapshotAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public void Dispose()
    {
        _gate.Wait();
        try
        {
            _isClosed = true;
            if (_isOpen)
            {
                _isOpen = false;
                _timer?.Dispose();
                Settle();
                GiveUp();
                Unlock();
                Log.Closed(log, File);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> AloneAsync<T>(Func<T> act, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return act();
        }
        finally
        {
            _gate.Release();
        }
    }

    private T InTransaction<T>(Func<LiteSession, T> change)
    {
        var session = Session();
        var isEnding = false;
        try
        {
            session.Begin();
            var result = change(session);
            isEnding = true;
            session.Commit();
            return result;
        }
        catch (Exception e) when (e is LiteException or IOException or UnauthorizedAccessException)
        {
            // What LiteDB keeps in memory is not to be trusted after this: the next call opens the file anew and finds what was committed.
            GiveUp();
            throw Explain(e, isEnding);
        }
        catch
        {
            Undo(session);
            throw;
        }
    }

    private void Undo(LiteSession session)
    {
        try
        {
            session.Rollback();
        }
        catch (Exception e) when (e is LiteException or IOException)
        {
            // Nothing was committed: opened anew, the file does not know of it.
            Log.NotUndone(log, File, e.Message);
            GiveUp();
        }
    }

    private LiteSession Session() => _isOpen
        ? _session ??= OpenFile()
        : throw (_isClosed
            ? new ObjectDisposedException(nameof(LiteStore), "The store is closed: the program is stopping. Nothing was saved.")
            : new InvalidOperationException("The store is not open: IStoreHealth.OpenAsync comes first."));

    private void GiveUp()
    {
        try
        {
            _session?.Dispose();
        }
        catch (Exception e) when (e is LiteException or IOException)
        {
            Log.NotClosed(log, File, e.Message);
        }
        finally
        {
            _session = null;
        }
    }

    // The file may lie elsewhere: its folder is kept to this process too, since LiteDB itself would let a second one in.
    private void Lock()
    {
        var place = Path.GetDirectoryName(File)!;
        try
        {
            foreach (var path in new[] { folder.Path, place }.Distinct(StringComparer.Ordinal))
            {
                _locks.Add(DataLock.Take(path));
            }
        }
        catch
        {
            Unlock();
            throw;
        }
    }

    private void Unlock()
    {
        _locks.ForEach(held => held.Dispose());
        _locks.Clear();
    }

    private LiteSession OpenFile()
    {
        LiteSession? session = null;
        try
        {
            CheckKind();
            session = new LiteSession(File);
            if (session.Stored > LiteSession.Schema)
            {
                throw new StoreUnusableException($"{File} was written by a newer version of the blog (form {session.Stored}, this version knows {LiteSession.Schema}). Start the newer version; the file was not changed.");
            }

            if (session.IsForeign)
            {
                throw new StoreUnusableException($"{File} is the database of another program. Move it away, or name another file in Blog:Database; it was not changed.");
            }

            session.Prepare();
            return session;
        }
        catch (Exception e) when (e is LiteException or IOException or UnauthorizedAccessException)
        {
            session?.Dispose();
            FreeIfNew();
            throw Explain(e, isUnclear: false);
        }
        catch
        {
            session?.Dispose();
            FreeIfNew();
            throw;
        }

        void FreeIfNew()
        {
            if (!_isOpen)
            {
                Unlock();
            }
        }
    }

    // LiteDB cuts a file to whole pages before it looks whether it is one of its own.
    private void CheckKind()
    {
        if (!System.IO.File.Exists(File))
        {
            return;
        }

        using var file = System.IO.File.OpenRead(File);
        var head = new byte[Mark.Offset + Mark.Text.Length];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read > 0 && !head.AsSpan(Mark.Offset).SequenceEqual(Encoding.ASCII.GetBytes(Mark.Text)))
        {
            throw new LiteException(LiteException.INVALID_DATABASE, "The file has another kind.");
        }
    }

    private void SettleAlone()
    {
        _gate.Wait();
        try
        {
            Settle();
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Settle()
    {
        try
        {
            _session?.Checkpoint();
        }
        catch (Exception e) when (e is LiteException or IOException)
        {
            // What was committed is still in the log: the next call opens both anew.
            Log.NotSettled(log, File, e.Message);
            GiveUp();
        }
    }

    private StoreUnusableException Explain(Exception error, bool isUnclear)
    {
        var sentence = error switch
        {
            LiteException { ErrorCode: LiteException.INVALID_DATABASE } => $"{File} is not a LiteDB file. Move it away, or name another file in Blog:Database; it was not changed.",
            LiteException { ErrorCode: LiteException.INVALID_DATAFILE_STATE } => $"{File} is damaged ({error.Message}). Stop the blog, keep the file, and restore a copy.",
            LiteException => $"{File} can't be used: LiteDB says “{error.Message}”. What was just being saved was not stored.",
            UnauthorizedAccessException => $"{File} can't be opened: the right to read and write it is missing. Give it to this user, then start again.",
            _ => $"The disk answered with an error while {File} was read or written ({error.Message}). Look at the disk (is it full?), then try again.",
        };
        return new StoreUnusableException(isUnclear ? $"{sentence} Whether the last change was stored is not known: look before you repeat it." : sentence, error);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "{Database} is closed.")]
        public static partial void Closed(ILogger logger, string database);

        [LoggerMessage(2, LogLevel.Warning, "The log of {Database} could not be brought into the file; it is tried again. {Reason}")]
        public static partial void NotSettled(ILogger logger, string database, string reason);

        [LoggerMessage(3, LogLevel.Warning, "{Database} could not be closed in order; it is opened anew. {Reason}")]
        public static partial void NotClosed(ILogger logger, string database, string reason);

        [LoggerMessage(4, LogLevel.Warning, "A change of {Database} could not be taken back in order; the file is opened anew without it. {Reason}")]
        public static partial void NotUndone(ILogger logger, string database, string reason);
    }
}
