using Blog.Syndication;

namespace Blog.Posts;

/// <summary>Port to the stored posts. Each verb that writes is one transaction, durable when it returns.</summary>
public interface IPostStore
{
    /// <summary>The post, whatever its status; null if unknown.</summary>
    Task<Post?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>What lives at <paramref name="path"/> (not percent-encoded): a post of any status that was ever public, or a redirect.</summary>
    Task<PathMatch?> FindByPathAsync(string path, CancellationToken ct);

    /// <summary>The post with this slug, whatever its status.</summary>
    Task<Post?> FindBySlugAsync(string slug, CancellationToken ct);

    /// <summary>The post that an earlier import made of this item (<see cref="PostSource.Key"/>).</summary>
    Task<Post?> FindBySourceAsync(string sourceKey, CancellationToken ct);

    /// <summary>Keys and hashes of all brought-in posts whose key starts with <paramref name="keyPrefix"/>; lets an import skip in memory.</summary>
    Task<IReadOnlyDictionary<string, SourceMark>> ListSourcesAsync(string keyPrefix, CancellationToken ct);

    /// <summary>Writes the change in one transaction: post, its revision, redirects, search index, counts, deliveries, content version + 1.</summary>
    Task<PostSaved> SaveAsync(PostChange change, CancellationToken ct);

    /// <summary>Published posts, newest first, by keyset. Never drafts, pages or deleted ones.</summary>
    Task<PostPage> ListPublishedAsync(PostFilter filter, PostCursor? before, PostCursor? after, int limit, CancellationToken ct);

    /// <summary>Published posts with their HTML, newest first; for feeds.</summary>
    Task<IReadOnlyList<Post>> ListNewestAsync(PostFilter filter, int limit, CancellationToken ct);

    /// <summary>Posts of every status for the desk, last changed first, by keyset; <paramref name="status"/> null = all but deleted.</summary>
    Task<PostPage> ListForDeskAsync(PostStatus? status, string? search, PostCursor? before, int limit, CancellationToken ct);

    /// <summary>Years that have published posts, newest first, with counts kept by the writes.</summary>
    Task<IReadOnlyList<YearCount>> ListYearsAsync(CancellationToken ct);

    /// <summary>Tags of published posts with counts, most used first.</summary>
    Task<IReadOnlyList<TagCount>> ListTagsAsync(int limit, CancellationToken ct);

    /// <summary>The name behind a tag slug, null if no published post has it.</summary>
    Task<TagCount?> FindTagAsync(string slug, CancellationToken ct);

    /// <summary>The name behind an author slug, null if no public post has it.</summary>
    Task<Byline?> FindAuthorAsync(string slug, CancellationToken ct);

    /// <summary>Full-text search over published posts and pages: every word must occur (prefix of the last), accents folded, best first. At most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string query, int limit, CancellationToken ct);

    /// <summary>Neighbours in time among the published, for "older" and "newer".</summary>
    Task<(PostSummary? Older, PostSummary? Newer)> FindNeighboursAsync(Post post, CancellationToken ct);

    /// <summary>Published posts that share tags with a post, the closest first; chosen when one of them was saved, with a bounded look at the newest of each tag.</summary>
    Task<IReadOnlyList<PostSummary>> ListRelatedAsync(Guid id, int limit, CancellationToken ct);

    /// <summary>Public addresses in the order in which their posts were first stored: those of a part, or all of them (null).</summary>
    Task<IReadOnlyList<SitemapEntry>> ListSitemapAsync(SitemapPart? part, CancellationToken ct);

    /// <summary>Numbers of the parts of the sitemap that hold an address, in order.</summary>
    Task<IReadOnlyList<int>> ListSitemapPartsAsync(int size, CancellationToken ct);

    /// <summary>Number of public posts and pages (kept, not counted).</summary>
    Task<int> CountPublicAsync(CancellationToken ct);

    /// <summary>Scheduled posts whose time has come.</summary>
    Task<IReadOnlyList<Guid>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken ct);

    /// <summary>When the next scheduled post is due; null if there is none.</summary>
    Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct);

    /// <summary>Every save of a post, newest first.</summary>
    Task<IReadOnlyList<PostRevision>> ListRevisionsAsync(Guid postId, CancellationToken ct);

    /// <summary>One save, null if unknown.</summary>
    Task<PostRevision?> FindRevisionAsync(Guid postId, int number, CancellationToken ct);
}

/// <summary>What one save writes.</summary>
public sealed record PostChange
{
    /// <summary>The post as it shall be; <see cref="Post.Revision"/> is the new number.</summary>
    public required Post Post { get; init; }

    /// <summary>Revision that must be stored now (0: none), else <see cref="SaveConflict.Stale"/>.</summary>
    public required int ExpectedRevision { get; init; }

    /// <summary>Paths that shall redirect (301) to the post for ever; a live post's path always wins over a redirect.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>Deliveries to queue in the same transaction.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    /// <summary>What the copies of the post need; queued in the same transaction.</summary>
    public CopyChange Copies { get; init; }

    /// <summary>Origin of the revision that is kept.</summary>
    public required string Origin { get; init; }

    /// <summary>A further revision kept in the same transaction and not made current (the losing side of a collision); its number is ignored: it is stored under that of <see cref="Post"/> with a minus.</summary>
    public PostRevision? AlsoKeep { get; init; }

    /// <summary>Paths of all files of the library that the post shows or offers; null: they are as they were.</summary>
    public IReadOnlyList<string>? Media { get; init; }

    /// <summary>True if lists and feeds show something else afterwards.</summary>
    public bool TouchesLists { get; init; } = true;
}

/// <summary>How a change of a post reaches its copies on networks.</summary>
public enum CopyChange
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>They are to say what the post says now.</summary>
    Edit,

    /// <summary>They are to go.</summary>
    Withdraw,
}

/// <summary>Why a save was refused.</summary>
public enum SaveConflict
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>The stored revision is not the expected one.</summary>
    Stale,

    /// <summary>Another post has the slug or the path.</summary>
    SlugTaken,

    /// <summary>Another post came from the same source item.</summary>
    SourceTaken,
}

/// <summary>Answer of <see cref="IPostStore.SaveAsync"/>.</summary>
/// <param name="Conflict">See <see cref="SaveConflict"/>.</param>
/// <param name="Stamp">Content version after the commit.</param>
/// <param name="PostVersion">The post's own content version after the commit.</param>
public sealed record PostSaved(SaveConflict Conflict, ContentStamp Stamp, long PostVersion);

/// <summary>The two shared scopes of the content version (see <c>Reading/ContentVersion</c>).</summary>
/// <param name="Site">Theme, settings, navigation.</param>
/// <param name="Lists">Whatever shows in a list or a feed.</param>
public readonly record struct ContentStamp(long Site, long Lists);

/// <summary>Answer to a path: exactly one of the two is set.</summary>
/// <param name="Post">The post that lives there.</param>
/// <param name="RedirectTo">Path (or absolute URL) to go to with 301.</param>
public sealed record PathMatch(Post? Post, string? RedirectTo);

/// <summary>Which published posts. At most one of the members is set; none = all.</summary>
/// <param name="Tag">Tag slug.</param>
/// <param name="Author">Author slug.</param>
/// <param name="Year">Year in each post's own zone.</param>
public readonly record struct PostFilter(string? Tag = null, string? Author = null, int? Year = null);

/// <summary>A place in a list: the post before or after which it goes on. Text form <c>638…-0197…</c> (UTC ticks, id without dashes).</summary>
/// <param name="At">Published (or, on the desk, changed) instant of that post.</param>
/// <param name="Id">Its id.</param>
public readonly record struct PostCursor(DateTimeOffset At, Guid Id)
{
    /// <inheritdoc/>
    public override string ToString() => $"{At.UtcTicks}-{Id:N}";

    /// <summary>Reads the text form; false for anything else.</summary>
    public static bool TryParse(string? text, out PostCursor cursor)
    {
        cursor = default;
        if (text is null || text.IndexOf('-', StringComparison.Ordinal) is not (> 0 and < 20 and var dash))
        {
            return false;
        }

        if (!long.TryParse(text.AsSpan(0, dash), System.Globalization.NumberStyles.None, null, out var ticks)
            || ticks > DateTime.MaxValue.Ticks || !Guid.TryParseExact(text.AsSpan(dash + 1), "N", out var id))
        {
            return false;
        }

        cursor = new PostCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        return true;
    }
}

/// <summary>One screenful.</summary>
/// <param name="Items">Posts in list order (newest first).</param>
/// <param name="HasNewer">Something comes before the first.</param>
/// <param name="HasOlder">Something comes after the last.</param>
public sealed record PostPage(IReadOnlyList<PostSummary> Items, bool HasNewer, bool HasOlder);

/// <summary>A post as lists need it.</summary>
public sealed record PostSummary
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Null for a note.</summary>
    public string? Title { get; init; }

    /// <summary>Address on the site; empty for a draft.</summary>
    public required string Path { get; init; }

    /// <summary>Plain text.</summary>
    public required string Excerpt { get; init; }

    /// <summary>HTML, only for notes (which lists show whole); null otherwise.</summary>
    public string? NoteHtml { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Status.</summary>
    public required PostStatus Status { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>IANA zone.</summary>
    public required string ZoneId { get; init; }

    /// <summary>Words.</summary>
    public int WordCount { get; init; }

    /// <summary>Visible letters.</summary>
    public int LetterCount { get; init; }

    /// <summary>Authors, main first.</summary>
    public IReadOnlyList<Byline> Authors { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>Cover.</summary>
    public Cover? Cover { get; init; }
}

/// <summary>Published posts of a year.</summary>
public readonly record struct YearCount(int Year, int Count);

/// <summary>Published posts of a tag.</summary>
public readonly record struct TagCount(Tag Tag, int Count);

/// <summary>A found post.</summary>
/// <param name="Post">The post.</param>
/// <param name="Snippet">Words around the hit as text; each hit stands between U+E000 and U+E001, so that the page decides how to mark it.</param>
public sealed record SearchHit(PostSummary Post, string Snippet);

/// <summary>A public address.</summary>
public readonly record struct SitemapEntry(string Path, DateTimeOffset UpdatedAt);

/// <summary>A part of the sitemap. A post belongs to the same part for ever, whatever comes or goes; so a part may hold fewer than <paramref name="Size"/>.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">Most addresses of a part.</param>
public readonly record struct SitemapPart(int Number, int Size);

/// <summary>What an import needs to know of an earlier one.</summary>
/// <param name="PostId">The post it made.</param>
/// <param name="Hash">Hash of the item then.</param>
/// <param name="SourceRevision">Revision that reading made.</param>
/// <param name="Revision">Revision stored now.</param>
/// <param name="Deleted">The post was deleted here since.</param>
public readonly record struct SourceMark(Guid PostId, string Hash, int SourceRevision, int Revision, bool Deleted);
