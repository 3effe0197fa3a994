using System.Text;

namespace Blog.Posts;

/// <summary>Latin letters that Unicode does not take apart into a plain letter and an accent.</summary>
internal static class Transliteration
{
    /// <summary>Plain letters for a lower-case Latin one; null if it is plain already or has no usual spelling.</summary>
    public static string? Plain(Rune letter) => letter.Value switch
    {
        'ß' => "ss",
        'æ' or 'ǽ' or 'ǣ' => "ae",
        'œ' => "oe",
        'ø' or 'ɔ' or 'ɵ' => "o",
        'đ' or 'ð' or 'ɖ' or 'ɗ' or 'ƌ' => "d",
        'ħ' => "h",
        'ı' or 'ɨ' or 'ɩ' => "i",
        'ĸ' or 'ƙ' => "k",
        'ł' or 'ƚ' or 'ɫ' => "l",
        'ŋ' or 'ɲ' or 'ƞ' => "n",
        'þ' => "th",
        'ŧ' or 'ƭ' => "t",
        'ɓ' or 'ƀ' => "b",
        'ǝ' or 'ə' or 'ɛ' => "e",
        'ƒ' => "f",
        'ǥ' or 'ɠ' => "g",
        'ƥ' => "p",
        'ʉ' or 'ʊ' => "u",
        'ʋ' => "v",
        'ƴ' => "y",
        'ƶ' => "z",
        _ => null,
    };

    /// <summary>True for a letter whose accents are decoration to an address: Latin, and digits.</summary>
    public static bool IsLatin(Rune rune) => rune.Value is
        < 0x0300 or (>= 0x1d00 and <= 0x1dbf) or (>= 0x1e00 and <= 0x1eff) or (>= 0x2c60 and <= 0x2c7f) or (>= 0xa720 and <= 0xa7ff) or (>= 0xab30 and <= 0xab6f);
}
