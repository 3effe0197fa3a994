using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Blog.Themes;

namespace Blog.Tests.Specs;

/// <summary>Pages of the bundled theme, parsed as a browser would.</summary>
public sealed class ThemeRenderingSpecs
{
    private static readonly PageRenderer Renderer = ThemeFolder.Bundled().Renderer();

    public static TheoryData<int> AllViews() => [.. Enumerable.Range(0, SampleViews.All.Count)];

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task A_page_is_the_same_before_and_after_its_templates_are_machine_code(int index)
    {
        using var folder = ThemeFolder.Bundled();
        var view = SampleViews.All[index];
        var opened = (await folder.Catalog.ActiveAsync())!;
        var scope = new RenderScope(opened.Theme, view, opened.Theme.WordsFor(view.Head.Language, view.Site.Language));
        using var before = new StringWriter();
        using var after = new StringWriter();

        opened.Templates.Render(scope, before);
        opened.Templates.Finish();
        opened.Templates.Render(scope, after);

        Assert.Equal(before.ToString(), after.ToString());
        Assert.Contains("</html>", after.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task Every_page_is_a_well_made_document(int index)
    {
        var page = await DrawAsync(SampleViews.All[index]);

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("ltr", page.DocumentElement.GetAttribute("dir"));
        Assert.False(string.IsNullOrWhiteSpace(page.Title));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main#main"));
        Assert.Single(page.QuerySelectorAll("body > header"));
        Assert.Single(page.QuerySelectorAll("body > footer"));
        Assert.Equal("#main", page.QuerySelector("body > a.skip")?.GetAttribute("href"));
        Assert.All(page.QuerySelectorAll("nav, section:not(.footnotes)"), e => Assert.True(e.HasAttribute("aria-label") || e.HasAttribute("aria-labelledby")));
        Assert.All(page.QuerySelectorAll("[aria-labelledby]"), e => Assert.NotNull(page.GetElementById(e.GetAttribute("aria-labelledby")!)));
        Assert.All(page.QuerySelectorAll("img"), e => Assert.True(e.HasAttribute("alt")));
        Assert.All(page.QuerySelectorAll("input"), e => Assert.NotNull(page.QuerySelector($"label[for={e.Id}]")));
        Assert.All(page.QuerySelectorAll("a"), a => Assert.False(string.IsNullOrEmpty(a.GetAttribute("href")), a.OuterHtml));
        Assert.All(page.QuerySelectorAll("a, button"), a => Assert.False(string.IsNullOrWhiteSpace(a.TextContent), a.OuterHtml));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task Headings_leave_no_level_out(int index)
    {
        var page = await DrawAsync(SampleViews.All[index]);

        var levels = page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(h => h.LocalName[1] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.Second} follows h{pair.First}"));
    }

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task A_strict_content_policy_blocks_nothing(int index)
    {
        var page = await DrawAsync(SampleViews.All[index]);

        Assert.Empty(page.QuerySelectorAll("style, [style]"));
        Assert.All(page.QuerySelectorAll("script"), s => Assert.Equal("application/ld+json", s.GetAttribute("type")));
        Assert.All(page.All.SelectMany(e => e.Attributes), a => Assert.False(a.Name.StartsWith("on", StringComparison.Ordinal), a.Name));
        Assert.All(page.QuerySelectorAll("link[rel=stylesheet]"), l => Assert.StartsWith("/assets/", l.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllViews))]
    public async Task Hostile_words_change_nothing_but_the_words(int index)
    {
        var view = SampleViews.All[index];

        var harmless = await DrawAsync(Words(view, "harmless"));
        var hostile = await DrawAsync(Words(view, SampleViews.Hostile));

        Assert.Equal(Shape(harmless), Shape(hostile));
        Assert.All(hostile.QuerySelectorAll("script"), e => Assert.DoesNotContain("alert", e.TextContent, StringComparison.Ordinal));
        Assert.Equal(view.Head.Title == "" ? "" : SampleViews.Hostile, hostile.Title);
    }

    [Fact]
    public async Task An_address_that_is_code_becomes_no_link()
    {
        var site = SampleViews.Site() with
        {
            Navigation = [new LinkView("Trap", "javascript:alert(1)")],
            Owner = SampleViews.Ines with { Links = ["java\tscript:alert(1)", "data:text/html,x", "//evil.example"] },
        };

        var page = await DrawAsync(new HomePage { Site = site, Head = SampleViews.Head("Home"), Posts = [], Pager = new PagerView(null, "javascript:1"), IsFirst = true });

        Assert.All(page.QuerySelectorAll("[href]"), e => Assert.Matches("^(/[^/]|/$|#|https?:|$)", e.GetAttribute("href")));
    }

    [Fact]
    public async Task A_post_carries_its_microformats()
    {
        var page = await DrawAsync(SampleViews.RichPost());

        var entry = Assert.Single(page.QuerySelectorAll(".h-entry"));
        Assert.Equal("Nine centimetres of snow that never fell", entry.QuerySelector("h1.p-name")?.TextContent);
        Assert.Equal("2026-05-17T09:20:00-03:00", entry.QuerySelector("time.dt-published")?.GetAttribute("datetime"));
        Assert.Equal("2026-06-01T09:20:00-03:00", entry.QuerySelector("time.dt-updated")?.GetAttribute("datetime"));
        Assert.Equal("https://ines.example/2026/nine-centimetres", entry.QuerySelector("a.u-url:not(.h-card a)")?.GetAttribute("href"));
        Assert.Equal(["Inés Quiroga", "Bo Nyström"], entry.QuerySelectorAll(".p-author.h-card .p-name").Select(e => e.TextContent));
        Assert.Equal(["snow", "instruments"], entry.QuerySelectorAll(".p-category").Select(e => e.TextContent));
        Assert.Equal(["https://x.com/inesq/status/1", "https://unheard.example/1"], entry.QuerySelectorAll("a.u-syndication").Select(e => e.GetAttribute("href")));
        Assert.Equal("/media/ridge.webp", entry.QuerySelector("img.u-featured")?.GetAttribute("src"));
        Assert.Contains("At ten past three", entry.QuerySelector(".e-content")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Also on", entry.QuerySelector(".e-content")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_has_no_name_in_any_list_or_on_its_own_page()
    {
        var own = await DrawAsync(new PostPageView { Site = SampleViews.Site(), Head = SampleViews.Head("Note"), Post = SampleViews.Note() });
        var home = await DrawAsync(SampleViews.All[0]);

        Assert.Empty(own.QuerySelectorAll(".h-entry > header .p-name:not(.h-card .p-name)"));
        Assert.Empty(home.QuerySelectorAll(".h-entry.note .p-name"));
        Assert.Contains("First frost", home.QuerySelector(".h-entry.note .e-content")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_says_who_lives_here()
    {
        var page = await DrawAsync(SampleViews.All[0]);

        var card = Assert.Single(page.QuerySelectorAll(".h-card.intro-card"));
        Assert.Equal("https://ines.example/", card.QuerySelector("a.u-uid[rel=me]")?.GetAttribute("href"));
        Assert.Equal(2, card.QuerySelectorAll("li a[rel=me]").Length);
        Assert.Equal(SampleViews.Posts().Count, page.QuerySelectorAll(".h-feed > ol > .h-entry").Length);
    }

    [Fact]
    public async Task A_Spanish_page_speaks_Spanish_throughout()
    {
        var post = SampleViews.Spanish() with { Html = new Markup("<p>Hola.</p>"), IsForeign = false };
        var page = await DrawAsync(new PostPageView { Site = SampleViews.Site("es"), Head = SampleViews.Head("Hola", "es"), Post = post });

        Assert.Equal("es", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("11 de abril de 2026", page.QuerySelector("time.dt-published")?.TextContent);
        Assert.Contains("1 carta", page.QuerySelector(".byline")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Archivo", page.QuerySelector("nav")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("body [lang]"));
    }

    [Fact]
    public async Task Words_in_another_language_say_so()
    {
        var page = await DrawAsync(SampleViews.All[0]);

        var arabic = page.QuerySelectorAll("h3").Single(h => h.TextContent.StartsWith("دفتر", StringComparison.Ordinal));
        Assert.Equal(("ar", "rtl"), (arabic.GetAttribute("lang"), arabic.GetAttribute("dir")));
        var spanish = page.QuerySelectorAll("h3").Single(h => h.TextContent.StartsWith("La paciencia", StringComparison.Ordinal));
        Assert.Equal(("es", null), (spanish.GetAttribute("lang"), spanish.GetAttribute("dir")));
    }

    [Fact]
    public async Task A_page_in_a_language_that_the_theme_lacks_marks_its_own_words()
    {
        var page = await DrawAsync(new PostPageView
        {
            Site = SampleViews.Site(),
            Head = SampleViews.Head("دفتر النهر", "ar"),
            Post = SampleViews.Arabic() with { Html = new Markup("<p>كل صباح</p>") },
        });

        Assert.Equal(("ar", "rtl"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.All(page.QuerySelectorAll("body > a.skip, body > header nav, .byline, body > footer"), e => Assert.Equal("en", e.GetAttribute("lang")));
        Assert.False(page.QuerySelector(".e-content")!.HasAttribute("lang"));
    }

    [Fact]
    public async Task The_head_tells_machines_what_the_page_is()
    {
        var page = await DrawAsync(SampleViews.RichPost());

        string? Meta(string name) => page.QuerySelector($"meta[property='{name}'], meta[name='{name}']")?.GetAttribute("content");
        Assert.Equal("article", Meta("og:type"));
        Assert.Equal("https://ines.example/media/ridge.webp", Meta("og:image"));
        Assert.Equal("summary_large_image", Meta("twitter:card"));
        Assert.Equal("2026-05-17T12:20:00Z", Meta("article:published_time"));
        Assert.Equal("light dark", Meta("color-scheme"));
        Assert.Equal("https://ines.example/2026/nine-centimetres", page.QuerySelector("link[rel=canonical]")?.GetAttribute("href"));
        Assert.Equal(["/f.atom", "/f.rss", "/f.json", "/feed.atom", "/feed.rss", "/feed.json"], page.QuerySelectorAll("link[rel=alternate]").Select(l => l.GetAttribute("href")));
        Assert.Contains("\"@type\":\"BlogPosting\"", page.QuerySelector("script[type='application/ld+json']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_end_that_search_engines_must_not_list_says_so()
    {
        var page = await DrawAsync(SampleViews.All.OfType<ProblemPage>().First(p => p.Status == 404));

        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")?.GetAttribute("content"));
        Assert.Null(page.QuerySelector("link[rel=canonical]"));
        Assert.Equal("snow depth sensor", page.QuerySelector<IHtmlInputElement>("#q")?.GetAttribute("value"));
    }

    internal static async Task<IHtmlDocument> DrawAsync(PageView view, PageRenderer? renderer = null) =>
        new HtmlParser().ParseDocument(await (renderer ?? Renderer).RenderAsync(view, CancellationToken.None));

    private static PageView Words(PageView view, string words) => (PageView)SampleViews.WithWords(view, words)!;

    private static string Shape(IHtmlDocument page) => string.Join(' ', page.All.Select(e => e.LocalName + "." + e.ClassName));
}
