using System.Data.Common;
using Blog.Site;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>The outbox as the worker sees it. A database that can't be read for the moment looks empty: the next poll asks again.</summary>
internal sealed partial class DeliveryQueue(ISyndicationStore store, OutboxGuard guard, ClockSkew clock, DeliveryMeters meters, TimeProvider time, ILogger<DeliveryQueue> logger)
{
    private static readonly TimeSpan SealRetry = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(5);

    private DateTimeOffset _measureAt;
    private volatile QueueTrouble? _trouble;

    /// <summary>Why nothing can be claimed for now; null: all is well.</summary>
    public QueueTrouble? Trouble => _trouble;

    /// <summary>Looks whether this is the outbox that sent last; tried until the database can be read.</summary>
    public async Task CheckSealAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await guard.CheckAsync(ct);
                return;
            }
            catch (Exception e) when (e is DbException or StoreUnusableException or IOException or UnauthorizedAccessException)
            {
                Log.Unsealed(logger, e);
                await Task.Delay(SealRetry, time, ct);
            }
        }
    }

    /// <summary>Claims what is due, at most <paramref name="limit"/> rows.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, int limit, CancellationToken ct)
    {
        try
        {
            // Before the claim: what fails here must not cost rows that are claimed already.
            if (meters.WantDepth && time.GetUtcNow() is var now && now >= _measureAt)
            {
                meters.Counted(await store.MeasureQueueAsync(ct));
                _measureAt = now + MeasureEvery;
            }

            if (await clock.FindAsync(ct) is { } wrong)
            {
                if (_trouble is not { IsClock: true })
                {
                    Log.WrongClock(logger, wrong);
                }

                _trouble = new QueueTrouble(IsClock: true, wrong);
                return [];
            }

            var claimed = await store.ClaimAsync(owner, time.GetUtcNow(), Courier.Lease, limit, ct);
            _trouble = null;
            return await guard.IsBehindAsync(ct) ? [] : claimed;
        }
        catch (Exception e) when (e is DbException or StoreUnusableException)
        {
            _trouble = new QueueTrouble(IsClock: false, e is StoreUnusableException ? e.Message : "The database could not be read.");
            Log.Unreadable(logger, e);
            return [];
        }
    }

    /// <summary>When the next row falls due; null if none does.</summary>
    public async Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct)
    {
        try
        {
            return await store.FindNextDueAsync(ct);
        }
        catch (Exception e) when (e is DbException or StoreUnusableException)
        {
            Log.Unreadable(logger, e);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The outbox could not be read; it is tried again.")]
        public static partial void Unreadable(ILogger logger, Exception error);

        [LoggerMessage(2, LogLevel.Warning, "The seal of the outbox can't be checked; nothing is sent until it can. It is tried again.")]
        public static partial void Unsealed(ILogger logger, Exception error);

        [LoggerMessage(3, LogLevel.Warning, "This process sends nothing to any network. {Reason}")]
        public static partial void WrongClock(ILogger logger, string reason);
    }
}

/// <summary>Why this process sends nothing.</summary>
/// <param name="IsClock">Its clock is wrong; else the store can't be used.</param>
/// <param name="Reason">A sentence for the author, with the remedy.</param>
internal sealed record QueueTrouble(bool IsClock, string Reason);
