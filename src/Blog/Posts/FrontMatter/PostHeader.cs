namespace Blog.Posts.FrontMatter;

/// <summary>What the head of a file says about a post, in this blog's words.</summary>
public sealed record PostHeader
{
    /// <summary>Plain text, null if none is given.</summary>
    public string? Title { get; init; }

    /// <summary>Publication date, null if none is given.</summary>
    public PostDate? Date { get; init; }

    /// <summary>Set if there is a date that cannot be read: names line, value and accepted forms. Such a post must not be made.</summary>
    public FrontMatterProblem? DateProblem { get; init; }

    /// <summary>Wished last part of the address.</summary>
    public string? Slug { get; init; }

    /// <summary>Address on the old site (Jekyll <c>permalink</c>, Hugo <c>url</c>), if it is one and not a pattern.</summary>
    public string? Permalink { get; init; }

    /// <summary>Further old addresses.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Tags and categories, in order, each once.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Not to be public.</summary>
    public bool IsDraft { get; init; }

    /// <summary>A page, not a post.</summary>
    public bool IsPage { get; init; }

    /// <summary>Hugo's <c>headless</c>: only material for other pages.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>The author's own excerpt; may hold Markdown.</summary>
    public string? Excerpt { get; init; }

    /// <summary>BCP 47, null if none is given or it is not a language.</summary>
    public string? Language { get; init; }

    /// <summary>Cover picture as written.</summary>
    public string? Image { get; init; }

    /// <summary>Its description.</summary>
    public string? ImageAlt { get; init; }

    /// <summary>Names as written.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Original elsewhere.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>All that is not understood, as a JSON object; null if there is nothing.</summary>
    public string? Extra { get; init; }
}
