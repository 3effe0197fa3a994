namespace Blog.Syndication;

/// <summary>Where a delivery stands; the words are the same in code, table and on the desk. Stored by name.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its time.</summary>
    Queued,

    /// <summary>A worker holds the lease and may be talking to the network.</summary>
    Sending,

    /// <summary>The network took it and named the copy.</summary>
    Accepted,

    /// <summary>A logged-out check saw the copy.</summary>
    Seen,

    /// <summary>Sent, but no clear answer: looked for before anything is sent again.</summary>
    Unknown,

    /// <summary>Nothing was sent; waits for a reason that is shown (sign-in, restored database, author's pause).</summary>
    Held,

    /// <summary>The network refused; the author must change something.</summary>
    Failed,

    /// <summary>Stopped by the author, or the copy was taken back.</summary>
    Withdrawn,
}

/// <summary>What a delivery does to the copy.</summary>
public enum DeliveryAction
{
    /// <summary>Makes the copy.</summary>
    Publish,

    /// <summary>Changes it.</summary>
    Edit,

    /// <summary>Takes it away.</summary>
    Delete,
}

/// <summary>One post for one target: a row of the outbox, and afterwards the record of the copy.</summary>
public sealed record Delivery
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The post.</summary>
    public required Guid PostId { get; init; }

    /// <summary>The target.</summary>
    public required Guid TargetId { get; init; }

    /// <summary>Network key, such as <c>x</c>; the lane in which it waits.</summary>
    public required string Network { get; init; }

    /// <summary>What it does.</summary>
    public required DeliveryAction Action { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>The author's own text for this target; null: composed from the post when it is sent.</summary>
    public string? OwnText { get; init; }

    /// <summary>The text as it was (or is being) sent, kept with the intent.</summary>
    public string? SentText { get; init; }

    /// <summary>Why it waits or failed, a sentence for the author; null if there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>UTC; not tried before.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Who holds the lease.</summary>
    public string? LeaseOwner { get; init; }

    /// <summary>UTC end of the lease.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Grows with each claim; a writer with an old fence is refused.</summary>
    public long Fence { get; init; }

    /// <summary>Id of the copy on the network.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Address of the copy.</summary>
    public string? RemoteUrl { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>One line of a delivery's journal. Written, durably, before the first byte goes out, and completed afterwards.</summary>
/// <param name="DeliveryId">Delivery.</param>
/// <param name="Number">From 1.</param>
/// <param name="Fence">Fence of the claim that made it.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="FinishedAt">UTC; null if the process died meanwhile: then the outcome is unknown.</param>
/// <param name="Outcome">"Delivered", "RetryLater", "Unauthorized", "Rejected", "Unknown", "Adopted", "Absent"; null while open.</param>
/// <param name="Detail">What happened, without secrets and without foreign text that a reader may see.</param>
public sealed record DeliveryAttempt(
    Guid DeliveryId, int Number, long Fence, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, string? Outcome, string? Detail);

/// <summary>What a network answered, as the outbox needs to know it. Closed: exactly these five.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>The network named the copy.</summary>
    /// <param name="RemoteId">Its id there.</param>
    /// <param name="RemoteUrl">Its address, if the network says it.</param>
    public sealed record Delivered(string RemoteId, string? RemoteUrl) : DeliveryResult;

    /// <summary>Proven that nothing was sent (refused, no address, limit). Goes back to the queue.</summary>
    /// <param name="NotBefore">UTC; null: by <c>RetrySchedule</c>.</param>
    /// <param name="Reason">For the author.</param>
    public sealed record RetryLater(DateTimeOffset? NotBefore, string Reason) : DeliveryResult;

    /// <summary>The target needs a new sign-in; its deliveries are held.</summary>
    /// <param name="Reason">For the author.</param>
    public sealed record Unauthorized(string Reason) : DeliveryResult;

    /// <summary>Refused for good; nothing was published.</summary>
    /// <param name="Reason">For the author, with what to do.</param>
    public sealed record Rejected(string Reason) : DeliveryResult;

    /// <summary>Something was sent and no clear answer came: it may be there.</summary>
    /// <param name="Reason">For the author.</param>
    public sealed record Unknown(string Reason) : DeliveryResult;
}
