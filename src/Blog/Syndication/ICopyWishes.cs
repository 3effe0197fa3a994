namespace Blog.Syndication;

/// <summary>What an author wants of the copy for one target before there is one. It stands with the draft, whoever edits it.</summary>
/// <param name="PostId">Post.</param>
/// <param name="TargetId">Target.</param>
public sealed record CopyWish(Guid PostId, Guid TargetId)
{
    /// <summary>Whether a copy goes there at all.</summary>
    public bool Sends { get; init; }

    /// <summary>Whether the words are the author's own; false: what the post makes, whatever was typed before.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Own words as they were typed; they stay while they are not used. Null: none.</summary>
    public string? OwnText { get; init; }

    /// <summary>The words that are meant; null: what the post makes.</summary>
    public string? Words => IsOwn ? OwnText : null;

    /// <summary>A first comment of its own below the copy, where the network has one; null: none.</summary>
    public string? Comment { get; init; }

    /// <summary>UTC moment of its own; null: with the post. It never goes out before that.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset SavedAt { get; init; }
}

/// <summary>Port to the wishes: at most one for a post and a target.</summary>
public interface ICopyWishes
{
    /// <summary>All of a post, in any order.</summary>
    Task<IReadOnlyList<CopyWish>> ListAsync(Guid postId, CancellationToken ct);

    /// <summary>Stores each, in place of what there was for its post and target; one transaction.</summary>
    Task SaveAsync(IReadOnlyList<CopyWish> wishes, CancellationToken ct);
}
