using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Blog.Posts;

/// <summary>Cuts the first sentences of a text.</summary>
public static class Excerpt
{
    private const string Ellipsis = "…";

    // Enders of scripts that put a space after a sentence: Latin, Greek, Arabic and Persian, Urdu, Devanagari, Armenian, Ethiopic.
    private const string Spaced = ".!?…؟۔।॥։።‼⁇⁈⁉";

    private const string Unspaced = "。！？｡．";

    private static readonly SearchValues<char> Enders = SearchValues.Create(Spaced + Unspaced);

    private static readonly SearchValues<char> Closers = SearchValues.Create("\"'”’»›)]}」』）】〉》");

    private static readonly FrozenSet<string> Abbreviations = FrozenSet.ToFrozenSet(
        "mr mrs ms dr prof st vs inc ltd jr sr no nr p pp fig figs cf al approx vol ed eds rev gen sen rep gov dept univ est ca bzw usw bspw evtl ggf inkl vgl hr fr sra srta dra ud uds art núm cap pág aprox m mme mlle av bd feb jan apr aug sept sep oct nov dec".Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// At most <paramref name="max"/> characters of <paramref name="text"/>, ending at a sentence end if there is one past a third of
    /// it, else at a word with an ellipsis; never inside a grapheme.
    /// </summary>
    public static string From(string text, int max = 240)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 2);
        var line = OneLine(text, max);
        if (line.Length <= max)
        {
            return line;
        }

        var sentence = SentenceEnd(line, max);
        return sentence > max / 3 ? line[..sentence] : AtWord(line, max);
    }

    // One character more than fits is enough to know that something is left; some more tell whether a sentence goes on.
    private static string OneLine(string text, int max)
    {
        var line = new StringBuilder(max + 64);
        var gap = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                gap = line.Length > 0;
                continue;
            }

            if (line.Length >= max + 64)
            {
                break;
            }

            if (gap)
            {
                line.Append(' ');
                gap = false;
            }

            line.Append(c);
        }

        return line.ToString();
    }

    private static int SentenceEnd(string line, int max)
    {
        var best = 0;
        for (var i = line.AsSpan().IndexOfAny(Enders); i >= 0 && i < max;)
        {
            var end = i + 1;
            while (end < line.Length && (Enders.Contains(line[end]) || Closers.Contains(line[end])))
            {
                end++;
            }

            if (end <= max && IsSentenceEnd(line, i, end))
            {
                best = end;
            }

            var next = end < line.Length ? line.AsSpan(end).IndexOfAny(Enders) : -1;
            i = next < 0 ? -1 : end + next;
        }

        return best;
    }

    private static bool IsSentenceEnd(string line, int ender, int end)
    {
        if (Unspaced.Contains(line[ender], StringComparison.Ordinal) || end == line.Length)
        {
            return true;
        }

        if (line[end] != ' ')
        {
            return false;
        }

        // "e.g. this", "Dr. No", "J. R. R.": a point that ends no sentence. A sentence does not go on in lower case.
        var rest = line.AsSpan(end).TrimStart(" \"'“‘«‹([¿¡");
        if (rest.Length > 0 && char.IsLower(rest[0]))
        {
            return false;
        }

        if (line[ender] != '.')
        {
            return true;
        }

        var start = line.LastIndexOf(' ', ender) + 1;
        var word = line.AsSpan(start, ender - start).TrimStart("\"'“‘«‹([¿¡").ToString();
        return !Abbreviations.Contains(word) && !word.Split('.').All(part => part.Length == 1 && char.IsLetter(part[0]));
    }

    private static string AtWord(string line, int max)
    {
        var room = max - Ellipsis.Length;
        var end = 0;
        for (var next = 0; next <= room && next < line.Length; next += StringInfo.GetNextTextElementLength(line.AsSpan(next)))
        {
            end = next;
        }

        var space = end < line.Length && line[end] == ' ' ? end : line.LastIndexOf(' ', Math.Max(0, end - 1));
        if (space > max / 3)
        {
            end = space;
        }

        return line[..end].TrimEnd(' ', ',', ';', ':', '-', '–', '—', '、', '，', '،') + Ellipsis;
    }
}
