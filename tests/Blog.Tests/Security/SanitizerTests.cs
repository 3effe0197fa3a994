using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Blog.Interactions;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Security;

/// <summary>Hostile HTML through both policies, judged by parsing what came out, with scripting on and off.</summary>
public sealed class SanitizerTests
{
    private static readonly MarkdownRenderer Renderer = new();
    private static readonly HtmlParser Plain = new();
    private static readonly HtmlParser Scripting = new(new HtmlParserOptions { IsScripting = true });

    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "a", "abbr", "address", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn",
        "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img", "ins", "kbd", "li", "mark",
        "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub", "summary", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u", "ul", "var", "video", "wbr",
    };

    [Theory]
    [InlineData("<a href=\"java\nscript:alert(1)\">x</a>")]
    [InlineData("<a href=\"&#1;javascript:alert(1)\">x</a>")]
    [InlineData("<a href=\" javascript&colon;alert(1)\">x</a>")]
    [InlineData("<a href=\"data:text/html,<script>alert(1)</script>\">x</a>")]
    [InlineData("<a href=\"vbscript:x\">x</a>")]
    [InlineData("<a href=\"http:javascript:alert(1)\">x</a>")]
    [InlineData("<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg><style><img src=x onerror=alert(1)></style></svg>")]
    [InlineData("<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>")]
    [InlineData("<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<template><img src=x onerror=alert(1)></template>")]
    [InlineData("<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>")]
    [InlineData("<title><a title=\"</title><img src=x onerror=alert(1)>\">")]
    [InlineData("<textarea><a title=\"</textarea><img src=x onerror=alert(1)>\">")]
    [InlineData("<!--><img src=x onerror=alert(1)>-->")]
    [InlineData("<![CDATA[><img src=x onerror=alert(1)>]]>")]
    [InlineData("<table><td><a><table><td><a href=x></table><img src=x onerror=alert(1)>")]
    [InlineData("<blockquote cite=\"javascript:alert(1)\"><p>x [caption]<a title=\"' onmouseover=alert(1) '\">")]
    [InlineData("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>")]
    [InlineData("<iframe src=\"javascript:alert(1)\"></iframe>")]
    [InlineData("<object data=x><embed src=x></object>")]
    [InlineData("<base href=https://evil.example/><meta http-equiv=refresh content=0>")]
    [InlineData("<p id=main class=\"h-entry u-url\" style=\"position:fixed\" name=body>x</p>")]
    [InlineData("<select><option><style></option></select><img src=x onerror=alert(1)>")]
    [InlineData("<video poster=javascript:alert(1)><source src=javascript:alert(1) onerror=alert(1)></video>")]
    [InlineData("<plaintext><img src=x onerror=alert(1)>")]
    [InlineData("<a href=\"/\\evil.example\">x</a>")]
    public void A_known_attack_leaves_nothing_dangerous(string html)
    {
        Judge(html);
    }

    [SharedFact("vectors/xss/payloadbox.txt")]
    public void Every_collected_vector_leaves_nothing_dangerous()
    {
        var folder = Path.Combine(Repository.Shared!, "vectors", "xss");
        var vectors = File.ReadAllLines(Path.Combine(folder, "payloadbox.txt")).Where(line => line.Length > 0)
            .Concat(File.ReadAllText(Path.Combine(folder, "owasp-filter-evasion.md")).Split("```").Where((_, i) => i % 2 == 1)).ToList();

        Assert.True(vectors.Count > 6000);
        vectors.ForEach(Judge);
    }

    [Fact]
    public void Twenty_thousand_random_tangles_leave_nothing_dangerous()
    {
        var random = new Random(20261122);
        string[] pieces =
        [
            "<p>", "</p>", "<div>", "</div>", "<a href=x>", "</a>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<b>", "</b>", "<i lang=en>", "</i>", "<li>", "<ul>", "</ul>",
            "<svg>", "</svg>", "<math>", "<mtext>", "<mglyph>", "<style>", "</style>", "<title>", "</title>", "<script>", "</script>", "<textarea>", "</textarea>", "<noscript>", "</noscript>",
            "<template>", "</template>", "<select>", "<option>", "</select>", "<form>", "</form>", "<button>", "</button>", "<iframe src=//www.youtube.com/embed/a>", "</iframe>", "<xmp>", "</xmp>",
            "<!--", "-->", "<![CDATA[", "]]>", "<h1>", "</h1>", "<h2>", "<dl>", "<dt>", "<dd>", "<ruby>", "<rt>", "<pre>\n\n", "</pre>", "<font color=red>", "</font>", "<x-y>", "</x-y>", "<caption>", "<thead>",
            "<img src=x onerror=alert(1)>", "<a href=\"javascript:alert(1)\">", " onmouseover=alert(1) ", "\"", "'", "`", ">", "<", "&lt;", "&#x6a;", "\0", "text", " ", "\n", "<details open ontoggle=x>", "<summary>",
            "<video src=v.mp4>", "</video>", "<source src=s>", "<figure>", "<figcaption>", "<annotation-xml encoding=text/html>", "<foreignObject>", "<input type=checkbox>", "<br>", "</br>", "<hr>", "<nobr>", "<center>", "<marquee>", "<object>", "<image src=x>",
        ];
        for (var i = 0; i < 20_000; i++)
        {
            var html = new StringBuilder();
            for (var n = random.Next(1, 25); n > 0; n--)
            {
                html.Append(pieces[random.Next(pieces.Length)]);
            }

            Judge(html.ToString());
        }
    }

    [Fact]
    public void A_guest_keeps_words_and_links_only()
    {
        var html = HtmlSanitizer.Sanitize(
            "<h2 id=x class=y>Hi</h2><p>a <b>b</b> <i>c</i> <a href=https://a.example rel=me>d</a> <a href=/desk>e</a><img src=https://t.example/p.gif><br><code>f</code></p><ul><li>g</ul>",
            HtmlPolicy.Guest).Html;

        Assert.Equal("Hi<p>a <strong>b</strong> <em>c</em> <a href=\"https://a.example\" rel=\"nofollow ugc noopener\">d</a> e<br><code>f</code></p><ul><li>g</li></ul>", html);
    }

    [Fact]
    public void Ids_of_a_text_stay_out_of_the_page_and_its_links_still_find_them()
    {
        var html = HtmlSanitizer.Sanitize("<a name=top></a><h2 id=letters>x</h2><a href=#letters>y</a>", HtmlPolicy.Author).Html;

        Assert.Equal("<a id=\"h-top\"></a><h2 id=\"h-letters\">x</h2><a href=\"#h-letters\">y</a>", html);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<ul><li>")]
    [InlineData("<span><div></span>")]
    [InlineData("<svg><desc><x/>")]
    public void Deep_markup_is_refused_and_kept_as_its_characters(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, 100_000));

        var safe = HtmlSanitizer.Sanitize(html, HtmlPolicy.Guest);

        Assert.True(safe.IsRefused);
        Assert.DoesNotContain(piece, safe.Html, StringComparison.Ordinal);
        Assert.StartsWith("<p>&lt;", safe.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Formatting_that_is_never_closed_is_refused()
    {
        var html = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<p><b class={i}></p>"));

        Assert.True(HtmlSanitizer.Sanitize(html, HtmlPolicy.Author).IsRefused);
    }

    [Fact]
    public void Sloppy_but_flat_markup_is_not_refused()
    {
        var html = string.Concat(Enumerable.Repeat("<p>text<li>item<br><img src=a.png>", 3000));

        Assert.False(HtmlSanitizer.Sanitize(html, HtmlPolicy.Author).IsRefused);
    }

    private static void Judge(string hostile)
    {
        Check(hostile, Renderer.Render(hostile).Html, HtmlPolicy.Author);
        foreach (var policy in (HtmlPolicy[])[HtmlPolicy.Author, HtmlPolicy.Guest])
        {
            Check(hostile, HtmlSanitizer.Sanitize(hostile, policy).Html, policy);
        }
    }

    private static void Check(string hostile, string safe, HtmlPolicy policy)
    {
        Assert.True(HtmlSanitizer.Sanitize(safe, policy).Html == safe, $"not a fixed point\n  in    {hostile}\n  once  {safe}\n  twice {HtmlSanitizer.Sanitize(safe, policy).Html}");
        foreach (var parser in (HtmlParser[])[Plain, Scripting])
        {
            using var document = parser.ParseDocument("<!doctype html><body>" + safe);
            foreach (var element in document.Body!.QuerySelectorAll("*"))
            {
                Assert.True(Harmless.Contains(element.LocalName) && element.NamespaceUri == "http://www.w3.org/1999/xhtml", $"<{element.LocalName}> from {hostile}");
                foreach (var attribute in element.Attributes)
                {
                    Assert.True(IsHarmless(element, attribute), $"{attribute.Name}=\"{attribute.Value}\" from {hostile}");
                }
            }

            Assert.DoesNotContain(document.Body!.Descendants(), node => node.NodeType == NodeType.Comment);
        }
    }

    private static bool IsHarmless(IElement element, IAttr attribute)
    {
        var value = attribute.Value.Trim().ToLowerInvariant();
        return attribute.Name switch
        {
            "style" or "srcdoc" or "name" or "srcset" or "action" or "formaction" => false,
            "id" => value.StartsWith("h-", StringComparison.Ordinal) || value.StartsWith("fn", StringComparison.Ordinal),
            "href" or "src" or "poster" or "cite" => !value.Contains('\\', StringComparison.Ordinal) && !value.StartsWith("//", StringComparison.Ordinal)
                && (value.IndexOfAny([':', '/', '?', '#']) is var at && (at < 0 || value[at] != ':' || value[..at] is "http" or "https" or "mailto"))
                && (element.LocalName != "iframe" || HtmlSanitizer.EmbedHosts.Contains(new Uri(value).Host)),
            _ => !attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase),
        };
    }
}
