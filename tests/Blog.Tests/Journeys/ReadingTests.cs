using System.Net;
using System.Text.RegularExpressions;
using Blog.Posts;

namespace Blog.Tests.Journeys;

public sealed partial class ReadingTests
{
    [Fact]
    public async Task Each_kind_of_page_is_served()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Nine centimetres", "The **kettle** whistles.", 0, "Snow depth");
        await site.SaveAsync(new PostDraft { Title = "About", Markdown = "Who I am.", Status = PostStatus.Unlisted });
        var author = (await site.App.Get<IPostStore>().FindBySlugAsync("about", default))!.Authors[0].Slug;

        foreach (var (path, words) in new[]
        {
            ("/", "Nine centimetres"), ("/2026/nine-centimetres", "<strong>kettle</strong>"), ("/about", "Who I am."),
            ("/tag/snow-depth", "Nine centimetres"), ("/author/" + author, "Nine centimetres"), ("/archive", "Nine centimetres"),
            ("/archive/2026", "Nine centimetres"), ("/search?q=kett", "Nine centimetres"), ("/search", "<form"),
        })
        {
            using var response = await site.SendAsync(path);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_post_says_in_its_head_what_previews_and_search_engines_need()
    {
        using var site = new ReadingSite();
        await site.SaveAsync(new PostDraft
        {
            Title = "</script><script>alert(1)</script> & \"quotes\"",
            Slug = "tricky",
            Markdown = "Words.",
            Cover = new Cover("/media/2026/x.jpg", "A kettle", 1200, 800),
            Status = PostStatus.Published,
            PublishedAt = ReadingSite.Start,
        });

        var page = await site.ReadAsync("/2026/tricky");

        Assert.Contains("<link rel=\"canonical\" href=\"http://blog.test/2026/tricky\">", page, StringComparison.Ordinal);
        Assert.Contains("http://blog.test/media/2026/x.jpg", page, StringComparison.Ordinal);
        var json = JsonLd().Match(page).Groups["data"].Value;
        using var data = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal("BlogPosting", data.RootElement.GetProperty("@type").GetString());
        Assert.Equal("</script><script>alert(1)</script> & \"quotes\"", data.RootElement.GetProperty("headline").GetString());
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_post_is_visible_at_once_wherever_it_belongs()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("First", day: 0, tags: "Snow");
        var places = new[] { "/", "/tag/snow", "/archive", "/feed.xml", "/atom.xml", "/feed.json", "/tag/snow/feed.xml" };
        foreach (var place in places)
        {
            Assert.DoesNotContain("Second", await site.ReadAsync(place), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/2026/second", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Second", await site.ReadAsync("/2026/first"), StringComparison.Ordinal);

        await site.PublishAsync("Second", day: 1, tags: "Snow");

        foreach (var place in places)
        {
            Assert.Contains("Second", await site.ReadAsync(place), StringComparison.Ordinal);
        }

        Assert.Contains("/2026/second", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);
        Assert.Contains("Second", await site.ReadAsync("/2026/first"), StringComparison.Ordinal);
        Assert.Contains("Second", await site.ReadAsync("/2026/second"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unpublished_post_is_gone_at_once()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Before", day: 0, tags: "Snow");
        var post = await site.PublishAsync("Regretted", day: 1, tags: "Snow");
        await site.PublishAsync("After", day: 2, tags: "Snow");
        var places = new[] { "/", "/tag/snow", "/archive", "/feed.xml", "/atom.xml", "/feed.json", "/2026/before", "/2026/after" };
        foreach (var place in places.Append("/2026/regretted"))
        {
            Assert.Contains("Regretted", await site.ReadAsync(place), StringComparison.Ordinal);
        }

        Assert.Contains("/2026/regretted", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);

        await site.Publisher.UnpublishAsync(post.Id, "test", default);

        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/2026/regretted"));
        foreach (var place in places)
        {
            Assert.DoesNotContain("Regretted", await site.ReadAsync(place), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/2026/regretted", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);
        Assert.DoesNotContain("/2026/regretted", await site.ReadAsync("/search?q=regretted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_outside_of_lists_enters_and_leaves_the_sitemap_at_once()
    {
        using var site = new ReadingSite();
        Assert.DoesNotContain("/about", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);

        var page = await site.SaveAsync(new PostDraft { Title = "About", Markdown = "Who I am.", Status = PostStatus.Unlisted });

        Assert.Contains("/about", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);
        Assert.DoesNotContain("Who I am", await site.ReadAsync("/"), StringComparison.Ordinal);
        Assert.DoesNotContain("Who I am", await site.ReadAsync("/feed.xml"), StringComparison.Ordinal);

        await site.Publisher.UnpublishAsync(page.Id, "test", default);

        Assert.DoesNotContain("/about", await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/about"));
    }

    [Fact]
    public async Task A_deleted_post_answers_410_as_a_page()
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync("Gone soon");
        await site.ReadAsync("/2026/gone-soon");

        await site.Publisher.DeleteAsync(post.Id, "test", default);

        using var response = await site.SendAsync("/2026/gone-soon");
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("<main", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Gone soon", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_post_and_a_draft_are_nowhere()
    {
        using var site = new ReadingSite();
        await site.SaveAsync(new PostDraft { Title = "Tomorrow", Markdown = "Later.", Status = PostStatus.Published, PublishedAt = DateTimeOffset.MaxValue.AddYears(-1) });
        await site.SaveAsync(new PostDraft { Title = "Unfinished", Markdown = "Perhaps." });

        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/9998/tomorrow"));
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/unfinished"));
        foreach (var place in new[] { "/", "/feed.xml", "/sitemap.xml", "/search?q=tomorrow", "/search?q=unfinished" })
        {
            var page = await site.ReadAsync(place);
            Assert.DoesNotContain("/9998/tomorrow", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Perhaps", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_address_suggests_posts_with_its_words()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Nine centimetres of snow");
        await site.PublishAsync("Something else");

        using var response = await site.SendAsync("/2019/05/nine-centimetres.html");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("/2026/nine-centimetres-of-snow", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/2026/something-else", page, StringComparison.Ordinal);
        Assert.Contains("noindex", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_slug_leads_on_for_ever()
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync("Draft title");
        await site.ReadAsync("/2026/draft-title");

        await site.SaveAsync(Publisher.AsDraft(post) with { Slug = "better-title" });

        Assert.Equal((HttpStatusCode.MovedPermanently, "/2026/better-title"), await site.FollowAsync("/2026/draft-title"));
        await site.ReadAsync("/2026/better-title");
    }

    [Theory]
    [InlineData("/blog/2014/05/01/kettle.html", "/blog/2014/05/01/kettle.html")]
    [InlineData("/blog/2014/05/kettle/", "/blog/2014/05/kettle/")]
    [InlineData("/blog/2014/05/kettle/", "/blog/2014/05/kettle")]
    [InlineData("/blog/2014/05/kettle", "/blog/2014/05/kettle/")]
    [InlineData("/Blog/Kettle.aspx", "/Blog/Kettle.aspx")]
    [InlineData("/de/kettle", "/de/kettle/index.html")]
    public async Task Addresses_of_the_old_site_lead_to_the_post(string alias, string asked)
    {
        using var site = new ReadingSite();
        await site.SaveAsync(new PostDraft { Title = "Kettle", Markdown = "Old.", Status = PostStatus.Published, PublishedAt = ReadingSite.Start, Aliases = [alias] });

        Assert.Equal((HttpStatusCode.MovedPermanently, "/2026/kettle"), await site.FollowAsync(asked));
    }

    [Theory]
    [InlineData("/2026/kettle/", "/2026/kettle")]
    [InlineData("/2026/Kettle", "/2026/kettle")]
    [InlineData("/2026/kettle/index.html", "/2026/kettle")]
    [InlineData("/2026//kettle", "/2026/kettle")]
    [InlineData("/index.html", "/")]
    [InlineData("/tag/snow/", "/tag/snow")]
    [InlineData("/Tag/Snow", "/tag/snow")]
    [InlineData("/archive/2026/", "/archive/2026")]
    [InlineData("/feed", "/feed.xml")]
    [InlineData("/feed/", "/feed.xml")]
    public async Task Another_spelling_leads_to_the_one_that_counts(string asked, string canonical)
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", "Words.", 0, "Snow");

        Assert.Equal((HttpStatusCode.MovedPermanently, canonical), await site.FollowAsync(asked));
        await site.ReadAsync(canonical);
    }

    [Theory]
    [InlineData("سلام دنیا", "/2026/سلام-دنیا")]
    [InlineData("こんにちは世界", "/2026/こんにちは世界")]
    [InlineData("Żółć", "/2026/zolc")]
    public async Task A_path_in_any_script_works_raw_and_encoded(string title, string path)
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync(title);
        Assert.Equal(path, post.Path);

        var encoded = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

        Assert.Contains(title, await site.ReadAsync(path), StringComparison.Ordinal);
        Assert.Contains(title, await site.ReadAsync(encoded), StringComparison.Ordinal);
        Assert.Contains("http://blog.test" + encoded, await site.ReadAsync("/sitemap.xml"), StringComparison.Ordinal);
        Assert.Contains(title, await site.ReadAsync("/feed.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_carries_a_path_in_any_script()
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync("سلام");

        Assert.Equal(HttpStatusCode.MovedPermanently, await site.StatusAsync(Uri.EscapeDataString("2026") + "/" + Uri.EscapeDataString(post.Slug) + "/"));
        Assert.Equal((HttpStatusCode.MovedPermanently, "/2026/" + Uri.EscapeDataString(post.Slug)), await site.FollowAsync("/2026/" + Uri.EscapeDataString(post.Slug) + "/"));
    }

    [Theory]
    [InlineData("/2026/nothing/..%2f..%2fetc")]
    [InlineData("/%2F%2Fevil.example")]
    [InlineData("/http:/evil.example/")]
    [InlineData("/%5Cevil.example/")]
    [InlineData("/tag/%2F%2Fevil.example/")]
    [InlineData("/Tag//evil.example")]
    [InlineData("/javascript:alert(1)/")]
    [InlineData("/%09/evil.example/")]
    [InlineData("/x%0d%0aLocation:%20http://evil.example")]
    public async Task No_spelling_of_a_path_leads_to_another_site(string path)
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle");

        using var response = await site.SendAsync(path);

        Assert.True((int)response.StatusCode < 500, $"{path} answered {(int)response.StatusCode}");
        Assert.True(response.Headers.Location is null || response.Headers.Location.OriginalString.StartsWith("http://blog.test/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/tag/snow")]
    [InlineData("/author/base-camp")]
    public async Task Paging_there_and_back_shows_each_post_once(string list)
    {
        using var site = new ReadingSite();
        for (var i = 1; i <= 23; i++)
        {
            // Two posts at the same instant each: the order within it must hold across pages.
            await site.PublishAsync($"Post number {i:00}", day: i / 2, tags: "Snow");
        }

        var there = await WalkAsync(site, list, Older());
        var back = await WalkAsync(site, there[^1].Path, Newer());

        Assert.Equal(3, there.Count);
        var shown = there.SelectMany(p => p.Posts).ToList();
        Assert.Equal(23, shown.Count);
        Assert.Equal(23, shown.Distinct().Count());
        Assert.Equal(shown.Order(), back.SelectMany(p => p.Posts).Distinct().Order());
        Assert.Equal(there.Select(p => p.Posts[0]), back.Select(p => p.Posts[0]).Reverse());
    }

    [Theory]
    [InlineData("/?before=")]
    [InlineData("/?before=x")]
    [InlineData("/?before=1-2")]
    [InlineData("/?after=%27%20OR%201=1")]
    [InlineData("/archive/26")]
    [InlineData("/archive/02026")]
    [InlineData("/archive/1900")]
    [InlineData("/tag/unknown")]
    [InlineData("/tag/unknown/feed.xml")]
    [InlineData("/author/unknown")]
    [InlineData("/sitemap-1.xml")]
    public async Task What_was_never_linked_answers_404(string path)
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle");

        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync(path));
    }

    [Fact]
    public async Task A_place_in_a_list_that_no_post_holds_leads_to_its_start()
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync("Kettle");
        var stranger = new PostCursor(post.PublishedAt!.Value, Guid.CreateVersion7());
        var moved = new PostCursor(post.PublishedAt.Value.AddSeconds(1), post.Id);

        Assert.Equal((HttpStatusCode.Found, "/"), await site.FollowAsync("/?before=" + stranger));
        Assert.Equal((HttpStatusCode.Found, "/"), await site.FollowAsync("/?before=" + moved));
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/?before=" + moved.ToString().ToUpperInvariant()));
    }

    [Fact]
    public async Task A_search_is_neither_kept_nor_indexed_and_escapes_what_was_typed()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", "A `<b>kettle</b>` & more.");

        using var response = await site.SendAsync("/search?q=" + Uri.EscapeDataString("\"><script>alert(1)</script>"));
        var found = await site.ReadAsync("/search?q=kettle");
        var longest = await site.StatusAsync("/search?q=" + new string('a', 3000));

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var page = await response.Content.ReadAsStringAsync();
        Assert.Contains("noindex", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("<mark>", found, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", found, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, longest);
    }

    [Fact]
    public async Task A_preview_shows_a_post_that_is_not_stored()
    {
        using var site = new ReadingSite();
        var stored = await site.SaveAsync(new PostDraft { Title = "Unfinished", Markdown = "Half a sen" });

        var page = await site.App.Get<PostPages>().PreviewAsync(stored with { Id = Guid.CreateVersion7(), Title = "Not even saved" }, default);

        Assert.Contains("Not even saved", page, StringComparison.Ordinal);
        Assert.Contains("noindex", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"canonical\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_carry_microformats()
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", "Words.", 0, "Snow");

        var post = await site.ReadAsync("/2026/kettle");
        var home = await site.ReadAsync("/");

        foreach (var name in new[] { "h-entry", "p-name", "e-content", "dt-published", "p-author", "h-card", "u-url", "p-category" })
        {
            Assert.Matches($"class=\"[^\"]*\\b{name}\\b", post);
        }

        Assert.Matches("class=\"[^\"]*\\bh-feed\\b", home);
        Assert.Matches("class=\"[^\"]*\\bh-entry\\b", home);
    }

    [Fact]
    public async Task Every_link_on_our_pages_leads_somewhere()
    {
        using var site = new ReadingSite();
        for (var i = 0; i < 12; i++)
        {
            await site.PublishAsync(i == 3 ? null : $"Öffnung {i}", "Words.\n\n## A heading\n\nMore[^1].\n\n[^1]: A note.", i, "Snow & ice", "Tag " + i);
        }

        var seen = new HashSet<string> { "/" };
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var path))
        {
            using var response = await site.SendAsync(path);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)response.StatusCode}");
            if (response.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            foreach (Match match in Address().Matches(await response.Content.ReadAsStringAsync()))
            {
                var target = WebUtility.HtmlDecode(match.Groups["to"].Value).Replace("http://blog.test", "", StringComparison.Ordinal).Split('#')[0];
                if (target.StartsWith('/') && seen.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        Assert.InRange(seen.Count, 40, 500);
    }

    private static async Task<List<(string Path, List<string> Posts)>> WalkAsync(ReadingSite site, string path, Regex next)
    {
        var pages = new List<(string, List<string>)>();
        for (string? at = path; at is not null && pages.Count < 10;)
        {
            var page = await site.ReadAsync(at);
            pages.Add((at, [.. Posts().Matches(page).Select(m => m.Value).Distinct()]));
            at = next.Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups["to"].Value)).FirstOrDefault();
        }

        return pages;
    }

    [GeneratedRegex("/2026/post-number-[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Posts();

    [GeneratedRegex("href=\"(?<to>/[^\"]*\\?before=[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Older();

    [GeneratedRegex("href=\"(?<to>/[^\"]*\\?after=[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Newer();

    [GeneratedRegex(" (href|src)=\"(?<to>[^\"]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex("<script type=\"application/ld\\+json\">(?<data>[^<]*)</script>", RegexOptions.NonBacktracking)]
    private static partial Regex JsonLd();
}
