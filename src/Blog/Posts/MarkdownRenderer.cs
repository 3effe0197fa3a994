namespace Blog.Posts;

/// <summary>What <see cref="MarkdownRenderer"/> makes of a text.</summary>
/// <param name="Html">Sanitised HTML.</param>
/// <param name="Text">Its words, without tags; blocks are separated by a line break.</param>
/// <param name="WordCount">Words; half the characters for scripts without spaces.</param>
public sealed record RenderedMarkdown(string Html, string Text, int WordCount);

/// <summary>Markdown to sanitised HTML. The only file that calls Markdig.</summary>
public sealed class MarkdownRenderer
{
    /// <summary>
    /// Renders. <paramref name="resolveMedia"/> maps relative image, audio and video addresses (null: left as they are).
    /// Throws <see cref="MarkdownTooComplexException"/> for text that nests deeper than a reader could follow.
    /// </summary>
    public RenderedMarkdown Render(string markdown, Func<string, string?>? resolveMedia = null) => throw new NotSupportedException();
}

/// <summary>The text can't be rendered within sane limits.</summary>
public sealed class MarkdownTooComplexException(string message) : Exception(message);
