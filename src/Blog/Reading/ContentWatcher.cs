using System.Data.Common;
using Blog.Site;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Reading;

/// <summary>
/// Brings home what other processes of the blog changed, so that no page is older than <see cref="Poll"/>: at once where the store tells of it, by asking
/// where the notice got lost. Its asking also tells whether the store answers at all.
/// </summary>
internal sealed partial class ContentWatcher(IContentFeed feed, ContentVersion version, StoreState state, ILogger<ContentWatcher> logger) : BackgroundService
{
    /// <summary>A page may be stale for so long when a notice got lost.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private const int Batch = 500;

    private long? _last;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!feed.IsShared)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await ((Task)feed.WaitAsync(Poll, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            // What this process has read before it knew the place would never be told again: it forgets everything once.
            if (_last is null)
            {
                _last = await feed.FindLastAsync(ct);
                version.Invalidate();
            }

            ContentChanges changes;
            do
            {
                changes = await feed.LoadAsync(_last.Value, Batch, ct);
                version.Observe(changes.Stamp);
                foreach (var (id, number) in changes.Posts)
                {
                    version.Observe(id, number);
                }

                _last = changes.Last;
            }
            while (changes.Posts.Count == Batch);

            if (state.Set(isAway: false))
            {
                Log.Back(logger);
            }
        }
        catch (Exception e) when (e is DbException or StoreUnusableException)
        {
            if (state.Set(isAway: true))
            {
                Log.Away(logger, e.Message);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store does not answer: readers get the pages that are kept, with a warning. {Reason}")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "The store answers again.")]
        public static partial void Back(ILogger logger);
    }
}
