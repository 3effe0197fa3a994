using System.Globalization;
using System.Text;
using Blog.Interactions;
using Markdig.Renderers;
using Markdig.Syntax.Inlines;

namespace Blog.Posts.Markdown;

/// <summary>Writes one text, and remembers what must be unique or counted in it.</summary>
internal sealed class PostRenderer(StringBuilder output, MediaAddresses? media, int maxLength) : HtmlRenderer(new StringWriter(output, CultureInfo.InvariantCulture) { NewLine = "\n" })
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeats = new(StringComparer.Ordinal);

    /// <summary>What has been written so far.</summary>
    public StringBuilder Output => output;

    /// <summary>Where media of this text live; null: where it says.</summary>
    public MediaAddresses? Media => media;

    /// <summary>Pictures written so far; the first one is loaded at once.</summary>
    public int Images { get; set; }

    /// <summary>Called before something is written that may stand for more than was typed.</summary>
    public void EnsureRoom()
    {
        if (output.Length > maxLength)
        {
            throw MarkdownLimits.TooLong();
        }
    }

    /// <summary>Writes words, wherever they stand: in an element or in an attribute.</summary>
    public void WriteWords(ReadOnlySpan<char> text)
    {
        // Tells the base class that the line is not empty any more.
        Write("");
        if (EnableHtmlForInline)
        {
            HtmlEscape.Text(output, text);
        }
        else
        {
            HtmlEscape.Attribute(output, text);
        }
    }

    /// <summary>The id of a heading: its words, unique in this text.</summary>
    public string? HeadingId(ContainerInline? inline)
    {
        var words = new StringBuilder();
        AppendId(words, inline, 0);
        var name = words.ToString().Trim('-');
        if (name.Length == 0)
        {
            return null;
        }

        var id = "h-" + name;
        while (!_ids.Add(id))
        {
            id = string.Create(CultureInfo.InvariantCulture, $"h-{name}-{Next(name)}");
        }

        return id;
    }

    /// <summary><paramref name="label"/>, with a number if it was used before: landmarks of a page must be told apart.</summary>
    public string UniqueLabel(string label)
    {
        var number = Next("label " + label);
        return number == 1 ? label : string.Create(CultureInfo.InvariantCulture, $"{label} {number}");
    }

    private int Next(string key) => _repeats[key] = _repeats.GetValueOrDefault(key) + 1;

    private static void AppendId(StringBuilder id, ContainerInline? container, int depth)
    {
        for (var inline = container?.FirstChild; inline is not null && id.Length < 90 && depth < BlogPipeline.MaxDepth; inline = inline.NextSibling)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    AppendId(id, literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    AppendId(id, code.Content);
                    break;
                case HtmlEntityInline entity:
                    AppendId(id, entity.Transcoded.AsSpan());
                    break;
                case LineBreakInline:
                    AppendId(id, " ");
                    break;
                case LinkInline { IsImage: true }:
                    break;
                case ContainerInline inner:
                    AppendId(id, inner, depth + 1);
                    break;
            }
        }
    }

    private static void AppendId(StringBuilder id, ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (id.Length >= 90)
            {
                return;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsLetterOrDigit(rune) || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || rune.Value == '_')
            {
                id.Append(Rune.ToLowerInvariant(rune));
            }
            else if ((Rune.IsWhiteSpace(rune) || rune.Value is '-' or '\u200c') && id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }
    }
}
