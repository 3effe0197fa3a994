namespace Blog.Syndication;

/// <summary>What becomes of a claimed delivery.</summary>
/// <param name="Next">State to store.</param>
/// <param name="Outcome">Word for the journal, see <see cref="DeliveryAttempt.Outcome"/>.</param>
/// <param name="Reason">For the author; null if there is nothing to say.</param>
/// <param name="NotBefore">UTC; null keeps what is stored.</param>
internal sealed record Verdict(DeliveryState Next, string Outcome, string? Reason, DateTimeOffset? NotBefore = null)
{
    /// <summary>The outcome that closes a target.</summary>
    public const string Unauthorized = nameof(DeliveryResult.Unauthorized);

    /// <summary>The outcome of a copy that was found there.</summary>
    public const string Adopted = "Adopted";

    /// <summary>The outcome of looks that found nothing.</summary>
    public const string Absent = "Absent";

    /// <summary>Number of the attempt that this verdict ends; null if nothing was sent this time.</summary>
    public int? Attempt { get; init; }

    /// <summary>Id of the copy, if it is known now.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Address of the copy.</summary>
    public string? RemoteUrl { get; init; }

    /// <summary>The parts as they are now; null: as they were claimed.</summary>
    public IReadOnlyList<CopyPart>? Parts { get; init; }

    /// <summary>The pictures that the network has now; null: as they were claimed.</summary>
    public IReadOnlyList<SentImage>? Media { get; init; }

    /// <summary>UTC of the first look as a stranger; null: none.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>UTC; nothing else goes to this target before. Null: no pause.</summary>
    public DateTimeOffset? TargetPause { get; init; }

    /// <summary>The network could not be reached at all, or broke down over the call.</summary>
    public bool IsSilent { get; init; }

    /// <summary>True: the network answered. False: it did not. Null: it was not asked, or what it said proves neither.</summary>
    public bool? Answered => IsSilent ? false : Outcome is nameof(DeliveryResult.Delivered) or Adopted or Absent ? true : null;

    /// <summary>A part is there: the next one, or all is done.</summary>
    public static Verdict Took(Delivery delivery, string outcome, string id, string? address, DateTimeOffset now)
    {
        var parts = delivery.Parts.Count == 0 ? [new CopyPart(delivery.SentText ?? "")] : delivery.Parts.ToArray();
        var open = Array.FindIndex(parts, p => p.RemoteId is null);
        if (open >= 0)
        {
            parts[open] = parts[open] with { RemoteId = id };
        }

        var isDone = parts.All(p => p.RemoteId is not null);
        return new Verdict(isDone ? DeliveryState.Accepted : DeliveryState.Queued, outcome, null, isDone ? null : now)
        {
            RemoteId = delivery.RemoteId ?? id,
            RemoteUrl = delivery.RemoteUrl ?? address,
            Parts = parts,
            LookAt = isDone ? now + SightWorker.FirstLook : null,
        };
    }

    /// <summary>The copy is there as before; nothing was to be done. Whether strangers see it is looked at again.</summary>
    public static Verdict Back(Delivery delivery, DateTimeOffset now, string? reason = null) =>
        new(DeliveryState.Accepted, "Unchanged", reason) { RemoteId = delivery.RemoteId, LookAt = now + SightWorker.FirstLook };

    /// <summary>Only the author can tell; looked at again once a day.</summary>
    public static Verdict Ask(string reason, DateTimeOffset now) => new(DeliveryState.Unknown, nameof(DeliveryResult.Unknown), reason, now + RetrySchedule.LongestPause);

    /// <summary>It could not be looked for now.</summary>
    public static Verdict LookLater(Delivery delivery, string outcome, string reason, DateTimeOffset now) =>
        new(DeliveryState.Unknown, outcome, reason, now + RetrySchedule.BeforeLook(delivery.Id, (int)Math.Min(delivery.Fence - delivery.Attempts, 30)));

    /// <summary>What a network's answer to a call means for the row.</summary>
    public static Verdict Of(Delivery delivery, DeliveryResult result, DateTimeOffset now)
    {
        var longest = now + RetrySchedule.LongestPause;
        switch (result)
        {
            case DeliveryResult.Delivered delivered:
                return Took(delivery, nameof(DeliveryResult.Delivered), delivered.RemoteId, delivered.RemoteUrl, now);
            case DeliveryResult.RetryLater later:
                var at = later.NotBefore ?? now + RetrySchedule.AfterAttempt(delivery.Id, delivery.Attempts + 1);
                at = at < longest ? at : longest;
                return new Verdict(DeliveryState.Queued, nameof(DeliveryResult.RetryLater), later.Reason, at) { TargetPause = at, IsSilent = later.NotBefore is null };
            case DeliveryResult.Unauthorized unauthorized:
                return new Verdict(DeliveryState.Held, Unauthorized, unauthorized.Reason, now);
            case DeliveryResult.Rejected rejected:
                return new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), rejected.Reason);
            case DeliveryResult.Unknown unknown:
                return new Verdict(DeliveryState.Unknown, nameof(DeliveryResult.Unknown), unknown.Reason, now + RetrySchedule.BeforeLook(delivery.Id, 0));
            default:
                throw new InvalidOperationException("Unknown delivery result.");
        }
    }
}
