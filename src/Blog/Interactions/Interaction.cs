namespace Blog.Interactions;

/// <summary>What somebody did with a post.</summary>
public enum InteractionKind
{
    /// <summary>Written in the form under the post.</summary>
    Comment,

    /// <summary>Answer from elsewhere.</summary>
    Reply,

    /// <summary>Like, favourite, reaction.</summary>
    Like,

    /// <summary>Repost, share.</summary>
    Repost,

    /// <summary>A page that links here.</summary>
    Mention,

    /// <summary>Kept for later by somebody.</summary>
    Bookmark,
}

/// <summary>Whether readers see it.</summary>
public enum InteractionState
{
    /// <summary>Waits for the moderator.</summary>
    Pending,

    /// <summary>Shown.</summary>
    Visible,

    /// <summary>Hidden, kept.</summary>
    Hidden,

    /// <summary>Judged as spam, kept for the filter.</summary>
    Spam,

    /// <summary>Gone at its source; the place in the thread stays.</summary>
    Tombstone,
}

/// <summary>One thing that came in, stored at home. Unique by (origin, source URL, post).</summary>
public sealed record Interaction
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Post that it belongs to.</summary>
    public required Guid PostId { get; init; }

    /// <summary>What it answers in the thread; null: the post.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>Kind.</summary>
    public required InteractionKind Kind { get; init; }

    /// <summary>State.</summary>
    public required InteractionState State { get; init; }

    /// <summary>The door: <c>form</c>, <c>webmention</c>, <c>x</c> …</summary>
    public required string Origin { get; init; }

    /// <summary>Permalink of the source; for a form comment <c>comment:{id}</c>.</summary>
    public required string SourceUrl { get; init; }

    /// <summary>Shown name.</summary>
    public required string AuthorName { get; init; }

    /// <summary>Their site or profile, http(s) only.</summary>
    public string? AuthorUrl { get; init; }

    /// <summary>Sanitised HTML; empty for likes.</summary>
    public required string Html { get; init; }

    /// <summary>As it came, for re-parsing; not public.</summary>
    public string? Raw { get; init; }

    /// <summary>UTC, when it was written there.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>UTC, when it arrived here.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
