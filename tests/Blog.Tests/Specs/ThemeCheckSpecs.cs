using Blog.Themes;

namespace Blog.Tests.Specs;

/// <summary><c>theme check</c>: clean for what ships, and precise about mistakes.</summary>
public sealed class ThemeCheckSpecs
{
    public static TheoryData<string> Bundled() => [.. ThemeFolder.Bundled().Catalog.Names];

    [Theory]
    [MemberData(nameof(Bundled))]
    public void Every_bundled_theme_is_clean(string theme)
    {
        var messages = ThemeFolder.Bundled().Catalog.Check(theme);

        Assert.Empty(messages);
    }

    [Theory]
    [MemberData(nameof(Bundled))]
    public void Every_language_has_the_same_keys_and_places(string name)
    {
        var theme = ThemeFolder.Bundled().Catalog.Read(name);
        var english = theme.Locales["en"];

        foreach (var words in theme.Locales.Values)
        {
            Assert.Equal(english.Keys.Order(), words.Keys.Order());
            Assert.All(
                english.Keys.Where(k => !english.IsPlural(k)),
                k => Assert.Equal(english.Find(k)!.Contains("{0}", StringComparison.Ordinal), words.Find(k)!.Contains("{0}", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("post.hbs", "{{title}}", "{{titel}}", ThemeLevel.Error, "PostView has no field “titel”; perhaps “title”")]
    [InlineData("post.hbs", "{{> byline}}", "{{> bylin}}", ThemeLevel.Error, "there is no partial “bylin”; perhaps “byline”")]
    [InlineData("partials/footer.hbs", "{{t \"footer.line\"}}", "{{tt \"footer.line\"}}", ThemeLevel.Error, "there is no function “tt”; perhaps “t”")]
    [InlineData("partials/footer.hbs", "{{t \"footer.line\"}}", "{{t \"footer.lin\"}}", ThemeLevel.Error, "locales/en.json has no “footer.lin”; perhaps “footer.line”")]
    [InlineData("partials/footer.hbs", "{{t \"footer.line\"}}", "{{t \"letters\"}}", ThemeLevel.Error, "“letters” has plural forms in locales/en.json; use “plural” with a number")]
    [InlineData("partials/item.hbs", "{{date published}}", "{{date}}", ThemeLevel.Error, "“date” takes 1 to 2 values, not 0")]
    [InlineData("partials/item.hbs", "{{title}}", "{{{title}}}", ThemeLevel.Error, "three braces write text without escaping it")]
    [InlineData("partials/item.hbs", "{{title}}", "{{& title}}", ThemeLevel.Error, "three braces write text without escaping it")]
    [InlineData("post.hbs", "{{html}}", "{{{html}}}", ThemeLevel.Recommendation, "three braces are not needed here")]
    [InlineData("partials/item.hbs", "href=\"{{link path}}\"", "href={{link path}}", ThemeLevel.Error, "an attribute without quotes")]
    [InlineData("partials/head.hbs", "camp.css", "camp.cs", ThemeLevel.Error, "assets/ has no “camp.cs”; perhaps “camp.css”")]
    [InlineData("partials/footer.hbs", "{{icon \"feed\"}}", "{{icon \"fed\"}}", ThemeLevel.Warning, "icons/ has no “fed.svg”; perhaps “feed”")]
    [InlineData("post.hbs", "e-content", "content", ThemeLevel.Warning, "has no “e-content”")]
    [InlineData("post.hbs", "<header>", "<header style=\"color:red\">", ThemeLevel.Warning, "a style attribute is blocked")]
    [InlineData("home.hbs", "{{#each posts}}", "{{#each site}}", ThemeLevel.Error, null)]
    [InlineData("home.hbs", "{{#if posts}}", "{{#iff posts}}", ThemeLevel.Error, "there is no block “iff”; perhaps “if”")]
    [InlineData("locales/es.json", "\"nav.home\"", "\"nav.hom\"", ThemeLevel.Warning, "“nav.home” is not translated")]
    [InlineData("layout.hbs", "{{body}}", "{{body}", ThemeLevel.Fatal, null)]
    [InlineData("locales/es.json", "HH:mm", "'", ThemeLevel.Fatal, "is no date pattern")]
    public void A_mistake_is_named_with_its_place_and_the_nearest_name(string file, string old, string with, ThemeLevel level, string? text)
    {
        using var folder = ThemeFolder.Copy(f => f.Replace(file, old, with));

        var messages = folder.Catalog.Check("camp");

        if (text is not null)
        {
            var found = messages.FirstOrDefault(m => m.Text.Contains(text, StringComparison.Ordinal));
            Assert.True(found is not null, string.Join('\n', messages));
            Assert.Equal((level, file), (found.Level, found.File == "locales/es.json" || found.File == file ? file : found.File));
        }
        else if (level == ThemeLevel.Fatal)
        {
            Assert.Contains(messages, m => m.Level == level && m.File == file);
        }
    }

    [Fact]
    public void The_line_is_the_line_of_the_mistake()
    {
        using var folder = ThemeFolder.Copy(f => f.Write("tag.hbs", "<main>\n<div class=\"h-feed h-entry\">\n{{#each posts}}\n<p>{{readingMinute}}</p>\n{{/each}}\n</div></main>"));

        var message = folder.Catalog.Check("camp").First(m => m.Level == ThemeLevel.Error);

        Assert.Equal("error: tag.hbs, line 4: PostView has no field “readingMinute”; perhaps “readingMinutes”", message.ToString());
    }

    [Theory]
    [InlineData("search.hbs", ThemeLevel.Error)]
    [InlineData("layout.hbs", ThemeLevel.Fatal)]
    [InlineData("theme.json", ThemeLevel.Fatal)]
    public void A_file_that_is_missing_is_named(string file, ThemeLevel level)
    {
        using var folder = ThemeFolder.Copy(f => File.Delete(f.FileOf(file)));

        Assert.Contains(folder.Catalog.Check("camp"), m => m.File == file && m.Level == level && m.Text.StartsWith("is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void No_function_has_the_name_of_a_field()
    {
        var fields = typeof(PageView).Assembly.GetTypes()
            .Where(t => t.Namespace == "Blog.Themes" && (t.Name.EndsWith("View", StringComparison.Ordinal) || t.IsSubclassOf(typeof(PageView))))
            .SelectMany(t => t.GetProperties()).Select(p => p.Name);

        Assert.Empty(TemplateFunctions.All.Keys.Append("body").Intersect(fields, StringComparer.OrdinalIgnoreCase));
    }
}
