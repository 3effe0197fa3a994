using Blog.Posts;
using Blog.Site;

namespace Blog.Tests.Journeys;

/// <summary>Below a post stand posts that go with it.</summary>
public sealed class RelatedPostsTests
{
    [Fact]
    public async Task A_post_shows_three_posts_with_its_tags()
    {
        using var site = new ReadingSite();
        for (var i = 0; i < 5; i++)
        {
            await site.PublishAsync($"Snow {i}", day: i, tags: "Snow");
        }

        await site.PublishAsync("Another thing", day: 5, tags: "Kettle");
        var post = await site.PublishAsync("The last of it", day: 6, tags: "Snow");

        var related = Related(await site.ReadAsync(post.Path));

        Assert.Contains("Related writing", related, StringComparison.Ordinal);
        Assert.Equal(["Snow 4", "Snow 3", "Snow 2"], Titles(related));
        Assert.Contains("href=\"/2026/snow-4\"", related, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_nothing_goes_with_shows_no_empty_frame()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", tags: "Kettle");
        var post = await site.PublishAsync("Snow", day: 1, tags: "Snow");

        Assert.DoesNotContain("class=\"related\"", await site.ReadAsync(post.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_unpublished_or_renamed_or_deleted_is_not_shown_any_more_at_once()
    {
        using var site = new ReadingSite();
        var away = await site.PublishAsync("Taken away", tags: "Snow");
        var gone = await site.PublishAsync("Deleted", day: 1, tags: "Snow");
        var other = await site.PublishAsync("Old name", day: 2, tags: "Snow");
        var post = await site.PublishAsync("The post", day: 3, tags: "Snow");
        Assert.Equal(["Old name", "Deleted", "Taken away"], Titles(Related(await site.ReadAsync(post.Path))));

        await site.SaveAsync(Publisher.AsDraft(other) with { Title = "New name" });
        Assert.Equal(["New name", "Deleted", "Taken away"], Titles(Related(await site.ReadAsync(post.Path))));

        await site.Publisher.UnpublishAsync(away.Id, "test", CancellationToken.None);
        Assert.Equal(["New name", "Deleted"], Titles(Related(await site.ReadAsync(post.Path))));

        await site.Publisher.DeleteAsync(gone.Id, "test", CancellationToken.None);
        Assert.Equal(["New name"], Titles(Related(await site.ReadAsync(post.Path))));
    }

    [Fact]
    public async Task A_page_outside_of_lists_has_none_and_is_none()
    {
        using var site = new ReadingSite();
        var page = await site.SaveAsync(new PostDraft { Title = "About", Markdown = "Us.", Tags = ["Snow"], Status = PostStatus.Unlisted });
        var post = await site.PublishAsync("Snow", tags: "Snow");

        Assert.DoesNotContain("class=\"related\"", await site.ReadAsync(post.Path), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"related\"", await site.ReadAsync(page.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_are_those_of_the_site()
    {
        using var site = new ReadingSite();
        await site.App.Get<ISiteStore>().SaveAsync(new SiteSettings { Language = "es" }, CancellationToken.None);
        await site.PublishAsync("Nieve", tags: "Nieve");
        var post = await site.PublishAsync("Más nieve", day: 1, tags: "Nieve");

        Assert.Contains("Escritos relacionados", Related(await site.ReadAsync(post.Path)), StringComparison.Ordinal);
    }

    private static string Related(string page)
    {
        var start = page.IndexOf("<aside class=\"related\"", StringComparison.Ordinal);
        Assert.True(start >= 0, page);
        return page[start..page.IndexOf("</aside>", start, StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Titles(string related) =>
        related.Split("<a ").Skip(1).Select(link => link[(link.IndexOf('>', StringComparison.Ordinal) + 1)..link.IndexOf("</a>", StringComparison.Ordinal)]);
}
