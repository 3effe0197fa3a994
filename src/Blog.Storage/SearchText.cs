using System.Globalization;
using System.Text;

namespace Blog.Storage;

/// <summary>
/// What a text and a query look like to the full-text index. Both go through the same folding, so they meet: case and accents of
/// Latin, Greek and Cyrillic fall away; Arabic and Persian spellings of one letter become one, short vowels and Hebrew points fall away;
/// full-width forms become plain. Scripts without spaces (Chinese, Japanese, Korean, Thai …) are cut into overlapping pairs of
/// characters, so that any part of a sentence can be found: 東京都 is indexed as 東京, 京都, 都.
/// </summary>
internal static class SearchText
{
    /// <summary>Longest query that is looked at, and most words of it. Nobody types more on purpose.</summary>
    private const int MaxQuery = 200;
    private const int MaxWords = 12;

    private const char Nothing = '\u0001';

    // Filled as characters occur; 0 means "not looked at yet". Two threads may compute the same entry: they write the same value.
    private static readonly char[] Folded = new char[char.MaxValue + 1];

    /// <summary>The words to index.</summary>
    public static string ForIndex(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length + (text.Length / 2));
        Rune? previous = null;
        foreach (var rune in FoldedRunes(text))
        {
            var unspaced = IsUnspaced(rune);
            if (previous is { } last)
            {
                // Every character of a run starts a pair; the run's last one stands alone at its end.
                folded.Append(last);
                folded.Append(unspaced ? rune.ToString() : "");
                folded.Append(' ');
            }

            else if (unspaced)
            {
                folded.Append(' ');
            }

            if (!unspaced)
            {
                folded.Append(rune);
            }

            previous = unspaced ? rune : null;
        }

        if (previous is { } end)
        {
            folded.Append(end);
        }

        return folded.ToString();
    }

    /// <summary>The words of a query, folded; empty if it has none.</summary>
    public static IReadOnlyList<SearchWord> Words(string query)
    {
        var words = new List<SearchWord>();
        var part = new StringBuilder();
        var unspaced = false;
        foreach (var rune in FoldedRunes(query.Length > MaxQuery ? query[..MaxQuery] : query))
        {
            var isWord = IsWord(rune);
            if (part.Length > 0 && (!isWord || IsUnspaced(rune) != unspaced))
            {
                End();
            }

            if (isWord)
            {
                unspaced = IsUnspaced(rune);
                part.Append(rune);
            }
        }

        End();
        if (words is [.., { IsUnspaced: false } last] && last.Text.Length > 1)
        {
            words[^1] = last with { IsPrefix = true };
        }

        return words;

        void End()
        {
            if (part.Length > 0 && words.Count < MaxWords)
            {
                words.Add(new SearchWord(part.ToString(), unspaced, IsPrefix: false));
            }

            part.Clear();
        }
    }

    /// <summary>
    /// The words of a text as an index sees them, in their order; a run of an unspaced script comes as its pairs and its last character.
    /// </summary>
    public static IEnumerable<string> Tokens(string text)
    {
        var word = new StringBuilder();
        Rune? previous = null;
        foreach (var rune in FoldedRunes(text))
        {
            var isWord = IsWord(rune);
            var unspaced = isWord && IsUnspaced(rune);
            if (previous is { } last)
            {
                yield return unspaced ? $"{last}{rune}" : last.ToString();
            }

            if ((unspaced || !isWord) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isWord && !unspaced)
            {
                word.Append(rune);
            }

            previous = unspaced ? rune : null;
        }

        if (previous is { } end)
        {
            yield return end.ToString();
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>The overlapping pairs of a run of an unspaced script; none for a single character.</summary>
    public static IReadOnlyList<string> Pairs(string run)
    {
        var runes = run.EnumerateRunes().ToArray();
        return [.. runes.Zip(runes.Skip(1), (a, b) => $"{a}{b}")];
    }

    /// <summary>The folded form of a character; <c>\u0001</c> if it falls away.</summary>
    public static char Fold(char c)
    {
        if (char.IsAscii(c))
        {
            return char.ToLowerInvariant(c);
        }

        var known = Folded[c];
        return known != 0 ? known : Folded[c] = Compute(c);
    }

    /// <summary>True if the character falls away.</summary>
    public static bool IsNothing(char folded) => folded == Nothing;

    /// <summary>True for characters of words, as the index cuts them.</summary>
    public static bool IsWord(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>True for a word of such a script.</summary>
    public static bool IsUnspaced(string word) => Rune.TryGetRuneAt(word, 0, out var first) && IsUnspaced(first);

    /// <summary>True for scripts that don't put spaces between words (and Hangul, whose words carry endings).</summary>
    public static bool IsUnspaced(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF) // Thai, Lao
        or (>= 0x1000 and <= 0x109F) // Myanmar
        or (>= 0x1780 and <= 0x17FF) // Khmer
        or (>= 0x3041 and <= 0x30FF and not 0x30FB) // Hiragana, Katakana without the middle dot
        or 0x3005 or 0x3006 // iteration marks of Han
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF) // Han
        or (>= 0xAC00 and <= 0xD7A3); // Hangul

    private static IEnumerable<Rune> FoldedRunes(string text)
    {
        foreach (var rune in Plain(text).EnumerateRunes())
        {
            if (!rune.IsBmp)
            {
                yield return rune;
            }
            else if (Fold((char)rune.Value) is var folded and not Nothing)
            {
                yield return new Rune(folded);
            }
        }
    }

    // Full-width Latin and half-width Katakana are the same letters in another width.
    private static string Plain(string text) => text.AsSpan().IndexOfAnyInRange('\uFF01', '\uFFEF') < 0 ? text : text.Normalize(NormalizationForm.FormKC);

    private static char Compute(char c) => c switch
    {
        '\u0640' => Nothing, // tatweel
        (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u065F') or '\u0670' => Nothing, // accents; Arabic vowels
        (>= '\u0591' and <= '\u05BD') or '\u05BF' or '\u05C1' or '\u05C2' or '\u05C4' or '\u05C5' or '\u05C7' => Nothing, // Hebrew points
        'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
        'ي' or 'ى' or 'ئ' => 'ی',
        'ك' => 'ک',
        'ؤ' => 'و',
        'ة' or 'ۀ' => 'ه',
        >= '\u0660' and <= '\u0669' => (char)('0' + (c - '\u0660')),
        >= '\u06F0' and <= '\u06F9' => (char)('0' + (c - '\u06F0')),
        (>= '\u00C0' and <= '\u058F') or (>= '\u1E00' and <= '\u1FFF') => char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormD)[0]),
        _ => char.IsSurrogate(c) ? c : char.ToLowerInvariant(c),
    };
}

/// <summary>A word of a query.</summary>
/// <param name="Text">Folded.</param>
/// <param name="IsUnspaced">A run of a script without spaces: found anywhere.</param>
/// <param name="IsPrefix">Longer words that start with it are meant too.</param>
internal readonly record struct SearchWord(string Text, bool IsUnspaced, bool IsPrefix);
