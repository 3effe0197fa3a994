using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Blog.Homecoming;

/// <summary>An address in a Markdown text.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Characters.</param>
/// <param name="IsMedia">True if it is shown in place (picture, sound, film); false for a link and for a definition, which can be either.</param>
internal readonly record struct MarkdownAddress(int Start, int Length, bool IsMedia);

/// <summary>Finds and replaces the addresses of a Markdown text: inline links and pictures, definitions, and those in raw HTML. Code is left alone.</summary>
internal static partial class MarkdownAddresses
{
    private const int MaxTag = 4000;

    /// <summary>All addresses, in order.</summary>
    public static List<MarkdownAddress> Find(string text)
    {
        var found = new List<MarkdownAddress>();
        var brackets = new Stack<bool>();
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if ((i == 0 || text[i - 1] == '\n' || c == '`') && MarkdownCode.EndOf(text, i) is > 0 and var code)
            {
                i = code;
                continue;
            }

            switch (c)
            {
                case '\\':
                    i += 2;
                    continue;
                case '\n' when i + 1 < text.Length && text[i + 1] == '\n':
                    brackets.Clear();
                    break;
                case '[':
                    if (Definition(text, i) is { } definition)
                    {
                        found.Add(definition);
                        i = definition.Start + definition.Length;
                        continue;
                    }

                    brackets.Push(i > 0 && text[i - 1] == '!');
                    break;
                case ']':
                    var isPicture = brackets.TryPop(out var known) && known;
                    if (i + 1 < text.Length && text[i + 1] == '(' && Destination(text, i + 2) is var (start, length) && length > 0)
                    {
                        found.Add(new MarkdownAddress(start, length, isPicture));
                        i = start + length;
                        continue;
                    }

                    break;
                case '<' when i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]):
                    i = AddFromTag(text, i, found);
                    continue;
            }

            i++;
        }

        return found;
    }

    /// <summary>The text with the addresses at the same places as <paramref name="found"/> replaced; null leaves one as it is.</summary>
    public static string Replace(string text, IReadOnlyList<MarkdownAddress> found, IReadOnlyList<string?> replacements)
    {
        if (replacements.All(r => r is null))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 256);
        var at = 0;
        for (var i = 0; i < found.Count; i++)
        {
            if (replacements[i] is { } replacement)
            {
                result.Append(text, at, found[i].Start - at).Append(replacement);
                at = found[i].Start + found[i].Length;
            }
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The address itself, entities decoded.</summary>
    public static string Read(string text, MarkdownAddress address)
    {
        var raw = text.Substring(address.Start, address.Length);
        return raw.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(raw) : raw;
    }

    // CommonMark 0.31, 6.3 "link destination"; in angle brackets or with balanced parentheses.
    private static (int Start, int Length) Destination(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        if (at < text.Length && text[at] == '<')
        {
            var close = text.AsSpan(at).IndexOfAny('>', '\n');
            return close > 0 && text[at + close] == '>' ? (at + 1, close - 1) : (at, 0);
        }

        var depth = 0;
        var end = at;
        for (; end < text.Length && !char.IsWhiteSpace(text[end]); end++)
        {
            if (text[end] == '(')
            {
                depth++;
            }
            else if (text[end] == ')' && depth-- == 0)
            {
                break;
            }
        }

        return (at, end - at);
    }

    private static MarkdownAddress? Definition(string text, int at)
    {
        var row = at;
        while (row > 0 && text[row - 1] == ' ' && at - row < 4)
        {
            row--;
        }

        if ((row > 0 && text[row - 1] != '\n') || at + 1 >= text.Length || text[at + 1] == '^')
        {
            return null;
        }

        var close = text.AsSpan(at).IndexOfAny(']', '\n');
        if (close < 2 || text[at + close] != ']' || at + close + 1 >= text.Length || text[at + close + 1] != ':')
        {
            return null;
        }

        var (start, length) = Destination(text, at + close + 2);
        return length > 0 ? new MarkdownAddress(start, length, IsMedia: false) : null;
    }

    private static int AddFromTag(string text, int at, List<MarkdownAddress> found)
    {
        var end = text.IndexOf('>', at, Math.Min(MaxTag, text.Length - at));
        if (end < 0)
        {
            return at + 1;
        }

        var tag = text[at..(end + 1)];
        var isMedia = tag.StartsWith("<img", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("<video", StringComparison.OrdinalIgnoreCase)
            || tag.StartsWith("<audio", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("<source", StringComparison.OrdinalIgnoreCase);
        if (isMedia || tag.StartsWith("<a ", StringComparison.OrdinalIgnoreCase))
        {
            foreach (Match match in Attribute().Matches(tag))
            {
                var value = match.Groups["value"];
                found.Add(new MarkdownAddress(at + value.Index, value.Length, isMedia));
            }
        }

        return end + 1;
    }

    [GeneratedRegex("""\s(?:src|href|poster)\s*=\s*(?:"(?<value>[^"]+)"|'(?<value>[^']+)'|(?<value>[^\s"'>]+))""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();
}
