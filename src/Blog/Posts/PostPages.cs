using Blog.Reading;
using Blog.Themes;
using Microsoft.AspNetCore.Http;

namespace Blog.Posts;

/// <summary>The page of a post, for readers under its address and for authors before it is public.</summary>
internal sealed class PostPages(IPostStore posts, ViewFactory views, PageRenderer renderer, PageAnswers answers, ContentVersion version)
{
    private const int MaxRelated = 3;

    /// <summary>
    /// The page that <paramref name="post"/> would have, in the active theme, marked as a preview. The post need not be stored; it is shown
    /// whatever its status. Never cached: the caller answers with <c>no-store</c>.
    /// </summary>
    public async Task<string> PreviewAsync(Post post, CancellationToken ct)
    {
        var frame = await views.FrameAsync(ct);
        var site = frame.Site(post.Path);
        var view = frame.Post(post, []);
        var head = Heads.Post(frame, site, view) with { Canonical = null, NoIndex = true, JsonLd = null };
        return await renderer.RenderAsync(new PostPageView { Site = site, Head = head, Post = view, IsPreview = true }, ct);
    }

    /// <summary>Every address that no other feature has: posts, pages, and the old addresses of both at any depth.</summary>
    public Task ShowAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return answers.ServeAsync(context, (start, ct) => FindAsync(path, start, ct));
    }

    private async Task<PageOutcome> FindAsync(string path, VersionSnapshot start, CancellationToken ct)
    {
        foreach (var candidate in CanonicalPath.Candidates(path))
        {
            switch (await posts.FindByPathAsync(candidate, ct))
            {
                case { RedirectTo: { } target } when target != path:
                    return new PageOutcome.Moved(target);
                case { Post.Status: PostStatus.Deleted }:
                    return new PageOutcome.Gone();
                case { Post: { IsPublic: true } post }:
                    return post.Path == path ? await MakeAsync(post, start, ct) : new PageOutcome.Moved(post.Path);
                case { Post: not null }:
                    // A draft or a scheduled post: nobody learns that it is there.
                    return new PageOutcome.Missing();
            }
        }

        return new PageOutcome.Missing();
    }

    private async Task<PageOutcome> MakeAsync(Post post, VersionSnapshot start, CancellationToken ct)
    {
        var frame = await views.FrameAsync(ct);
        var site = frame.Site(post.Path);
        var view = frame.Post(post, await views.CopiesAsync(post.Id, frame, ct));
        var (older, newer) = post.Status == PostStatus.Published ? await posts.FindNeighboursAsync(post, ct) : (null, null);
        var related = post.Status == PostStatus.Published ? await posts.ListRelatedAsync(post.Id, MaxRelated, ct) : [];

        var shown = new List<(Guid, long)> { (post.Id, post.ContentVersion) };
        foreach (var other in related.Append(older).Append(newer))
        {
            if (other is not null)
            {
                shown.Add((other.Id, version.Post(other.Id)));
            }
        }

        var page = new PostPageView
        {
            Site = site,
            Head = Heads.Post(frame, site, view),
            Place = view.IsPage ? post.Path : "",
            Post = view,
            Older = Neighbour(frame, older),
            Newer = Neighbour(frame, newer),
            Related = [.. related.Select(frame.Post)],
        };

        // The newest post waits for its successor. And if a list moved while the neighbours were read, their versions prove nothing. One that goes with this
        // post and is new is shown a little later, as one that came in between.
        var isAtEdge = post.Status == PostStatus.Published && (newer is null || version.Lists != start.Lists);
        return new PageOutcome.Made(
            await renderer.RenderUtf8Async(page, ct),
            "text/html; charset=utf-8",
            new PageStamp(start) { Posts = shown, ShowsLists = isAtEdge, ListsMayLag = post.Status == PostStatus.Published },
            Links.Of(view.CanonicalUrl, site.Feeds));
    }

    private static LinkView? Neighbour(SiteFrame frame, PostSummary? post) =>
        post is null ? null : new LinkView(post.Title ?? Excerpt.From(post.Excerpt, 60), frame.Encoded(post.Path));
}
