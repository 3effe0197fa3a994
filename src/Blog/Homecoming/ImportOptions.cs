namespace Blog.Homecoming;

/// <summary>How a folder of Markdown is to be read.</summary>
public sealed record ImportOptions
{
    /// <summary>Short name that keeps the items of this folder apart from those of others; the folder's own name if null.</summary>
    public string? Name { get; init; }

    /// <summary>BCP 47 for posts that name none; if null, what the folder's own configuration says, else the site's.</summary>
    public string? Language { get; init; }

    /// <summary>IANA zone for dates that name none; if null, what the folder's own configuration says, else the site's.</summary>
    public string? ZoneId { get; init; }

    /// <summary>
    /// How the old site made its addresses, as Jekyll and Hugo write it: <c>/:year/:month/:day/:title/</c>. Old addresses redirect and
    /// links among the posts are led to the new ones. If null, what the folder's own configuration says.
    /// </summary>
    public string? Permalink { get; init; }

    /// <summary>
    /// Public address of the old site. Links to it that lead to an imported post become links to that post; other links from its
    /// root are made absolute. Null leaves them as they are written.
    /// </summary>
    public Uri? OldSite { get; init; }

    /// <summary>True for the site's own content folder: a file without a date is published when it is first read, not kept as a draft.</summary>
    internal bool IsOwnContent { get; init; }

    /// <summary>Brings in only this file (relative to the folder, with <c>/</c>); the others are still read so that links to them lead right.</summary>
    internal string? Only { get; init; }
}

/// <summary>How far an import is.</summary>
/// <param name="Done">Items dealt with.</param>
/// <param name="Total">Items found.</param>
/// <param name="File">The last one, relative to the folder.</param>
public readonly record struct ImportProgress(int Done, int Total, string File);
