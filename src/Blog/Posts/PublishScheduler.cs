using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Posts;

/// <summary>
/// Publishes scheduled posts when their time comes, and at start those whose time came while nothing ran. Sleeps until the next one is
/// due, until a post is scheduled here, or for a poll interval: another process may have scheduled one, or the clock been set.
/// </summary>
internal sealed partial class PublishScheduler(
    IPostStore posts, Publisher publisher, ScheduleSignal signal, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<PublishScheduler> logger) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            while (true)
            {
                await SleepAsync(await PublishDueAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is due then is published by the next start.
        }
    }

    // The store is open and the first page does not wait.
    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stopping);
    }

    /// <summary>How long to sleep now: not at all if more may be due.</summary>
    private async Task<TimeSpan> PublishDueAsync(CancellationToken stopping)
    {
        try
        {
            var due = await posts.ListDueAsync(time.GetUtcNow(), Batch, stopping);
            var failed = 0;
            foreach (var id in due)
            {
                failed += await PublishAsync(id, stopping) ? 0 : 1;
            }

            if (failed > 0)
            {
                return Poll;
            }

            var until = due.Count > 0 ? TimeSpan.Zero : await posts.FindNextDueAsync(stopping) - time.GetUtcNow() ?? Poll;
            return until < Poll ? until : Poll;
        }
#pragma warning disable CA1031 // The edge of the schedule: a store that is unreachable or full for a while must not end it for good.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Unreadable(logger, e);
            return Poll;
        }
    }

    // One post that can't be saved must not hold up the others.
    private async Task<bool> PublishAsync(Guid id, CancellationToken stopping)
    {
        try
        {
            var result = await publisher.PublishDueAsync(id, stopping);
            if (result is { Outcome: PublishOutcome.Saved, Post: { } post })
            {
                Log.Published(logger, id, post.Path);
            }

            return true;
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, id);
            return false;
        }
    }

    private async Task SleepAsync(TimeSpan wait, CancellationToken stopping)
    {
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var signalled = signal.WaitAsync(Timeout.InfiniteTimeSpan, woken.Token);
        await Task.WhenAny(signalled, Task.Delay(wait, time, woken.Token));
        await woken.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The scheduled post {Post} is public at {Path}.")]
        public static partial void Published(ILogger logger, Guid post, string path);

        [LoggerMessage(2, LogLevel.Error, "The scheduled post {Post} could not be published. It stays scheduled and is tried again in half a minute.")]
        public static partial void Failed(ILogger logger, Exception error, Guid post);

        [LoggerMessage(3, LogLevel.Error, "The schedule could not be read. Nothing is lost; it is read again in half a minute.")]
        public static partial void Unreadable(ILogger logger, Exception error);
    }
}
