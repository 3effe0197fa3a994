using Blog.Posts;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary>
/// The place in a list that an address asks for. The only two query parameters that are part of a page's identity;
/// whatever else stands in a query (campaign marks, noise) is not read at all.
/// </summary>
/// <param name="Before">Text after <c>before=</c>; null if absent.</param>
/// <param name="After">Text after <c>after=</c>; null if absent.</param>
internal readonly record struct ListQuery(string? Before, string? After)
{
    /// <summary>Addresses whose pages go on in pages.</summary>
    public static bool AppliesTo(string path) =>
        path.Length == 1 || path.StartsWith("/tag/", StringComparison.Ordinal)
        || path.StartsWith("/author/", StringComparison.Ordinal) || path.StartsWith("/archive", StringComparison.Ordinal);

    /// <summary>Reads a query string. Names and values count as written: a percent-encoded name is noise, as is every further one.</summary>
    public static ListQuery Parse(QueryString query)
    {
        string? before = null;
        string? after = null;
        var rest = query.HasValue ? query.Value.AsSpan(1) : default;
        while (rest.Length > 0)
        {
            var end = rest.IndexOf('&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (pair.StartsWith("before=", StringComparison.Ordinal))
            {
                before ??= pair[7..].ToString();
            }
            else if (pair.StartsWith("after=", StringComparison.Ordinal))
            {
                after ??= pair[6..].ToString();
            }
        }

        return new ListQuery(before, after);
    }

    /// <summary>The cursor asked for, none, or false for what this program never wrote into a link.</summary>
    public bool TryRead(out PostCursor? before, out PostCursor? after)
    {
        (before, after) = (null, null);
        if (Before is not null && After is not null)
        {
            return false;
        }

        if (Before is null && After is null)
        {
            return true;
        }

        // One cursor has one spelling, else each spelling would be a page of its own.
        if (!PostCursor.TryParse(Before ?? After, out var cursor) || cursor.ToString() != (Before ?? After))
        {
            return false;
        }

        before = Before is null ? null : cursor;
        after = After is null ? null : cursor;
        return true;
    }

    /// <summary>What the cache calls the page. The parts are joined by a character that no path can contain.</summary>
    public static string Key(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        if (!request.QueryString.HasValue || !AppliesTo(path))
        {
            return path;
        }

        var (before, after) = Parse(request.QueryString);
        return (before, after) switch
        {
            (null, null) => path,
            (not null, null) => path + "\0before=" + before,
            (null, not null) => path + "\0after=" + after,
            _ => path + "\0both=" + before + "&" + after,
        };
    }
}
