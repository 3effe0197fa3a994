namespace Blog.Posts;

/// <summary>Port to the links that show a post before it is public: at most one for a post. Only the hash of the secret part is stored.</summary>
public interface IPreviewLinks
{
    /// <summary>The post that a link leads to; null if the link was revoked or never was.</summary>
    Task<Guid?> FindPostAsync(string hash, CancellationToken ct);

    /// <summary>When the link of a post was made (UTC); null if it has none.</summary>
    Task<DateTimeOffset?> FindAsync(Guid postId, CancellationToken ct);

    /// <summary>Stores the link of a post. An older one leads nowhere from then on.</summary>
    Task PutAsync(Guid postId, string hash, DateTimeOffset at, CancellationToken ct);

    /// <summary>Revokes the link of a post, if it has one.</summary>
    Task DropAsync(Guid postId, CancellationToken ct);
}
