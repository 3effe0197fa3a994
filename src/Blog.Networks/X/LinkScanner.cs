using System.Globalization;

namespace Blog.Networks.X;

/// <summary>A link in a text, in UTF-16 units.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="IsCertain">False if it depends on a list of domains that is not complete here.</param>
public readonly record struct TextLink(int Start, int Length, bool IsCertain);

/// <summary>
/// Finds what X makes links of: <c>http(s)://</c> addresses and bare domains such as <c>asp.net</c>, but neither IP addresses nor
/// <c>localhost</c>. Rules: docs.x.com, counting characters, and the behaviour that the twitter-text conformance files describe.
/// </summary>
public static class LinkScanner
{
    // Slug of a t.co link; a longer one is none.
    private const int LongestShortSlug = 40;

    /// <summary>All links, in order. <paramref name="text"/> must be NFC.</summary>
    public static IReadOnlyList<TextLink> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<TextLink>();
        var at = 0;
        while (at < text.Length)
        {
            if (TryLink(text, at, out var link))
            {
                found.Add(link);
                at = link.Start + link.Length;
            }
            else
            {
                at = NextStart(text, at);
            }
        }

        return found;
    }

    // A link starts at its scheme or at the first character of its host; in the middle of a host there is no other start.
    private static int NextStart(string text, int at)
    {
        if (!IsHostCharacter(text, at))
        {
            return at + 1;
        }

        var ascii = char.IsAscii(text[at]);
        at++;
        while (at < text.Length && IsHostCharacter(text, at) && char.IsAscii(text[at]) == ascii)
        {
            at++;
        }

        return at;
    }

    private static bool TryLink(string text, int at, out TextLink link)
    {
        link = default;
        if (at > 0 && !MayPrecede(text[at - 1]))
        {
            return false;
        }

        var scheme = SchemeLength(text, at);
        if (scheme == 0 && (!char.IsAsciiLetterOrDigit(text[at]) || (at > 0 && text[at - 1] is '-' or '_' or '.' or '/')))
        {
            return false;
        }

        if (!TryHost(text, at + scheme, asciiOnly: scheme == 0, out var hostEnd, out var whole, out var kind))
        {
            return false;
        }

        var end = whole ? PathEnd(text, PortEnd(text, hostEnd)) : hostEnd;
        if (scheme > 0 && text.AsSpan(at + scheme, hostEnd - at - scheme).Equals("t.co", StringComparison.OrdinalIgnoreCase))
        {
            end = ShortLinkEnd(text, hostEnd);
            if (end < 0)
            {
                return false;
            }
        }

        link = new TextLink(at, end - at, kind == TopLevelDomains.Kind.Known);
        return true;
    }

    private static int SchemeLength(string text, int at)
    {
        var rest = text.AsSpan(at);
        return rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : 0;
    }

    // The host is the longest run of labels whose last one is a top-level domain; what follows a shorter one is plain text again.
    private static bool TryHost(string text, int start, bool asciiOnly, out int end, out bool whole, out TopLevelDomains.Kind kind)
    {
        end = start;
        whole = false;
        kind = TopLevelDomains.Kind.None;
        var labels = new List<(int Start, int End)>();
        var at = start;
        while (at < text.Length)
        {
            var labelStart = at;
            while (at < text.Length && IsHostCharacter(text, at) && (!asciiOnly || char.IsAscii(text[at])))
            {
                at++;
            }

            if (at == labelStart || !IsLabel(text.AsSpan(labelStart, at - labelStart)))
            {
                break;
            }

            labels.Add((labelStart, at));
            if (at >= text.Length || text[at] != '.')
            {
                break;
            }

            at++;
        }

        for (var last = labels.Count - 1; last >= 1; last--)
        {
            var (labelStart, labelEnd) = labels[last];
            kind = TopLevelDomains.Of(text.AsSpan(labelStart, labelEnd - labelStart));
            var domain = text.AsSpan(labels[last - 1].Start, labels[last - 1].End - labels[last - 1].Start);
            if (kind != TopLevelDomains.Kind.None && !domain.Contains('_') && !(labelEnd < text.Length && text[labelEnd] == '@'))
            {
                end = labelEnd;
                whole = last == labels.Count - 1;
                return true;
            }
        }

        return false;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label[0] is '-' or '_' || label[^1] is '-' or '_')
        {
            return false;
        }

        if (System.Text.Ascii.IsValid(label))
        {
            return label.Length <= 63;
        }

        try
        {
            return new IdnMapping().GetAscii(label.ToString()).Length <= 63;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static int PortEnd(string text, int at)
    {
        if (at + 1 >= text.Length || text[at] != ':' || !char.IsAsciiDigit(text[at + 1]))
        {
            return at;
        }

        at++;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int ShortLinkEnd(string text, int at)
    {
        if (at >= text.Length || text[at] != '/')
        {
            return at;
        }

        var end = at + 1;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        return end - at - 1 > LongestShortSlug ? -1 : end;
    }

    // Path and query end at the last character that can end one, or at a closing bracket whose partner is inside.
    private static int PathEnd(string text, int at)
    {
        var end = at;
        var open = 0;
        var inQuery = false;
        if (at >= text.Length || text[at] is not ('/' or '?'))
        {
            return at;
        }

        for (var i = at; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '?' && !inQuery)
            {
                inQuery = true;
            }
            else if (c == '(')
            {
                open++;
            }
            else if (c == ')')
            {
                if (open == 0)
                {
                    break;
                }

                open--;
                end = i + 1;
            }
            else if (IsPathEnd(c, inQuery))
            {
                // Inside an open bracket the address goes on only if the bracket closes.
                end = open == 0 ? i + 1 : end;
            }
            else if (!IsPathMiddle(c))
            {
                break;
            }
        }

        return end;
    }

    private static bool IsPathEnd(char c, bool inQuery) =>
        char.IsAsciiLetterOrDigit(c) || c is '/' or '=' or '_' or '#' or '-'
        || (inQuery ? c == '&' : c == '+' || IsAccentedOrCyrillic(c));

    private static bool IsPathMiddle(char c) => c is '&' or '+' or '!' or '*' or '\'' or ';' or ':' or ',' or '.' or '$' or '%' or '[' or ']' or '–' or '~' or '@' or '|' or '?';

    private static bool IsAccentedOrCyrillic(char c) =>
        c is (>= '\u00C0' and <= '\u024F' and not '\u00D7' and not '\u00F7') or (>= '\u0400' and <= '\u04FF') or (>= '\u1E00' and <= '\u1EFF');

    private static bool IsHostCharacter(string text, int at)
    {
        var c = text[at];
        return char.IsAsciiLetterOrDigit(c) || c is '-' or '_'
            || (!char.IsAscii(c) && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));
    }

    private static bool MayPrecede(char c) =>
        !(char.IsAsciiLetterOrDigit(c) || c is '@' or '＠' or '$' or '#' or '＃' or '\uFFFE' or '\uFEFF' or '\uFFFF');
}
