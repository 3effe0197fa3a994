using System.Buffers;
using System.Globalization;
using System.Text;

namespace Blog.Networks.LinkedIn;

/// <summary>
/// LinkedIn's markup for the text of a post ("little text"). A reserved character that is meant as itself needs a backslash; without it LinkedIn
/// cuts the post there and still says yes.
/// </summary>
internal static class LittleText
{
    /// <summary>The characters that need a backslash.</summary>
    public const string Reserved = @"\|{}@[]()<>#*_~";

    private const string Template = @"{hashtag|\#|";

    private static readonly SearchValues<char> ReservedCharacters = SearchValues.Create(Reserved);

    /// <summary>Plain text, nothing of it markup.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        AppendEscaped(escaped, text);
        return escaped.ToString();
    }

    /// <summary>A hashtag.</summary>
    /// <param name="word">Without #.</param>
    public static string Hashtag(string word) => $"{Template}{word}}}";

    /// <summary>A mention, for which LinkedIn compares the name letter by letter.</summary>
    public static string Mention(string name, string urn) => $"@[{Escape(name)}]({urn})";

    /// <summary>The text of a post as an author wrote it: <c>#word</c> becomes a hashtag, the rest plain text.</summary>
    public static string Commentary(string text)
    {
        var written = new StringBuilder(text.Length + 32);
        var done = 0;
        for (var at = text.IndexOf('#', StringComparison.Ordinal); at >= 0; at = text.IndexOf('#', at + 1))
        {
            var end = BeginsWord(text, at) ? EndOfTag(text, at + 1) : 0;
            if (end > 0)
            {
                AppendEscaped(written, text.AsSpan(done, at - done));
                written.Append(Hashtag(text[(at + 1)..end]));
                done = end;
            }
        }

        AppendEscaped(written, text.AsSpan(done));
        return written.ToString();
    }

    /// <summary>What a person reads of a commentary: backslashes and hashtag templates resolved. Never fails; what it does not know stays.</summary>
    public static string Plain(string commentary)
    {
        var plain = new StringBuilder(commentary.Length);
        for (var at = 0; at < commentary.Length; at++)
        {
            if (commentary[at] == '\\' && at + 1 < commentary.Length)
            {
                plain.Append(commentary[++at]);
            }
            else if (commentary.AsSpan(at).StartsWith(Template, StringComparison.Ordinal) && commentary.IndexOf('}', at) is > 0 and var end)
            {
                plain.Append('#').Append(commentary, at + Template.Length, end - at - Template.Length);
                at = end;
            }
            else
            {
                plain.Append(commentary[at]);
            }
        }

        return plain.ToString();
    }

    private static void AppendEscaped(StringBuilder to, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (ReservedCharacters.Contains(c))
            {
                to.Append('\\');
            }

            to.Append(c);
        }
    }

    // Not inside a word or an address: "C#", "a#b" and "/page#part" are no hashtags.
    private static bool BeginsWord(string text, int at) =>
        at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is '(' or '[' or '"' or '“' or '«' or '„' or '¿' or '¡';

    // End of a word of letters and digits with at least one letter; 0 if there is none. With an underscore, which is reserved, it stays plain text.
    private static int EndOfTag(string text, int start)
    {
        var at = start;
        var hasLetter = false;
        while (at < text.Length && Rune.TryGetRuneAt(text, at, out var rune) && (Rune.IsLetterOrDigit(rune) || IsMark(rune)))
        {
            hasLetter |= Rune.IsLetter(rune);
            at += rune.Utf16SequenceLength;
        }

        return hasLetter && (at == text.Length || text[at] != '_') ? at : 0;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
