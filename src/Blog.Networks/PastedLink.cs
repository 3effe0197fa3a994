using Blog.Syndication;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Networks;

/// <summary>An address of a network's pages that an author pasted.</summary>
/// <param name="Address">The whole address.</param>
/// <param name="Segments">Of the path, decoded; without those that a practice network lies below.</param>
internal sealed record PastedLink(Uri Address, IReadOnlyList<string> Segments)
{
    private const int MaxLength = 1000;

    /// <summary>A parameter; null if it is not there.</summary>
    public string? Asked(string name) => QueryHelpers.ParseQuery(Address.Query).TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>Null if it is no address, or neither on one of <paramref name="hosts"/> (and what is below them) nor on the pages of the target.</summary>
    public static PastedLink? Read(string pasted, IReadOnlyList<string> hosts, SyndicationTarget target)
    {
        var text = pasted.Trim();
        text = text.Contains("://", StringComparison.Ordinal) || !text.Contains('/', StringComparison.Ordinal) ? text : "https://" + text;
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var segments = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        if (target.IsPractice)
        {
            return segments is ["practice", var key, ..] && key == target.Network ? new PastedLink(address, [.. segments.Skip(2).SkipWhile(s => s == "api")]) : null;
        }

        var isThere = hosts.Any(h => address.Host.Equals(h, StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith("." + h, StringComparison.OrdinalIgnoreCase))
            || (Uri.TryCreate(target.WebBase, UriKind.Absolute, out var own) && own.Authority.Equals(address.Authority, StringComparison.OrdinalIgnoreCase));
        return isThere ? new PastedLink(address, segments) : null;
    }
}
