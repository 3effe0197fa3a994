using Blog.Themes;

namespace Blog.Reading;

/// <summary>The heads of the documents: titles, canonical addresses, previews.</summary>
internal static class Heads
{
    /// <summary>Head of a post or page.</summary>
    public static HeadView Post(SiteFrame frame, SiteView site, PostView post)
    {
        var image = post.Cover is { } cover ? cover with { Url = frame.Absolute(cover.Url) } : null;
        return new HeadView
        {
            Title = Titled(post.Title ?? post.Excerpt, site),
            Description = post.Excerpt,
            Canonical = post.CanonicalUrl,
            Language = post.Language,
            Direction = post.Direction,
            OgType = post.IsPage ? "website" : "article",
            Image = image,
            JsonLd = JsonLd.Post(post, site, image?.Url),
            PublishedTime = post.IsPage ? null : post.Published?.Iso,
            ModifiedTime = post.IsPage ? null : post.Updated?.Iso,
        };
    }

    /// <summary>Head of the first or a further page of all posts.</summary>
    public static HeadView Home(SiteFrame frame, SiteView site, string canonical, bool isFirst) =>
        Of(frame, site, isFirst ? null : site.Tagline, site.Tagline, canonical) with
        {
            JsonLd = isFirst ? JsonLd.Site(site) : null,
            Me = isFirst ? site.Owner?.Links ?? [] : [],
        };

    /// <summary>Head of a list with feeds of its own.</summary>
    public static HeadView List(SiteFrame frame, SiteView site, string title, string canonical, FeedsView? feeds) =>
        Of(frame, site, title, site.Tagline, canonical) with { Feeds = feeds };

    /// <summary>Head of an author's page.</summary>
    public static HeadView Author(SiteFrame frame, SiteView site, AuthorView author, string canonical, FeedsView feeds) =>
        Of(frame, site, author.Name, author.Bio ?? site.Tagline, canonical) with
        {
            Feeds = feeds,
            JsonLd = JsonLd.Person(author, site),
            Me = author.Links,
            Image = author.PhotoUrl is { } photo ? new ImageView(frame.Absolute(photo), author.Name, null, null) : null,
        };

    /// <summary>Head of a page that no search engine shall list.</summary>
    public static HeadView Unlisted(SiteFrame frame, SiteView site, string title) => Of(frame, site, title, site.Tagline, null) with { NoIndex = true };

    private static HeadView Of(SiteFrame frame, SiteView site, string? title, string description, string? canonical) => new()
    {
        Title = title is { Length: > 0 } ? Titled(title, site) : site.Title,
        Description = description,
        Canonical = canonical,
        Language = site.Language,
        Direction = Languages.For(frame.Settings.Language).Direction,
    };

    private static string Titled(string title, SiteView site) => title == site.Title ? title : $"{title} · {site.Title}";
}
