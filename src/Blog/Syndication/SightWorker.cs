using System.Data.Common;
using Blog.Site;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Accepted is not visible: some minutes after a copy was accepted, looks at it like somebody who is not signed in, and moves it to seen, or says that strangers
/// can't see it. Writes nothing to a network, so that several processes may look at the same copy.
/// </summary>
internal sealed partial class SightWorker(ISyndicationStore store, TargetOpener targets, TimeProvider time, ILogger<SightWorker> logger) : BackgroundService
{
    /// <summary>First look after the copy was accepted.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(3);

    private const int MaxLooks = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Poll, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>Looks at every copy that is due.</summary>
    internal async Task LookAsync(CancellationToken ct)
    {
        try
        {
            foreach (var delivery in await store.ListToSeeAsync(time.GetUtcNow(), 50, ct))
            {
                await LookAsync(delivery, ct);
            }
        }
        catch (Exception e) when (e is DbException or StoreUnusableException)
        {
            Log.Unreadable(logger, e);
        }
    }

    private async Task LookAsync(Delivery delivery, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var opened = await targets.OpenAsync(delivery.TargetId, ct);
        var sight = opened is { Network: { } network, Access: { } access } && delivery.RemoteId is { } id
            ? await network.LookAsStrangerAsync(new RemoteCopy(id, delivery.RemoteUrl), access, ct)
            : new SightResult.CannotTell(opened.Problem ?? "");
        var looks = delivery.Looks + 1;
        var again = looks < MaxLooks ? now + RetrySchedule.BeforeLook(delivery.Id, looks + 2) : (DateTimeOffset?)null;
        var looked = delivery with { Looks = looks, LookAt = again };
        await store.NoteSightAsync(
            sight switch
            {
                // What else there is to say about the copy goes on holding.
                SightResult.Visible => looked with { State = DeliveryState.Seen, LookAt = null, IsHidden = false, Reason = delivery.IsHidden ? null : delivery.Reason },
                SightResult.Hidden hidden => looked with { IsHidden = true, Reason = hidden.Reason },
                _ => looked,
            },
            now,
            ct);
        Log.Looked(logger, delivery.Id, sight.GetType().Name);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Delivery {Delivery}: a stranger's look said {Sight}.")]
        public static partial void Looked(ILogger logger, Guid delivery, string sight);

        [LoggerMessage(2, LogLevel.Warning, "The copies to look at could not be read; they are looked at later.")]
        public static partial void Unreadable(ILogger logger, Exception error);
    }
}
