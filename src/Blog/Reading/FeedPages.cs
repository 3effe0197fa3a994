using Blog.Media;
using Blog.Posts;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary>The feeds: of the whole site, of a tag, of an author; newest posts, whole.</summary>
internal sealed class FeedPages(IPostStore posts, IMediaStore media, ViewFactory views, PageAnswers answers)
{
    private const int MaxEntries = 25;

    /// <summary>A format: how it is called, sent and written.</summary>
    /// <param name="File">Last part of the address.</param>
    /// <param name="ContentType">Value of the header.</param>
    /// <param name="Write">The writer.</param>
    public sealed record Format(string File, string ContentType, Func<Feed, ReadOnlyMemory<byte>> Write);

    /// <summary>The three formats.</summary>
    public static IReadOnlyList<Format> Formats { get; } =
    [
        new("feed.xml", "application/rss+xml; charset=utf-8", FeedWriters.Rss),
        new("atom.xml", "application/atom+xml; charset=utf-8", FeedWriters.AtomFeed),
        new("feed.json", "application/feed+json; charset=utf-8", FeedWriters.JsonFeed),
    ];

    /// <summary>The whole site.</summary>
    public Task SiteAsync(HttpContext context, Format format) => ServeAsync(context, format, async (frame, ct) =>
        await MakeAsync(frame, default, "", frame.Settings.Title, frame.Settings.Tagline, format, ct));

    /// <summary>Posts with a tag.</summary>
    public Task TagAsync(HttpContext context, Format format) => ServeAsync(context, format, async (frame, ct) =>
        await posts.FindTagAsync(Slug(context), ct) is { Tag: var tag }
            ? await MakeAsync(frame, new PostFilter(Tag: tag.Slug), "/tag/" + tag.Slug, $"{tag.Name} · {frame.Settings.Title}", frame.Settings.Tagline, format, ct)
            : null);

    /// <summary>Posts of an author.</summary>
    public Task AuthorAsync(HttpContext context, Format format) => ServeAsync(context, format, async (frame, ct) =>
    {
        var slug = Slug(context);
        var author = await posts.FindAuthorAsync(slug, ct) is { } byline ? frame.Author(byline)
            : frame.FindAccount(slug) is { } account ? frame.Author(account)
            : null;
        return author is null
            ? null
            : await MakeAsync(frame, new PostFilter(Author: slug), "/author/" + slug, $"{author.Name} · {frame.Settings.Title}", author.Bio ?? frame.Settings.Tagline, format, ct);
    });

    private static string Slug(HttpContext context) => context.Request.RouteValues["slug"] as string ?? "";

    private Task ServeAsync(HttpContext context, Format format, Func<SiteFrame, CancellationToken, Task<Feed?>> make) =>
        answers.ServeAsync(context, async (start, ct) =>
            await make(await views.FrameAsync(ct), ct) is { } feed
                ? new PageOutcome.Made(format.Write(feed), format.ContentType, new PageStamp(start) { ShowsLists = true })
                : new PageOutcome.Missing());

    private async Task<Feed?> MakeAsync(SiteFrame frame, PostFilter filter, string path, string title, string description, Format format, CancellationToken ct)
    {
        var entries = new List<FeedEntry>();
        foreach (var post in await posts.ListNewestAsync(filter, MaxEntries, ct))
        {
            entries.Add(await EntryAsync(frame, post, ct));
        }

        return new Feed
        {
            Title = title,
            Description = description,
            PageUrl = frame.Absolute(path.Length == 0 ? "/" : path),
            SelfUrl = frame.Absolute($"{path}/{format.File}"),
            Language = frame.Settings.Language,
            Updated = entries.Count == 0 ? DateTimeOffset.UnixEpoch : entries.Max(e => e.Updated),
            Entries = entries,
        };
    }

    private async Task<FeedEntry> EntryAsync(SiteFrame frame, Post post, CancellationToken ct)
    {
        var url = frame.Absolute(post.Path);
        var published = post.PublishedAt ?? post.UpdatedAt;
        return new FeedEntry
        {
            Id = $"urn:uuid:{post.Id:D}",
            Url = url,
            OriginalUrl = post.CanonicalUrl,
            Title = post.Title,
            Html = FeedHtml.Absolute(post.Html, new Uri(url)),
            Summary = post.Excerpt,
            Published = published,
            Updated = post.Revision > 1 && post.UpdatedAt > published ? post.UpdatedAt : published,
            Language = post.Language,
            Authors = [.. post.Authors.Select(frame.Author).Select(a => (a.Name, frame.Absolute(a.Url)))],
            Tags = [.. post.Tags.Select(t => t.Name)],
            Image = post.Cover is { } cover ? await ImageAsync(frame, cover, ct) : null,
        };
    }

    private async Task<FeedImage> ImageAsync(SiteFrame frame, Cover cover, CancellationToken ct)
    {
        var stored = cover.Url.StartsWith('/') ? await media.FindByPathAsync(cover.Url, ct) : null;
        return new FeedImage(frame.Absolute(cover.Url), stored?.ContentType ?? GuessType(cover.Url), stored?.Bytes ?? 0);
    }

    private static string? GuessType(string url) => Path.GetExtension(url.Split('?', '#')[0]).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".avif" => "image/avif",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
