namespace Blog.Syndication;

/// <summary>How copies for one account are written; the author's own text for a post always wins.</summary>
public sealed record CopyStyle
{
    /// <summary>
    /// Parts of the text in their order, one a line: <c>{title}</c>, <c>{excerpt}</c>, <c>{tags}</c> (as hashtags), <c>{link}</c>, and words of the
    /// author's own. Empty: title, excerpt, hashtags, link.
    /// </summary>
    public string Template { get; init; } = "";

    /// <summary>The link stands in a first comment instead of the text, where the network can do that.</summary>
    public bool LinkInComment { get; init; }

    /// <summary>A text that is too long goes out as several posts, where the network can do that.</summary>
    public bool Thread { get; init; }

    /// <summary>The post's pictures go along (the cover first); false: none, and the network draws its link card.</summary>
    public bool Pictures { get; init; }

    /// <summary><c>utm_source</c> and <c>utm_medium=social</c> are added to the link.</summary>
    public bool Utm { get; init; }
}
