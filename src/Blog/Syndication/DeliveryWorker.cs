using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Works off the outbox: claims what is due, several at once but one per target, and lets a <see cref="Courier"/> carry each, so that a slow
/// network delays no other. Sleeps until something is queued or falls due. Several processes may run it on one database.
/// </summary>
internal sealed partial class DeliveryWorker(
    DeliveryQueue queue, Courier courier, DeliverySignal signal, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<DeliveryWorker> logger) : BackgroundService
{
    // More than anybody has accounts on one network: while all of them hang, the others go on.
    private const int MaxAtOnce = 24;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    // On a stop, calls under way may end; what takes longer is looked for by the next start. Real time: the process is ending.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
    private readonly Dictionary<Guid, Task> _running = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var calls = new CancellationTokenSource();
        try
        {
            await StartedAsync(stoppingToken);
            await queue.CheckSealAsync(stoppingToken);
            while (true)
            {
                var claimed = await ClaimAsync(calls.Token, stoppingToken);
                await SleepAsync(claimed, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await EndAsync(calls);
        }
    }

    // The site's own address, and with it every link that goes out, is known when the server listens.
    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stopping);
    }

    private async Task<int> ClaimAsync(CancellationToken calls, CancellationToken stopping)
    {
        foreach (var done in _running.Where(r => r.Value.IsCompleted).Select(r => r.Key).ToList())
        {
            _running.Remove(done);
        }

        var free = MaxAtOnce - _running.Count;
        if (free == 0)
        {
            return 0;
        }

        var claims = await queue.ClaimAsync(_owner, free, stopping);
        foreach (var claim in claims)
        {
            _running[claim.Delivery.Id] = CarryAsync(claim, calls);
        }

        return claims.Count;
    }

    private async Task CarryAsync(ClaimedDelivery claim, CancellationToken calls)
    {
        // Off this loop from the start: the next claim does not wait for it.
        await Task.Yield();
        try
        {
            await courier.CarryAsync(claim, calls);
        }
        catch (OperationCanceledException) when (calls.IsCancellationRequested)
        {
            Log.Left(logger, claim.Delivery.Id);
        }
#pragma warning disable CA1031 // The edge of the queue: one broken row must not stop the others. It keeps its lease and is looked for afterwards.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Broken(logger, e, claim.Delivery.Id, claim.Delivery.PostId, claim.Delivery.TargetId);
        }
        finally
        {
            signal.Wake();
        }
    }

    private async Task SleepAsync(int claimed, CancellationToken stopping)
    {
        if (claimed > 0 && _running.Count < MaxAtOnce)
        {
            return;
        }

        var wait = Poll;
        if (_running.Count < MaxAtOnce && await queue.FindNextDueAsync(stopping) is { } due)
        {
            // Due and yet not claimed: another row of the same target is under way, or another process is at it.
            var until = due - time.GetUtcNow();
            wait = until > TimeSpan.Zero && until < Poll ? until : Poll;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var signalled = signal.WaitAsync(Timeout.InfiniteTimeSpan, woken.Token);
        await Task.WhenAny(signalled, Task.Delay(wait, time, woken.Token));
        await woken.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private async Task EndAsync(CancellationTokenSource calls)
    {
        var running = Task.WhenAll(_running.Values);
        try
        {
            await running.WaitAsync(StopLimit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            await calls.CancelAsync();
            await running;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Delivery {Delivery} (post {Post}, target {Target}) broke off. Nothing is sent again before it was looked for; it is tried when its lease ends.")]
        public static partial void Broken(ILogger logger, Exception error, Guid delivery, Guid post, Guid target);

        [LoggerMessage(2, LogLevel.Information, "Delivery {Delivery} was under way when the program stopped; the next start looks for it.")]
        public static partial void Left(ILogger logger, Guid delivery);
    }
}
