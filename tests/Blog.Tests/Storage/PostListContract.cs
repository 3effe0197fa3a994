using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What lists, counts and the sitemap must show on every engine.</summary>
public abstract class PostListContract(StoreFixture store) : StoreTest(store)
{
    [StoreFact]
    public async Task Pages_follow_each_other_in_both_directions_without_gap_or_repetition()
    {
        // Groups of three share an instant, so that the order among them is decided by the id.
        var posts = new List<Post>();
        for (var i = 0; i < 25; i++)
        {
            posts.Add(await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddHours(i / 3))));
        }

        var expected = posts.OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id.ToString(), StringComparer.Ordinal).Select(p => p.Id).ToList();

        var forward = new List<Guid>();
        var pages = new List<PostPage>();
        for (PostCursor? before = null; ;)
        {
            var page = await Store.Posts.ListPublishedAsync(default, before, after: null, 4, default);
            pages.Add(page);
            forward.AddRange(page.Items.Select(p => p.Id));
            if (!page.HasOlder)
            {
                break;
            }

            before = new PostCursor(page.Items[^1].PublishedAt!.Value, page.Items[^1].Id);
        }

        var backward = new List<Guid>();
        for (PostCursor? after = new PostCursor(posts[0].PublishedAt!.Value.AddDays(-1), posts[0].Id); ;)
        {
            var page = await Store.Posts.ListPublishedAsync(default, before: null, after, 4, default);
            backward.InsertRange(0, page.Items.Select(p => p.Id));
            if (!page.HasNewer)
            {
                break;
            }

            after = new PostCursor(page.Items[0].PublishedAt!.Value, page.Items[0].Id);
        }

        Assert.Equal(expected, forward);
        Assert.Equal(expected, backward);
        Assert.False(pages[0].HasNewer);
        Assert.All(pages.Skip(1), page => Assert.True(page.HasNewer));
    }

    [StoreFact]
    public async Task Only_published_posts_are_listed()
    {
        var shown = await Store.Posts.StoreAsync(Samples.Post().Tagged("Snow"));
        foreach (var status in new[] { PostStatus.Draft, PostStatus.Scheduled, PostStatus.Unlisted, PostStatus.Deleted })
        {
            await Store.Posts.StoreAsync(Samples.Post().Tagged("Snow") with { Status = status });
        }

        foreach (var filter in new PostFilter[] { default, new(Tag: "snow"), new(Author: "ines-quiroga"), new(Year: 2026) })
        {
            Assert.Equal([shown.Id], (await Store.Posts.ListPublishedAsync(filter, null, null, 10, default)).Items.Select(p => p.Id));
            Assert.Equal([shown.Id], (await Store.Posts.ListNewestAsync(filter, 10, default)).Select(p => p.Id));
        }
    }

    [StoreFact]
    public async Task Filters_by_tag_author_and_year_of_the_posts_own_zone()
    {
        var eve = Samples.Post(at: new DateTimeOffset(2025, 12, 31, 23, 30, 0, TimeSpan.Zero)).Tagged("Snow", "Ice");
        var other = Samples.Post(at: new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero)) with { Authors = [new Byline(null, "Omid", "omid"), Samples.Ines] };
        await Store.Posts.StoreAsync(eve);
        await Store.Posts.StoreAsync(other);

        // 23:30 UTC is already the next year in Madrid.
        Assert.Equal([eve.Id], await ListAsync(new PostFilter(Year: 2026)));
        Assert.Equal([other.Id], await ListAsync(new PostFilter(Year: 2025)));
        Assert.Equal([eve.Id], await ListAsync(new PostFilter(Tag: "ice")));
        Assert.Equal([other.Id], await ListAsync(new PostFilter(Author: "omid")));
        Assert.Equal([eve.Id, other.Id], await ListAsync(new PostFilter(Author: "ines-quiroga")));
        Assert.Empty(await ListAsync(new PostFilter(Tag: "unknown")));
        Assert.Equal([new YearCount(2026, 1), new YearCount(2025, 1)], await Store.Posts.ListYearsAsync(default));
    }

    [StoreFact]
    public async Task Counts_follow_every_change_of_status_date_tags_and_authors()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now).Tagged("Snow", "Ice"));
        var second = await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now).Tagged("snow"));

        post = await Store.Posts.StoreAsync(post.Next().Tagged("Ice", "Kettle") with { PublishedAt = Samples.Now.AddYears(-1), Authors = [new Byline(null, "Omid", "omid")] });

        Assert.Equal([("ice", 1), ("kettle", 1), ("snow", 1)], await TagsAsync());
        Assert.Equal([new YearCount(2026, 1), new YearCount(2025, 1)], await Store.Posts.ListYearsAsync(default));
        Assert.Equal(new Byline(null, "Omid", "omid"), await Store.Posts.FindAuthorAsync("omid", default));

        post = await Store.Posts.StoreAsync(post.Next() with { Status = PostStatus.Draft });
        await Store.Posts.StoreAsync(second.Next() with { Status = PostStatus.Deleted });

        Assert.Empty(await TagsAsync());
        Assert.Empty(await Store.Posts.ListYearsAsync(default));
        Assert.Null(await Store.Posts.FindTagAsync("ice", default));
        Assert.Null(await Store.Posts.FindAuthorAsync("omid", default));
        Assert.Equal(0, await Store.Posts.CountPublicAsync(default));

        await Store.Posts.StoreAsync(post.Next() with { Status = PostStatus.Published });

        Assert.Equal([("ice", 1), ("kettle", 1)], await TagsAsync());
        Assert.Equal(1, await Store.Posts.CountPublicAsync(default));
    }

    [StoreFact]
    public async Task Tags_come_most_used_first()
    {
        for (var i = 0; i < 3; i++)
        {
            await Store.Posts.StoreAsync(Samples.Post().Tagged(["Snow", .. i > 0 ? new[] { "Ice" } : [], .. i > 1 ? new[] { "Kettle" } : []]));
        }

        var tags = await Store.Posts.ListTagsAsync(2, default);

        Assert.Equal([new TagCount(new Tag("Snow", "snow"), 3), new TagCount(new Tag("Ice", "ice"), 2)], tags);
    }

    [StoreFact]
    public async Task A_page_is_public_without_being_listed()
    {
        await Store.Posts.StoreAsync(Samples.Post().Tagged("Snow") with { Status = PostStatus.Unlisted, Path = "/about" });

        Assert.Equal(1, await Store.Posts.CountPublicAsync(default));
        Assert.Equal("/about", Assert.Single(await Store.Posts.ListSitemapAsync(null, default)).Path);
        Assert.Empty(await TagsAsync());
    }

    [StoreFact]
    public async Task A_note_brings_its_html_to_the_list_and_a_titled_post_does_not()
    {
        var titled = await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now));
        var note = await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddHours(1)) with { Title = null });

        var items = (await Store.Posts.ListPublishedAsync(default, null, null, 10, default)).Items;

        Assert.Equal((note.Id, note.Html), (items[0].Id, items[0].NoteHtml));
        Assert.Equal((titled.Id, null), (items[1].Id, items[1].NoteHtml));
    }

    [StoreFact]
    public async Task Neighbours_are_the_published_posts_before_and_after()
    {
        var posts = new List<Post>();
        for (var i = 0; i < 4; i++)
        {
            posts.Add(await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddHours(i)) with { Status = i == 1 ? PostStatus.Draft : PostStatus.Published }));
        }

        var (older, newer) = await Store.Posts.FindNeighboursAsync(posts[2], default);
        var (none, next) = await Store.Posts.FindNeighboursAsync(posts[0], default);

        Assert.Equal((posts[0].Id, posts[3].Id), (older!.Id, newer!.Id));
        Assert.Equal((null, posts[2].Id), (none?.Id, next!.Id));
        Assert.Equal((null, null), await Store.Posts.FindNeighboursAsync(posts[1], default));
    }

    [StoreFact]
    public async Task The_sitemap_is_read_in_parts_that_fit_together()
    {
        for (var i = 0; i < 7; i++)
        {
            await Store.Posts.StoreAsync(Samples.Post() with { Status = i == 1 ? PostStatus.Draft : PostStatus.Published });
        }

        var all = await Store.Posts.ListSitemapAsync(null, default);
        var parts = await Store.Posts.ListSitemapPartsAsync(3, default);

        Assert.Equal(6, all.Count);
        Assert.Equal([1, 2, 3], parts);
        Assert.Equal(all, await ReadAsync(parts));
        Assert.Empty(await ReadAsync([4]));
    }

    [StoreFact]
    public async Task A_part_of_the_sitemap_keeps_its_posts_whatever_becomes_of_the_others()
    {
        var posts = new List<Post>();
        for (var i = 0; i < 9; i++)
        {
            posts.Add(await Store.Posts.StoreAsync(Samples.Post()));
        }

        var last = await ReadAsync([3]);
        for (var i = 0; i < 6; i++)
        {
            await Store.Posts.StoreAsync(posts[i].Next() with { Status = PostStatus.Deleted });
        }

        await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddYears(-3)) with { Id = Guid.CreateVersion7(Samples.Now.AddYears(-3)) });

        Assert.Equal([3, 4], await Store.Posts.ListSitemapPartsAsync(3, default));
        Assert.Equal(last, await ReadAsync([3]));
        await Store.Posts.StoreAsync(posts[8].Next() with { Status = PostStatus.Draft });
        Assert.Equal(last.Take(2), await ReadAsync([3]));
    }

    [StoreFact]
    public async Task A_blog_without_anything_public_has_no_part_of_a_sitemap()
    {
        await Store.Posts.StoreAsync(Samples.Post() with { Status = PostStatus.Draft });

        Assert.Empty(await Store.Posts.ListSitemapPartsAsync(3, default));
    }

    [StoreFact]
    public async Task Scheduled_posts_are_due_when_their_time_has_come()
    {
        var soon = await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddHours(1)) with { Status = PostStatus.Scheduled });
        await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddHours(2)) with { Status = PostStatus.Scheduled });

        Assert.Equal(soon.PublishedAt, await Store.Posts.FindNextDueAsync(default));
        Assert.Empty(await Store.Posts.ListDueAsync(Samples.Now, 10, default));
        Assert.Equal([soon.Id], await Store.Posts.ListDueAsync(Samples.Now.AddHours(1), 10, default));

        await Store.Posts.StoreAsync(soon.Next() with { Status = PostStatus.Published });

        Assert.Equal(Samples.Now.AddHours(2), await Store.Posts.FindNextDueAsync(default));
    }

    [StoreFact]
    public async Task The_desk_lists_every_status_by_last_change_and_deleted_ones_only_when_asked()
    {
        var posts = new List<Post>();
        foreach (var status in Enum.GetValues<PostStatus>())
        {
            posts.Add(await Store.Posts.StoreAsync(Samples.Post($"About {status}", Samples.Now.AddHours((int)status)) with { Status = status }));
        }

        var all = await Store.Posts.ListForDeskAsync(status: null, search: null, before: null, 2, default);
        var rest = await Store.Posts.ListForDeskAsync(null, null, new PostCursor(all.Items[^1].UpdatedAt, all.Items[^1].Id), 10, default);
        var deleted = await Store.Posts.ListForDeskAsync(PostStatus.Deleted, null, null, 10, default);

        Assert.Equal([posts[3].Id, posts[2].Id], all.Items.Select(p => p.Id));
        Assert.Equal((false, true), (all.HasNewer, all.HasOlder));
        Assert.Equal([posts[1].Id, posts[0].Id], rest.Items.Select(p => p.Id));
        Assert.Equal((true, false), (rest.HasNewer, rest.HasOlder));
        Assert.Equal([posts[4].Id], deleted.Items.Select(p => p.Id));
    }

    [StoreFact]
    public async Task The_desk_searches_drafts_too()
    {
        var draft = await Store.Posts.StoreAsync(Samples.Post("A kettle for the tent") with { Status = PostStatus.Draft, Path = "", PublishedAt = null });
        var published = await Store.Posts.StoreAsync(Samples.Post("Kettles"));
        await Store.Posts.StoreAsync(Samples.Post("Snow"));

        var found = await Store.Posts.ListForDeskAsync(status: null, "kettl", before: null, 10, default);
        var drafts = await Store.Posts.ListForDeskAsync(PostStatus.Draft, "kettl", before: null, 10, default);

        Assert.Equal(new[] { draft.Id, published.Id }.Order(), found.Items.Select(p => p.Id).Order());
        Assert.Equal([draft.Id], drafts.Items.Select(p => p.Id));
    }

    private async Task<IEnumerable<Guid>> ListAsync(PostFilter filter) =>
        (await Store.Posts.ListPublishedAsync(filter, null, null, 10, default)).Items.Select(p => p.Id);

    private async Task<IEnumerable<(string, int)>> TagsAsync() => (await Store.Posts.ListTagsAsync(10, default)).Select(t => (t.Tag.Slug, t.Count));

    private async Task<List<SitemapEntry>> ReadAsync(IEnumerable<int> parts)
    {
        var read = new List<SitemapEntry>();
        foreach (var number in parts)
        {
            read.AddRange(await Store.Posts.ListSitemapAsync(new SitemapPart(number, 3), default));
        }

        return read;
    }
}
