using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Blog.Posts;
using Blog.Reading;

namespace Blog.Tests.Journeys;

public sealed class FeedsTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static TheoryData<string, string> Feeds => new()
    {
        { "/feed.xml", "application/rss+xml; charset=utf-8" },
        { "/atom.xml", "application/atom+xml; charset=utf-8" },
        { "/feed.json", "application/feed+json; charset=utf-8" },
        { "/tag/snow/feed.xml", "application/rss+xml; charset=utf-8" },
        { "/tag/snow/atom.xml", "application/atom+xml; charset=utf-8" },
        { "/tag/snow/feed.json", "application/feed+json; charset=utf-8" },
        { "/author/base-camp/feed.xml", "application/rss+xml; charset=utf-8" },
        { "/author/base-camp/atom.xml", "application/atom+xml; charset=utf-8" },
        { "/author/base-camp/feed.json", "application/feed+json; charset=utf-8" },
    };

    [Theory]
    [MemberData(nameof(Feeds))]
    public async Task A_feed_has_its_type_a_tag_and_the_rules_of_a_page(string path, string type)
    {
        using var site = new ReadingSite();
        await site.PublishAsync("Kettle", "Words.", 0, "Snow");

        using var response = await site.SendAsync(path);
        using var again = await site.SendAsync(path, ("If-None-Match", response.Headers.ETag!.Tag));

        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("public, max-age=0, s-maxage=60, stale-if-error=604800", response.Headers.GetValues("Cache-Control").Single());
        Assert.Contains("Kettle", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Rss_carries_whole_posts_with_absolute_addresses()
    {
        using var site = new ReadingSite();
        var post = await site.SaveAsync(new PostDraft
        {
            Title = "Kettle & co",
            Markdown = "A [link](/about), a note[^1], a ![picture](/media/2026/x.jpg) and `href=\"/code\"`.\n\n[^1]: The note.",
            Excerpt = "About kettles.",
            Tags = ["Snow & ice", "Öl"],
            Cover = new Cover("/media/2026/cover.png", "A kettle"),
            Status = PostStatus.Published,
            PublishedAt = ReadingSite.Start,
        });

        var channel = Parse(await site.ReadAsync("/feed.xml")).Root!.Element("channel")!;

        var item = Assert.Single(channel.Elements("item"));
        Assert.Equal("http://blog.test/", channel.Element("link")!.Value);
        Assert.Equal("http://blog.test/feed.xml", channel.Element(Atom + "link")!.Attribute("href")!.Value);
        Assert.Equal("en", channel.Element("language")!.Value);
        Assert.Equal("Kettle & co", item.Element("title")!.Value);
        Assert.Equal("http://blog.test/2026/kettle-co", item.Element("link")!.Value);
        Assert.Equal($"urn:uuid:{post.Id}", item.Element("guid")!.Value);
        Assert.Equal("false", item.Element("guid")!.Attribute("isPermaLink")!.Value);
        Assert.Equal("Sun, 01 Mar 2026 12:00:00 GMT", item.Element("pubDate")!.Value);
        Assert.Equal(["Snow & ice", "Öl"], item.Elements("category").Select(c => c.Value));
        Assert.Equal("Base Camp", item.Element(DublinCore + "creator")!.Value);
        Assert.Equal("About kettles.", item.Element("description")!.Value);
        Assert.Equal(("http://blog.test/media/2026/cover.png", "image/png"), (item.Element("enclosure")!.Attribute("url")!.Value, item.Element("enclosure")!.Attribute("type")!.Value));
        var html = item.Element(Content + "encoded")!.Value;
        Assert.Contains("href=\"http://blog.test/about\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"http://blog.test/2026/kettle-co#", html, StringComparison.Ordinal);
        Assert.Contains("src=\"http://blog.test/media/2026/x.jpg\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/code\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Atom_and_json_say_the_same()
    {
        using var site = new ReadingSite();
        var post = await site.SaveAsync(new PostDraft
        {
            Title = "Tetera",
            Markdown = "Una **tetera**.",
            Language = "es",
            Tags = ["Snow"],
            Status = PostStatus.Published,
            PublishedAt = ReadingSite.Start,
            CanonicalUrl = "https://elsewhere.example/tetera",
        });

        var entry = Parse(await site.ReadAsync("/atom.xml")).Root!.Element(Atom + "entry")!;
        using var json = JsonDocument.Parse(await site.ReadAsync("/feed.json"));

        Assert.Equal($"urn:uuid:{post.Id}", entry.Element(Atom + "id")!.Value);
        Assert.Equal("2026-03-01T12:00:00Z", entry.Element(Atom + "published")!.Value);
        Assert.Equal("2026-03-01T12:00:00Z", entry.Element(Atom + "updated")!.Value);
        Assert.Equal("es", entry.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.Contains("<strong>tetera</strong>", entry.Element(Atom + "content")!.Value, StringComparison.Ordinal);
        Assert.Equal("http://blog.test/author/base-camp", entry.Element(Atom + "author")!.Element(Atom + "uri")!.Value);
        var item = json.RootElement.GetProperty("items")[0];
        Assert.Equal("https://jsonfeed.org/version/1.1", json.RootElement.GetProperty("version").GetString());
        Assert.Equal("http://blog.test/feed.json", json.RootElement.GetProperty("feed_url").GetString());
        Assert.Equal($"urn:uuid:{post.Id}", item.GetProperty("id").GetString());
        Assert.Equal("http://blog.test/2026/tetera", item.GetProperty("url").GetString());
        Assert.Equal("https://elsewhere.example/tetera", item.GetProperty("external_url").GetString());
        Assert.Equal("es", item.GetProperty("language").GetString());
        Assert.Contains("<strong>tetera</strong>", item.GetProperty("content_html").GetString(), StringComparison.Ordinal);
        Assert.Equal("Snow", item.GetProperty("tags")[0].GetString());
    }

    [Fact]
    public async Task A_note_has_no_title_in_a_feed()
    {
        using var site = new ReadingSite();
        await site.PublishAsync(null, "Just a thought.");

        var item = Parse(await site.ReadAsync("/feed.xml")).Root!.Element("channel")!.Element("item")!;
        var entry = Parse(await site.ReadAsync("/atom.xml")).Root!.Element(Atom + "entry")!;
        using var json = JsonDocument.Parse(await site.ReadAsync("/feed.json"));

        Assert.Null(item.Element("title"));
        Assert.Equal("", entry.Element(Atom + "title")!.Value);
        Assert.False(json.RootElement.GetProperty("items")[0].TryGetProperty("title", out _));
        Assert.Contains("Just a thought.", item.Element(Content + "encoded")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_stays_the_same_one_when_its_slug_changes()
    {
        using var site = new ReadingSite();
        var post = await site.PublishAsync("Kettle");
        var before = Parse(await site.ReadAsync("/atom.xml")).Root!.Element(Atom + "entry")!.Element(Atom + "id")!.Value;

        await site.SaveAsync(Publisher.AsDraft(post) with { Slug = "teapot" });

        var after = Parse(await site.ReadAsync("/atom.xml")).Root!.Element(Atom + "entry")!;
        Assert.Equal(before, after.Element(Atom + "id")!.Value);
        Assert.Contains("/2026/teapot", after.Element(Atom + "link")!.Attribute("href")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("]]>")]
    [InlineData("a\0b")]
    [InlineData("a\uFFFEb\uFFFF")]
    [InlineData("a\u0001\u0008\u000B\u001Fb")]
    [InlineData("👩‍👩‍👧‍👦 🇺🇾")]
    [InlineData("שלום \u202Eעולם\u202C سلام")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;")]
    [InlineData("]]><evil xmlns=\"x\"/><![CDATA[")]
    [InlineData("&lt;b&gt; &amp;amp; &#0; &nbsp;")]
    public async Task Whatever_stands_in_a_post_the_feeds_parse(string text)
    {
        using var site = new ReadingSite();
        await site.SaveAsync(new PostDraft
        {
            Title = "T " + text,
            Slug = "odd",
            Markdown = "Body " + text + "\n\n`" + text + "`\n\n<p title='" + text + "'>x</p>",
            Excerpt = "E " + text,
            Tags = ["Snow", "G " + text],
            Authors = [new Byline(null, "A " + text, "base-camp")],
            Status = PostStatus.Published,
            PublishedAt = ReadingSite.Start,
        });
        foreach (var path in Feeds.Select(f => (string)f[0]).Append("/sitemap.xml"))
        {
            var feed = await site.ReadAsync(path);

            if (path.EndsWith(".json", StringComparison.Ordinal))
            {
                using var json = JsonDocument.Parse(feed);
                continue;
            }

            var xml = Parse(feed);
            Assert.DoesNotContain(xml.Descendants(), e => e.Name.LocalName is "evil" or "script");
        }

        var page = await site.ReadAsync("/2026/odd");
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', page);
    }

    [Theory]
    [InlineData("a\0b", "ab")]
    [InlineData("😀\uFFFE", "😀")]
    [InlineData("tab\tand\nline", "tab\tand\nline")]
    public void What_xml_forbids_is_left_out(string text, string expected) => Assert.Equal(expected, FeedText.Clean(text));

    [Fact]
    public void Half_a_character_is_left_out()
    {
        Assert.Equal("x", FeedText.Clean("\uD800x"));
        Assert.Equal("x", FeedText.Clean("x\uDC00"));
        Assert.Equal("", FeedText.Clean("\uDC00\uD800"));
    }

    [Theory]
    [InlineData("<a href=\"/x\">y</a>", "<a href=\"http://blog.test/x\">y</a>")]
    [InlineData("<a href=\"x/../y\">y</a>", "<a href=\"http://blog.test/2026/y\">y</a>")]
    [InlineData("<a href=\"?q=1&amp;r=2\">y</a>", "<a href=\"http://blog.test/2026/post?q=1&amp;r=2\">y</a>")]
    [InlineData("<a href=\"mailto:a@b.example\">y</a>", "<a href=\"mailto:a@b.example\">y</a>")]
    [InlineData("<a href=\"https://x.example/?a=1&amp;b=2\">y</a>", "<a href=\"https://x.example/?a=1&amp;b=2\">y</a>")]
    [InlineData("<p>href=\"/x\" and a < b</p>", "<p>href=\"/x\" and a < b</p>")]
    [InlineData("<video poster=\"/p.jpg\" src=\"/v.mp4\"></video>", "<video poster=\"http://blog.test/p.jpg\" src=\"http://blog.test/v.mp4\"></video>")]
    [InlineData("<img alt=\" src=&quot;/x&quot;\" src=\"/y\">", "<img alt=\" src=&quot;/x&quot;\" src=\"http://blog.test/y\">")]
    [InlineData("no end <a href=\"/x\"", "no end <a href=\"/x\"")]
    public void Addresses_in_a_feed_are_absolute(string html, string expected) =>
        Assert.Equal(expected, FeedHtml.Absolute(html, new Uri("http://blog.test/2026/post")));

    [Fact]
    public async Task A_feed_has_the_newest_posts_only()
    {
        using var site = new ReadingSite();
        for (var i = 0; i < 30; i++)
        {
            await site.PublishAsync($"Post {i:00}.", day: i);
        }

        var titles = Parse(await site.ReadAsync("/feed.xml")).Descendants("item").Select(i => i.Element("title")!.Value).ToList();

        Assert.Equal(Enumerable.Range(5, 25).Reverse().Select(i => $"Post {i:00}."), titles);
    }

    [Fact]
    public async Task The_sitemap_is_split_past_its_limit()
    {
        using var site = new ReadingSite(app => app.Configure(services => services.AddSingleton(new SitemapLimits(Whole: 8, Part: 3))));
        for (var i = 0; i < 7; i++)
        {
            await site.PublishAsync($"Post {i}", day: i);
        }

        var whole = Parse(await site.ReadAsync("/sitemap.xml"));
        Assert.Equal(Map + "urlset", whole.Root!.Name);
        Assert.Equal(8, whole.Descendants(Map + "loc").Count());
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/sitemap-1.xml"));

        await site.PublishAsync("Post 7", day: 7);

        var index = Parse(await site.ReadAsync("/sitemap.xml"));
        Assert.Equal(Map + "sitemapindex", index.Root!.Name);
        var parts = index.Descendants(Map + "loc").Select(l => l.Value).ToList();
        Assert.Equal(["http://blog.test/sitemap-1.xml", "http://blog.test/sitemap-2.xml", "http://blog.test/sitemap-3.xml"], parts);
        var addresses = new List<string>();
        foreach (var part in parts)
        {
            addresses.AddRange(Parse(await site.ReadAsync(new Uri(part).AbsolutePath)).Descendants(Map + "loc").Select(l => l.Value));
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"http://blog.test/2026/post-{i}").Append("http://blog.test/").Order(), addresses.Order());
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/sitemap-4.xml"));
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/sitemap-0.xml"));
        Assert.Equal(HttpStatusCode.NotFound, await site.StatusAsync("/sitemap-01.xml"));
    }

    [Fact]
    public async Task Each_address_is_in_exactly_one_part_also_while_posts_come_and_go()
    {
        using var site = new ReadingSite(app => app.Configure(services => services.AddSingleton(new SitemapLimits(Whole: 6, Part: 4))));
        var posts = new List<Post>();
        for (var i = 0; i < 12; i++)
        {
            posts.Add(await site.PublishAsync($"Post {i}", day: i));
        }

        var addresses = new List<string>();
        var index = await PartsAsync();
        for (var part = 0; part < index.Count; part++)
        {
            addresses.AddRange(Parse(await site.ReadAsync(index[part])).Descendants(Map + "loc").Select(l => new Uri(l.Value).AbsolutePath));

            // Behind the reader one goes, and an old one comes in.
            await site.Publisher.DeleteAsync(posts[part].Id, "test", CancellationToken.None);
            await site.PublishAsync($"Brought in {part}", day: -400 - part);
        }

        Assert.Equal(3, index.Count);
        Assert.Equal(posts.Select(p => p.Path).Append("/").Order(), addresses.Order());
        index = await PartsAsync();
        Assert.Equal(4, index.Count);
        addresses = [.. (await Task.WhenAll(index.Select(site.ReadAsync))).SelectMany(p => Parse(p).Descendants(Map + "loc")).Select(l => new Uri(l.Value).AbsolutePath)];
        Assert.Equal(posts.Skip(3).Select(p => p.Path).Concat(["/", "/2025/brought-in-0", "/2025/brought-in-1", "/2025/brought-in-2"]).Order(), addresses.Order());

        async Task<List<string>> PartsAsync() => [.. Parse(await site.ReadAsync("/sitemap.xml")).Descendants(Map + "loc").Select(l => new Uri(l.Value).AbsolutePath)];
    }

    [Fact]
    public async Task The_first_part_of_a_sitemap_has_the_first_page_though_its_posts_are_gone()
    {
        using var site = new ReadingSite(app => app.Configure(services => services.AddSingleton(new SitemapLimits(Whole: 3, Part: 3))));
        var posts = new List<Post>();
        for (var i = 0; i < 7; i++)
        {
            posts.Add(await site.PublishAsync($"Post {i}", day: i));
        }

        foreach (var post in posts.Take(3))
        {
            await site.Publisher.DeleteAsync(post.Id, "test", CancellationToken.None);
        }

        Assert.Equal(3, Parse(await site.ReadAsync("/sitemap.xml")).Descendants(Map + "loc").Count());
        Assert.Equal("http://blog.test/", Assert.Single(Parse(await site.ReadAsync("/sitemap-1.xml")).Descendants(Map + "loc")).Value);
    }

    [Fact]
    public async Task Robots_learn_where_the_sitemap_is_and_what_is_not_theirs()
    {
        using var site = new ReadingSite();

        var robots = await site.ReadAsync("/robots.txt");

        Assert.Contains("Disallow: /desk", robots, StringComparison.Ordinal);
        Assert.Contains("Sitemap: http://blog.test/sitemap.xml", robots, StringComparison.Ordinal);
    }

    private static XDocument Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader);
    }
}
