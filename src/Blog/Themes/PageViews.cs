namespace Blog.Themes;

// All that a template may see. Names are a contract with theme authors: add, never rename.
// Strings are plain text and are escaped by the engine; the type Markup marks the few that are sanitised HTML.

/// <summary>Sanitised HTML, written as it is.</summary>
/// <param name="Value">HTML.</param>
public readonly record struct Markup(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What every page shows.</summary>
public sealed record SiteView
{
    /// <summary>Name of the site.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence.</summary>
    public required string Tagline { get; init; }

    /// <summary>Absolute address with trailing slash.</summary>
    public required string Url { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Own entries of the navigation, after the built-in ones.</summary>
    public IReadOnlyList<LinkView> Navigation { get; init; } = [];

    /// <summary>The owner, for the h-card of the home page; null before set-up.</summary>
    public AuthorView? Owner { get; init; }

    /// <summary>Feeds of the whole site.</summary>
    public required FeedsView Feeds { get; init; }
}

/// <summary>A link.</summary>
/// <param name="Label">Words.</param>
/// <param name="Url">Address.</param>
/// <param name="IsCurrent">Leads to the page that is shown.</param>
public sealed record LinkView(string Label, string Url, bool IsCurrent = false);

/// <summary>Addresses of the feeds of what is shown.</summary>
public sealed record FeedsView(string Rss, string Atom, string Json);

/// <summary>An author.</summary>
public sealed record AuthorView
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary>Author page.</summary>
    public required string Url { get; init; }

    /// <summary>A sentence.</summary>
    public string? Bio { get; init; }

    /// <summary>Portrait; null: the theme draws <see cref="Initial"/>.</summary>
    public string? PhotoUrl { get; init; }

    /// <summary>First grapheme of the name, upper case.</summary>
    public required string Initial { get; init; }

    /// <summary>Own links (<c>rel=me</c>).</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}

/// <summary>A tag.</summary>
public sealed record TagView(string Name, string Url, int Count);

/// <summary>A picture.</summary>
public sealed record ImageView(string Url, string Alt, int? Width, int? Height);

/// <summary>A copy on a network.</summary>
/// <param name="Network">Key, for the icon: <c>x</c>.</param>
/// <param name="Name">"X".</param>
/// <param name="Url">Address of the copy.</param>
/// <param name="IsAway">The network does not answer for now: readers are led around it.</param>
public sealed record CopyView(string Network, string Name, string Url, bool IsAway = false);

/// <summary>An instant as pages show it.</summary>
/// <param name="Iso">With the author's offset: <c>2026-05-17T09:20:00-03:00</c>.</param>
/// <param name="Local">Wall clock in the author's zone, for the date function.</param>
public sealed record DateView(string Iso, DateTimeOffset Local);

/// <summary>A post, whole or in a list.</summary>
public sealed record PostView
{
    /// <summary>Null for a note.</summary>
    public string? Title { get; init; }

    /// <summary>True if it has no title.</summary>
    public bool IsNote => string.IsNullOrEmpty(Title);

    /// <summary>Path on the site.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute permalink.</summary>
    public required string Url { get; init; }

    /// <summary>Original elsewhere, else <see cref="Url"/>.</summary>
    public required string CanonicalUrl { get; init; }

    /// <summary>Body; null in lists, except for notes.</summary>
    public Markup? Html { get; init; }

    /// <summary>Plain text.</summary>
    public required string Excerpt { get; init; }

    /// <summary>True if the author wrote it: then it stands above the text as a lead.</summary>
    public bool ExcerptIsOwn { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>True if the language differs from the site's.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Name of <see cref="Language"/> in that language: "Español".</summary>
    public required string LanguageName { get; init; }

    /// <summary>When it went public; null in a preview of a draft.</summary>
    public DateView? Published { get; init; }

    /// <summary>Last change, if later than a day after publication.</summary>
    public DateView? Updated { get; init; }

    /// <summary>Authors, main first.</summary>
    public IReadOnlyList<AuthorView> Authors { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<TagView> Tags { get; init; } = [];

    /// <summary>Cover.</summary>
    public ImageView? Cover { get; init; }

    /// <summary>Minutes, at least 1.</summary>
    public int ReadingMinutes { get; init; }

    /// <summary>Visible letters.</summary>
    public int LetterCount { get; init; }

    /// <summary>Where else it lives (accepted or seen copies).</summary>
    public IReadOnlyList<CopyView> Copies { get; init; } = [];

    /// <summary>True if one of them can't be reached for now: then the page offers a way that depends on no network.</summary>
    public bool IsCutOff => Copies.Any(c => c.IsAway);

    /// <summary>Public page outside of lists.</summary>
    public bool IsPage { get; init; }
}

/// <summary>Head of the document; the layout writes it.</summary>
public sealed record HeadView
{
    /// <summary>Title of the document.</summary>
    public required string Title { get; init; }

    /// <summary>For search engines and previews.</summary>
    public required string Description { get; init; }

    /// <summary>Canonical address; null on pages that must not be indexed.</summary>
    public string? Canonical { get; init; }

    /// <summary>BCP 47 of the page.</summary>
    public required string Language { get; init; }

    /// <summary><c>ltr</c> or <c>rtl</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>True: <c>noindex</c>.</summary>
    public bool NoIndex { get; init; }

    /// <summary>OpenGraph type: <c>article</c> or <c>website</c>.</summary>
    public string OgType { get; init; } = "website";

    /// <summary>Absolute address of the preview picture.</summary>
    public ImageView? Image { get; init; }

    /// <summary>JSON-LD, safe to stand in a script element.</summary>
    public Markup? JsonLd { get; init; }

    /// <summary>Feeds of this page, if it has its own.</summary>
    public FeedsView? Feeds { get; init; }

    /// <summary>ISO instants for <c>article:published_time</c>.</summary>
    public string? PublishedTime { get; init; }

    /// <summary>ISO instant for <c>article:modified_time</c>.</summary>
    public string? ModifiedTime { get; init; }

    /// <summary>Links for <c>rel=me</c> in the head (home and author pages).</summary>
    public IReadOnlyList<string> Me { get; init; } = [];
}

/// <summary>Links to the neighbours of a list page; null where there is none.</summary>
public sealed record PagerView(string? NewerUrl, string? OlderUrl);

/// <summary>A year of the archive.</summary>
public sealed record YearView(int Year, int Count, string Url, bool IsCurrent);

/// <summary>A search hit.</summary>
/// <param name="Post">The post.</param>
/// <param name="Snippet">Words around the hit, escaped, hits in <c>mark</c>.</param>
public sealed record HitView(PostView Post, Markup Snippet);

/// <summary>A page to be rendered; the derived type chooses the template.</summary>
public abstract record PageView
{
    /// <summary>Site.</summary>
    public required SiteView Site { get; init; }

    /// <summary>Head.</summary>
    public required HeadView Head { get; init; }

    /// <summary>Template file without extension: <c>home</c>, <c>post</c> …</summary>
    public abstract string Template { get; }

    /// <summary>Where the reader is, for <c>aria-current</c>: "home", "archive", "search" or a path.</summary>
    public string Place { get; init; } = "";
}

/// <summary>First and further list pages of the whole site.</summary>
public sealed record HomePage : PageView
{
    /// <inheritdoc/>
    public override string Template => "home";

    /// <summary>Posts.</summary>
    public required IReadOnlyList<PostView> Posts { get; init; }

    /// <summary>Neighbours.</summary>
    public required PagerView Pager { get; init; }

    /// <summary>False on the further pages.</summary>
    public bool IsFirst { get; init; }
}

/// <summary>A post, a note or a page.</summary>
public sealed record PostPageView : PageView
{
    /// <inheritdoc/>
    public override string Template => Post.IsPage ? "page" : "post";

    /// <summary>The post.</summary>
    public required PostView Post { get; init; }

    /// <summary>Older neighbour.</summary>
    public LinkView? Older { get; init; }

    /// <summary>Newer neighbour.</summary>
    public LinkView? Newer { get; init; }

    /// <summary>Published posts that go with it, the closest first; at most three.</summary>
    public IReadOnlyList<PostView> Related { get; init; } = [];

    /// <summary>Shown on the desk only: not public.</summary>
    public bool IsPreview { get; init; }
}

/// <summary>Posts of a tag.</summary>
public sealed record TagPage : PageView
{
    /// <inheritdoc/>
    public override string Template => "tag";

    /// <summary>The tag.</summary>
    public required TagView Tag { get; init; }

    /// <summary>Posts.</summary>
    public required IReadOnlyList<PostView> Posts { get; init; }

    /// <summary>Neighbours.</summary>
    public required PagerView Pager { get; init; }
}

/// <summary>Posts of an author.</summary>
public sealed record AuthorPage : PageView
{
    /// <inheritdoc/>
    public override string Template => "author";

    /// <summary>The author.</summary>
    public required AuthorView Author { get; init; }

    /// <summary>Posts.</summary>
    public required IReadOnlyList<PostView> Posts { get; init; }

    /// <summary>Neighbours.</summary>
    public required PagerView Pager { get; init; }
}

/// <summary>The archive: all years, and the posts of one of them.</summary>
public sealed record ArchivePage : PageView
{
    /// <inheritdoc/>
    public override string Template => "archive";

    /// <summary>Years with counts, newest first.</summary>
    public required IReadOnlyList<YearView> Years { get; init; }

    /// <summary>Year shown; null if the blog is empty.</summary>
    public int? Year { get; init; }

    /// <summary>Posts of that year, newest first.</summary>
    public required IReadOnlyList<PostView> Posts { get; init; }

    /// <summary>Neighbours within the year.</summary>
    public required PagerView Pager { get; init; }

    /// <summary>Most used tags.</summary>
    public IReadOnlyList<TagView> Tags { get; init; } = [];
}

/// <summary>Search form and its hits.</summary>
public sealed record SearchPage : PageView
{
    /// <inheritdoc/>
    public override string Template => "search";

    /// <summary>As typed.</summary>
    public required string Query { get; init; }

    /// <summary>Hits, best first.</summary>
    public required IReadOnlyList<HitView> Hits { get; init; }

    /// <summary>True if more exist than are shown.</summary>
    public bool HasMore { get; init; }
}

/// <summary>404, 410, 500 and other dead ends.</summary>
public sealed record ProblemPage : PageView
{
    /// <inheritdoc/>
    public override string Template => "problem";

    /// <summary>404, 410, 500, 400, 429, 503.</summary>
    public required int Status { get; init; }

    /// <summary>Words of the address, to search for (404); empty otherwise.</summary>
    public string Query { get; init; } = "";

    /// <summary>Posts whose words are like those of the address.</summary>
    public IReadOnlyList<PostView> Suggestions { get; init; } = [];
}
