using Blog.Posts;

namespace Blog.Desk.Listing;

/// <summary>The list of posts.</summary>
/// <param name="Page">One screenful.</param>
/// <param name="Abroad">How the copies of a post fare; absent: it lives only at home.</param>
/// <param name="Filter">What is shown of them.</param>
/// <param name="IsFirst">False past the first screenful.</param>
public sealed record ListView(PostPage Page, IReadOnlyDictionary<Guid, AbroadSign> Abroad, ListFilter Filter, bool IsFirst)
{
    /// <summary>Something that was just done to several posts; null: nothing.</summary>
    public BulkDeed? Deed { get; init; }

    /// <summary>Ticked posts that the deed left out, or that an undo left as they were.</summary>
    public int Left { get; init; }

    /// <summary>Posts that an undo brought back; null: none was undone.</summary>
    public int? Undone { get; init; }

    /// <summary>What was wrong with a deed; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Posts that were ticked when something was wrong.</summary>
    public IReadOnlySet<Guid> Ticked { get; init; } = new HashSet<Guid>();
}

/// <summary>Which posts. At most one of state, tag and author is set.</summary>
/// <param name="State">As addresses name it: <c>drafts</c>, <c>trouble</c>; null: all but deleted.</param>
/// <param name="Search">Words looked for.</param>
/// <param name="Tag">Slug of a tag of published posts.</param>
/// <param name="Author">Slug of an author of published posts.</param>
public sealed record ListFilter(string? State = null, string? Search = null, string? Tag = null, string? Author = null)
{
    private const int MaxSearch = 200;

    /// <summary>The status that <see cref="State"/> names; null: several.</summary>
    public PostStatus? Status => State switch
    {
        "drafts" => PostStatus.Draft,
        "scheduled" => PostStatus.Scheduled,
        "published" => PostStatus.Published,
        "pages" => PostStatus.Unlisted,
        "deleted" => PostStatus.Deleted,
        _ => null,
    };

    /// <summary>Only posts with copies in trouble.</summary>
    public bool IsTrouble => State == "trouble";

    /// <summary>Ordered by the day of publication, not by the last change.</summary>
    public bool IsByDay => Tag is not null || Author is not null;

    /// <summary>Reads it from an address; what was typed as <c>tag:snow</c> or <c>by:ines</c> is a filter.</summary>
    public static ListFilter Read(string? state, string? typed, string? tag, string? by)
    {
        var words = string.IsNullOrWhiteSpace(typed) ? null : typed.Trim()[..Math.Min(typed.Trim().Length, MaxSearch)];
        if (words is not null && After(words, "tag:") is { } named)
        {
            return new ListFilter(Tag: named);
        }

        if (words is not null && After(words, "by:") is { } author)
        {
            return new ListFilter(Author: author);
        }

        var known = state is "drafts" or "scheduled" or "published" or "pages" or "deleted" or "trouble" ? state : null;
        return !string.IsNullOrEmpty(tag) ? new ListFilter(Tag: Slug.From(tag)) : !string.IsNullOrEmpty(by) ? new ListFilter(Author: Slug.From(by)) : new ListFilter(known, known == "trouble" ? null : words);
    }

    /// <summary>Address of the list with this filter.</summary>
    public string Link(PostCursor? before = null, string? more = null)
    {
        var parts = new[]
        {
            State is null ? null : "state=" + State,
            Search is null ? null : "q=" + Uri.EscapeDataString(Search),
            Tag is null ? null : "tag=" + Uri.EscapeDataString(Tag),
            Author is null ? null : "by=" + Uri.EscapeDataString(Author),
            before is null ? null : "before=" + before,
            more,
        };
        var query = string.Join('&', parts.Where(p => p is not null));
        return query.Length == 0 ? "/desk/posts" : "/desk/posts?" + query;
    }

    private static string? After(string words, string prefix) =>
        words.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && Slug.From(words[prefix.Length..]) is { Length: > 0 } slug ? slug : null;
}

/// <summary>The copies of a post in one sign: the one that most needs the author.</summary>
/// <param name="Sign">Picture, word and tone of that state.</param>
/// <param name="Count">Copies in it.</param>
public sealed record AbroadSign(Sign Sign, int Count);
