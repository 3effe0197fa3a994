namespace Blog.Posts;

/// <summary>Where a post stands. Stored by name, so that a new state is not a renumbering.</summary>
public enum PostStatus
{
    /// <summary>Only its authors see it; readers get 404.</summary>
    Draft,

    /// <summary>Goes out by itself at <see cref="Post.PublishedAt"/>; until then readers get 404.</summary>
    Scheduled,

    /// <summary>Public, in lists, feeds and search.</summary>
    Published,

    /// <summary>A page: public under its address, but in no list and no feed (about, contact …).</summary>
    Unlisted,

    /// <summary>Gone on purpose: its address answers 410 for ever.</summary>
    Deleted,
}

/// <summary>
/// One piece of writing as it is stored. Everything that a page needs, HTML included, was made when the post was saved.
/// Only <see cref="Publisher"/> makes a changed one.
/// </summary>
public sealed record Post
{
    /// <summary>UUIDv7, so that ids sort by birth.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts saves, from 1. The compare-and-set value of an edit and the number of the revision.</summary>
    public required int Revision { get; init; }

    /// <summary>Null for a note.</summary>
    public string? Title { get; init; }

    /// <summary>The last part of the address; unique over all posts, made by <see cref="Posts.Slug"/>.</summary>
    public required string Slug { get; init; }

    /// <summary>
    /// Absolute path on the site, not percent-encoded: <c>/2026/nine-centimetres</c> for a post (year in the author's zone),
    /// <c>/about</c> for a page. Empty for a draft that never was public.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What the author wrote.</summary>
    public required string Markdown { get; init; }

    /// <summary>Sanitised HTML of <see cref="Markdown"/>, made at save.</summary>
    public required string Html { get; init; }

    /// <summary>The words of <see cref="Html"/> without tags; what search indexes and excerpts are cut from.</summary>
    public required string Text { get; init; }

    /// <summary>The author's own excerpt, or one cut from <see cref="Text"/> at a sentence end. Plain text.</summary>
    public required string Excerpt { get; init; }

    /// <summary>True if the author wrote <see cref="Excerpt"/>; then it is never derived again.</summary>
    public bool ExcerptIsOwn { get; init; }

    /// <summary>As the author typed them, in order; compared by <see cref="Tag.Slug"/>.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>At least one, the first is the main author.</summary>
    public IReadOnlyList<Byline> Authors { get; init; } = [];

    /// <summary>BCP 47 tag: <c>en</c>, <c>es</c>, <c>pt-BR</c>, <c>fa</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Picture that stands for the post here and in link previews.</summary>
    public Cover? Cover { get; init; }

    /// <summary>See <see cref="PostStatus"/>.</summary>
    public required PostStatus Status { get; init; }

    /// <summary>UTC. When it went or will go public; null for a draft without a date.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>IANA id of the author's time zone: dates are shown, and the year of the path is taken, in it.</summary>
    public required string ZoneId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, last change that an author made.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Set if the original lives elsewhere; becomes <c>rel=canonical</c>.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>Words of <see cref="Text"/> (characters / 2 for scripts without spaces).</summary>
    public int WordCount { get; init; }

    /// <summary>Where it came from if it was brought in; null for a post written on the desk.</summary>
    public PostSource? Source { get; init; }

    /// <summary>Front matter keys that the engine does not know, as JSON object; kept and exported, never shown.</summary>
    public string? Extra { get; init; }

    /// <summary>Grows with everything that changes the post's own page: an edit, a visible letter. Part of the cache key.</summary>
    public long ContentVersion { get; init; }

    /// <summary>Visible letters (comments, replies, mentions).</summary>
    public int LetterCount { get; init; }

    /// <summary>True if readers may open it.</summary>
    public bool IsPublic => Status is PostStatus.Published or PostStatus.Unlisted;
}

/// <summary>A tag: how the author wrote it and how it appears in addresses (<c>/tag/slug</c>).</summary>
/// <param name="Name">"Snow depth".</param>
/// <param name="Slug">"snow-depth".</param>
public sealed record Tag(string Name, string Slug);

/// <summary>An author as a post names them. <paramref name="AccountId"/> is null for a guest of an imported post.</summary>
/// <param name="AccountId">The account on this blog, if there is one.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Slug">Address of the author page (<c>/author/slug</c>).</param>
public sealed record Byline(Guid? AccountId, string Name, string Slug);

/// <summary>Cover picture.</summary>
/// <param name="Url">Path on this site (<c>/media/…</c>) or absolute URL.</param>
/// <param name="Alt">What it shows, in words; empty if it is decoration.</param>
/// <param name="Width">Pixels, if known.</param>
/// <param name="Height">Pixels, if known.</param>
public sealed record Cover(string Url, string Alt, int? Width = null, int? Height = null);

/// <summary>Where a brought-in post came from; makes a second import find the first.</summary>
/// <param name="Key">Stable name of the item: <c>content:hello.md</c>, <c>markdown:18f:_posts/2014-….md</c>.</param>
/// <param name="Hash">SHA-256 (hex) of the item's bytes when it was last read: unchanged items are skipped.</param>
/// <param name="Revision">
/// Revision that the last reading made: a higher <see cref="Post.Revision"/> means that it was edited here since. Negative: the last reading
/// met an edit and kept both (see <see cref="Publisher.KeepAsideAsync"/>), at the revision with this number.
/// </param>
public sealed record PostSource(string Key, string Hash, int Revision);
