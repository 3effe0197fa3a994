using System.Globalization;
using System.Text;
using Blog.Posts;

namespace Blog.Syndication;

/// <summary>
/// The text of a copy: title, excerpt, link, as much as the network's own counting allows. The link is always whole and last; what is cut is
/// cut at the end of a sentence, else after a word with an ellipsis, never inside a grapheme, an address, a handle or a hashtag.
/// </summary>
public static class StatusText
{
    private const string Gap = "\n\n";
    private const char Ellipsis = '…';

    // UTF-16 units of the longest emoji that people use.
    private const int LongestGrapheme = 14;

    // Less than this of an excerpt says nothing; the title stands better alone.
    private const int ShortestExcerpt = 20;

    /// <summary>The text for <paramref name="post"/>. The author's <paramref name="ownText"/> is never cut: it gets the link if it has none, and may be too long.</summary>
    public static string Compose(Post post, string? ownText, string permalink, INetwork network)
    {
        ArgumentNullException.ThrowIfNull(post);
        ArgumentNullException.ThrowIfNull(network);
        if (!string.IsNullOrWhiteSpace(ownText))
        {
            var own = Clean(ownText).Trim();
            return HasLink(own, permalink) ? own : own + Gap + permalink;
        }

        bool Fits(string text) => network.Measure(text) <= network.Descriptor.MaxLength;
        var title = OneLine(post.Title);
        if (title.Length == 0)
        {
            return WithLink(Cut(Paragraphs(post.Text), start => Fits(WithLink(start, permalink)), network.Descriptor.MaxLength), permalink);
        }

        if (!Fits(WithLink(title, permalink)))
        {
            return WithLink(Cut(title, start => Fits(WithLink(start, permalink)), network.Descriptor.MaxLength), permalink);
        }

        var excerpt = Cut(OneLine(post.Excerpt), start => Fits(WithLink(title + Gap + start, permalink)), network.Descriptor.MaxLength);
        return excerpt.Length < Math.Min(ShortestExcerpt, OneLine(post.Excerpt).Length) || excerpt.Length == 0
            ? WithLink(title, permalink)
            : WithLink(title + Gap + excerpt, permalink);
    }

    private static string WithLink(string text, string permalink) => text.Length == 0 ? permalink : text + Gap + permalink;

    private static bool HasLink(string text, string permalink) => text.Split([' ', '\n', '\t']).Contains(permalink, StringComparer.Ordinal);

    /// <summary>The longest good start of <paramref name="text"/> that <paramref name="fits"/>; empty if none does. Nothing far past <paramref name="max"/> is looked at.</summary>
    internal static string Cut(string text, Func<string, bool> fits, int max)
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

    private static string OneLine(string? text) => string.Join(' ', Clean(text ?? "").Split([' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static string Paragraphs(string text) =>
        string.Join(Gap, Clean(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(p => p.Trim()).Where(p => p.Length > 0));

    // Nothing that is no text goes out: lone surrogates, control characters, byte order marks, and characters that turn the reading direction over.
    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var unwanted = rune.Value is (< ' ' and not ('\n' or '\t')) or (>= 0x7F and <= 0x9F) or 0x202D or 0x202E or 0xFEFF or 0xFFFD
                || (rune.Value & 0xFFFE) == 0xFFFE;
            if (!unwanted)
            {
                kept.Append(rune);
            }
        }

        return kept.ToString().Normalize(NormalizationForm.FormC);
    }
}
