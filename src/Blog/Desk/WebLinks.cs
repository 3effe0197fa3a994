namespace Blog.Desk;

/// <summary>Which addresses an author may put into a page: of this site, or of the web; never <c>javascript:</c> or <c>//elsewhere</c>.</summary>
internal static class WebLinks
{
    public static bool IsWeb(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !url.Any(char.IsControl);

    public static bool IsPathOrWeb(string url) =>
        (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl)) || IsWeb(url);
}
