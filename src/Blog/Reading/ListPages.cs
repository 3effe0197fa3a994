using System.Globalization;
using Blog.Posts;
using Blog.Themes;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary>
/// Pages that list posts: home, tags, authors, archive. All go on by keyset: their links name a post, not a page number, so that
/// nothing is skipped or shown twice when something is published while one reads.
/// </summary>
internal sealed class ListPages(IPostStore posts, ViewFactory views, PageRenderer renderer, PageAnswers answers)
{
    private const int PostsOfArchive = 100;
    private const int TagsOfArchive = 60;

    /// <summary><c>/</c></summary>
    public Task HomeAsync(HttpContext context) => ServeAsync(context, async (frame, asked, ct) =>
    {
        var part = await ReadAsync(frame, "/", default, asked, frame.PostsPerPage, ct);
        var site = frame.Site("/");
        return part.Other ?? await MakeAsync(asked, frame.Feeds(""), new HomePage
        {
            Site = site,
            Head = Heads.Home(frame, site, part.Canonical, part.IsFirst),
            Place = part.IsFirst ? "home" : "",
            Posts = part.Posts,
            Pager = part.Pager,
            IsFirst = part.IsFirst,
        }, ct);
    });

    /// <summary><c>/tag/{slug}</c></summary>
    public Task TagAsync(HttpContext context) => ServeAsync(context, async (frame, asked, ct) =>
    {
        if (await posts.FindTagAsync(Value(context, "slug"), ct) is not { } found)
        {
            return new PageOutcome.Missing();
        }

        var path = "/tag/" + found.Tag.Slug;
        var part = await ReadAsync(frame, path, new PostFilter(Tag: found.Tag.Slug), asked, frame.PostsPerPage, ct);
        var site = frame.Site(path);
        var feeds = frame.Feeds(path);
        return part.Other ?? await MakeAsync(asked, feeds, new TagPage
        {
            Site = site,
            Head = Heads.List(frame, site, found.Tag.Name, part.Canonical, feeds),
            Place = path,
            Tag = frame.Tag(found.Tag, found.Count),
            Posts = part.Posts,
            Pager = part.Pager,
        }, ct);
    });

    /// <summary><c>/author/{slug}</c></summary>
    public Task AuthorAsync(HttpContext context) => ServeAsync(context, async (frame, asked, ct) =>
    {
        var slug = Value(context, "slug");
        var author = await posts.FindAuthorAsync(slug, ct) is { } byline ? frame.Author(byline)
            : frame.FindAccount(slug) is { } account ? frame.Author(account)
            : null;
        if (author is null)
        {
            return new PageOutcome.Missing();
        }

        var path = "/author/" + slug;
        var part = await ReadAsync(frame, path, new PostFilter(Author: slug), asked, frame.PostsPerPage, ct);
        var site = frame.Site(path);
        var feeds = frame.Feeds(path);
        return part.Other ?? await MakeAsync(asked, feeds, new AuthorPage
        {
            Site = site,
            Head = Heads.Author(frame, site, author, part.Canonical, feeds),
            Place = path,
            Author = author,
            Posts = part.Posts,
            Pager = part.Pager,
        }, ct);
    });

    /// <summary><c>/archive</c> (the newest year) and <c>/archive/{year}</c></summary>
    public Task ArchiveAsync(HttpContext context) => ServeAsync(context, async (frame, asked, ct) =>
    {
        var years = await posts.ListYearsAsync(ct);
        var named = Value(context, "year");
        int? year = years.Count > 0 ? years[0].Year : null;
        if (named.Length > 0)
        {
            if (years.Where(y => YearText(y.Year) == named).Select(y => (int?)y.Year).FirstOrDefault() is not { } known)
            {
                return new PageOutcome.Missing();
            }

            year = known;
        }

        var path = named.Length > 0 ? "/archive/" + named : "/archive";
        var part = year is null
            ? new ListPart { Canonical = frame.Absolute(path), IsFirst = true }
            : await ReadAsync(frame, path, new PostFilter(Year: year), asked, PostsOfArchive, ct);
        var site = frame.Site(path);
        var title = ReadingWords.For(site).Archive;
        return part.Other ?? await MakeAsync(asked, null, new ArchivePage
        {
            Site = site,
            Head = Heads.List(frame, site, named.Length > 0 ? $"{title} {named}" : title, part.Canonical, null),
            Place = "archive",
            Years = [.. years.Select(y => new YearView(y.Year, y.Count, "/archive/" + YearText(y.Year), y.Year == year))],
            Year = year,
            Posts = part.Posts,
            Pager = part.Pager,
            Tags = [.. (await posts.ListTagsAsync(TagsOfArchive, ct)).Select(t => frame.Tag(t.Tag, t.Count))],
        }, ct);
    });

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

    private static string YearText(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    private Task ServeAsync(HttpContext context, Func<SiteFrame, Asked, CancellationToken, Task<PageOutcome>> make)
    {
        var query = ListQuery.Parse(context.Request.QueryString);
        return answers.ServeAsync(context, async (start, ct) => await make(await views.FrameAsync(ct), new Asked(query, start), ct));
    }

    private async Task<PageOutcome> MakeAsync(Asked asked, FeedsView? feeds, PageView view, CancellationToken ct) => new PageOutcome.Made(
        await renderer.RenderUtf8Async(view, ct),
        "text/html; charset=utf-8",
        new PageStamp(asked.Start) { ShowsLists = true },
        Links.Of(view.Head.Canonical, feeds));

    private async Task<ListPart> ReadAsync(SiteFrame frame, string path, PostFilter filter, Asked asked, int limit, CancellationToken ct)
    {
        if (!asked.Query.TryRead(out var before, out var after))
        {
            return new ListPart { Other = new PageOutcome.Missing() };
        }

        // A place that no post holds would make as many pages as there are numbers. A post that was taken away since leads to the start.
        if ((before ?? after) is { } cursor && (await posts.FindAsync(cursor.Id, ct))?.PublishedAt != cursor.At)
        {
            return new ListPart { Other = new PageOutcome.Moved(path, ForGood: false) };
        }

        var list = await posts.ListPublishedAsync(filter, before, after, limit, ct);
        if (list.Items.Count == 0 && (before ?? after) is not null)
        {
            return new ListPart { Other = new PageOutcome.Moved(path, ForGood: false) };
        }

        var link = frame.Encoded(path);
        var place = !list.HasNewer ? "" : before is not null ? $"?before={before}" : $"?after={after}";
        return new ListPart
        {
            Posts = [.. list.Items.Select(frame.Post)],
            Pager = new PagerView(
                list.HasNewer ? $"{link}?after={CursorOf(list.Items[0])}" : null,
                list.HasOlder ? $"{link}?before={CursorOf(list.Items[^1])}" : null),
            Canonical = frame.Absolute(path) + place,
            IsFirst = !list.HasNewer,
        };
    }

    private static PostCursor CursorOf(PostSummary post) => new(post.PublishedAt!.Value, post.Id);

    private readonly record struct Asked(ListQuery Query, VersionSnapshot Start);

    private sealed record ListPart
    {
        /// <summary>Set if there is no such part of the list.</summary>
        public PageOutcome? Other { get; init; }

        public IReadOnlyList<PostView> Posts { get; init; } = [];

        public PagerView Pager { get; init; } = new(null, null);

        public string Canonical { get; init; } = "";

        public bool IsFirst { get; init; }
    }
}
