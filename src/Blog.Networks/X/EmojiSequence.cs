using System.Text;

namespace Blog.Networks.X;

/// <summary>
/// The emoji sequences that X surely counts as one: single emoji with presentation selector or skin tone, flags, keycaps, and the joined
/// ones that are old enough (families, couples, professions, genders, hair, and four others).
/// </summary>
internal static class EmojiSequence
{
    private const int Joiner = 0x200D;
    private const int Selector = 0xFE0F;
    private static readonly HashSet<int> Objects =
    [
        0x2695, 0x2696, 0x2708, 0x1F33E, 0x1F373, 0x1F393, 0x1F3A4, 0x1F3A8, 0x1F3EB, 0x1F3ED, 0x1F4BB, 0x1F4BC, 0x1F527, 0x1F52C,
        0x1F680, 0x1F692, 0x1F9B0, 0x1F9B1, 0x1F9B2, 0x1F9B3,
    ];

    /// <summary>UTF-16 units of the sequence at the start of <paramref name="text"/>; 0 if there is none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (!TryRune(text, 0, out var first, out var at))
        {
            return 0;
        }

        if (first is (>= '0' and <= '9') or '#' or '*')
        {
            var keycap = SkipSelector(text, at);
            return TryRune(text, keycap, out var enclosing, out var end) && enclosing == 0x20E3 ? end : 0;
        }

        if (IsRegional(first))
        {
            return TryRune(text, at, out var second, out var end) && IsRegional(second) && IsRegion(first, second) ? end : at;
        }

        if (!IsEmojiBase(first))
        {
            return 0;
        }

        if (first == 0x1F3F4 && SubdivisionFlag(text, at) is > 0 and var flag)
        {
            return flag;
        }

        var toned = SkipTone(text, at, first);
        var basic = SkipSelector(text, toned);

        // Copyright and trade mark signs and the like are text unless the selector says otherwise.
        if (basic == at && first is < 0x2190 or 0x3030 or 0x303D or 0x3297 or 0x3299)
        {
            return 0;
        }

        return Joined(text, first, basic, toned > at);
    }

    private static int Joined(ReadOnlySpan<char> text, int first, int end, bool isToned)
    {
        var longest = end;
        var members = 1;
        while (TryRune(text, end, out var joiner, out var next) && joiner == Joiner && TryRune(text, next, out var member, out var after))
        {
            var last = first is 0x1F468 or 0x1F469 && members == 1 && Objects.Contains(member);
            var sign = member is 0x2640 or 0x2642 && members == 1;
            var other = (first, member) is (0x1F441, 0x1F5E8) or (0x1F3F3, 0x1F308) or (0x1F3F4, 0x2620) or (0x1F415, 0x1F9BA);
            var family = !isToned && first is 0x1F468 or 0x1F469 && member is 0x1F466 or 0x1F467 or 0x1F468 or 0x1F469 or 0x2764 or 0x1F48B;
            if (!(last || sign || other || family))
            {
                break;
            }

            end = SkipSelector(text, after);
            members++;

            // A heart or a kiss between two people stands for nothing until the second person follows.
            longest = member is 0x2764 or 0x1F48B ? longest : end;
            if (!family)
            {
                break;
            }
        }

        return longest;
    }

    private static int SkipSelector(ReadOnlySpan<char> text, int at) => TryRune(text, at, out var rune, out var end) && rune == Selector ? end : at;

    private static int SkipTone(ReadOnlySpan<char> text, int at, int first) =>
        TakesTone(first) && TryRune(text, at, out var rune, out var end) && rune is >= 0x1F3FB and <= 0x1F3FF ? end : at;

    private static int SubdivisionFlag(ReadOnlySpan<char> text, int at)
    {
        var name = new StringBuilder(6);
        while (TryRune(text, at, out var rune, out var end) && rune is >= 0xE0020 and <= 0xE007F)
        {
            at = end;
            if (rune == 0xE007F)
            {
                return name.ToString() is "gbeng" or "gbsct" or "gbwls" ? at : 0;
            }

            name.Append((char)(rune - 0xE0000));
        }

        return 0;
    }

    private static bool TryRune(ReadOnlySpan<char> text, int at, out int rune, out int end)
    {
        rune = 0;
        end = at;
        if (at >= text.Length)
        {
            return false;
        }

        Rune.DecodeFromUtf16(text[at..], out var decoded, out var used);
        rune = decoded.Value;
        end = at + used;
        return true;
    }

    private static bool IsRegional(int rune) => rune is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsRegion(int first, int second)
    {
        ReadOnlySpan<char> code = [(char)('a' + first - 0x1F1E6), (char)('a' + second - 0x1F1E6)];
        var text = code.ToString();
        return text is "xk" or "un" or "ea" or "ic" or "ta" or "dg" or "cp" || (text is not ("uk" or "su" or "an" or "tp") && TopLevelDomains.Countries.Contains(text));
    }

    private static bool IsEmojiBase(int rune) => rune switch
    {
        0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x24C2 or 0x3030 or 0x303D or 0x3297 or 0x3299 => true,
        >= 0x2194 and <= 0x21AA => true,
        >= 0x231A and <= 0x23FF => true,
        >= 0x25AA and <= 0x27BF => true,
        >= 0x2934 and <= 0x2935 => true,
        >= 0x2B05 and <= 0x2B55 => true,
        >= 0x1F000 and <= 0x1FAFF => rune is not (>= 0x1F3FB and <= 0x1F3FF),
        _ => false,
    };

    private static bool TakesTone(int rune) => rune switch
    {
        0x261D or 0x26F9 or (>= 0x270A and <= 0x270D) or 0x1F385 or (>= 0x1F3C2 and <= 0x1F3C4) or 0x1F3C7 or (>= 0x1F3CA and <= 0x1F3CC) => true,
        0x1F442 or 0x1F443 or (>= 0x1F446 and <= 0x1F450) or (>= 0x1F466 and <= 0x1F469) or 0x1F46E or (>= 0x1F470 and <= 0x1F478) => true,
        0x1F47C or (>= 0x1F481 and <= 0x1F483) or (>= 0x1F485 and <= 0x1F487) or 0x1F4AA or 0x1F574 or 0x1F575 or 0x1F57A or 0x1F590 => true,
        0x1F595 or 0x1F596 or (>= 0x1F645 and <= 0x1F647) or (>= 0x1F64B and <= 0x1F64F) or 0x1F6A3 or (>= 0x1F6B4 and <= 0x1F6B6) => true,
        0x1F6C0 or 0x1F6CC or (>= 0x1F918 and <= 0x1F91C) or 0x1F91E or 0x1F91F or 0x1F926 or (>= 0x1F930 and <= 0x1F939) => true,
        0x1F93D or 0x1F93E or 0x1F9B5 or 0x1F9B6 or 0x1F9B8 or 0x1F9B9 or (>= 0x1F9D1 and <= 0x1F9DD) => true,
        _ => false,
    };
}
