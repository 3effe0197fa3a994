using AngleSharp.Html.Parser;
using Blog.Media;
using Blog.Posts;
using Blog.Reading;
using Blog.Site;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Blog.Desk.Publishing;

/// <summary>Why a link within this site leads nowhere.</summary>
public enum DeadEnd
{
    /// <summary>Nothing has that address.</summary>
    Nothing,

    /// <summary>What is there was deleted.</summary>
    Deleted,

    /// <summary>What is there is a draft, or scheduled.</summary>
    NotPublic,
}

/// <summary>A link within this site that leads nowhere.</summary>
/// <param name="Address">As it stands in the text.</param>
/// <param name="Why">Why.</param>
public sealed record DeadLink(string Address, DeadEnd Why);

/// <summary>The links of a post: which of them lead out of this site, and which within it lead nowhere. Calls nobody.</summary>
internal sealed class PostLinks(IPostStore posts, IMediaFiles files, SiteAddress site, EndpointDataSource endpoints)
{
    // Pages that are no posts: lists, feeds, the desk. Posts take every address that nothing else has.
    private readonly Lazy<IReadOnlyList<TemplateMatcher>> _pages = new(() =>
        [.. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText ?? "")
            .Where(p => p is not ("/{**path}" or "/media/{**path}"))
            .Distinct()
            .Select(p => new TemplateMatcher(TemplateParser.Parse(p.TrimStart('/')), new RouteValueDictionary()))]);

    /// <summary>Addresses of other sites, in the order of the text, each once.</summary>
    public IReadOnlyList<Uri> Outside(Post post) =>
        [.. Hrefs(post).Select(Absolute).OfType<Uri>().Where(u => u.Scheme is "http" or "https" && PathOf(u) is null).Select(u => new Uri(u.GetLeftPart(UriPartial.Query))).Distinct()];

    /// <summary>Links within this site that lead nowhere.</summary>
    public async Task<IReadOnlyList<DeadLink>> DeadAsync(Post post, CancellationToken ct)
    {
        var dead = new List<DeadLink>();
        foreach (var href in Hrefs(post))
        {
            if (Absolute(href) is { } address && PathOf(address) is { } path && path != post.Path && await WhyAsync(path, ct) is { } why)
            {
                dead.Add(new DeadLink(href, why));
            }
        }

        return dead;
    }

    private async Task<DeadEnd?> WhyAsync(string path, CancellationToken ct)
    {
        if (path.StartsWith("/media/", StringComparison.Ordinal))
        {
            return MediaPath.IsValid(path) && await IsThereAsync(path, ct) ? null : DeadEnd.Nothing;
        }

        foreach (var candidate in CanonicalPath.Candidates(path))
        {
            switch (await posts.FindByPathAsync(candidate, ct))
            {
                case { RedirectTo: not null } or { Post.IsPublic: true }:
                    return null;
                case { Post.Status: PostStatus.Deleted }:
                    return DeadEnd.Deleted;
                case { Post: not null }:
                    return DeadEnd.NotPublic;
            }
        }

        return _pages.Value.Any(p => p.TryMatch(new PathString(path), new RouteValueDictionary())) ? null : DeadEnd.Nothing;
    }

    private async Task<bool> IsThereAsync(string path, CancellationToken ct)
    {
        try
        {
            return await files.FindAsync(path, ct) is not null;
        }
        catch (MediaAwayException)
        {
            // The files can't be asked now; that says nothing against the link.
            return true;
        }
    }

    private static IEnumerable<string> Hrefs(Post post)
    {
        if (!post.Html.Contains("<a", StringComparison.Ordinal))
        {
            return [];
        }

        using var page = new HtmlParser().ParseDocument(post.Html);
        return [.. page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!).Where(h => h.Length > 1 && h[0] != '#').Distinct()];
    }

    private Uri? Absolute(string href) => Uri.TryCreate(site.Base, href, out var uri) ? uri : null;

    // Null: another site.
    private string? PathOf(Uri address) =>
        address.Scheme is "http" or "https" && address.Authority.Equals(site.Base.Authority, StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(address.AbsolutePath) : null;
}
