using System.Globalization;
using Blog.Site;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Notices that this database was restored from a backup or copied to another folder: what waits in it may have been sent meanwhile by the blog that it
/// comes from. Then nothing is sent until the author releases the outbox. The proof is a small file beside the database, with the number of attempts that
/// were begun; a database that knows fewer is an older one. A database on a server has several such folders, one for each process: there the server itself is
/// the seal, and the file only counts. A server may also be taken over by one that lacks its last changes, while the blog runs: so it is counted after
/// every claim.
/// </summary>
internal sealed partial class OutboxGuard(ISyndicationStore store, IStoreHealth health, DataFolder folder, TimeProvider time, ILogger<OutboxGuard> logger)
{
    private const string FileName = "outbox.seal";

    private readonly Lock _gate = new();
    private string? _token;
    private bool _isOnServer;
    private long _seen;

    private string File => Path.Combine(folder.Path, FileName);

    /// <summary>Looks at the seal; called once before the first claim.</summary>
    public async Task CheckAsync(CancellationToken ct)
    {
        var seal = await store.FindSealAsync(ct);
        var (token, begun) = Read();
        var counted = await store.CountAttemptsAsync(ct);
        var server = (await health.DescribeAsync(ct)).Server;
        (_isOnServer, _seen) = (server is not null, counted);
        if (seal is { Quarantine: not null })
        {
            _token = seal.Token;
            return;
        }

        var isOlder = begun > counted;
        var trouble = seal is null ? null
            : server is not null
                ? server != seal.Token ? "This database was restored or copied from another server." : token == server && isOlder ? Older(begun, counted) : null
            : token is null ? "The file outbox.seal is missing beside this database: it was copied or moved without it."
            : token != seal.Token ? "This database does not belong to this data folder: it was restored or copied from another one."
            : seal.Born != default && Birth() != seal.Born ? "This data folder is a copy of another one."
            : isOlder ? Older(begun, counted)
            : null;
        var waits = trouble is not null && await AnythingWaitsAsync(ct);
        if (seal is null || trouble is not null)
        {
            await SealAsync(server, waits ? trouble : null, ct);
        }
        else if (server is not null && token != server)
        {
            Write(server, counted);
        }

        _token ??= seal?.Token;
        if (waits)
        {
            Log.Quarantined(logger, trouble!);
        }
    }

    /// <summary>
    /// Whether the server lacks an attempt that this process has seen; then the outbox is shut. Called after each claim, which may be the first statement that
    /// the other server hears: what was claimed is not carried then. A file can't be exchanged while it is open.
    /// </summary>
    public async Task<bool> IsBehindAsync(CancellationToken ct)
    {
        if (!_isOnServer)
        {
            return false;
        }

        // In this order: an attempt that begins meanwhile is one more, never one less.
        var seen = Interlocked.Read(ref _seen);
        var counted = await store.CountAttemptsAsync(ct);
        var isBehind = counted < seen;
        if (isBehind && await store.FindSealAsync(ct) is not { Quarantine: not null } && await AnythingWaitsAsync(ct))
        {
            var trouble = Older(seen, counted);
            await SealAsync((await health.DescribeAsync(ct)).Server, trouble, ct);
            Log.Quarantined(logger, trouble);
        }

        Interlocked.CompareExchange(ref _seen, counted, seen);
        return isBehind;
    }

    /// <summary>Notes that an attempt was begun. Losing it costs nothing but the notice of one attempt.</summary>
    public async Task NoteAttemptAsync(CancellationToken ct)
    {
        if (_token is { } token)
        {
            var counted = await store.CountAttemptsAsync(ct);
            Interlocked.Exchange(ref _seen, counted);
            Write(token, counted);
        }
    }

    private async Task<bool> AnythingWaitsAsync(CancellationToken ct) =>
        (await store.CountByStateAsync(ct)).Any(c => c.Value > 0 && c.Key is DeliveryState.Queued or DeliveryState.Sending or DeliveryState.Held or DeliveryState.Unknown);

    private static string Older(long begun, long counted) => string.Create(
        CultureInfo.InvariantCulture, $"This database is older than the last one used here: it knows {counted} attempts to send, {begun} were made.");

    private async Task SealAsync(string? server, string? quarantine, CancellationToken ct)
    {
        var token = server ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        System.IO.File.Delete(File);
        Write(token, await store.CountAttemptsAsync(ct));
        await store.SaveSealAsync(new OutboxSeal(token, server is null ? Birth() : default, quarantine), ct);
        _token = token;
    }

    // A file system that does not know births answers with the last change instead; then the birth proves nothing.
    private DateTimeOffset Birth()
    {
        var born = System.IO.File.GetCreationTimeUtc(File);
        System.IO.File.SetLastWriteTimeUtc(File, born.AddDays(-1));
        return System.IO.File.GetCreationTimeUtc(File) == born ? new DateTimeOffset(born, TimeSpan.Zero) : default;
    }

    private (string? Token, long Begun) Read()
    {
        try
        {
            var words = System.IO.File.ReadAllText(File).Split(' ', 2);
            return words.Length == 2 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var begun) ? (words[0], begun) : (null, 0);
        }
        catch (FileNotFoundException)
        {
            return (null, 0);
        }
    }

    // In place, so that the file's birth stays what it was.
    private void Write(string token, long begun)
    {
        lock (_gate)
        {
            try
            {
                using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
                var bytes = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{token} {begun}"));
                file.Write(bytes);
                file.SetLength(bytes.Length);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.Unwritable(logger, e, File);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nothing is sent to any network until the owner releases the outbox on the desk. {Reason}")]
        public static partial void Quarantined(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{File} can't be written; a restored database would not be noticed.")]
        public static partial void Unwritable(ILogger logger, Exception error, string file);
    }
}
