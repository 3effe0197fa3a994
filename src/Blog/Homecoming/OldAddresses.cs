using System.Globalization;
using System.Text.RegularExpressions;

namespace Blog.Homecoming;

/// <summary>Where a post was on its old site.</summary>
internal static partial class OldAddresses
{
    /// <summary>
    /// Own permalink and aliases of the post, and what <paramref name="pattern"/> made of its date and name. Without a pattern
    /// a dated file of Jekyll gets that engine's standard address. Paths without host; a closing slash is left out.
    /// </summary>
    public static IReadOnlyList<string> Of(SourcePost post, TimeZoneInfo zone, string? pattern)
    {
        var paths = new List<string>();
        if (post.Header.Permalink is { } own)
        {
            paths.Add(own);
        }
        else if (post.Date is { } date)
        {
            var at = TimeZoneInfo.ConvertTime(date.Instant, date.ZoneId is null ? zone : TimeZoneInfo.FindSystemTimeZoneById(date.ZoneId));
            var title = post.Header.Slug ?? post.Name.Words;
            foreach (var form in Forms(pattern))
            {
                paths.Add(Placeholder().Replace(form, m => Value(m.Value, title, at)));
            }
        }

        return [.. paths.Concat(post.Header.Aliases).Select(Clean).Where(p => p.Length > 1).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>An address without host, query, fragment, closing slash and <c>index.html</c>; not percent-encoded. Empty if it is none of a site's own.</summary>
    public static string Clean(string address)
    {
        var path = address.Trim();
        if (Uri.TryCreate(path, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            path = uri.AbsolutePath;
        }

        var end = path.AsSpan().IndexOfAny('?', '#');
        path = end >= 0 ? path[..end] : path;
        path = Uri.UnescapeDataString(path.StartsWith('/') ? path : "/" + path);
        path = path.EndsWith("/index.html", StringComparison.Ordinal) ? path[..^"/index.html".Length] : path;
        path = path.TrimEnd('/');
        return path.Length > 400 || path.StartsWith("//", StringComparison.Ordinal) || path.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || path.Contains("..", StringComparison.Ordinal) ? "" : path;
    }

    private static string[] Forms(string? pattern) => pattern switch
    {
        null => ["/:year/:month/:day/:title.html", "/:year/:month/:day/:title"],
        "date" => ["/:year/:month/:day/:title.html"],
        "pretty" => ["/:year/:month/:day/:title/"],
        "ordinal" => ["/:year/:y_day/:title.html"],
        "none" => ["/:title.html"],
        _ => [pattern],
    };

    private static string Value(string placeholder, string title, DateTimeOffset at) => placeholder switch
    {
        ":year" => at.ToString("yyyy", CultureInfo.InvariantCulture),
        ":month" => at.ToString("MM", CultureInfo.InvariantCulture),
        ":day" => at.ToString("dd", CultureInfo.InvariantCulture),
        ":i_month" => at.Month.ToString(CultureInfo.InvariantCulture),
        ":i_day" => at.Day.ToString(CultureInfo.InvariantCulture),
        ":short_year" => at.ToString("yy", CultureInfo.InvariantCulture),
        ":y_day" => at.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        ":title" or ":slug" or ":filename" => title,
        ":output_ext" => ".html",
        _ => "",
    };

    [GeneratedRegex(@":[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
