using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Blog.Homecoming;

/// <summary>
/// Turns what other engines put between the words (Liquid of Jekyll and Eleventy, shortcodes of Hugo, attribute lists of kramdown)
/// into plain Markdown where its meaning is plain. What is not known stays as readable text: a tag is never run and never lost.
/// </summary>
/// <param name="findPost">New address of a post by the name that a tag gives it; null if it is not known.</param>
internal sealed partial class TemplateTags(Func<string, string?> findPost)
{
    private const int MaxTag = 6000;

    /// <summary>The text as plain Markdown.</summary>
    public string Convert(string text)
    {
        if (!text.Contains("{%", StringComparison.Ordinal) && !text.Contains("{{", StringComparison.Ordinal) && !text.Contains("{:", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 256);
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if ((i == 0 || text[i - 1] == '\n' || c == '`') && MarkdownCode.EndOf(text, i) is > 0 and var code)
            {
                result.Append(RawMark().Replace(text[i..code], "").Replace("{{</*", "{{<", StringComparison.Ordinal).Replace("*/>}}", ">}}", StringComparison.Ordinal));
                i = code;
                continue;
            }

            if (c == '{' && i + 1 < text.Length && text[i + 1] is '%' or '{' or ':')
            {
                i = text[i + 1] switch
                {
                    '%' => Liquid(text, i, result),
                    ':' => Attributes(text, i, result),
                    _ when i + 2 < text.Length && text[i + 2] is '<' or '%' => Shortcode(text, i, result),
                    _ => Output(text, i, result),
                };
                continue;
            }

            result.Append(c);
            i++;
        }

        return result.ToString();
    }

    private int Liquid(string text, int at, StringBuilder result)
    {
        if (Until(text, at, "%}") is not { } end)
        {
            result.Append("{%");
            return at + 2;
        }

        var inner = text[(at + 2)..(end - 2)].Trim(' ', '-', '\n', '\t');
        var name = inner.Split([' ', '\n', '\t'], 2)[0];
        switch (name)
        {
            case "raw":
                return Verbatim(text, end, "endraw", result);
            case "comment":
                return Verbatim(text, end, "endcomment", new StringBuilder());
            case "highlight":
                return Highlight(text, end, "endhighlight", inner[name.Length..].Trim().Split(' ')[0], result);
            case "endraw":
                return end;
            case "post_url" or "link" when findPost(inner[name.Length..].Trim()) is { } address:
                result.Append(address);
                return end;
            case "image" or "image_with_class" or "img" when Words(inner[name.Length..]) is [var source, ..] words:
                result.Append(Picture(source.StartsWith('/') || source.Contains("://", StringComparison.Ordinal) ? source : "/" + source, words.Count > 1 ? words[^1] : ""));
                return end;
            default:
                result.Append(text, at, end - at);
                return end;
        }
    }

    private static int Output(string text, int at, StringBuilder result)
    {
        if (Until(text, at, "}}") is not { } end)
        {
            result.Append("{{");
            return at + 2;
        }

        var inner = text[(at + 2)..(end - 2)].Trim();
        if (SiteAddress().IsMatch(inner))
        {
            return end;
        }

        if (AddressFilter().Match(inner) is { Success: true } filtered)
        {
            result.Append(filtered.Groups["address"].Value);
            return end;
        }

        result.Append(text, at, end - at);
        return end;
    }

    private int Shortcode(string text, int at, StringBuilder result)
    {
        var close = text[at + 2] == '<' ? ">}}" : "%}}";
        if (Until(text, at, close) is not { } end)
        {
            result.Append("{{");
            return at + 2;
        }

        var inner = text[(at + 3)..(end - 3)].Trim();
        var name = inner.Split([' ', '\n', '\t'], 2)[0];
        var arguments = Arguments(inner[name.Length..]);
        var first = arguments.GetValueOrDefault("0") ?? arguments.GetValueOrDefault("id");
        switch (name)
        {
            case "ref" or "relref" when first is not null && findPost(first) is { } address:
                result.Append(address);
                return end;
            case "highlight":
                return Highlight(text, end, "/highlight", first ?? "", result);
            case "youtube" when first is not null:
                result.Append("<https://www.youtube.com/watch?v=").Append(Uri.EscapeDataString(first)).Append('>');
                return end;
            case "vimeo" when first is not null:
                result.Append("<https://vimeo.com/").Append(Uri.EscapeDataString(first)).Append('>');
                return end;
            case "gallery" or "/gallery" or "/figure" or "/imgtxt" or "/figureforgallery":
                return end;
            case "figure" or "figureforgallery" or "imgtxt" or "img" when arguments.GetValueOrDefault("src") is { } source:
                result.Append(Figure(source, arguments));
                return end;
            default:
                // A backslash keeps "{{<figure" from being read as an HTML tag.
                result.Append(text, at, 2).Append(text[at + 2] == '<' ? "\\<" : "%").Append(text, at + 3, end - at - 3);
                return end;
        }
    }

    // kramdown: "{:.center}" on a line of its own or behind a picture; "{:toc}" belongs to the list item above it.
    private static int Attributes(string text, int at, StringBuilder result)
    {
        var end = text.AsSpan(at, Math.Min(400, text.Length - at)).IndexOfAny('}', '\n');
        if (end < 0 || text[at + end] != '}' || !AttributeList().IsMatch(text.AsSpan(at, end + 1)))
        {
            result.Append("{:");
            return at + 2;
        }

        var tail = Math.Max(0, result.Length - 60);
        if (text.AsSpan(at, end).Contains("toc", StringComparison.Ordinal) && TocItem().Match(result.ToString(tail, result.Length - tail)) is { Success: true } item)
        {
            result.Length = tail + item.Index;
        }

        return at + end + 1;
    }

    private static int Verbatim(string text, int at, string endTag, StringBuilder result)
    {
        var (start, next) = FindEnd(text, at, endTag);
        result.Append(text, at, start - at);
        return next;
    }

    private static int Highlight(string text, int at, string endTag, string language, StringBuilder result)
    {
        var (start, next) = FindEnd(text, at, endTag);
        var code = text[at..start].Trim('\n');
        var fence = code.Contains("```", StringComparison.Ordinal) ? "~~~~" : "```";
        if (result.Length > 0 && result[^1] != '\n')
        {
            result.Append('\n');
        }

        result.Append(fence).Append(language).Append('\n').Append(code).Append('\n').Append(fence);
        if (next < text.Length && text[next] != '\n')
        {
            result.Append('\n');
        }

        return next;
    }

    private static (int Start, int Next) FindEnd(string text, int at, string tag)
    {
        for (var start = text.IndexOf('{', at); start >= 0; start = text.IndexOf('{', start + 1))
        {
            var head = text.AsSpan(start).TrimStart("{%<").TrimStart(" -");
            if (head.StartsWith(tag, StringComparison.Ordinal) && Until(text, start, "}") is { } end)
            {
                return (start, end < text.Length && text[end] == '}' ? end + 1 : end);
            }
        }

        return (text.Length, text.Length);
    }

    private static int? Until(string text, int at, string close)
    {
        var end = text.IndexOf(close, at + 1, Math.Min(MaxTag, text.Length - at - 1), StringComparison.Ordinal);
        return end < 0 ? null : end + close.Length;
    }

    private static string Figure(string source, Dictionary<string, string> arguments)
    {
        var caption = arguments.GetValueOrDefault("caption") ?? "";
        var words = WebUtility.HtmlDecode(Tag().Replace(caption, " ")).Trim();
        var alt = arguments.GetValueOrDefault("alt") is { Length: > 0 } given ? given : words;

        // A caption with a link can't be a title; it follows as a paragraph of its own.
        var isPlain = !caption.Contains("](", StringComparison.Ordinal) && !caption.Contains("<a", StringComparison.OrdinalIgnoreCase);
        var picture = Picture(source, alt, isPlain && words != alt ? words : "");
        if (arguments.GetValueOrDefault("link") is { Length: > 0 } link)
        {
            picture = $"[{picture}]({Destination(link)})";
        }

        return isPlain ? picture : $"{picture}\n\n{caption}\n";
    }

    private static string Picture(string source, string alt, string title = "")
    {
        var text = OneLine(alt).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        return title.Length > 0 ? $"![{text}]({Destination(source)} \"{OneLine(title).Replace("\"", "\\\"", StringComparison.Ordinal)}\")" : $"![{text}]({Destination(source)})";
    }

    private static string Destination(string address) =>
        address.AsSpan().IndexOfAny(" ()") >= 0 ? $"<{OneLine(address)}>" : address;

    private static string OneLine(string text) => text.Replace('\n', ' ').Replace('<', ' ').Replace('>', ' ').Trim();

    private static List<string> Words(string arguments) => [.. Quoted().Matches(arguments).Select(m => m.Groups["word"].Value)];

    private static Dictionary<string, string> Arguments(string text)
    {
        var arguments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var position = 0;
        foreach (Match match in Argument().Matches(text))
        {
            var name = match.Groups["name"].Value;
            arguments.TryAdd(
                name.Length > 0 ? name : (position++).ToString(System.Globalization.CultureInfo.InvariantCulture),
                match.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal));
        }

        return arguments;
    }

    [GeneratedRegex(@"\{%-?\s*(end)?raw\s*-?%\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RawMark();

    [GeneratedRegex(@"^site\.(baseurl|url|base_url|production_url|baseurl_root)\s*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SiteAddress();

    [GeneratedRegex("""^["'](?<address>[^"']*)["']\s*\|\s*(url|relative_url|absolute_url|prepend:\s*site\.(baseurl|url))(\s*\|\s*(url|relative_url|absolute_url|prepend:\s*site\.(baseurl|url)))*\s*$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AddressFilter();

    [GeneratedRegex("""("(?<word>[^"]*)"|'(?<word>[^']*)')""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();

    [GeneratedRegex("""((?<name>[A-Za-z_][\w\-]*)\s*=\s*)?("(?<value>([^"\\]|\\.)*)"|`(?<value>[^`]*)`|(?<value>[^\s"=`]+))""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex("""^\{:\s*(([.#][\w\-.#]+|[\w\-]+\s*=\s*("[^"]*"|'[^']*'|[\w\-]+)|toc)\s*)+\}$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AttributeList();

    [GeneratedRegex(@"<[^<>]{0,200}>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[*+\-1.]{1,2}[ \t]+[^\n]{1,40}\n\z", RegexOptions.NonBacktracking)]
    private static partial Regex TocItem();
}
