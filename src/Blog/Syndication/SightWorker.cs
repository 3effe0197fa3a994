using System.Data.Common;
using Blog.Site;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Accepted is not visible: some minutes after a copy was accepted, looks at it like somebody who is not signed in, and moves it to seen, or says that strangers
/// can't see it. At the first look the text is read back with the account's own keys, too, and compared with what was sent. Each copy is claimed for a while, so
/// that of several processes one looks; it writes nothing to a network, so that two who look do no harm.
/// </summary>
internal sealed partial class SightWorker(ISyndicationStore store, TargetOpener targets, TimeProvider time, ILogger<SightWorker> logger) : BackgroundService
{
    /// <summary>First look after the copy was accepted.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(3);

    private const int MaxLooks = 5;

    // Longer than this many looks take at a network that lets each call run into its deadline.
    private const int Batch = 10;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(10);
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
            for (var claimed = Batch; claimed == Batch;)
            {
                var now = time.GetUtcNow();
                var due = await store.ClaimToSeeAsync(now, now + Claim, Batch, ct);
                foreach (var delivery in due)
                {
                    await LookAsync(delivery, ct);
                }

                claimed = due.Count;
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
        var looks = delivery.Looks + 1;
        var again = looks < MaxLooks ? now + RetrySchedule.BeforeLook(delivery.Id, looks + 2) : (DateTimeOffset?)null;
        var looked = delivery with { Looks = looks, LookAt = again };

        // Noted before the text is read back: a network that does not answer that must not keep back what was seen.
        if (delivery.State == DeliveryState.Accepted)
        {
            looked = await LookAsync(looked, opened, ct);
            await store.NoteSightAsync(looked, now, ct);
        }

        if (!delivery.IsReadBack)
        {
            await store.NoteReadBackAsync(await ReadBackAsync(looked, opened, ct), time.GetUtcNow(), ct);
        }
    }

    private async Task<Delivery> LookAsync(Delivery looked, OpenedTarget opened, CancellationToken ct)
    {
        var sight = opened is { Network: { } network, Access: { } access } && looked.RemoteId is { } id
            ? await network.LookAsStrangerAsync(new RemoteCopy(id, looked.RemoteUrl), access, ct)
            : new SightResult.CannotTell(opened.Problem ?? "");
        Log.Looked(logger, looked.Id, sight.GetType().Name);
        return sight switch
        {
            // What else there is to say about the copy goes on holding.
            SightResult.Visible => looked with { State = DeliveryState.Seen, LookAt = looked.IsReadBack ? null : looked.LookAt, IsHidden = false, Reason = looked.IsHidden ? null : looked.Reason },
            SightResult.Hidden hidden => looked with { IsHidden = true, Reason = hidden.Reason },
            _ => looked,
        };
    }

    // As it was, if it can't be read now.
    private async Task<Delivery> ReadBackAsync(Delivery looked, OpenedTarget opened, CancellationToken ct)
    {
        if (opened is not { Network: { } network, Access: { } access } || looked.RemoteId is not { } first)
        {
            return looked;
        }

        ReadBackResult result = new ReadBackResult.AsSent();
        var parts = looked.Parts.Count > 0 ? looked.Parts : [new CopyPart(looked.SentText ?? "", first)];
        foreach (var part in parts.Where(p => p.RemoteId is not null))
        {
            result = await network.ReadBackAsync(part.Text, new RemoteCopy(part.RemoteId!, part.RemoteId == first ? looked.RemoteUrl : null), access, ct);
            if (result is ReadBackResult.Altered or ReadBackResult.Unreadable)
            {
                break;
            }
        }

        Log.ReadBack(logger, looked.Id, result.GetType().Name);
        return result is ReadBackResult.Unreadable
            ? looked
            : looked with { IsReadBack = true, KeptText = (result as ReadBackResult.Altered)?.Kept, LookAt = looked.State == DeliveryState.Seen ? null : looked.LookAt };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Delivery {Delivery}: a stranger's look said {Sight}.")]
        public static partial void Looked(ILogger logger, Guid delivery, string sight);

        [LoggerMessage(2, LogLevel.Warning, "The copies to look at could not be read; they are looked at later.")]
        public static partial void Unreadable(ILogger logger, Exception error);

        [LoggerMessage(3, LogLevel.Information, "Delivery {Delivery}: its text read back on the network is {Result}.")]
        public static partial void ReadBack(ILogger logger, Guid delivery, string result);
    }
}
