using System.Globalization;

namespace Blog.Syndication;

/// <summary>Shortens a text: at the end of a sentence, else after a word with an ellipsis, never inside a grapheme, an address, a handle or a hashtag.</summary>
internal static class StatusCut
{
    private const char Ellipsis = '…';

    // UTF-16 units of the longest emoji that people use.
    private const int LongestGrapheme = 14;

    /// <summary>The longest good start of <paramref name="text"/> that <paramref name="fits"/>; empty if none does. Nothing far past <paramref name="max"/> is looked at.</summary>
    public static string To(string text, Func<string, bool> fits, int max)
    {
        var reach = max * LongestGrapheme;
        if (text.Length <= reach && fits(text))
        {
            return text;
        }

        var starts = StringInfo.ParseCombiningCharacters(text.Length > reach ? text[..reach] : text);
        var last = LastToTry(text, starts, fits);
        string? byWord = null;
        for (var n = last; n > 0 && byWord is null; n--)
        {
            var candidate = IsWordEnd(text, starts[n]) ? WithEllipsis(text[..starts[n]]) : null;
            byWord = candidate is not null && fits(candidate) ? candidate : null;
        }

        for (var n = last; n > 0; n--)
        {
            // A sentence that leaves half of the room empty says less than a cut one.
            if (starts[n] < (byWord?.Length ?? 0) / 2)
            {
                break;
            }

            if (IsSentenceEnd(text, starts[n]) && text[..starts[n]].TrimEnd() is var sentence && fits(sentence))
            {
                return sentence;
            }
        }

        return byWord ?? CutLongWord(text, starts, last, fits);
    }

    // Counting is nearly monotonic (a half link may count more than the whole): halve the range, then begin a little above.
    private static int LastToTry(string text, int[] starts, Func<string, bool> fits)
    {
        var (low, high) = (0, starts.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = fits(text[..starts[middle]]) ? (middle, high) : (low, middle - 1);
        }

        return Math.Min(low + 50, starts.Length - 1);
    }

    // One endless word: at a grapheme, unless it is an address, a handle or a hashtag, which means nothing in part.
    private static string CutLongWord(string text, int[] starts, int last, Func<string, bool> fits)
    {
        if (IsIndivisible(text.AsSpan(0, FirstWordLength(text))))
        {
            return "";
        }

        for (var n = last; n > 0; n--)
        {
            var candidate = text[..starts[n]] + Ellipsis;
            if (fits(candidate))
            {
                return candidate;
            }
        }

        return "";
    }

    private static string WithEllipsis(string start)
    {
        var end = start.TrimEnd().TrimEnd(',', ';', ':', '–', '—', '-', '(', '“', '«', '.').TrimEnd();
        return end.Length == 0 ? "" : end + Ellipsis;
    }

    private static bool IsWordEnd(string text, int at) =>
        char.IsWhiteSpace(text[at])
        || ((IsIdeograph(text[at - 1]) || IsIdeograph(text[at])) && !IsIndivisible(WordAround(text, at)));

    private static bool IsSentenceEnd(string text, int at)
    {
        if (at >= 1 && text[at - 1] is '。' or '！' or '？')
        {
            return true;
        }

        if (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            return false;
        }

        var last = at - 1;
        while (last > 0 && text[last] is '"' or '”' or '’' or '»' or ')')
        {
            last--;
        }

        return last >= 0 && text[last] is '.' or '!' or '?' or '…' or '؟' or '।';
    }

    private static ReadOnlySpan<char> WordAround(string text, int at)
    {
        var start = at;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        var end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return text.AsSpan(start, end - start);
    }

    private static int FirstWordLength(string text)
    {
        var end = text.AsSpan().IndexOfAny(' ', '\n', '\t');
        return end < 0 ? text.Length : end;
    }

    private static bool IsIndivisible(ReadOnlySpan<char> word) =>
        word.Length > 0
        && (word[0] is '@' or '#' or '$' or '＠' or '＃' || word.Contains("://", StringComparison.Ordinal) || word.IndexOf('.') is > 0 and var dot && dot < word.Length - 1 && char.IsAsciiLetter(word[dot + 1]));

    private static bool IsIdeograph(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uFF01' and <= '\uFF60') or '。' or '、';
}
