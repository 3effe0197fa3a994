using System.Globalization;
using System.Text;

namespace Blog.Posts;

/// <summary>The last part of an address, made from any script.</summary>
public static class Slug
{
    /// <summary>Longest slug, in UTF-16 units.</summary>
    public const int MaxLength = 80;

    // Long enough for the longest slug of any script, short enough that a book pasted as a title costs nothing.
    private const int MaxInput = 1000;

    private const int MaxMarks = 4;

    /// <summary>
    /// Lower case, words joined by hyphens; accented Latin becomes plain Latin, other scripts are kept (NFC); at most 80 characters,
    /// cut between words; empty if nothing usable is left.
    /// </summary>
    public static string From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Cut(Join(text.Length > MaxInput ? text[..MaxInput] : text));
    }

    private static string Join(string text)
    {
        var slug = new StringBuilder(text.Length);
        var isNewWord = false;
        var (isLatin, marks) = (true, MaxMarks);
        foreach (var original in Decomposed(text).EnumerateRunes())
        {
            var rune = Rune.ToLowerInvariant(original);
            switch (Sort(rune))
            {
                case Part.Letter:
                    if (isNewWord && slug.Length > 0)
                    {
                        slug.Append('-');
                    }

                    isNewWord = false;
                    (isLatin, marks) = (Transliteration.IsLatin(rune), 0);
                    if (Transliteration.Plain(rune) is { } plain)
                    {
                        slug.Append(plain);
                    }
                    else
                    {
                        slug.Append(rune);
                    }

                    break;
                case Part.Mark:
                    // Accents leave Latin letters; vowel signs and the like are part of what other scripts write.
                    if (!isLatin && !isNewWord && marks++ < MaxMarks)
                    {
                        slug.Append(rune);
                    }

                    break;
                case Part.Separator:
                    isNewWord = true;
                    break;
            }
        }

        return slug.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string Decomposed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Normalisation refuses what is no character at all.
            if ((rune.Value & 0xfffe) != 0xfffe && rune.Value is not (>= 0xfdd0 and <= 0xfdef))
            {
                whole.Append(rune);
            }
        }

        return whole.ToString().Normalize(NormalizationForm.FormKD);
    }

    private static Part Sort(Rune rune)
    {
        if (IsSilent(rune.Value))
        {
            return Part.Nothing;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => Part.Letter,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Part.Mark,
            UnicodeCategory.Control when rune.Value is '\t' or '\n' or '\r' => Part.Separator,
            UnicodeCategory.Format when rune.Value == 0x200c => Part.Separator,
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.EnclosingMark => Part.Nothing,
            _ => Part.Separator,
        };
    }

    // Quotes and apostrophes join what they stand in; fillers, stretching and variation signs show nothing.
    private static bool IsSilent(int c) => c is
        '\'' or '"' or '`' or 0xb4 or 0x2018 or 0x2019 or 0x201a or 0x201b or 0x201c or 0x201d or 0x201e or 0xab or 0xbb or 0x2032 or 0x2033
        or (>= 0x2b9 and <= 0x2c1) or 0x55a or 0x5f3 or 0x5f4 or 0x640 or 0x34f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x3164 or 0xffa0
        or (>= 0x180b and <= 0x180f) or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef) or 0xfffd;

    private static string Cut(string slug)
    {
        if (slug.Length <= MaxLength)
        {
            return slug;
        }

        var word = slug.LastIndexOf('-', MaxLength);
        if (word > 0)
        {
            return slug[..word];
        }

        var end = 0;
        for (var next = 0; next <= MaxLength; next += StringInfo.GetNextTextElementLength(slug.AsSpan(next)))
        {
            end = next;
        }

        return slug[..end];
    }

    private enum Part
    {
        Nothing,
        Letter,
        Mark,
        Separator,
    }
}
