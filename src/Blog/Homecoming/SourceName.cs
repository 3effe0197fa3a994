using System.Globalization;
using System.Text.RegularExpressions;
using Blog.Posts.FrontMatter;

namespace Blog.Homecoming;

/// <summary>What the path of a file says about its post: <c>_posts/2014-01-02-snow.es.md</c>, <c>blog/2014-01-02-snow/index.es.md</c>, <c>_drafts/snow.md</c>.</summary>
/// <param name="Words">What is left of the name for a slug.</param>
/// <param name="Date">Date in the name as text, null if there is none.</param>
/// <param name="Language">BCP 47 from the second extension, null if there is none.</param>
/// <param name="IsDraft">Lies in <c>_drafts</c>.</param>
/// <param name="IsPost">Lies in <c>_posts</c> or has a date in its name.</param>
internal sealed partial record SourceName(string Words, string? Date, string? Language, bool IsDraft, bool IsPost)
{
    /// <summary>Reads a path relative to the folder, with <c>/</c>.</summary>
    public static SourceName Read(string relative)
    {
        var parts = relative.Split('/');
        var stem = Path.GetFileNameWithoutExtension(parts[^1]);
        string? language = null;
        if (stem.LastIndexOf('.') is > 0 and var dot && PostHeaderReader.LanguageTag(stem[(dot + 1)..]) is { } tag)
        {
            (language, stem) = (tag, stem[..dot]);
        }

        if (stem.Equals("index", StringComparison.OrdinalIgnoreCase) && parts.Length > 1)
        {
            stem = parts[^2];
        }

        var dated = Dated().Match(stem);
        var date = dated.Success && IsDay(dated.Groups["date"].Value) ? dated.Groups["date"].Value : null;
        return new SourceName(
            date is null ? stem : dated.Groups["words"].Value,
            date,
            language,
            parts.Contains("_drafts"),
            date is not null || parts.Contains("_posts"));
    }

    private static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"^(?<date>\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(?<words>.*))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Dated();
}
