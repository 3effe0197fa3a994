using System.Globalization;
using Blog.Posts;
using Blog.Site;

namespace Blog.Syndication;

/// <summary>
/// Carries one claimed delivery to its end: looks first if something may be there already, else writes the intent, makes the one call and
/// writes the verdict. Whatever breaks on the way leaves the row with an open attempt and a lease that ends, so the next one looks first.
/// </summary>
internal sealed class Courier(IPostStore posts, TargetOpener targets, CopySender sender, CopyFinder finder, CopyChanger changer, DeliveryLedger ledger)
{
    /// <summary>How long a claim holds: longer than two looks with the wait between them, and than any deadline.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    // A row that was claimed so often without an end may be poison: it must not keep the queue busy for ever.
    private const int MaxClaims = 300;

    // A store that takes no intent now may have room soon, or not before somebody makes it: the claims that this costs last for a day.
    private static readonly TimeSpan StorePause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ScheduledPoll = TimeSpan.FromSeconds(15);

    // A copy that is later than this may no longer be wanted: its author is asked.
    private const string Late = "Late";
    private static readonly TimeSpan Lateness = TimeSpan.FromHours(12);

    /// <summary>Carries it. Throws if the store or a network is broken in a way that nobody expected.</summary>
    public async Task CarryAsync(ClaimedDelivery claim, CancellationToken ct)
    {
        var began = ledger.Timestamp;
        var delivery = claim.Delivery;
        var opened = await targets.OpenAsync(delivery.TargetId, ct);
        var post = await posts.FindAsync(delivery.PostId, ct);
        Verdict? verdict;
        try
        {
            verdict = await ActAsync(claim, post, opened, ct);
        }
        catch (StoreUnusableException e)
        {
            verdict = Unstored(claim, e);
        }

        if (verdict is null)
        {
            return;
        }

        // The target is closed before this row is free again: nothing else may run into the same refusal meanwhile.
        if (verdict.Outcome == Verdict.Unauthorized)
        {
            await ledger.HoldTargetAsync(delivery.TargetId, verdict.Reason ?? "", ct);
        }

        if (verdict.TargetPause is { } until)
        {
            await ledger.PaceAsync(delivery.TargetId, until, ct);
        }

        if (verdict.Answered is { } answered && opened.Access?.Target is { } target && answered == target.SilentSince is not null)
        {
            await ledger.NoteReachAsync(delivery.TargetId, answered, ct);
        }

        await ledger.EndAsync(delivery, verdict, began, ct);
        if (verdict.Outcome == Verdict.Unauthorized)
        {
            await ledger.ReleaseIfConnectedAsync(delivery.TargetId, ct);
        }
    }

    // The intent is stored before the first byte goes out: where it could not be, nothing was sent.
    private Verdict Unstored(ClaimedDelivery claim, StoreUnusableException error) => MustLook(claim)
        ? Verdict.LookLater(claim.Delivery, nameof(DeliveryResult.Unknown), error.Message, ledger.Now)
        : new Verdict(DeliveryState.Queued, nameof(DeliveryResult.RetryLater), $"{error.Message} Nothing was sent; it is tried again by itself.", ledger.Now + StorePause);

    private static bool MustLook(ClaimedDelivery claim) => claim.MustLookFirst && claim.Delivery.Action == DeliveryAction.Publish;

    // Null: the row belongs to somebody else now.
    private async Task<Verdict?> ActAsync(ClaimedDelivery claim, Post? post, OpenedTarget opened, CancellationToken ct)
    {
        var delivery = claim.Delivery;
        var mustLook = MustLook(claim);
        if (!mustLook && delivery.Action != DeliveryAction.Delete && post is not { IsPublic: true })
        {
            return delivery.RemoteId is null ? Unpublished(post) : Verdict.Back(delivery, ledger.Now);
        }

        if (opened is not { Network: { } network, Access: { } access })
        {
            return Unusable(delivery, opened, mustLook);
        }

        if (mustLook)
        {
            return await LookAsync(claim, post, network, access, ct);
        }

        if (delivery.Attempts >= RetrySchedule.MaxAttempts || delivery.Fence > MaxClaims)
        {
            return new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), string.Create(CultureInfo.InvariantCulture, $"Given up after {delivery.Attempts} attempts. Nothing was published. The last reason: {delivery.Reason}"));
        }

        if (post is not null && HourOf(delivery, post) is { } hour && await IsLateAsync(delivery, hour, ct))
        {
            return new Verdict(DeliveryState.Held, Late, string.Create(CultureInfo.InvariantCulture, $"Nothing could be sent at its hour; now it is {(ledger.Now - hour).TotalHours:0} hours late. Nothing was sent: send it now, or stop it."));
        }

        return delivery.Action switch
        {
            DeliveryAction.Publish => await sender.SendAsync(delivery, post!, network, access, ct),
            DeliveryAction.Edit => await changer.EditAsync(delivery, post!, network, access, ct),
            _ => await changer.DeleteAsync(delivery, network, access, ct),
        };
    }

    // A network that could not be read for days is looked at once a day. A look that never came to its end, and so is overdue by its
    // lease, is not made again at once: it may be what broke the process.
    private async Task<Verdict?> LookAsync(ClaimedDelivery claim, Post? post, INetwork network, TargetAccess access, CancellationToken ct)
    {
        if (claim.Delivery.Fence <= MaxClaims)
        {
            return await finder.FindAsync(claim.Delivery, post, network, access, ct);
        }

        var ask = Verdict.Ask($"{network.Descriptor.Name} could not be read for days. Look there: is the copy there or not? It is checked again once a day.", ledger.Now);
        if (ledger.Now - claim.Delivery.NotBefore >= Lease)
        {
            return ask;
        }

        var verdict = await finder.FindAsync(claim.Delivery, post, network, access, ct);
        return verdict is { Next: DeliveryState.Unknown, Outcome: nameof(DeliveryResult.Unknown) } ? ask : verdict;
    }

    // The hour of its own, else that of the post.
    private static DateTimeOffset? HourOf(Delivery delivery, Post post) => delivery.OwnTime > post.PublishedAt ? delivery.OwnTime : post.PublishedAt;

    // Only what was scheduled has an hour to be late for; it is asked about once, before anything was tried.
    private async Task<bool> IsLateAsync(Delivery delivery, DateTimeOffset at, CancellationToken ct) =>
        delivery is { Action: DeliveryAction.Publish, RemoteId: null, Attempts: 0 } && delivery.CreatedAt < at && ledger.Now - at > Lateness
        && !(await ledger.ReadAsync(delivery, ct)).Any(a => a.Outcome == Late);

    private Verdict Unusable(Delivery delivery, OpenedTarget opened, bool mustLook) => (opened.Network, mustLook) switch
    {
        (null, true) => Verdict.LookLater(delivery, nameof(DeliveryResult.Unknown), opened.Problem ?? "", ledger.Now),
        (_, true) => Verdict.LookLater(delivery, Verdict.Unauthorized, opened.Problem ?? "", ledger.Now),
        (null, false) => new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), opened.Problem),
        _ => new Verdict(DeliveryState.Held, Verdict.Unauthorized, opened.Problem),
    };

    // A post whose hour has come but which the scheduler has not turned public yet is waited for; any other is no longer wanted.
    private Verdict Unpublished(Post? post)
    {
        if (post is { Status: PostStatus.Scheduled, PublishedAt: { } at })
        {
            var soon = ledger.Now + ScheduledPoll;
            return new Verdict(DeliveryState.Queued, nameof(DeliveryResult.RetryLater), null, at > soon ? at : soon);
        }

        return new Verdict(DeliveryState.Withdrawn, "Withdrawn", "The post was no longer public when its turn came. Nothing was sent.");
    }
}
