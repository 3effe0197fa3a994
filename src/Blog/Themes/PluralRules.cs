namespace Blog.Themes;

/// <summary>
/// Which plural form a whole number takes (Unicode CLDR, "Language Plural Rules",
/// https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html), for the languages that themes may be written in.
/// </summary>
internal static class PluralRules
{
    /// <summary><c>zero</c>, <c>one</c>, <c>two</c>, <c>few</c>, <c>many</c> or <c>other</c>.</summary>
    /// <param name="language">ISO 639, two letters.</param>
    /// <param name="number">Whole and not negative.</param>
    public static string Category(string language, long number) => language switch
    {
        "ja" or "zh" or "ko" or "vi" or "th" or "id" => "other",
        "fr" or "pt" => number <= 1 ? "one" : "other",
        "ar" => Arabic(number),
        "ru" or "uk" or "be" => EastSlavic(number),
        "pl" => Polish(number),
        "cs" or "sk" => number == 1 ? "one" : number is >= 2 and <= 4 ? "few" : "other",
        _ => number == 1 ? "one" : "other",
    };

    private static string Arabic(long number) => (number, number % 100) switch
    {
        (0, _) => "zero",
        (1, _) => "one",
        (2, _) => "two",
        (_, >= 3 and <= 10) => "few",
        (_, >= 11) => "many",
        _ => "other",
    };

    private static string EastSlavic(long number) => (number % 10, number % 100) switch
    {
        (1, not 11) => "one",
        ( >= 2 and <= 4, not (>= 12 and <= 14)) => "few",
        _ => "many",
    };

    private static string Polish(long number) => (number % 10, number % 100) switch
    {
        _ when number == 1 => "one",
        ( >= 2 and <= 4, not (>= 12 and <= 14)) => "few",
        _ => "many",
    };
}
