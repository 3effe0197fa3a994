using System.Text;
using AngleSharp.Html.Parser;

namespace Blog.Interactions;

/// <summary>Who wrote the HTML, and so what it may contain.</summary>
public enum HtmlPolicy
{
    /// <summary>Authors of this blog: text, tables, figures, media, and players of a few named hosts.</summary>
    Author,

    /// <summary>Everybody else (comments, replies from elsewhere): words, links, quotes, lists and code.</summary>
    Guest,
}

/// <summary>What <see cref="HtmlSanitizer"/> makes of a fragment.</summary>
/// <param name="Html">Safe HTML; sanitising it again changes nothing.</param>
/// <param name="Text">Its words: blocks separated by a line break, code included, footnote marks left out.</param>
/// <param name="IsRefused">True if the markup was beyond all limits, so that only its characters were kept, as text.</param>
public sealed record SanitizedHtml(string Html, string Text, bool IsRefused = false);

/// <summary>
/// Rebuilds foreign HTML from an allow-list. The input is parsed as a browser would, and a new text is written of what is known
/// to be harmless; nothing of the input is ever copied as markup. Nothing may edit the HTML afterwards.
/// </summary>
public static class HtmlSanitizer
{
    /// <summary>Longest input, in characters. Longer input is kept as its plain text only.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    // The content of a body element: what a fragment is parsed as when it stands in a page.
    private const string BodyStart = "<!doctype html><body>";

    private const int MaxPasses = 4;

    [ThreadStatic]
    private static HtmlParser? _parser;

    [ThreadStatic]
    private static HtmlParser? _watchedParser;

    [ThreadStatic]
    private static HtmlBudget? _budget;

    /// <summary>Hosts whose players an author may embed; a page's <c>frame-src</c> needs them.</summary>
    public static IReadOnlyList<string> EmbedHosts => Embed.Hosts;

    /// <summary>
    /// Sanitises <paramref name="html"/>. <paramref name="resolveMedia"/> maps addresses without a scheme of images, players and
    /// linked media files; null leaves an address as it is.
    /// </summary>
    public static SanitizedHtml Sanitize(string html, HtmlPolicy policy, Func<string, string?>? resolveMedia = null) =>
        Sanitize(html, policy, resolveMedia is null ? null : new MediaAddresses(resolveMedia));

    internal static SanitizedHtml Sanitize(string html, HtmlPolicy policy, MediaAddresses? media)
    {
        var source = html;
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            if (Rebuild(source, policy, media, out var isDoubtful) is not { } rebuilt)
            {
                break;
            }

            // Either way a parser reads the text exactly as it was meant, and there is nothing left to reinterpret.
            if (!isDoubtful || rebuilt.Html == source)
            {
                return rebuilt;
            }

            source = rebuilt.Html;
        }

        // Markup that changes its meaning each time it is read is an attack or an accident; its characters are harmless.
        return PlainText(html);
    }

    private static SanitizedHtml? Rebuild(string html, HtmlPolicy policy, MediaAddresses? media, out bool isDoubtful)
    {
        isDoubtful = false;
        if (html.Length > MaxLength)
        {
            return null;
        }

        try
        {
            using var document = ParserFor(html).ParseDocument((BodyStart + html).AsMemory());
            var writer = new SanitizingWriter(policy, media, html.Length);
            var rebuilt = writer.Write(document.Body!);
            isDoubtful = writer.IsDoubtful;
            return rebuilt;
        }
        catch (HtmlTooComplexException)
        {
            return null;
        }
    }

    private static HtmlParser ParserFor(string html)
    {
        if (TameMarkup.Is(html))
        {
            return _parser ??= CreateParser(null);
        }

        var budget = _budget ??= new HtmlBudget();
        budget.Reset();
        return _watchedParser ??= CreateParser(budget);
    }

    private static HtmlParser CreateParser(HtmlBudget? budget) => new(new HtmlParserOptions
    {
        DisableElementPositionTracking = true,
        SkipComments = true,
        SkipProcessingInstructions = true,
        OnToken = budget is null ? null : (token, _) => budget.Count(token),
    });

    private static SanitizedHtml PlainText(string html)
    {
        var text = (html.Length > MaxLength ? html[..MaxLength] : html).ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
        var safe = new StringBuilder("<p>", text.Length + 16);
        HtmlEscape.Text(safe, text);
        return new SanitizedHtml(safe.Append("</p>").ToString(), text, IsRefused: true);
    }
}
