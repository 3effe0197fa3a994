using System.Collections.Concurrent;
using System.Globalization;

namespace Blog.Reading;

/// <summary>What a page says about a language.</summary>
/// <param name="Tag">BCP 47.</param>
/// <param name="Direction"><c>ltr</c> or <c>rtl</c>.</param>
/// <param name="Name">In that language: "Español".</param>
internal sealed record LanguageFacts(string Tag, string Direction, string Name);

/// <summary>Facts of languages by tag, from the Unicode data of the platform.</summary>
internal static class Languages
{
    private const int MaxKnown = 1000;

    private static readonly ConcurrentDictionary<string, LanguageFacts> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Facts of <paramref name="tag"/>; a tag that means nothing is shown as it is and reads from left to right.</summary>
    public static LanguageFacts For(string tag)
    {
        if (Known.TryGetValue(tag, out var facts))
        {
            return facts;
        }

        facts = Look(tag);
        if (Known.Count < MaxKnown)
        {
            Known.TryAdd(tag, facts);
        }

        return facts;
    }

    /// <summary>True if both are the same language, whatever the region: <c>pt</c> and <c>pt-BR</c>.</summary>
    public static bool AreAlike(string a, string b) => Primary(a).Equals(Primary(b), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Primary(string tag) => tag.IndexOf('-', StringComparison.Ordinal) is > 0 and var end ? tag.AsSpan(0, end) : tag;

    private static LanguageFacts Look(string tag)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(tag);
            var name = culture.NativeName;
            var first = StringInfo.GetNextTextElementLength(name);
            return new LanguageFacts(
                tag, culture.TextInfo.IsRightToLeft ? "rtl" : "ltr", culture.TextInfo.ToUpper(name[..first]) + name[first..]);
        }
        catch (CultureNotFoundException)
        {
            return new LanguageFacts(tag, "ltr", tag);
        }
    }
}
