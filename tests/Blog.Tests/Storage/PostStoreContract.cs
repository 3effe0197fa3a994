using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What saving and finding a post must do on every engine.</summary>
public abstract class PostStoreContract(StoreFixture store) : StoreTest(store)
{
    [StoreFact]
    public async Task A_post_comes_back_exactly_as_it_was_saved()
    {
        var post = Samples.Post("Nueve centímetros 雪").Tagged("Snow depth", "Añil") with
        {
            Authors = [Samples.Ines, new Byline(null, "مهمان", "mehman")],
            Cover = new Cover("/media/2026/a.webp", "A kettle", 1200, 630),
            PublishedAt = new DateTimeOffset(638_999_123_456_789_012, TimeSpan.Zero),
            CanonicalUrl = "https://elsewhere.test/a",
            ExcerptIsOwn = true,
            Source = new PostSource("content:a.md", "ab12", 1),
            Extra = """{"layout":"post"}""",
            Language = "es",
        };

        await Store.Posts.SaveAsync(post);

        var stored = (await Store.Posts.FindAsync(post.Id, default))!;
        Assert.Equal(post with { ContentVersion = 1, Tags = stored.Tags, Authors = stored.Authors }, stored);
        Assert.Equal(post.Tags, stored.Tags);
        Assert.Equal(post.Authors, stored.Authors);
    }

    [StoreFact]
    public async Task A_post_is_found_by_id_path_slug_and_source()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post() with { Source = new PostSource("markdown:a/b.md", "00", 1) });

        Assert.Equal(post.Id, (await Store.Posts.FindByPathAsync(post.Path, default))?.Post?.Id);
        Assert.Equal(post.Id, (await Store.Posts.FindBySlugAsync(post.Slug, default))?.Id);
        Assert.Equal(post.Id, (await Store.Posts.FindBySourceAsync("markdown:a/b.md", default))?.Id);
        Assert.Null(await Store.Posts.FindAsync(Guid.CreateVersion7(), default));
        Assert.Null(await Store.Posts.FindByPathAsync("/nowhere", default));
        Assert.Null(await Store.Posts.FindByPathAsync("", default));
    }

    [StoreFact]
    public async Task An_edit_of_an_old_revision_is_refused_and_changes_nothing()
    {
        var first = await Store.Posts.StoreAsync(Samples.Post());
        var second = await Store.Posts.StoreAsync(first.Next() with { Title = "Second" });

        var saved = await Store.Posts.SaveAsync(first.Next() with { Title = "Late" });

        Assert.Equal(SaveConflict.Stale, saved.Conflict);
        Assert.Equal("Second", (await Store.Posts.FindAsync(first.Id, default))!.Title);
        Assert.Equal(2, (await Store.Posts.ListRevisionsAsync(second.Id, default)).Count);
    }

    [StoreFact]
    public async Task A_second_first_save_of_the_same_post_is_stale()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());

        var saved = await Store.Posts.SaveAsync(post with { Slug = "other", Path = "/2026/other" });

        Assert.Equal(SaveConflict.Stale, saved.Conflict);
    }

    [StoreFact]
    public async Task Slug_path_and_source_belong_to_one_post()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post() with { Source = new PostSource("content:a.md", "00", 1) });

        var sameSlug = await Store.Posts.SaveAsync(Samples.Post() with { Slug = post.Slug });
        var samePath = await Store.Posts.SaveAsync(Samples.Post() with { Path = post.Path });
        var sameSource = await Store.Posts.SaveAsync(Samples.Post() with { Source = new PostSource("content:a.md", "01", 1) });

        Assert.Equal(SaveConflict.SlugTaken, sameSlug.Conflict);
        Assert.Equal(SaveConflict.SlugTaken, samePath.Conflict);
        Assert.Equal(SaveConflict.SourceTaken, sameSource.Conflict);
        Assert.Equal(1, await Store.Posts.CountPublicAsync(default));
    }

    [StoreFact]
    public async Task Many_drafts_may_have_no_address()
    {
        await Store.Posts.StoreAsync(Samples.Post() with { Status = PostStatus.Draft, Path = "", PublishedAt = null });

        var second = await Store.Posts.SaveAsync(Samples.Post() with { Status = PostStatus.Draft, Path = "", PublishedAt = null });

        Assert.Equal(SaveConflict.None, second.Conflict);
    }

    [StoreFact]
    public async Task Two_who_want_the_same_slug_at_the_same_moment_do_not_both_get_it()
    {
        var posts = Enumerable.Range(0, 20).Select(_ => Samples.Post() with { Slug = "wanted" }).ToList();

        var saved = await Task.WhenAll(posts.Select(p => Store.Posts.SaveAsync(p)));

        Assert.Single(saved, s => s.Conflict == SaveConflict.None);
        Assert.Equal(19, saved.Count(s => s.Conflict == SaveConflict.SlugTaken));
    }

    [StoreFact]
    public async Task An_old_path_redirects_to_the_present_one_without_a_chain()
    {
        var first = await Store.Posts.StoreAsync(Samples.Post());
        var second = await Store.Posts.StoreAsync(first.Next() with { Path = "/2026/second" });
        await Store.Posts.StoreAsync(second.Next() with { Path = "/2026/third" });

        Assert.Equal("/2026/third", (await Store.Posts.FindByPathAsync(first.Path, default))?.RedirectTo);
        Assert.Equal("/2026/third", (await Store.Posts.FindByPathAsync("/2026/second", default))?.RedirectTo);
        Assert.Equal(first.Id, (await Store.Posts.FindByPathAsync("/2026/third", default))?.Post?.Id);
    }

    [StoreFact]
    public async Task Aliases_redirect_for_ever_and_a_living_post_wins_over_them()
    {
        var old = Samples.Post();
        await Store.Posts.SaveAsync(Samples.Change(old) with { Redirects = ["/blog/hello.html", "/contested"] }, default);
        var page = await Store.Posts.StoreAsync(Samples.Post() with { Status = PostStatus.Unlisted, Path = "/contested" });

        Assert.Equal(old.Path, (await Store.Posts.FindByPathAsync("/blog/hello.html", default))?.RedirectTo);
        Assert.Equal(page.Id, (await Store.Posts.FindByPathAsync("/contested", default))?.Post?.Id);
    }

    [StoreFact]
    public async Task A_post_that_moves_back_lives_at_its_first_path_again()
    {
        var first = await Store.Posts.StoreAsync(Samples.Post());
        var second = await Store.Posts.StoreAsync(first.Next() with { Path = "/2026/away" });
        await Store.Posts.StoreAsync(second.Next() with { Path = first.Path });

        Assert.Equal(first.Id, (await Store.Posts.FindByPathAsync(first.Path, default))?.Post?.Id);
        Assert.Equal(first.Path, (await Store.Posts.FindByPathAsync("/2026/away", default))?.RedirectTo);
    }

    [StoreFact]
    public async Task Deleted_and_unpublished_posts_are_found_at_all_their_paths_so_that_the_caller_can_say_gone()
    {
        var first = await Store.Posts.StoreAsync(Samples.Post());
        var moved = await Store.Posts.StoreAsync(first.Next() with { Path = "/2026/moved" });
        await Store.Posts.StoreAsync(moved.Next() with { Status = PostStatus.Deleted });

        Assert.Equal(PostStatus.Deleted, (await Store.Posts.FindByPathAsync("/2026/moved", default))?.Post?.Status);
        Assert.Equal(PostStatus.Deleted, (await Store.Posts.FindByPathAsync(first.Path, default))?.Post?.Status);
    }

    [StoreFact]
    public async Task Every_save_is_kept_as_a_revision_newest_first()
    {
        var first = await Store.Posts.StoreAsync(Samples.Post("One"));
        await Store.Posts.SaveAsync(Samples.Change(first.Next() with { Title = "Two", Markdown = "two", Excerpt = "own", ExcerptIsOwn = true }) with { Origin = "desk" }, default);

        var revisions = await Store.Posts.ListRevisionsAsync(first.Id, default);

        Assert.Equal([2, 1], revisions.Select(r => r.Number));
        Assert.Equal(new PostRevision(first.Id, 2, first.UpdatedAt.AddMinutes(1), "desk", "Two", "two", "own"), revisions[0]);
        Assert.Equal(revisions[1], await Store.Posts.FindRevisionAsync(first.Id, 1, default));
        Assert.Null(await Store.Posts.FindRevisionAsync(first.Id, 3, default));
    }

    [StoreFact]
    public async Task The_losing_side_of_a_collision_is_kept_beside_the_winner()
    {
        var first = await Store.Posts.StoreAsync(Samples.Post("One"));
        var lost = new PostRevision(first.Id, 0, Samples.Now, "content:a.md", "Lost", "lost", Excerpt: null);

        await Store.Posts.SaveAsync(Samples.Change(first.Next() with { Title = "Won" }) with { AlsoKeep = lost }, default);
        var third = await Store.Posts.StoreAsync((await Store.Posts.FindAsync(first.Id, default))!.Next());

        var revisions = await Store.Posts.ListRevisionsAsync(first.Id, default);
        Assert.Equal(["Won", "Won", "Lost", "One"], revisions.Select(r => r.Title));
        Assert.Equal(4, revisions.Select(r => r.Number).Distinct().Count());
        Assert.Equal(third.Revision, revisions[0].Number);
        Assert.Equal(revisions[2], await Store.Posts.FindRevisionAsync(first.Id, revisions[2].Number, default));
    }

    [StoreFact]
    public async Task The_content_version_moves_with_every_save_and_the_lists_only_if_they_changed()
    {
        var before = await Store.Site.LoadStampAsync(default);

        var first = await Store.Posts.SaveAsync(Samples.Change(Samples.Post()) with { TouchesLists = false }, default);
        var post = Samples.Post();
        var second = await Store.Posts.SaveAsync(post);
        var third = await Store.Posts.SaveAsync(post.Next());

        Assert.Equal(before, first.Stamp);
        Assert.Equal(before with { Lists = before.Lists + 1 }, second.Stamp);
        Assert.Equal(second.PostVersion + 1, third.PostVersion);
        Assert.Equal(third.PostVersion, (await Store.Posts.FindAsync(post.Id, default))!.ContentVersion);
        Assert.Equal(third.Stamp, await Store.Site.LoadStampAsync(default));
    }

    [StoreFact]
    public async Task A_save_does_not_take_back_the_count_of_letters_that_came_meanwhile()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        await Store.Interactions.UpsertAsync(Samples.Letter(post, "comment:1"), default);

        await Store.Posts.SaveAsync(post.Next());

        Assert.Equal(1, (await Store.Posts.FindAsync(post.Id, default))!.LetterCount);
    }

    [StoreFact]
    public async Task Sources_are_listed_by_prefix_with_their_state()
    {
        var kept = await Store.Posts.StoreAsync(Samples.Post() with { Source = new PostSource("markdown:18f:a.md", "h1", 1) });
        await Store.Posts.StoreAsync(kept.Next());
        var gone = await Store.Posts.StoreAsync(Samples.Post() with { Source = new PostSource("markdown:18f:é.md", "h2", 1) });
        await Store.Posts.StoreAsync(gone.Next() with { Status = PostStatus.Deleted });
        await Store.Posts.StoreAsync(Samples.Post() with { Source = new PostSource("markdown:19:a.md", "h3", 1) });

        var marks = await Store.Posts.ListSourcesAsync("markdown:18f:", default);

        Assert.Equal(2, marks.Count);
        Assert.Equal(new SourceMark(kept.Id, "h1", 1, 2, Deleted: false), marks["markdown:18f:a.md"]);
        Assert.Equal(new SourceMark(gone.Id, "h2", 1, 2, Deleted: true), marks["markdown:18f:é.md"]);
    }

    [StoreFact]
    public async Task Deliveries_are_queued_in_the_same_transaction_and_stay_when_the_post_is_deleted()
    {
        var target = Samples.Target();
        await Store.Syndication.SaveTargetAsync(target, default);
        var post = Samples.Post();

        await Store.Posts.StoreAsync(post, Samples.Delivery(post, target));
        await Store.Posts.StoreAsync(post.Next() with { Status = PostStatus.Deleted });

        Assert.Single(await Store.Syndication.ListForPostAsync(post.Id, default));
    }

    [StoreFact]
    public async Task A_save_whose_delivery_has_no_target_stores_nothing_at_all()
    {
        var post = Samples.Post().Tagged("Snow");

        await Assert.ThrowsAnyAsync<Exception>(() => Store.Posts.SaveAsync(post, Samples.Delivery(post, Samples.Target())));

        Assert.Null(await Store.Posts.FindAsync(post.Id, default));
        Assert.Equal(0, await Store.Posts.CountPublicAsync(default));
        Assert.Empty(await Store.Posts.ListTagsAsync(10, default));
    }

    [StoreFact]
    public async Task A_cancelled_save_is_either_whole_or_not_there()
    {
        var posts = Enumerable.Range(0, 60).Select(i => Samples.Post().Tagged("Snow")).ToList();
        using var cancel = new CancellationTokenSource();

        var saves = posts.Select(p => Store.Posts.SaveAsync(Samples.Change(p), cancel.Token)).ToList();
        await saves[0];
        await cancel.CancelAsync();
        await Task.WhenAll(saves).ContinueWith(_ => { }, TaskScheduler.Default);

        var stored = 0;
        for (var i = 0; i < posts.Count; i++)
        {
            var found = await Store.Posts.FindAsync(posts[i].Id, default);
            Assert.Equal(saves[i].IsCompletedSuccessfully, found is not null);
            stored += found is null ? 0 : 1;
        }

        Assert.Equal(stored, await Store.Posts.CountPublicAsync(default));
        Assert.Equal(stored, (await Store.Posts.FindTagAsync("snow", default))?.Count);
    }
}
