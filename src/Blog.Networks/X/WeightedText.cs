using System.Text;

namespace Blog.Networks.X;

/// <summary>
/// Counts a text as X does (configuration 3 of its counting rules): after NFC most scripts weigh 1 and the rest 2 per code point, every
/// link 23, every emoji 2. Where X's own answer is not certain (a domain that may be one, an emoji joined in a newer way) it counts
/// the larger: a text that fits here fits there.
/// </summary>
public static class WeightedText
{
    /// <summary>What a link counts, however long it is.</summary>
    public const int LinkWeight = 23;

    /// <summary>Length of <paramref name="text"/>.</summary>
    public static int Measure(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = Normalize(text);
        var length = 0;
        var at = 0;
        foreach (var link in LinkScanner.Find(text))
        {
            length += MeasurePlain(text.AsSpan(at, link.Start - at));
            length += link.IsCertain ? LinkWeight : Math.Max(LinkWeight, MeasurePlain(text.AsSpan(link.Start, link.Length)));
            at = link.Start + link.Length;
        }

        return length + MeasurePlain(text.AsSpan(at));
    }

    /// <summary>False if X refuses the text whatever its length: it is empty or holds a code point that is no character.</summary>
    public static bool IsAllowed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.AsSpan().IndexOfAny('\uFFFE', '\uFEFF', '\uFFFF') < 0;
    }

    // What is no character can't be normalised; such a text is refused anyway, but counting it must not throw.
    private static string Normalize(string text)
    {
        var kept = new StringBuilder(text.Length);
        var part = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is 0xFFFE or 0xFFFF)
            {
                kept.Append(part.ToString().Normalize(NormalizationForm.FormC)).Append(rune);
                part.Clear();
            }
            else
            {
                part.Append(rune);
            }
        }

        return kept.Append(part.ToString().Normalize(NormalizationForm.FormC)).ToString();
    }

    private static int MeasurePlain(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var emoji = EmojiSequence.LengthAt(text);
            if (emoji > 0)
            {
                length += 2;
                text = text[emoji..];
                continue;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var used);
            length += IsLight(rune.Value) ? 1 : 2;
            text = text[used..];
        }

        return length;
    }

    private static bool IsLight(int codePoint) =>
        codePoint is <= 4351 or (>= 8192 and <= 8205) or (>= 8208 and <= 8223) or (>= 8242 and <= 8247);
}
