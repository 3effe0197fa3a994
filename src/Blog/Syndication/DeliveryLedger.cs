using System.Data.Common;
using Blog.Site;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Writes down what happened to a delivery: the intent before the first byte, the verdict afterwards. A verdict that the database does not
/// take is written again, because the call that it tells of must not be made again.
/// </summary>
internal sealed partial class DeliveryLedger(
    ISyndicationStore store, IOutageStore outages, OutboxGuard guard, DeliveryMeters meters, TimeProvider time, ILogger<DeliveryLedger> logger)
{
    private const int MaxWrites = 5;

    /// <summary>UTC, as the journal counts it.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Where a duration begins.</summary>
    public long Timestamp => time.GetTimestamp();

    /// <summary>Its journal, oldest first.</summary>
    public Task<IReadOnlyList<DeliveryAttempt>> ReadAsync(Delivery delivery, CancellationToken ct) => store.ListAttemptsAsync(delivery.Id, ct);

    /// <summary>Writes the intent. False: somebody else has the row now, send nothing.</summary>
    public async Task<bool> BeginAsync(Delivery claimed, string text, CancellationToken ct)
    {
        var begun = await store.BeginAttemptAsync(claimed, text, time.GetUtcNow(), ct);
        if (begun)
        {
            await guard.NoteAttemptAsync(ct);
        }
        else
        {
            Log.Stale(logger, claimed.Id, claimed.Fence);
        }

        return begun;
    }

    /// <summary>The row with a longer claim and the pictures that were brought for it so far; null if somebody else has it now.</summary>
    public async Task<Delivery?> KeepAsync(Delivery claimed, IReadOnlyList<SentImage> media, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var kept = claimed with { Media = media, LeaseUntil = now + Courier.Lease };
        if (await store.KeepClaimAsync(kept, now, ct))
        {
            return kept;
        }

        Log.Stale(logger, claimed.Id, claimed.Fence);
        return null;
    }

    /// <summary>Writes the verdict and one line of log; <paramref name="began"/> is a <see cref="Timestamp"/>.</summary>
    public async Task EndAsync(Delivery claimed, Verdict verdict, long began, CancellationToken ct)
    {
        var took = time.GetElapsedTime(began);

        // A text that has just gone out is yet to be read back; what is known about an older one goes on holding.
        var isNew = verdict.Outcome is nameof(DeliveryResult.Delivered) or Verdict.Adopted;
        var next = claimed with
        {
            Reason = verdict.Reason,
            NotBefore = verdict.NotBefore ?? claimed.NotBefore,
            RemoteId = verdict.RemoteId ?? claimed.RemoteId,
            RemoteUrl = verdict.RemoteUrl ?? claimed.RemoteUrl,
            Parts = verdict.Parts ?? claimed.Parts,
            Media = verdict.Media ?? claimed.Media,
            LookAt = verdict.LookAt,
            Looks = 0,
            IsHidden = false,
            IsReadBack = claimed.IsReadBack && !isNew,
            KeptText = isNew ? null : claimed.KeptText,
        };
        var written = await WriteAsync(next, verdict, ct);
        meters.Ended(claimed.Network, verdict.Outcome, took);
        if (written)
        {
            Log.Ended(logger, claimed.Id, claimed.PostId, claimed.TargetId, verdict.Attempt ?? claimed.Attempts, verdict.Outcome, (long)took.TotalMilliseconds, verdict.Reason);
        }
        else
        {
            Log.Stale(logger, claimed.Id, claimed.Fence);
        }
    }

    /// <summary>One line of log for a call that the network refused and that is made once more at once, with new keys or pictures.</summary>
    public void Repeated(Delivery claimed, int attempt, string outcome, string reason, long began)
    {
        var took = time.GetElapsedTime(began);
        meters.Ended(claimed.Network, outcome, took);
        Log.Ended(logger, claimed.Id, claimed.PostId, claimed.TargetId, attempt, outcome, (long)took.TotalMilliseconds, reason);
    }

    /// <summary>The target needs a new sign-in; whatever is queued for it waits.</summary>
    public Task HoldTargetAsync(Guid targetId, string reason, CancellationToken ct) => store.HoldTargetAsync(targetId, reason, time.GetUtcNow(), ct);

    /// <summary>Nothing more for this target before <paramref name="until"/>.</summary>
    public Task PaceAsync(Guid targetId, DateTimeOffset until, CancellationToken ct) => store.PaceTargetAsync(targetId, until, ct);

    /// <summary>The network of this target answers again, or no longer.</summary>
    public Task NoteReachAsync(Guid targetId, bool answered, CancellationToken ct) => outages.NoteAsync(targetId, answered, time.GetUtcNow(), ct);

    /// <summary>The author may have signed in again between the two writes: what was held after that moment must not stay so.</summary>
    public async Task ReleaseIfConnectedAsync(Guid targetId, CancellationToken ct)
    {
        if (await store.FindTargetAsync(targetId, ct) is { State: TargetState.Connected })
        {
            await store.ReleaseTargetAsync(targetId, time.GetUtcNow(), ct);
        }
    }

    private async Task<bool> WriteAsync(Delivery next, Verdict verdict, CancellationToken ct)
    {
        for (var n = 1; ; n++)
        {
            try
            {
                return await store.CompleteAsync(next, verdict.Next, verdict.Outcome, verdict.Reason, time.GetUtcNow(), ct);
            }
            catch (Exception e) when (e is DbException or StoreUnusableException && n < MaxWrites)
            {
                Log.WriteFailed(logger, e, next.Id, verdict.Outcome, n);
                await Task.Delay(TimeSpan.FromSeconds(n), time, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Delivery {Delivery}: post {Post} to target {Target}, attempt {Attempt}: {Outcome} in {Milliseconds} ms. {Reason}")]
        public static partial void Ended(ILogger logger, Guid delivery, Guid post, Guid target, int attempt, string outcome, long milliseconds, string? reason);

        [LoggerMessage(2, LogLevel.Warning, "Delivery {Delivery} was taken over by another worker (fence {Fence} is old): nothing is sent or written for it here.")]
        public static partial void Stale(ILogger logger, Guid delivery, long fence);

        [LoggerMessage(3, LogLevel.Warning, "Delivery {Delivery}: the outcome {Outcome} could not be stored (try {Try}); it is written again, nothing is sent again.")]
        public static partial void WriteFailed(ILogger logger, Exception error, Guid delivery, string outcome, int @try);
    }
}
