using Blog.Themes;

namespace Blog.Reading;

/// <summary>The <c>Link</c> header (RFC 8288) of a page: what a program needs that reads no HTML.</summary>
internal static class Links
{
    /// <summary>Canonical address and main feed; null if there is neither.</summary>
    public static string? Of(string? canonical, FeedsView? feeds) => (IsPlain(canonical), feeds) switch
    {
        (true, { } own) => $"<{canonical}>; rel=\"canonical\", {Alternate(own)}",
        (true, null) => $"<{canonical}>; rel=\"canonical\"",
        (false, { } own) => Alternate(own),
        _ => null,
    };

    private static string Alternate(FeedsView feeds) => $"<{feeds.Rss}>; rel=\"alternate\"; type=\"application/rss+xml\"";

    // An author's own canonical address may hold what a header can't.
    private static bool IsPlain(string? address) =>
        address is { Length: > 0 and < 500 } && !address.AsSpan().ContainsAnyExceptInRange('!', '~') && !address.AsSpan().ContainsAny('<', '>');
}
