using Blog.Reading;
using Blog.Site;
using Blog.Tests.Infrastructure;
using Blog.Themes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Blog.Tests.Specs;

/// <summary>Pages of the bundled themes, parsed as a browser would.</summary>
public sealed class ThemeRenderingSpecs
{
    [Fact]
    public async Task Every_kind_of_page_is_drawn_by_the_theme()
    {
        var renderer = Renderer();

        foreach (var view in SampleViews.Rich().Concat(SampleViews.Empty()))
        {
            var html = await renderer.RenderAsync(view, CancellationToken.None);

            Assert.Contains("class=\"site\"", html, StringComparison.Ordinal);
            Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
        }
    }

    internal static PageRenderer Renderer(string theme = "camp", string? folder = null)
    {
        var options = Options.Create(new BlogOptions { Theme = theme, Themes = folder ?? Path.Combine(Repository.Root, "themes") });
        var catalog = new ThemeCatalog(options, [new HandlebarsEngine()], new ContentVersion(), NullLogger<ThemeCatalog>.Instance);
        return new PageRenderer(catalog, NullLogger<PageRenderer>.Instance);
    }
}
