using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk;

/// <summary>How a state is shown: picture, word and tone. State is never colour alone.</summary>
/// <param name="Icon">Picture.</param>
/// <param name="Word">English word; pages translate it.</param>
/// <param name="Tone">See <c>Chip</c>.</param>
public readonly record struct Sign(string Icon, string Word, string? Tone);

/// <summary>The words for states; the same on every page.</summary>
public static class StatusWords
{
    /// <summary>A post's state.</summary>
    public static Sign Sign(PostStatus status) => status switch
    {
        PostStatus.Draft => new("pen", "Draft", null),
        PostStatus.Scheduled => new("clock", "Scheduled", "sky"),
        PostStatus.Published => new("check", "Published", "moss"),
        PostStatus.Unlisted => new("check", "Page", "moss"),
        _ => new("x", "Deleted", null),
    };

    /// <summary>A post's state in a word.</summary>
    public static string Of(PostStatus status) => Sign(status).Word;

    /// <summary>A delivery's state.</summary>
    public static Sign Sign(DeliveryState state) => state switch
    {
        DeliveryState.Queued => new("clock", "Queued", "sky"),
        DeliveryState.Sending => new("send", "Sending", "sky"),
        DeliveryState.Accepted => new("check", "Accepted", "sky"),
        DeliveryState.Seen => new("eye", "Seen by strangers", "moss"),
        DeliveryState.Unknown => new("ask", "Unknown: checking", "ember"),
        DeliveryState.Held => new("pause", "Held", "sky"),
        DeliveryState.Failed => new("cross", "Failed", "ember"),
        _ => new("x", "Stopped", null),
    };

    /// <summary>The state of a copy, with what is being done to it.</summary>
    public static Sign Sign(Delivery delivery) => (delivery.State, delivery.Action) switch
    {
        (DeliveryState.Accepted, _) when IsHidden(delivery) => new("warn", "Accepted, but hidden", "ember"),
        (DeliveryState.Accepted or DeliveryState.Seen, _) when delivery.KeptText is not null => new("warn", "Posted altered", "ember"),
        (DeliveryState.Queued or DeliveryState.Sending, DeliveryAction.Edit) => new("clock", "Being changed", "sky"),
        (DeliveryState.Queued or DeliveryState.Sending, DeliveryAction.Delete) => new("clock", "Being taken away", "sky"),
        (DeliveryState.Withdrawn, _) when delivery.RemoteId is not null => new("x", "Taken away", null),
        (var state, _) => Sign(state),
    };

    /// <summary>The same while an outage of its network may be rehearsed.</summary>
    public static Sign Sign(Delivery delivery, SyndicationTarget? target, DateTimeOffset now) =>
        IsRehearsed(delivery, target, now) ? new("storm", "Held: rehearsal", "sky") : Sign(delivery);

    /// <summary>True if it is held by a rehearsed outage alone.</summary>
    public static bool IsRehearsed(Delivery delivery, SyndicationTarget? target, DateTimeOffset now) =>
        delivery?.State is DeliveryState.Queued or DeliveryState.Unknown && target is { State: TargetState.Connected, Rehearsal: { } rehearsal } && rehearsal.IsOn(now);

    /// <summary>True if the network took the copy and a stranger who looked got nothing.</summary>
    public static bool IsHidden(Delivery delivery) => delivery is { State: DeliveryState.Accepted, IsHidden: true };

    /// <summary>What an attempt came to, see <see cref="DeliveryAttempt.Outcome"/>.</summary>
    public static string Outcome(string? outcome) => outcome switch
    {
        null => "no answer was recorded",
        nameof(DeliveryResult.Delivered) => "accepted",
        nameof(DeliveryResult.RetryLater) => "not sent, later again",
        nameof(DeliveryResult.Unauthorized) => "sign-in needed",
        nameof(DeliveryResult.Rejected) => "refused",
        nameof(DeliveryResult.Unknown) => "no clear answer",
        "Adopted" => "found there",
        "Absent" => "proven absent",
        "Unchanged" => "nothing to change",
        "Withdrawn" => "stopped",
        "Decided" => "your word",
        _ => outcome,
    };

    /// <summary>A target's state.</summary>
    public static Sign Sign(TargetState state) => state switch
    {
        TargetState.Connected => new("sun", "Clear", "moss"),
        TargetState.NeedsSignIn => new("key", "Sign in again", "ember"),
        _ => new("pause", "Paused", null),
    };
}
