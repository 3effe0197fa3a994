using System.Data.Common;
using Blog.Reading;
using Blog.Site;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Lets pages lead around a network that is away, and back when it has returned: a rehearsal began or ended (also by itself, also while nothing ran), or a real
/// network has not answered for a while. Of several processes each looks and one writes.
/// </summary>
internal sealed partial class OutageWatch(IOutageStore store, ContentVersion version, DeliverySignal signal, TimeProvider time, ILogger<OutageWatch> logger) : BackgroundService
{
    /// <summary>A network that is silent for so long is away; a hiccup changes no page.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Pages are at most so late.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    /// <summary>Rehearses an outage of a target from now on. False: it is not connected, or one goes on there.</summary>
    public async Task<bool> StartAsync(Guid targetId, TimeSpan duration, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var started = await store.StartAsync(targetId, now, now + duration, ct);
        await SettleAsync(ct);
        return started;
    }

    /// <summary>Ends a rehearsal; what waited goes out in order, at the network's own pace. False: none goes on there.</summary>
    public async Task<bool> EndAsync(Guid targetId, CancellationToken ct)
    {
        var ended = await store.EndAsync(targetId, time.GetUtcNow(), ct);
        signal.Wake();
        await SettleAsync(ct);
        return ended;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Poll, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SettleAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or StoreUnusableException)
            {
                Log.Unsettled(logger, e.Message);
            }
        }
    }

    private async Task SettleAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (await store.SettleAsync(now, now - Patience, ct) is { } stamp)
        {
            version.Observe(stamp);
            Log.Moved(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A network went away or came back: pages show its links accordingly.")]
        public static partial void Moved(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Whether networks are away could not be looked up; it is tried again. {Reason}")]
        public static partial void Unsettled(ILogger logger, string reason);
    }
}
