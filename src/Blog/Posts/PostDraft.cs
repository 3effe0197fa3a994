namespace Blog.Posts;

/// <summary>What an author, an importer or an API may say about a post. <see cref="Publisher"/> makes a <see cref="Post"/> of it.</summary>
public sealed record PostDraft
{
    /// <summary>Null makes a new post.</summary>
    public Guid? Id { get; init; }

    /// <summary>Id of a new post, so that a request which is sent twice makes one post; null: a fresh one.</summary>
    public Guid? NewId { get; init; }

    /// <summary>The revision that was edited; another one stored meanwhile answers <see cref="PublishOutcome.Stale"/>. Null skips the check.</summary>
    public int? ExpectedRevision { get; init; }

    /// <summary>Null or blank for a note.</summary>
    public string? Title { get; init; }

    /// <summary>Wished slug; made from the title (or the first words) if blank. Anything is accepted and made safe.</summary>
    public string? Slug { get; init; }

    /// <summary>The text.</summary>
    public required string Markdown { get; init; }

    /// <summary>Own excerpt; derived if blank.</summary>
    public string? Excerpt { get; init; }

    /// <summary>Names as typed.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Main author first. Empty: the acting account, or the owner.</summary>
    public IReadOnlyList<Byline> Authors { get; init; } = [];

    /// <summary>BCP 47; the site's language if blank.</summary>
    public string? Language { get; init; }

    /// <summary>Cover picture.</summary>
    public Cover? Cover { get; init; }

    /// <summary>What it shall be after this save.</summary>
    public PostStatus Status { get; init; } = PostStatus.Draft;

    /// <summary>UTC. Publication date (may be past: an imported post keeps its day) or the time it is scheduled for. Null: kept, or now.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>True forgets a date that a draft had: without <see cref="PublishedAt"/> it gets the moment of publishing.</summary>
    public bool DropsDate { get; init; }

    /// <summary>IANA zone; the site's zone if blank.</summary>
    public string? ZoneId { get; init; }

    /// <summary>Original elsewhere, absolute http(s).</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>Set by importers.</summary>
    public PostSource? Source { get; init; }

    /// <summary>Unknown front matter as JSON object.</summary>
    public string? Extra { get; init; }

    /// <summary>Further old paths that shall redirect here (Hugo <c>aliases</c>, Jekyll <c>redirect_from</c>, the permalink of the old site).</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Targets that shall get a copy. Only these: nothing is ever sent because of a date or an import.</summary>
    public IReadOnlyList<Guid> Targets { get; init; } = [];

    /// <summary>The author's own words for some of <see cref="Targets"/>, by target; the others get what the post makes.</summary>
    public IReadOnlyDictionary<Guid, string> OwnTexts { get; init; } = NoTexts;

    /// <summary>First comments of the author's own for some of <see cref="Targets"/>, by target.</summary>
    public IReadOnlyDictionary<Guid, string> Comments { get; init; } = NoTexts;

    /// <summary>UTC moments for some of <see cref="Targets"/>, by target; the others go with the post, and none before it.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> OwnTimes { get; init; } = NoTimes;

    /// <summary>How this save is named in the list of revisions: "desk", "content/hello.md", "import".</summary>
    public string Origin { get; init; } = "desk";

    /// <summary>Turns a relative image address of the Markdown into one of this site; null leaves it.</summary>
    public Func<string, string?>? ResolveMedia { get; init; }

    private static readonly Dictionary<Guid, string> NoTexts = [];

    private static readonly Dictionary<Guid, DateTimeOffset> NoTimes = [];
}

/// <summary>What a save came to.</summary>
public enum PublishOutcome
{
    /// <summary>Stored.</summary>
    Saved,

    /// <summary>Nothing differed; nothing was written.</summary>
    Unchanged,

    /// <summary>Somebody saved another revision meanwhile; nothing was written.</summary>
    Stale,

    /// <summary>The post to change does not exist.</summary>
    NotFound,

    /// <summary>The input can't be stored; <see cref="PublishResult.Problem"/> says why and what to do.</summary>
    Invalid,
}

/// <summary>Answer of <see cref="Publisher"/>.</summary>
/// <param name="Outcome">See <see cref="PublishOutcome"/>.</param>
/// <param name="Post">The post as it is now; null if there is none.</param>
/// <param name="Problem">A sentence for the author.</param>
public sealed record PublishResult(PublishOutcome Outcome, Post? Post, string? Problem = null);

/// <summary>One save of a post, kept for ever.</summary>
/// <param name="PostId">Post.</param>
/// <param name="Number">Equals <see cref="Post.Revision"/> of that save.</param>
/// <param name="SavedAt">UTC.</param>
/// <param name="Origin">Which door: desk, content folder, import, api.</param>
/// <param name="Title">Title then.</param>
/// <param name="Markdown">Text then.</param>
/// <param name="Excerpt">Own excerpt then, null if derived.</param>
public sealed record PostRevision(Guid PostId, int Number, DateTimeOffset SavedAt, string Origin, string? Title, string Markdown, string? Excerpt);
