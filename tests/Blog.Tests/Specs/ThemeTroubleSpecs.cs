using Blog.Themes;

namespace Blog.Tests.Specs;

/// <summary>What readers see while a theme is broken, and what its author is told.</summary>
public sealed class ThemeTroubleSpecs
{
    [Fact]
    public async Task A_theme_that_is_broken_at_the_start_still_shows_the_words()
    {
        using var folder = ThemeFolder.Copy(f => f.Write("theme.json", "{ \"title\": "));

        var html = await folder.Renderer().RenderAsync(SampleViews.RichPost(), CancellationToken.None);

        Assert.Contains("<h1>Nine centimetres of snow that never fell</h1>", html, StringComparison.Ordinal);
        Assert.Contains("At ten past three", html, StringComparison.Ordinal);
        Assert.Equal("theme.json", folder.Catalog.Trouble?.File);
        Assert.Equal(1, folder.Catalog.Trouble?.Line);
    }

    [Fact]
    public async Task A_theme_that_is_absent_still_shows_the_words()
    {
        using var folder = ThemeFolder.Copy(f => Directory.Delete(Path.Combine(f.Root, "camp"), recursive: true));

        var html = await folder.Renderer().RenderAsync(SampleViews.RichPost(), CancellationToken.None);

        Assert.Contains("At ten past three", html, StringComparison.Ordinal);
        Assert.Contains("there is no theme “camp”", folder.Catalog.Trouble?.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post.hbs", "{{#with post}}", "{{#with post}")]
    [InlineData("post.hbs", "{{> byline}}", "{{> nobody-wrote-this}}")]
    [InlineData("partials/byline.hbs", "{{/each}}", "")]
    [InlineData("partials/byline.hbs", "{{#each authors}}", "{{> byline}}{{#each authors}}")]
    public async Task A_mistake_in_one_template_spoils_only_the_pages_that_need_it(string file, string old, string with)
    {
        using var folder = ThemeFolder.Copy(f => f.Replace(file, old, with));
        var renderer = folder.Renderer();

        var post = await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None);
        var home = await renderer.RenderAsync(SampleViews.All[0], CancellationToken.None);

        Assert.Contains("shown without its design", post, StringComparison.Ordinal);
        Assert.Contains("At ten past three", post, StringComparison.Ordinal);
        Assert.Contains("class=\"site\"", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plain_page_escapes_what_the_theme_would_have()
    {
        using var folder = ThemeFolder.Copy(f => File.Delete(f.FileOf("layout.hbs")));
        var renderer = folder.Renderer();

        foreach (var view in SampleViews.All)
        {
            var page = await ThemeRenderingSpecs.DrawAsync((PageView)SampleViews.WithWords(view, SampleViews.Hostile)!, renderer);

            Assert.Empty(page.QuerySelectorAll("script"));
            Assert.Single(page.QuerySelectorAll("h1"));
        }
    }

    [Fact]
    public async Task A_change_for_the_worse_keeps_the_last_good_state_and_names_the_place()
    {
        using var folder = ThemeFolder.Copy();
        var renderer = folder.Renderer();
        var before = await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None);
        folder.Replace("partials/tags.hbs", "{{#each tags}}", "{{#each tags}}\n\n{{{broken}}");

        var reloaded = folder.Catalog.Reload();

        Assert.False(reloaded);
        Assert.Equal(before, await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None));
        Assert.Equal("partials/tags.hbs", folder.Catalog.Trouble?.File);
        Assert.Equal(0, folder.Version.Site);
    }

    [Fact]
    public async Task A_change_for_the_better_shows_at_once_and_makes_every_page_stale()
    {
        using var folder = ThemeFolder.Copy(f => f.Write("post.hbs", "{{#if"));
        var renderer = folder.Renderer();
        await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None);
        folder.Write("post.hbs", "<main id=\"main\"><h1>Mended</h1></main>");

        var reloaded = folder.Catalog.Reload();

        Assert.True(reloaded);
        Assert.Null(folder.Catalog.Trouble);
        Assert.Contains("<h1>Mended</h1>", await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None), StringComparison.Ordinal);
        Assert.Equal(1, folder.Version.Site);
    }

    [Fact]
    public async Task An_indented_partial_is_escaped_like_any_other()
    {
        using var folder = ThemeFolder.Copy(f =>
        {
            f.Write("partials/words.hbs", "<b>{{head.title}}</b>\n");
            f.Write("post.hbs", "<main>\n  {{> words}}\n\t{{~> words}}\n  {{#> words}}x{{/words}}\n</main>");
        });
        var view = SampleViews.RichPost();

        var html = await folder.Renderer().RenderAsync(view with { Head = view.Head with { Title = SampleViews.Hostile } }, CancellationToken.None);

        Assert.Contains("<b>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;</b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_no_view_has_is_empty()
    {
        using var folder = ThemeFolder.Copy(f => f.Write("post.hbs", "<main>[{{post.nothing}}{{nothing}}{{post.nothing.at.all}}{{#if nothing}}no{{/if}}{{date nothing}}{{t}}]</main>"));

        var html = await folder.Renderer().RenderAsync(SampleViews.RichPost(), CancellationToken.None);

        Assert.Contains("<main>[]</main>", html, StringComparison.Ordinal);
    }
}
