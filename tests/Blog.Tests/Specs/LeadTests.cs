using Blog.Posts;

namespace Blog.Tests.Specs;

public sealed class LeadTests
{
    private static readonly MarkdownRenderer Renderer = new();

    [Fact]
    public void An_excerpt_is_cut_from_paragraphs_not_from_headings_tables_or_code()
    {
        var lead = Of("Snow *fell* & stayed.[^1] So it `seemed`.\n\n## Facts\n\n| Air | Error |\n|---|---|\n| 10 | 5.7 |\n\n```python\nimport math\n```\n\nIt was 3 < 4.\n\n[^1]: Not really.\n");

        Assert.StartsWith("Snow fell & stayed. So it seemed.\nIt was 3 < 4.", lead, StringComparison.Ordinal);
        Assert.DoesNotContain("Facts", lead, StringComparison.Ordinal);
        Assert.DoesNotContain("import", lead, StringComparison.Ordinal);
        Assert.DoesNotContain("5.7", lead, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_without_a_paragraph_is_excerpted_from_all_its_words()
    {
        Assert.Contains("only a list", Of("- only a list\n- of things\n"), StringComparison.Ordinal);
    }

    private static string Of(string markdown)
    {
        var rendered = Renderer.Render(markdown);
        return Lead.Of(rendered.Html, rendered.Text);
    }
}
