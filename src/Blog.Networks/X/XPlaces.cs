using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>Where posts are seen.</summary>
internal static class XPlaces
{
    private const string PracticeApi = "/practice/x/api";

    /// <summary>Page of a post for people.</summary>
    public static string PageOf(string id, TargetAccess target, XSecret secret, XFacts facts)
    {
        if (OwnPages(target, facts) is { } web)
        {
            return $"{web}/{secret.Username}/status/{id}";
        }

        // A practice target of an earlier version knows its API alone.
        var api = target.Target.ApiBase.TrimEnd('/');
        return api.EndsWith(PracticeApi, StringComparison.Ordinal)
            ? $"{api[..^"/api".Length]}/status/{id}"
            : $"{facts.WebBase}/{secret.Username}/status/{id}";
    }

    /// <summary>What tells whether strangers see a post.</summary>
    public static string StrangerPageOf(string id, TargetAccess target, XSecret secret, XFacts facts)
    {
        var api = target.Target.ApiBase.TrimEnd('/');
        return (OwnPages(target, facts) ?? (api.EndsWith(PracticeApi, StringComparison.Ordinal) ? api : null)) is { } web
            ? $"{web}/{secret.Username}/status/{id}"
            : facts.StrangerPage.Replace("{username}", Uri.EscapeDataString(secret.Username), StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal);
    }

    /// <summary>
    /// The post that an address names, whatever its host and whatever follows the id (<c>/status/ID</c>, <c>/i/web/status/ID/photo/1?s=20</c>), or the bare id.
    /// </summary>
    public static RemoteCopy? Read(string pasted, SyndicationTarget target, XFacts facts)
    {
        if (XAnswers.IsId(pasted.Trim()))
        {
            return new RemoteCopy(pasted.Trim(), null);
        }

        if (PastedLink.Read(pasted, facts.PostHosts, target) is not { } link)
        {
            return null;
        }

        var at = link.Segments.ToList().FindIndex(s => s is "status" or "statuses");
        return at >= 0 && at + 1 < link.Segments.Count && XAnswers.IsId(link.Segments[at + 1]) ? new RemoteCopy(link.Segments[at + 1], link.Address.AbsoluteUri) : null;
    }

    // Null: the real network's.
    private static string? OwnPages(TargetAccess target, XFacts facts) =>
        target.Target.WebBase.TrimEnd('/') is { Length: > 0 } web && !web.Equals(facts.WebBase, StringComparison.OrdinalIgnoreCase) ? web : null;
}
