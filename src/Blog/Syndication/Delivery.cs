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

    /// <summary>
    /// What is to follow once this has come to an end: the post was changed or taken away meanwhile, or (<see cref="DeliveryAction.Publish"/> after
    /// <see cref="DeliveryAction.Delete"/>) a new copy takes the place of one that is gone. Null: nothing.
    /// </summary>
    public DeliveryAction? Next { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>The author's own text for this target; null: composed from the post when it is sent.</summary>
    public string? OwnText { get; init; }

    /// <summary>A first comment of the author's own, sent right below the copy where the network has one; null: none.</summary>
    public string? Comment { get; init; }

    /// <summary>UTC moment that the author chose for this copy alone; null: with the post.</summary>
    public DateTimeOffset? OwnTime { get; init; }

    /// <summary>The text as it was (or is being) sent, kept with the intent.</summary>
    public string? SentText { get; init; }

    /// <summary>The posts that make up the copy, the first one first: several for a thread or a link in the first comment. Empty until it is first sent.</summary>
    public IReadOnlyList<CopyPart> Parts { get; init; } = [];

    /// <summary>Pictures that were uploaded for it.</summary>
    public IReadOnlyList<SentImage> Media { get; init; } = [];

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

    /// <summary>UTC moment of the next look at the copy as a stranger; null: none is due.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>Looks as a stranger so far.</summary>
    public int Looks { get; init; }

    /// <summary>The last look that told anything found nothing that strangers can see.</summary>
    public bool IsHidden { get; init; }

    /// <summary>What the network holds of the text was compared with what was sent last, or never can be.</summary>
    public bool IsReadBack { get; init; }

    /// <summary>What the network holds of the text, if that is something else than what was sent; null: nothing is known against it.</summary>
    public string? KeptText { get; init; }

    /// <summary>True if something of it is on the network.</summary>
    public bool IsThere => RemoteId is not null && State is not DeliveryState.Withdrawn;

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>One post of a copy.</summary>
/// <param name="Text">As it goes out.</param>
/// <param name="RemoteId">Its id on the network; null: not there yet.</param>
/// <param name="Card">The link card as it goes out; kept, so that a repeated call is the same to the letter. Null: none.</param>
/// <param name="Left">Pictures of the post that did not go along; null: none.</param>
public sealed record CopyPart(string Text, string? RemoteId = null, SentCard? Card = null, IReadOnlyList<LeftPicture>? Left = null);

/// <summary>A picture of a post that does not go along.</summary>
/// <param name="Source">Its address in the post.</param>
/// <param name="Why">Half a sentence; null: there are more than the network takes.</param>
public sealed record LeftPicture(string Source, string? Why);

/// <summary>A link card as it was sent.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its description.</param>
/// <param name="Picture">Address of its picture in the post; null: none.</param>
public sealed record SentCard(string Address, string Title, string Description, string? Picture);

/// <summary>A picture of the post that the network has already.</summary>
/// <param name="Source">Address of the picture in the post.</param>
/// <param name="MediaId">Its id on the network.</param>
/// <param name="UsableUntil">UTC; null: not known.</param>
/// <param name="Alt">Description as it goes out.</param>
public sealed record SentImage(string Source, string MediaId, DateTimeOffset? UsableUntil, string Alt);

/// <summary>One line of a delivery's journal. Written, durably, before the first byte goes out, and completed afterwards.</summary>
/// <param name="DeliveryId">Delivery.</param>
/// <param name="Number">From 1.</param>
/// <param name="Fence">Fence of the claim that made it.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="FinishedAt">UTC; null if the process died meanwhile: then the outcome is unknown.</param>
/// <param name="Outcome">"Delivered", "RetryLater", "Unauthorized", "Rejected", "Unknown", "Adopted", "Absent", "Withdrawn", "Unchanged", "Late"; "Decided" by the author; null while open.</param>
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
    public sealed record Rejected(string Reason) : DeliveryResult
    {
        /// <summary>The network no longer has the pictures; bringing them again may mend it.</summary>
        public bool PicturesAreGone { get; init; }
    }

    /// <summary>Something was sent and no clear answer came: it may be there.</summary>
    /// <param name="Reason">For the author.</param>
    public sealed record Unknown(string Reason) : DeliveryResult;
}
