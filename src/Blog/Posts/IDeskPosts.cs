namespace Blog.Posts;

/// <summary>Port to the posts as the desk looks them over: what it shows is found by index, however many there are.</summary>
public interface IDeskPosts
{
    /// <summary>Posts whose date lies in [<paramref name="from"/>, <paramref name="to"/>) (UTC), oldest first, drafts with a date among them; at most <paramref name="limit"/> of each status.</summary>
    Task<IReadOnlyList<PlannedPost>> ListBetweenAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken ct);

    /// <summary>Posts with copies that need the author or are held, last changed first, by keyset; of the newest such copies.</summary>
    Task<PostPage> ListTroubledAsync(PostCursor? before, int limit, CancellationToken ct);
}

/// <summary>A post on the calendar.</summary>
/// <param name="Id">Id.</param>
/// <param name="Title">Null for a note.</param>
/// <param name="Excerpt">Plain text.</param>
/// <param name="Status">Never deleted.</param>
/// <param name="At">UTC: when it was, will be or is meant to be published.</param>
/// <param name="Revision">Stored revision.</param>
/// <param name="Authors">Authors, main first.</param>
/// <param name="Troubles">Copies that need the author.</param>
/// <param name="Held">Copies that are held.</param>
public sealed record PlannedPost(
    Guid Id, string? Title, string Excerpt, PostStatus Status, DateTimeOffset At, int Revision, IReadOnlyList<Byline> Authors, int Troubles, int Held);
