using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Blog.Syndication;

namespace Blog.Networks;

/// <summary>
/// Compares a text that was sent with what a network holds of it. Networks write the same text in other ways: composed or not, escaped, with a scheme before a
/// link, with other blanks. None of that is an alteration; a false alarm is worse than none.
/// </summary>
internal static partial class KeptText
{
    // More is not stored of foreign text: an excerpt never gets near.
    private const int MaxKept = 5000;

    /// <summary>The finding; a link to one of <paramref name="shortHosts"/> stands for whatever was sent in its place.</summary>
    public static ReadBackResult Compare(string sent, string kept, IReadOnlyList<string> shortHosts)
    {
        var (ours, theirs) = (Comparable(sent), Comparable(kept));
        var isSame = ours.Length == theirs.Length && ours.Zip(theirs).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase) || IsShort(pair.Second, pair.First, shortHosts));
        return isSame ? new ReadBackResult.AsSent() : new ReadBackResult.Altered(Cut(kept.Trim()));
    }

    private static bool IsShort(string word, string sent, IReadOnlyList<string> hosts) =>
        Short().Match(word) is { Success: true } link && hosts.Contains(link.Groups["host"].Value, StringComparer.OrdinalIgnoreCase)
        && sent.StartsWith(word[..link.Index], StringComparison.OrdinalIgnoreCase) && sent.EndsWith(word[(link.Index + link.Length)..], StringComparison.OrdinalIgnoreCase);

    // The same words for all ways to write one text; for comparing alone.
    private static string[] Comparable(string text)
    {
        var plain = Uri.UnescapeDataString(Decoded(text)).Replace("\\", "", StringComparison.Ordinal);
        var seen = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes().Where(r => Rune.IsWhiteSpace(r) || !IsUnseen(r)))
        {
            seen.Append(rune.ToString());
        }

        var words = Scheme().Replace(Punycode().Replace(seen.ToString().Normalize(NormalizationForm.FormKC), m => Unicode(m.Value)), "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Select(w => w.TrimEnd('/'))];
    }

    // Whether a network escapes is not always known: what is escaped once or twice is the same.
    private static string Decoded(string text) => WebUtility.HtmlDecode(WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)));

    // Joiners and variation selectors: the picture of an emoji may change without them, its text does not.
    private static bool IsUnseen(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control || rune.Value is >= 0xFE00 and <= 0xFE0F || rune == Rune.ReplacementChar;

    private static string Unicode(string host)
    {
        try
        {
            return new IdnMapping().GetUnicode(host);
        }
        catch (ArgumentException)
        {
            return host;
        }
    }

    private static string Cut(string kept) => kept.Length <= MaxKept ? kept : kept[..(char.IsHighSurrogate(kept[MaxKept - 1]) ? MaxKept - 1 : MaxKept)];

    [GeneratedRegex(@"\b(?<host>[a-z0-9.-]+)/[\w-]+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Short();

    [GeneratedRegex("https?://", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex("xn--[a-z0-9-]+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Punycode();
}
