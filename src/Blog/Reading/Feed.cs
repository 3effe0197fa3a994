namespace Blog.Reading;

/// <summary>What the three feed formats have to say, made once and written three ways.</summary>
internal sealed record Feed
{
    /// <summary>Name of the site, or of the tag or author with the site's.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Absolute address of the page that shows the same posts.</summary>
    public required string PageUrl { get; init; }

    /// <summary>Absolute address of this very feed.</summary>
    public required string SelfUrl { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>UTC; latest change of an entry. Not the moment of making: the same posts give the same bytes.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<FeedEntry> Entries { get; init; }
}

/// <summary>A post in a feed.</summary>
internal sealed record FeedEntry
{
    /// <summary><c>urn:uuid:…</c> from the post's id: neither a new slug nor a new domain makes it another entry.</summary>
    public required string Id { get; init; }

    /// <summary>Absolute permalink.</summary>
    public required string Url { get; init; }

    /// <summary>Original elsewhere; null if this is the original.</summary>
    public string? OriginalUrl { get; init; }

    /// <summary>Null for a note.</summary>
    public string? Title { get; init; }

    /// <summary>Sanitised HTML with absolute addresses.</summary>
    public required string Html { get; init; }

    /// <summary>Plain text.</summary>
    public required string Summary { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Published { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    /// <summary>Name and absolute address.</summary>
    public required IReadOnlyList<(string Name, string Url)> Authors { get; init; }

    /// <summary>Names.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Cover.</summary>
    public FeedImage? Image { get; init; }
}

/// <summary>Cover of a post in a feed.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="ContentType">Null if nothing is known about the file: then it is no enclosure.</param>
/// <param name="Bytes">0 if unknown.</param>
internal sealed record FeedImage(string Url, string? ContentType, long Bytes);
