using System.Globalization;
using Blog.Posts;
using Blog.Site;

namespace Blog.Syndication;

/// <summary>
/// Carries one claimed delivery to its end: looks first if something may be there already, else writes the intent, makes the one call and
/// writes the verdict. Whatever breaks on the way leaves the row with an open attempt and a lease that ends, so the next one looks first.
/// </summary>
internal sealed class Courier(
    IPostStore posts, TargetOpener targets, Reconciler reconciler, DeliveryLedger ledger, SiteAddress site, TimeProvider time)
{
    /// <summary>How long a claim holds: longer than two looks with the wait between them, and than any deadline.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    // A row that was claimed so often without an end is poison: it must not keep the queue busy for ever.
    private const int MaxClaims = 300;
    private static readonly TimeSpan ScheduledPoll = TimeSpan.FromSeconds(15);

    /// <summary>Carries it. Throws if the store or a network is broken in a way that nobody expected.</summary>
    public async Task CarryAsync(ClaimedDelivery claim, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var delivery = claim.Delivery;
        var opened = await targets.OpenAsync(delivery.TargetId, ct);
        var post = await posts.FindAsync(delivery.PostId, ct);
        var verdict = claim.MustLookFirst
            ? await LookAsync(delivery, post, opened, ct)
            : await SendAsync(delivery, post, opened, ct);
        if (verdict is null)
        {
            return;
        }

        // The target is closed before this row is free again: nothing else may run into the same refusal meanwhile.
        if (verdict.Outcome == Unauthorized)
        {
            await ledger.HoldTargetAsync(delivery.TargetId, verdict.Reason ?? "", ct);
        }

        await ledger.EndAsync(delivery, verdict, time.GetElapsedTime(began), ct);
        if (verdict.Outcome == Unauthorized)
        {
            await ledger.ReleaseIfConnectedAsync(delivery.TargetId, ct);
        }
    }

    private const string Unauthorized = nameof(DeliveryResult.Unauthorized);

    private async Task<Verdict> LookAsync(Delivery delivery, Post? post, OpenedTarget opened, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var looks = (int)Math.Min(delivery.Fence - delivery.Attempts, 30);
        Verdict Later(string outcome, string reason) => new(DeliveryState.Unknown, outcome, reason, now + RetrySchedule.BeforeLook(delivery.Id, looks));

        if (opened is not { Network: { } network, Access: { } access })
        {
            return Later(opened.Network is null ? nameof(DeliveryResult.Unknown) : Unauthorized, opened.Problem ?? "");
        }

        if (!network.Descriptor.CanReadBack)
        {
            return new Verdict(DeliveryState.Unknown, nameof(DeliveryResult.Unknown), $"{network.Descriptor.Name} can’t be read back. Look there: is the copy there or not?", now + RetrySchedule.LongestPause);
        }

        if (delivery.Fence > MaxClaims)
        {
            return new Verdict(DeliveryState.Unknown, nameof(DeliveryResult.Unknown), $"{network.Descriptor.Name} could not be read for days. Look there: is the copy there or not? It is checked again once a day.", now + RetrySchedule.LongestPause);
        }

        var journal = await ledger.ReadAsync(delivery, ct);
        var text = delivery.SentText ?? "";
        var permalink = PermalinkIn(text) ?? new Uri(site.Absolute(post?.Path ?? "/"));
        var since = journal.Count > 0 ? journal[0].StartedAt : delivery.CreatedAt;
        return await reconciler.FindAsync(network, new OutgoingCopy(delivery.Id, text, permalink, since), access, ct) switch
        {
            LookupResult.Found found => new Verdict(DeliveryState.Accepted, "Adopted", null) { RemoteId = found.RemoteId, RemoteUrl = found.RemoteUrl },
            LookupResult.Absent => new Verdict(DeliveryState.Queued, "Absent", $"{network.Descriptor.Name} did not publish it: two looks found nothing. It is sent once more.", AfterAbsence(delivery)),
            LookupResult.Unreadable unreadable => Later(nameof(DeliveryResult.Unknown), unreadable.Reason),
            _ => throw new InvalidOperationException("Unknown look-up result."),
        };
    }

    // The first time at once; a network that takes it again and again and publishes nothing is given time.
    private DateTimeOffset AfterAbsence(Delivery delivery) =>
        delivery.Attempts <= 1 ? time.GetUtcNow() : time.GetUtcNow() + RetrySchedule.AfterAttempt(delivery.Id, delivery.Attempts);

    // Null: the row belongs to somebody else now.
    private async Task<Verdict?> SendAsync(Delivery delivery, Post? post, OpenedTarget opened, CancellationToken ct)
    {
        if (post is not { IsPublic: true })
        {
            return Unpublished(post);
        }

        if (opened is not { Network: { } network, Access: { } access })
        {
            return opened.Network is null
                ? new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), opened.Problem)
                : new Verdict(DeliveryState.Held, Unauthorized, opened.Problem);
        }

        if (delivery.Attempts >= RetrySchedule.MaxAttempts || delivery.Fence > MaxClaims)
        {
            return new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), $"Given up after {delivery.Attempts} attempts. Nothing was published. The last reason: {delivery.Reason}");
        }

        var permalink = new Uri(site.Absolute(post.Path));
        var text = await TextAsync(delivery, post, permalink, network, ct);
        if (network.Measure(text) is var length && length > network.Descriptor.MaxLength)
        {
            return new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), string.Create(CultureInfo.InvariantCulture, $"The text for {network.Descriptor.Name} is too long by {length - network.Descriptor.MaxLength}. Nothing was sent; shorten it and send it again."));
        }

        var now = time.GetUtcNow();
        if (!await ledger.BeginAsync(delivery, text, ct))
        {
            return null;
        }

        // A process that was stopped for a while wakes up here: if its lease cannot outlast the call any more, somebody else may be at it.
        if (time.GetUtcNow() + network.Descriptor.Deadline > delivery.LeaseUntil)
        {
            return new Verdict(DeliveryState.Queued, nameof(DeliveryResult.RetryLater), "This machine was busy for too long. Nothing was sent; it goes out by itself.", now);
        }

        var result = await network.PublishAsync(new OutgoingCopy(delivery.Id, text, permalink, now), access, ct);
        return Judge(delivery, result) with { Attempt = delivery.Attempts + 1 };
    }

    private Verdict Judge(Delivery delivery, DeliveryResult result)
    {
        var now = time.GetUtcNow();
        var longest = now + RetrySchedule.LongestPause;
        return result switch
        {
            DeliveryResult.Delivered delivered => new Verdict(DeliveryState.Accepted, nameof(DeliveryResult.Delivered), null) { RemoteId = delivered.RemoteId, RemoteUrl = delivered.RemoteUrl },
            DeliveryResult.RetryLater later => new Verdict(
                DeliveryState.Queued, nameof(DeliveryResult.RetryLater), later.Reason, Earlier(later.NotBefore ?? now + RetrySchedule.AfterAttempt(delivery.Id, delivery.Attempts + 1), longest)),
            DeliveryResult.Unauthorized unauthorized => new Verdict(DeliveryState.Held, Unauthorized, unauthorized.Reason, now),
            DeliveryResult.Rejected rejected => new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), rejected.Reason),
            DeliveryResult.Unknown unknown => new Verdict(DeliveryState.Unknown, nameof(DeliveryResult.Unknown), unknown.Reason, now + RetrySchedule.BeforeLook(delivery.Id, 0)),
            _ => throw new InvalidOperationException("Unknown delivery result."),
        };
    }

    // A post whose hour has come but which the scheduler has not turned public yet is waited for; any other is no longer wanted.
    private Verdict Unpublished(Post? post)
    {
        if (post is { Status: PostStatus.Scheduled, PublishedAt: { } at })
        {
            var soon = time.GetUtcNow() + ScheduledPoll;
            return new Verdict(DeliveryState.Queued, nameof(DeliveryResult.RetryLater), null, at > soon ? at : soon);
        }

        return new Verdict(DeliveryState.Withdrawn, "Withdrawn", "The post was no longer public when its turn came. Nothing was sent.");
    }

    // What may have been sent once is sent again letter by letter, so that the network’s own check for duplicates has a chance.
    private async Task<string> TextAsync(Delivery delivery, Post post, Uri permalink, INetwork network, CancellationToken ct)
    {
        if (delivery is { Attempts: > 0, SentText: { } sent } && (await ledger.ReadAsync(delivery, ct)).Any(a => a.Outcome == nameof(DeliveryResult.Unknown)))
        {
            return sent;
        }

        return StatusText.Compose(post, delivery.OwnText, permalink.AbsoluteUri, network);
    }

    // The address as it was sent: the post may have moved since.
    private Uri? PermalinkIn(string text)
    {
        var word = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(w => w.StartsWith(site.Base.AbsoluteUri, StringComparison.OrdinalIgnoreCase));
        return Uri.TryCreate(word, UriKind.Absolute, out var uri) ? uri : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
