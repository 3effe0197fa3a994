using System.Text;

namespace Blog.Posts;

/// <summary>Counts the words of a text in any script.</summary>
internal static class WordCounter
{
    /// <summary>Words between spaces and signs; scripts that write without spaces count two characters as a word.</summary>
    public static int Count(string text)
    {
        var (words, dense) = (0, 0);
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x80)
            {
                var isWord = char.IsAsciiLetterOrDigit((char)rune.Value) || (inWord && rune.Value is '\'' or '-' or '_');
                words += isWord && !inWord ? 1 : 0;
                inWord = isWord;
            }
            else if (IsDense(rune.Value))
            {
                dense++;
                inWord = false;
            }
            else
            {
                var isWord = Rune.IsLetterOrDigit(rune)
                    || (inWord && (rune.Value is 0x2019 or 0x200c or 0x200d || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark));
                words += isWord && !inWord ? 1 : 0;
                inWord = isWord;
            }
        }

        return words + ((dense + 1) / 2);
    }

    // Han, Hiragana, Katakana, and the South-East Asian scripts without spaces between words.
    private static bool IsDense(int c) => c is
        (>= 0x3040 and <= 0x30ff) or (>= 0x31f0 and <= 0x31ff) or (>= 0x3400 and <= 0x4dbf) or (>= 0x4e00 and <= 0x9fff) or (>= 0xf900 and <= 0xfaff)
        or (>= 0x20000 and <= 0x3134f) or (>= 0x0e00 and <= 0x0eff) or (>= 0x1000 and <= 0x109f) or (>= 0x1780 and <= 0x17ff) or (>= 0xff66 and <= 0xff9f);
}
