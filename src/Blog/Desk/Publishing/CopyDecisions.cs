using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>What the author can decide about a copy, as the row that it makes; null where it does not apply.</summary>
internal static class CopyDecisions
{
    /// <summary>Its time is now.</summary>
    public static Delivery? TryNow(Delivery copy, DateTimeOffset now) =>
        copy.State is DeliveryState.Queued or DeliveryState.Held or DeliveryState.Failed ? Queue(copy, now) : null;

    /// <summary>Looked for again now.</summary>
    public static Delivery? Check(Delivery copy, DateTimeOffset now) => copy.State == DeliveryState.Unknown ? copy with { NotBefore = now } : null;

    /// <summary>Sent once more: the author looked and it is not there.</summary>
    public static Delivery? Absent(Delivery copy, DateTimeOffset now) => copy.State == DeliveryState.Unknown ? Queue(copy, now) : null;

    /// <summary>Taken over: the author looked and it is there. Further parts of it still go out.</summary>
    public static Delivery? Found(Delivery copy, string remoteId, string? address, DateTimeOffset now)
    {
        if (copy.State != DeliveryState.Unknown)
        {
            return null;
        }

        var verdict = Verdict.Took(copy, Verdict.Adopted, remoteId, address, now);
        return copy with
        {
            State = verdict.Next,
            Reason = null,
            NotBefore = verdict.NotBefore ?? copy.NotBefore,
            RemoteId = verdict.RemoteId,
            RemoteUrl = verdict.RemoteUrl,
            Parts = copy.Parts.Count == 0 ? [] : verdict.Parts ?? copy.Parts,
            LookAt = verdict.LookAt,
            Looks = 0,
            IsHidden = false,

            // What the author found may be the author's own doing: other words there are no alteration.
            IsReadBack = true,
            KeptText = null,
        };
    }

    /// <summary>Nothing more is done. What is out stays out.</summary>
    public static Delivery? Stop(Delivery copy, DateTimeOffset now) =>
        copy.State is not (DeliveryState.Queued or DeliveryState.Held or DeliveryState.Failed) ? null
        : copy.RemoteId is null ? copy with { State = DeliveryState.Withdrawn, Reason = null }
        : copy with { State = DeliveryState.Accepted, Next = null, Parts = There(copy), Reason = null, LookAt = now + SightWorker.FirstLook, Looks = 0, IsHidden = false };

    /// <summary>Taken away from the network.</summary>
    public static Delivery? Withdraw(Delivery copy, DateTimeOffset now) =>
        copy is { RemoteId: not null, State: DeliveryState.Accepted or DeliveryState.Seen or DeliveryState.Failed }
            ? Queue(copy, now) with { Action = DeliveryAction.Delete, Next = null }
            : null;

    /// <summary>Answered by the author's own correction, which goes out as a further part of the copy.</summary>
    public static Delivery? Answer(Delivery copy, string text, DateTimeOffset now) =>
        copy is { RemoteId: not null, State: DeliveryState.Accepted or DeliveryState.Seen }
            ? Queue(copy, now) with { Action = DeliveryAction.Publish, Next = null, Parts = [.. There(copy), new CopyPart(text)] }
            : null;

    /// <summary>Taken away, and posted anew once it is gone.</summary>
    public static Delivery? Replace(Delivery copy, DateTimeOffset now) =>
        copy is { RemoteId: not null, State: DeliveryState.Accepted or DeliveryState.Seen }
            ? Queue(copy, now) with { Action = DeliveryAction.Delete, Next = DeliveryAction.Publish }
            : null;

    /// <summary>Gets other words: changed where it is out, kept for later where it is not. Null words: the post's own.</summary>
    public static Delivery? Say(Delivery copy, string? text, DateTimeOffset now) => (copy.State, copy.RemoteId) switch
    {
        (DeliveryState.Accepted or DeliveryState.Seen or DeliveryState.Failed, not null) => Queue(copy, now) with { Action = DeliveryAction.Edit, OwnText = text },
        (DeliveryState.Queued, null) => copy with { OwnText = text },

        // A target that needs its sign-in is not written to anyway; refused words go out once they are others.
        (DeliveryState.Held or DeliveryState.Failed, null) => Queue(copy, now) with { OwnText = text },
        _ => null,
    };

    // What never got out of it is no part of it any more.
    private static IReadOnlyList<CopyPart> There(Delivery copy) =>
        copy.Parts.Count == 0 ? [new CopyPart(copy.SentText ?? "", copy.RemoteId)] : [.. copy.Parts.Where(p => p.RemoteId is not null)];

    private static Delivery Queue(Delivery copy, DateTimeOffset now) =>
        copy with { State = DeliveryState.Queued, Reason = null, NotBefore = now, Attempts = 0, LookAt = null, Looks = 0, IsHidden = false };
}
