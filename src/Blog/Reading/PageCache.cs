using System.Collections.Concurrent;
using System.Threading.Channels;
using Blog.Site;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary>
/// Whole anonymous pages as ready bytes. Only what an endpoint hands over as <see cref="PageOutcome.Made"/> gets in; the key is the
/// path and a list's cursor, and no header or cookie has an influence on what is stored. A page leaves when a version that it was made
/// from moved, or when the memory is full and nobody asked for it lately.
/// </summary>
internal sealed class PageCache(ContentVersion version, SecurityHeaders security, PageCacheLimits limits, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CachedPage> _pages = new();
    private readonly ConcurrentDictionary<string, Flight> _flights = new();
    private readonly Queue<string> _order = new();
    private readonly Channel<CachedPage> _plain = Channel.CreateBounded<CachedPage>(512);
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>Pages that are kept now.</summary>
    public int Count => _pages.Count;

    /// <summary>Names of the pages that are kept now.</summary>
    public IEnumerable<string> Keys => _pages.Keys;

    /// <summary>What is kept under a key, out of date or not; null if nothing is.</summary>
    public CachedPage? Stored(string key) => _pages.GetValueOrDefault(key);

    /// <summary>Memory that they occupy, roughly.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Stored pages that wait for their compressed forms. One that finds no room here asks again when it is next used.</summary>
    public ChannelReader<CachedPage> Uncompressed => _plain.Reader;

    /// <summary>The stored page for a GET or HEAD, null if there is none that is fresh.</summary>
    public CachedPage? Find(HttpContext context)
    {
        var method = context.Request.Method;
        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Find(ListQuery.Key(context.Request)) : null;
    }

    /// <summary>
    /// The page under <paramref name="key"/>, made by <paramref name="make"/> if it is not there: once, however many ask at the same time. Exactly one of
    /// the two is not null.
    /// </summary>
    public async Task<(CachedPage? Page, PageOutcome? Other)> GetAsync(
        string key, Func<VersionSnapshot, CancellationToken, Task<PageOutcome>> make, CancellationToken ct)
    {
        var arrived = version.Changes;
        while (true)
        {
            if (Find(key) is { } known)
            {
                return (known, null);
            }

            var own = new Flight(version.Snapshot());
            var flight = _flights.GetOrAdd(key, own);
            if (flight == own)
            {
                // What is made is for all who wait: it does not end with the request that began it.
                await FlyAsync(key, own, make);
                return await own.Landed.Task;
            }

            if (flight.Start.Changes >= arrived)
            {
                return await flight.Landed.Task.WaitAsync(ct);
            }

            // It began before the last change that this request must see: let it end, then look again.
            await ((Task)flight.Landed.Task.WaitAsync(ct)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>False for a page that was handed out although it is out of date, because the store could not be asked for the present one.</summary>
    public bool IsFresh(CachedPage page) => page.IsFresh(version, time);

    /// <summary>Keys of pages that are out of date and were read more than once, the most read first.</summary>
    public IReadOnlyList<string> MostRead(int most) =>
        [.. _pages.Values.Where(p => p.Hits > 1 && !p.IsFresh(version, time)).OrderByDescending(p => p.Hits).Take(most).Select(p => p.Key)];

    /// <summary>Takes over the compressed forms of a page.</summary>
    public void Add(CachedPage page, byte[] gzip, byte[] brotli)
    {
        lock (_gate)
        {
            var before = page.Bytes;
            page.Add(gzip, brotli);
            if (_pages.TryGetValue(page.Key, out var stored) && stored == page)
            {
                _bytes += page.Bytes - before;
                Evict();
            }
        }
    }

    private CachedPage? Find(string key)
    {
        if (!_pages.TryGetValue(key, out var page) || !page.IsFresh(version, time))
        {
            return null;
        }

        page.Hits++;
        if (!page.WasUsed)
        {
            page.WasUsed = true;
            AskForCompression(page);
        }

        return page;
    }

    private async Task FlyAsync(string key, Flight flight, Func<VersionSnapshot, CancellationToken, Task<PageOutcome>> make)
    {
        try
        {
            var outcome = await make(flight.Start, CancellationToken.None);
            var landed = outcome is PageOutcome.Made made ? (Keep(key, made), (PageOutcome?)null) : (null, outcome);
            _flights.TryRemove(key, out _);
            flight.Landed.SetResult(landed);
        }
        catch (StoreUnusableException) when (_pages.TryGetValue(key, out var stale))
        {
            // Yesterday's page is better than none.
            _flights.TryRemove(key, out _);
            flight.Landed.SetResult((stale, null));
        }
        catch (Exception e)
        {
            // Handed to everybody who waits; the caller awaits the same task and sees it too.
            _flights.TryRemove(key, out _);
            flight.Landed.SetException(e);
        }
    }

    private CachedPage Keep(string key, PageOutcome.Made made)
    {
        _pages.TryGetValue(key, out var previous);
        var page = new CachedPage(key, made, previous, security, time.GetUtcNow());
        if (page.Bytes > limits.MaxBytes / 4)
        {
            return page;
        }

        lock (_gate)
        {
            if (_pages.TryGetValue(key, out var replaced))
            {
                _bytes -= replaced.Bytes;
                page.WasUsed = replaced.WasUsed;
                page.Hits = replaced.Hits / 2;
            }
            else
            {
                _order.Enqueue(key);
            }

            _pages[key] = page;
            _bytes += page.Bytes;
            Evict();
        }

        // What readers came back for before is compressed at once; a page that only a crawler asks for is not worth it.
        if (page.WasUsed)
        {
            AskForCompression(page);
        }

        return page;
    }

    private void AskForCompression(CachedPage page)
    {
        if (!page.CompressionAsked)
        {
            page.CompressionAsked = _plain.Writer.TryWrite(page);
        }
    }

    // A page that was used since it was last looked at gets a second chance, so that one crawl does not push out what readers read.
    // Each key stands in the queue once, exactly as long as it is stored.
    private void Evict()
    {
        while (_bytes > limits.MaxBytes && _order.TryDequeue(out var key))
        {
            var page = _pages[key];
            if (page.WasUsed)
            {
                page.WasUsed = false;
                _order.Enqueue(key);
            }
            else
            {
                _pages.TryRemove(key, out _);
                _bytes -= page.Bytes;
            }
        }
    }

    private sealed class Flight(VersionSnapshot start)
    {
        public VersionSnapshot Start { get; } = start;

        public TaskCompletionSource<(CachedPage? Page, PageOutcome? Other)> Landed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>How much memory pages may take.</summary>
/// <param name="MaxBytes">Bytes of all forms of all stored pages.</param>
internal sealed record PageCacheLimits(long MaxBytes = 64L * 1024 * 1024);
