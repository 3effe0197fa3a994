using Blog.Posts;

namespace Blog.Tests.Specs;

/// <summary>What authors write beyond CommonMark, and how it comes out.</summary>
public sealed class MarkdownFeatureTests
{
    private static readonly MarkdownRenderer Renderer = new();

    [Fact]
    public void A_table_scrolls_in_a_frame_that_is_named_after_its_columns()
    {
        var html = Html("| Air | Speed |\n|:---|----:|\n| 0 °C | 331 m/s |");

        Assert.StartsWith("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Air, Speed\">", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\" class=\"ta-l\">Air</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"ta-r\">331 m/s</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_table_may_hold_blocks_in_its_cells()
    {
        var html = Html("+-----+-----+\n| a   | - b |\n|     | - c |\n+-----+-----+");

        Assert.Contains("<td><ul>", html.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_tables_with_the_same_columns_are_told_apart()
    {
        var html = Html("| a |\n|---|\n| 1 |\n\n| a |\n|---|\n| 2 |");

        Assert.Contains("aria-label=\"a\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"a 2\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_footnote_leads_there_and_back_with_the_roles_of_a_book()
    {
        var rendered = Renderer.Render("Good.[^n] Again.[^n]\n\n[^n]: Noise.");

        Assert.Contains("<sup id=\"fnref-1\"><a href=\"#fn-1\" class=\"ref\" role=\"doc-noteref\">1</a></sup>", rendered.Html, StringComparison.Ordinal);
        Assert.Contains("<section class=\"footnotes\" role=\"doc-endnotes\">", rendered.Html, StringComparison.Ordinal);
        Assert.Contains("<li id=\"fn-1\"><p>Noise. <a href=\"#fnref-1\" class=\"ref\" role=\"doc-backlink\" aria-label=\"↩ 1\">", rendered.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"fnref-2\"", rendered.Html, StringComparison.Ordinal);
        Assert.Equal("Good. Again.\nNoise.", rendered.Text);
    }

    [Fact]
    public void A_task_list_shows_signs_instead_of_form_controls()
    {
        var html = Html("- [ ] rest\n- [x] work");

        Assert.Contains("<li class=\"task-list-item\">☐ rest</li>", html, StringComparison.Ordinal);
        Assert.Contains("☑ work", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<input", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Term\n: Meaning", "<dl><dt>Term</dt><dd>Meaning</dd></dl>")]
    [InlineData("~~gone~~ ++new++ ==this==", "<p><del>gone</del> <ins>new</ins> <mark>this</mark></p>")]
    [InlineData("H~2~O, 2^10^", "<p>H<sub>2</sub>O, 2<sup>10</sup></p>")]
    [InlineData("*[HTML]: Hypertext\n\nHTML.", "<p><abbr title=\"Hypertext\">HTML</abbr>.</p>")]
    [InlineData("see https://a.example/b.", "<p>see <a href=\"https://a.example/b\">https://a.example/b</a>.</p>")]
    [InlineData("これは**強調。**次です", "<p>これは<strong>強調。</strong>次です</p>")]
    [InlineData("a  \nb", "<p>a<br>b</p>")]
    public void An_extension_does_its_work(string markdown, string wanted)
    {
        var html = Html(markdown);

        Assert.Equal(wanted, html.Replace("\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("C++11 and C++14")]
    [InlineData("if a==b or c==d")]
    [InlineData("from ~5 km to ~9 km")]
    [InlineData("x^2+y^2 and 2^10 or 3^4")]
    [InlineData(":smile: :tent: (c)")]
    [InlineData("\"quoted\" -- it's ...")]
    [InlineData("# not {onclick=alert(1)}")]
    [InlineData("mail me@example.org")]
    [InlineData("from $5 to $10")]
    public void What_only_looks_like_markup_stays_as_typed(string text)
    {
        var rendered = Renderer.Render(text);

        Assert.Equal(text.TrimStart('#', ' '), rendered.Text);
        Assert.DoesNotContain("<s", rendered.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<ins", rendered.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<mark", rendered.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"$a_1 * b_2 * c$", "<p><span class=\"math\">$a_1 * b_2 * c$</span></p>")]
    [InlineData("$$\n\\frac{a}{b} < _c_\n$$", "<div class=\"math\">$$\n\\frac{a}{b} &lt; _c_\n$$</div>")]
    public void A_formula_stays_readable_as_typed(string markdown, string wanted)
    {
        var html = Html(markdown);

        Assert.Equal(wanted, html);
    }

    [Fact]
    public void A_heading_has_an_anchor_that_can_not_be_mistaken_for_a_part_of_the_page()
    {
        var html = Html("# Main\n\n## Ünïcode & `code`\n\n## برف\n\n## Main\n\nSee [there](#main).");

        Assert.Contains("<h1 id=\"h-main\">", html, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"h-ünïcode-code\">", html, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"h-برف\">", html, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"h-main-1\">", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#h-main\">there</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_heading_a_thousand_times_gets_a_thousand_anchors()
    {
        var html = Html(string.Concat(Enumerable.Repeat("# a\n\n", 1000)));

        var ids = html.Split("id=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]).ToList();
        Assert.Equal(1000, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("![a mast](m.jpg \"The mast, in May\")", "<figure><img src=\"m.jpg\" alt=\"a mast\" decoding=\"async\"><figcaption>The mast, in May</figcaption></figure>")]
    [InlineData("[![a mast](m.jpg \"The mast\")](big.jpg)", "<figure><a href=\"big.jpg\"><img src=\"m.jpg\" alt=\"a mast\" decoding=\"async\"></a><figcaption>The mast</figcaption></figure>")]
    [InlineData("![a mast](m.jpg)", "<p><img src=\"m.jpg\" alt=\"a mast\" decoding=\"async\"></p>")]
    [InlineData("See ![a mast](m.jpg \"The mast\")", "<p>See <img src=\"m.jpg\" alt=\"a mast\" title=\"The mast\" decoding=\"async\"></p>")]
    [InlineData("![a *big* \"mast\"](m.jpg)", "<p><img src=\"m.jpg\" alt=\"a big &quot;mast&quot;\" decoding=\"async\"></p>")]
    public void A_picture_alone_with_a_title_becomes_a_figure(string markdown, string wanted)
    {
        var html = Html(markdown);

        Assert.Equal(wanted, html);
    }

    [Fact]
    public void Every_picture_but_the_first_waits_until_it_is_near()
    {
        var html = Html("![](a.jpg) ![](b.jpg)\n\n<img src=c.jpg>");

        Assert.Equal(2, html.Split("loading=\"lazy\"").Length - 1);
        Assert.Contains("<img src=\"a.jpg\" alt=\"\" decoding=\"async\">", html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"c.jpg\" alt=\"\" loading=\"lazy\" decoding=\"async\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Media_are_resolved_wherever_they_stand_and_asked_for_once()
    {
        var asked = new List<string>();
        string? Resolve(string url)
        {
            asked.Add(url);
            return url.Contains("unknown", StringComparison.Ordinal) ? null : "/media/" + Path.GetFileName(url).Replace(' ', '-');
        }

        var html = Renderer.Render(
            "![](img/a%20b.png) <img src='img/a b.png'> [pdf](x.pdf) [page](x.html) [other](https://o.example/x.pdf) ![](unknown.png)\n\n<video src=v.mp4 poster=p.jpg></video><audio><source src=s.ogg></audio>",
            Resolve).Html;

        Assert.Equal(["img/a b.png", "x.pdf", "unknown.png", "v.mp4", "p.jpg", "s.ogg"], asked);
        Assert.Equal(2, html.Split("<img src=\"/media/a-b.png\"").Length - 1);
        Assert.Contains("<a href=\"/media/x.pdf\">", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"x.html\">", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://o.example/x.pdf\">", html, StringComparison.Ordinal);
        Assert.Contains("src=\"unknown.png\"", html, StringComparison.Ordinal);
        Assert.Contains("<video src=\"/media/v.mp4\" poster=\"/media/p.jpg\" playsinline controls preload=\"metadata\">", html, StringComparison.Ordinal);
        Assert.Contains("<source src=\"/media/s.ogg\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_loaded_from_where_a_resolver_must_not_send_it()
    {
        var html = Renderer.Render("![](a.png) <img src=b.png>", _ => "javascript:alert(1)").Html;

        Assert.DoesNotContain("javascript", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<details open><summary>More</summary>Text</details>")]
    [InlineData("<p><kbd>Ctrl</kbd> <abbr title=\"a\">b</abbr> <ruby>雪<rp>(</rp><rt>ゆき</rt><rp>)</rp></ruby> <time datetime=\"2026-05-17\">17 May</time></p>")]
    [InlineData("<figure class=\"wide\"><img src=\"a.png\" alt=\"\" decoding=\"async\"><figcaption>b</figcaption></figure>")]
    [InlineData("<blockquote lang=\"ar\" dir=\"rtl\"><p>نصّ</p></blockquote>")]
    public void Authors_keep_the_HTML_that_writing_needs(string html)
    {
        var kept = Html(html);

        Assert.Equal(html, kept);
    }

    [Theory]
    [InlineData("https://www.youtube.com/embed/a_B-1?start=9", "https://www.youtube-nocookie.com/embed/a_B-1?start=9")]
    [InlineData("//www.youtube.com/embed/a", "https://www.youtube-nocookie.com/embed/a")]
    [InlineData("https://player.vimeo.com/video/12", "https://player.vimeo.com/video/12")]
    public void A_known_player_is_embedded_in_a_sandbox(string source, string wanted)
    {
        var html = Html($"<iframe src=\"{source}\" onload=\"x()\" width=560 style=\"border:0\" sandbox=\"allow-top-navigation\" allow=\"camera\"></iframe>");

        Assert.Contains($"<iframe src=\"{wanted}\" title=", html, StringComparison.Ordinal);
        Assert.Contains("sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\"", html, StringComparison.Ordinal);
        Assert.Contains("loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("camera", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onload", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/embed/a")]
    [InlineData("https://www.youtube.com.evil.example/embed/a")]
    [InlineData("https://www.youtube.com@evil.example/embed/a")]
    [InlineData("https://www.youtube.com/redirect?q=x")]
    [InlineData("https://www.youtube.com:8443/embed/a")]
    [InlineData("https://www.youtube.com/embed/../redirect")]
    public void An_unknown_player_becomes_a_plain_link(string source)
    {
        var html = Html($"<iframe src=\"{source}\"></iframe>");

        Assert.DoesNotContain("<iframe", html, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{source}\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plain_text_has_a_line_per_block_and_keeps_code()
    {
        var rendered = Renderer.Render("# Title\n\nTwo  *soft*\nlines.\n\n- a\n- b\n\n```c\nint  x;\n```\n\n<script>alert(1)</script>");

        Assert.Equal("Title\nTwo soft lines.\na\nb\nint  x;", rendered.Text);
    }

    [Theory]
    [InlineData("one two three", 3)]
    [InlineData("it's a well-known don’t", 4)]
    [InlineData("雪が降っています", 4)]
    [InlineData("می‌خواهم بروم", 2)]
    [InlineData("눈이 내립니다", 2)]
    [InlineData("123 abc 雪雪", 3)]
    [InlineData("", 0)]
    public void Words_are_counted_in_any_script(string text, int wanted)
    {
        var rendered = Renderer.Render(text);

        Assert.Equal(wanted, rendered.WordCount);
    }

    private static string Html(string markdown) => Renderer.Render(markdown).Html.Trim('\n');
}
