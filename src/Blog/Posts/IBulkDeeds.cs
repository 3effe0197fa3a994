namespace Blog.Posts;

/// <summary>Port to what was done to several posts at once and can still be undone.</summary>
public interface IBulkDeeds
{
    /// <summary>Keeps a deed.</summary>
    Task AddAsync(BulkDeed deed, CancellationToken ct);

    /// <summary>One deed.</summary>
    Task<BulkDeed?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>Moves an open deed on, by compare-and-set: of two who try one does it. False: it was not open any more.</summary>
    Task<bool> EndAsync(Guid id, BulkState to, CancellationToken ct);

    /// <summary>Open deeds whose time to undo is over.</summary>
    Task<IReadOnlyList<BulkDeed>> ListOverAsync(DateTimeOffset now, int limit, CancellationToken ct);
}

/// <summary>What was done.</summary>
public enum BulkKind
{
    /// <summary>A tag was given.</summary>
    Tag,

    /// <summary>Drafts were published, at home only.</summary>
    Publish,

    /// <summary>Posts were deleted at home; their copies follow when it can't be undone any more.</summary>
    Delete,
}

/// <summary>Where a deed stands.</summary>
public enum BulkState
{
    /// <summary>It can be undone.</summary>
    Open,

    /// <summary>It was undone.</summary>
    Undone,

    /// <summary>It stays; what was left for then is done.</summary>
    Closed,
}

/// <summary>Something that was done to several posts at once.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="AccountId">Who did it.</param>
/// <param name="Kind">See <see cref="BulkKind"/>.</param>
/// <param name="Word">The tag; null for the others.</param>
/// <param name="Entries">The posts that were changed.</param>
/// <param name="DoneAt">UTC.</param>
/// <param name="ClosesAt">UTC; it can be undone before.</param>
/// <param name="State">See <see cref="BulkState"/>.</param>
public sealed record BulkDeed(
    Guid Id, Guid AccountId, BulkKind Kind, string? Word, IReadOnlyList<BulkEntry> Entries, DateTimeOffset DoneAt, DateTimeOffset ClosesAt, BulkState State);

/// <summary>One post of a deed.</summary>
/// <param name="PostId">The post.</param>
/// <param name="Revision">Its revision after the deed: one that was changed since is left alone.</param>
/// <param name="Before">Its status before.</param>
public sealed record BulkEntry(Guid PostId, int Revision, PostStatus Before);
