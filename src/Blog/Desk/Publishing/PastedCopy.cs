using Blog.Site;

namespace Blog.Desk.Publishing;

/// <summary>What an author pasted to say which copy it is: its address, or its id alone.</summary>
/// <param name="RemoteId">Id on the network.</param>
/// <param name="Address">Its page; null if only the id was given.</param>
internal sealed record PastedCopy(string RemoteId, string? Address)
{
    private const int MaxLength = 500;

    /// <summary>Null if it is neither, or an address of this very site.</summary>
    public static PastedCopy? Read(string pasted, SiteAddress site)
    {
        var text = pasted.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            // The last part of a copy's address is its id on every network that is known here.
            var last = Uri.UnescapeDataString(url.AbsolutePath.TrimEnd('/').Split('/')[^1]);
            var isOwn = url.AbsoluteUri.StartsWith(site.Base.AbsoluteUri, StringComparison.OrdinalIgnoreCase)
                && !url.AbsolutePath.Contains("/practice/", StringComparison.Ordinal);
            return isOwn || !IsId(last) ? null : new PastedCopy(last, url.AbsoluteUri);
        }

        return IsId(text) ? new PastedCopy(text, null) : null;
    }

    // Letters, digits and what stands between them in an id; at least one digit, so that a word is none.
    private static bool IsId(string text) =>
        text.Length is > 0 and <= 200 && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ':');
}
