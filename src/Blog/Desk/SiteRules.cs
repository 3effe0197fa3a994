using System.Globalization;
using System.Text.RegularExpressions;

namespace Blog.Desk;

/// <summary>What names, languages and zones must be like, and the lists that forms offer.</summary>
internal static partial class SiteRules
{
    private static readonly string[] Tongues =
    [
        "en", "es", "ca", "eu", "gl", "pt", "pt-BR", "fr", "it", "de", "nl", "da", "sv", "nb", "fi", "is", "ga", "cy", "pl", "cs", "sk", "sl", "hr", "hu",
        "ro", "bg", "el", "tr", "uk", "ru", "et", "lv", "lt", "he", "ar", "fa", "ur", "hi", "bn", "ta", "th", "vi", "id", "sw", "zh-Hans", "zh-Hant", "ja", "ko",
    ];

    private static readonly Lazy<KeyValuePair<string, string>[]> AllZones = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)
            .Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.StartsWith("SystemV/", StringComparison.Ordinal))
            .Append("Etc/UTC").Distinct().Order(StringComparer.Ordinal).Select(id => KeyValuePair.Create(id, id.Replace('_', ' ')))]);

    /// <summary>Languages by their own names; <paramref name="chosen"/> is among them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Languages(string chosen) =>
        (Tongues.Contains(chosen) || !IsLanguage(chosen) ? Tongues : [chosen, .. Tongues])
            .Select(t => KeyValuePair.Create(t, OwnName(t)));

    /// <summary>Zones of the machine's own table; <paramref name="chosen"/> is among them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Zones(string chosen) =>
        AllZones.Value.Any(z => z.Key == chosen) || !IsZone(chosen) ? AllZones.Value : [KeyValuePair.Create(chosen, chosen), .. AllZones.Value];

    public static bool IsLanguage(string tag) => LanguageTag().IsMatch(tag);

    public static bool IsZone(string id) => id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _);

    public static void CheckTitle(string title, string field, Dictionary<string, string> errors)
    {
        if (title.Trim().Length is 0 or > 100 || title.Any(char.IsControl))
        {
            errors[field] = "A name has 1 to 100 characters.";
        }
    }

    public static void CheckPlace(string language, string zone, Dictionary<string, string> errors)
    {
        if (!IsLanguage(language))
        {
            errors["language"] = "A language is a short code such as en, es or pt-BR.";
        }

        if (!IsZone(zone))
        {
            errors["zone"] = "This time zone is not known here. Use a name such as Europe/Madrid.";
        }
    }

    private static string OwnName(string tag)
    {
        var name = CultureInfo.GetCultureInfo(tag).NativeName;
        return name.Length > 0 ? char.ToUpper(name[0], CultureInfo.InvariantCulture) + name[1..] : tag;
    }

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LanguageTag();
}
