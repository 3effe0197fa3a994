using System.Text;

namespace Blog.Interactions;

/// <summary>Addresses that may stand in a link or load a picture.</summary>
internal static class SafeUrl
{
    /// <summary>
    /// The address as it may be written, or null. Allowed: <c>http</c>, <c>https</c>, <c>mailto</c> (<paramref name="isLink"/>), and for
    /// <see cref="HtmlPolicy.Author"/> addresses without a scheme; <c>//host</c> becomes <c>https://host</c>.
    /// </summary>
    public static string? Clean(string raw, HtmlPolicy policy, bool isLink)
    {
        var url = WithoutControls(raw);
        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            url = "https:" + url;
        }

        var scheme = SchemeEnd(url);
        if (scheme < 0)
        {
            return policy == HtmlPolicy.Author ? url : null;
        }

        var name = url.AsSpan(0, scheme);
        if (name.Equals("http", StringComparison.OrdinalIgnoreCase) || name.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            // "http:evil" and "http:/evil" are read relative to the page or as a host, depending on the reader: only the plain form passes.
            return url.AsSpan(scheme).StartsWith("://", StringComparison.Ordinal) ? url : null;
        }

        return isLink && name.Equals("mailto", StringComparison.OrdinalIgnoreCase) ? url : null;
    }

    /// <summary>True if the address has neither a scheme nor a host and is more than a fragment or a query.</summary>
    public static bool IsLocal(string url) =>
        url.Length > 0 && url[0] is not ('#' or '?') && !url.StartsWith("//", StringComparison.Ordinal) && SchemeEnd(url) < 0;

    // A colon before the first slash, query or fragment ends a scheme, whatever stands before it: stricter than RFC 3986 on purpose.
    private static int SchemeEnd(string url)
    {
        var end = url.AsSpan().IndexOfAny(":/?#");
        return end >= 0 && url[end] == ':' ? end : -1;
    }

    private static string WithoutControls(string raw)
    {
        if (raw.AsSpan().IndexOfAnyInRange('\0', ' ') < 0 && !raw.AsSpan().ContainsAnyInRange('\u007f', '\u009f') && !raw.Contains('\\'))
        {
            return raw;
        }

        var kept = new StringBuilder(raw.Length);
        var path = true;
        foreach (var c in raw.AsSpan().Trim(" \t\n\r\f"))
        {
            path &= c is not ('?' or '#');
            if (c == ' ')
            {
                kept.Append("%20");
            }
            else if (c == '\\' && path)
            {
                // Browsers read a backslash in a path as a slash; encoded it is only a character.
                kept.Append("%5C");
            }
            else if (!char.IsControl(c))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }
}
