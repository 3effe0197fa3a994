using System.Text;
using Blog.Interactions;
using Blog.Posts.Markdown;

namespace Blog.Posts;

/// <summary>What <see cref="MarkdownRenderer"/> makes of a text.</summary>
/// <param name="Html">Sanitised HTML.</param>
/// <param name="Text">Its words, without tags; blocks are separated by a line break.</param>
/// <param name="WordCount">Words; half the characters for scripts without spaces.</param>
public sealed record RenderedMarkdown(string Html, string Text, int WordCount);

/// <summary>What Markdig makes of a text, before the sanitizer.</summary>
/// <param name="Html">Not safe to show.</param>
/// <param name="Media">Where its media lie; null: nobody was asked.</param>
internal sealed record DrawnMarkdown(string Html, MediaAddresses? Media);

/// <summary>Markdown to sanitised HTML. Markdig is called here and in the folder <c>Markdown</c> beside, nowhere else.</summary>
public sealed class MarkdownRenderer
{
    /// <summary>
    /// Renders. <paramref name="resolveMedia"/> maps image, audio and video addresses without a scheme, percent-decoded (null: left as
    /// they are). Throws <see cref="MarkdownTooComplexException"/> for text that nests deeper than a reader could follow.
    /// </summary>
    public RenderedMarkdown Render(string markdown, Func<string, string?>? resolveMedia = null)
    {
        var drawn = Draw(markdown, resolveMedia);
        return Finish(drawn, drawn.Media);
    }

    /// <summary>The first half of <see cref="Render"/>.</summary>
    internal DrawnMarkdown Draw(string markdown, Func<string, string?>? resolveMedia)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        MarkdownLimits.CheckLines(markdown);
        var media = resolveMedia is null ? null : new MediaAddresses(resolveMedia);
        var output = new StringBuilder(markdown.Length + (markdown.Length / 4) + 64);
        try
        {
            var document = Markdig.Markdown.Parse(markdown, BlogPipeline.Instance);
            var renderer = new PostRenderer(output, media, MarkdownLimits.MaxHtml(markdown.Length));
            BlogPipeline.Instance.Setup(renderer);
            renderer.Render(document);
        }
        catch (ArgumentException e) when (e.Message.Contains("nested", StringComparison.OrdinalIgnoreCase))
        {
            throw MarkdownLimits.TooDeep();
        }

        return new DrawnMarkdown(output.ToString(), media);
    }

    /// <summary>The second half of <see cref="Render"/>, with what <paramref name="media"/> knows.</summary>
    internal RenderedMarkdown Finish(DrawnMarkdown drawn, MediaAddresses? media)
    {
        var safe = HtmlSanitizer.Sanitize(drawn.Html, HtmlPolicy.Author, media);
        if (safe.IsRefused)
        {
            throw new MarkdownTooComplexException(
                "The HTML in the text nests more than 100 elements, or leaves too many open. Nothing was saved: close or remove some of them and save again.");
        }

        return new RenderedMarkdown(safe.Html, safe.Text, WordCounter.Count(safe.Text));
    }
}

/// <summary>The text can't be rendered within sane limits. The message is for the author.</summary>
public sealed class MarkdownTooComplexException(string message) : Exception(message);
