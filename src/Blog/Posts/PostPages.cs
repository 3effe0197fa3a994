namespace Blog.Posts;

/// <summary>The page of a post, for readers under its address and for authors before it is public.</summary>
public sealed class PostPages
{
    /// <summary>
    /// The page that <paramref name="post"/> would have, in the active theme, marked as a preview. The post need not be stored; it is shown
    /// whatever its status. Never cached: the caller answers with <c>no-store</c>.
    /// </summary>
    public Task<string> PreviewAsync(Post post, CancellationToken ct) => throw new NotSupportedException();
}
