namespace Blog.Posts.Markdown;

/// <summary>Refuses texts on which the parser would be busy far longer than their length explains.</summary>
internal static class MarkdownLimits
{
    /// <summary>Throws <see cref="MarkdownTooComplexException"/> if the text is beyond the limits.</summary>
    public static void Check(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
    }
}
