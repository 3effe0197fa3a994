using Microsoft.Extensions.Primitives;

namespace Blog.Reading;

/// <summary>
/// Values of <c>Cache-Control</c> (RFC 9111, RFC 5861). A browser asks again each time (a 304 costs little, and an author sees what was
/// just published); a CDN may answer for a minute by itself and for a week while this machine can't be reached. There is no
/// <c>stale-while-revalidate</c>: browsers follow it too, and would show the author yesterday's page.
/// </summary>
internal static class CacheRules
{
    /// <summary>Pages and feeds.</summary>
    public static readonly StringValues Page = "public, max-age=0, s-maxage=60, stale-if-error=604800";

    /// <summary>Redirects: kept no longer than pages, since a slug may be changed back.</summary>
    public static readonly StringValues Redirect = "public, max-age=0, s-maxage=60";

    /// <summary>404 and 410: long enough to break a flood, short enough for a post that is just about to be published.</summary>
    public static readonly StringValues Absent = "public, max-age=0, s-maxage=10";

    /// <summary>A page that could not be compared with the store because that does not answer (RFC 7234, 5.5.4).</summary>
    public static readonly StringValues StoreAway = "111 - \"Revalidation Failed\"";

    /// <summary>Private pages, searches and errors.</summary>
    public static readonly StringValues Never = "no-store";
}
