using Blog.Syndication;

namespace Blog.Storage;

/// <summary>What the outbox itself writes into rows and journals, the same on every engine.</summary>
internal static class OutboxSentences
{
    /// <summary>Of a call that was made again within one claim.</summary>
    public const string Refused = "The network refused this call and published nothing. It was made once more at once, with new keys or pictures.";

    /// <summary>Of a copy that never came about.</summary>
    public const string TakenAway = "The post was taken away before anything was published.";

    /// <summary>Of what a quarantine held.</summary>
    public const string Copied = "This database was restored or copied. The network is looked at before anything is sent.";

    /// <summary>Of an attempt that nobody ended.</summary>
    public const string ProcessEnded = "The process ended during this attempt.";

    /// <summary>Journal's word for an author's decision. Only about a copy that may be there does the author say whether it is; the parts tell which.</summary>
    public static string Outcome(DeliveryState expected, Delivery before, Delivery next) => (expected, next.State) switch
    {
        (DeliveryState.Unknown, DeliveryState.Accepted or DeliveryState.Seen) => "Adopted",
        (DeliveryState.Unknown, DeliveryState.Queued) => Known(next) > Known(before) ? "Adopted" : "Absent",
        (_, DeliveryState.Withdrawn) => "Withdrawn",
        _ => "Decided",
    };

    private static int Known(Delivery delivery) => (delivery.RemoteId is null ? 0 : 1) + delivery.Parts.Count(p => p.RemoteId is not null);
}
