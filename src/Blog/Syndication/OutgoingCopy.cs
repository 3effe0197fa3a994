namespace Blog.Syndication;

/// <summary>What goes out.</summary>
/// <param name="DeliveryId">For logs.</param>
/// <param name="Text">Complete text as a person reads it, before the network's own escaping; link included unless it goes elsewhere.</param>
/// <param name="Permalink">Absolute address of the post; what a look-up compares.</param>
/// <param name="Since">UTC; a copy can't be older.</param>
public sealed record OutgoingCopy(Guid DeliveryId, string Text, Uri Permalink, DateTimeOffset Since)
{
    /// <summary>Link card; null: none is sent.</summary>
    public OutgoingCard? Card { get; init; }

    /// <summary>Pictures that were uploaded before, in their order.</summary>
    public IReadOnlyList<UploadedImage> Images { get; init; } = [];

    /// <summary>Remote id of the copy that this one answers (part of a thread, first comment); null: it stands alone.</summary>
    public string? InReplyTo { get; init; }
}

/// <summary>A link card with own words.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Title">Title of the post, or the start of a note.</param>
/// <param name="Description">Excerpt; empty if there is none.</param>
/// <param name="Picture">Uploaded before; null: none.</param>
public sealed record OutgoingCard(Uri Address, string Title, string Description, UploadedImage? Picture);

/// <summary>A picture before it goes out.</summary>
/// <param name="Bytes">The file, within the network's limits.</param>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="Alt">Description; empty if the author gave none.</param>
public sealed record OutgoingImage(byte[] Bytes, string MediaType, string Alt);

/// <summary>A picture that the network has.</summary>
/// <param name="MediaId">Its id there.</param>
/// <param name="Alt">Description.</param>
public sealed record UploadedImage(string MediaId, string Alt);

/// <summary>A copy that exists.</summary>
/// <param name="Id">Its id on the network.</param>
/// <param name="Address">Its page; null if the network did not say.</param>
public sealed record RemoteCopy(string Id, string? Address);

/// <summary>What became of an upload; nothing is published by one, so there is no "unknown". Closed.</summary>
public abstract record UploadResult
{
    private UploadResult()
    {
    }

    /// <summary>The network has it and it can be used.</summary>
    /// <param name="MediaId">Its id there.</param>
    /// <param name="UsableUntil">UTC; null: not known.</param>
    public sealed record Uploaded(string MediaId, DateTimeOffset? UsableUntil) : UploadResult;

    /// <summary>Not now; upload again later.</summary>
    /// <param name="NotBefore">UTC; null: by <c>RetrySchedule</c>.</param>
    /// <param name="Reason">For the author.</param>
    public sealed record RetryLater(DateTimeOffset? NotBefore, string Reason) : UploadResult;

    /// <summary>The target needs a new sign-in.</summary>
    public sealed record Unauthorized(string Reason) : UploadResult;

    /// <summary>The network does not take this picture.</summary>
    public sealed record Rejected(string Reason) : UploadResult;
}

/// <summary>What a look-up found. Closed.</summary>
public abstract record LookupResult
{
    private LookupResult()
    {
    }

    /// <summary>The copy is there.</summary>
    public sealed record Found(string RemoteId, string? RemoteUrl) : LookupResult;

    /// <summary>Everything since the attempt was read and the copy is not among it.</summary>
    public sealed record Absent : LookupResult;

    /// <summary>The network could not be read now; try later.</summary>
    public sealed record Unreadable(string Reason) : LookupResult;

    /// <summary>
    /// This account can never be read, but the identical call is safe until <paramref name="Until"/> (UTC): the network refuses a duplicate and
    /// names the copy that is there, which <see cref="INetwork.PublishAsync"/> then answers as delivered.
    /// </summary>
    public sealed record AskByReplay(DateTimeOffset Until) : LookupResult;

    /// <summary>This account can never be read: only the author can tell.</summary>
    public sealed record NeverReadable(string Reason) : LookupResult;
}

/// <summary>What a network holds of a text that was sent. Closed.</summary>
public abstract record ReadBackResult
{
    private ReadBackResult()
    {
    }

    /// <summary>The text that was sent.</summary>
    public sealed record AsSent : ReadBackResult;

    /// <summary>Something else.</summary>
    /// <param name="Kept">What it holds, as people read it; empty: nothing of the text.</param>
    public sealed record Altered(string Kept) : ReadBackResult;

    /// <summary>It could not be read now; try later.</summary>
    public sealed record Unreadable : ReadBackResult;

    /// <summary>This account, or this kind of copy, can never be read.</summary>
    public sealed record NeverReadable : ReadBackResult;
}

/// <summary>What a stranger sees. Closed.</summary>
public abstract record SightResult
{
    private SightResult()
    {
    }

    /// <summary>It is there for everybody.</summary>
    public sealed record Visible : SightResult;

    /// <summary>Strangers get nothing.</summary>
    public sealed record Hidden(string Reason) : SightResult;

    /// <summary>The network does not show this to machines, or not now.</summary>
    public sealed record CannotTell(string Reason) : SightResult;
}
