using System.Net;
using System.Text;
using System.Text.Json;
using Blog.Homecoming;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed class MarkdownImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-old-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_Jekyll_blog_comes_home_with_its_links_pictures_and_old_addresses()
    {
        Write("_config.yml", "timezone: Europe/Madrid\nlang: es_ES\npermalink: /:year/:month/:day/:title.html\n");
        Write("_posts/2014-01-02-snow.md", """
            ---
            layout: post
            title: Snow &amp; ice
            tags: cold white
            category: long reads
            redirect_from: /old/snow/
            ---
            {% highlight ruby %}
            puts "{{ page.title }}"
            {% endhighlight %}

            See [ice]({% post_url 2014-01-03-ice %}), [by file](2014-01-03-ice.md#end), [by address]({{ site.baseurl }}/2014/01/03/ice.html)
            and [the page](/about/). Liquid is `{{ "{{" }}`. {% include box.html %}

            ![A flake]({{ site.baseurl }}/img/flake.png){: .center}
            {: .wide #flake}

            <img src="/img/flake.png" alt="again"> ![gone](/img/gone.png)

            * TOC
            {:toc}

            {% raw %}{{ kept }}{% endraw %}
            """);
        Write("_posts/2014-01-03-ice.markdown", "---\ntitle: Ice\ndate: 2014-01-03 00:30:00 +0900\n---\nThick.\n");
        Write("_drafts/thaw.md", "---\ntitle: Thaw\n---\nSoon.\n");
        Write("about.md", "---\nlayout: page\ntitle: About\npermalink: /about/\n---\nMe.\n");
        Write("README.md", "# Read me\n");
        Write("_includes/box.md", "box\n");
        await File.WriteAllBytesAsync(Make("img/flake.png"), Pictures.Png(9, 7));
        await using var app = new BlogApp();
        using var reader = app.Browser();

        var report = await ImportAsync(app);

        Assert.Equal((6, 4, 2, 0, 1), (report.Read, report.Created, report.Skipped, report.Failed, report.Media));
        Assert.Equal(["README.md", "_includes/box.md"], report.SkippedFiles.Select(s => s.File).Order(StringComparer.Ordinal));
        Assert.Equal(("_posts/2014-01-02-snow.md", 18), Assert.Single(report.Warnings) is var gone ? (gone.File, gone.Line) : default);
        var snow = await PostAsync(app, "snow");
        Assert.Equal(("Snow & ice", "/2014/snow", "es-ES", "Europe/Madrid"), (snow.Title, snow.Path, snow.Language, snow.ZoneId));
        Assert.Equal(new DateTimeOffset(2014, 1, 1, 23, 0, 0, TimeSpan.Zero), snow.PublishedAt);
        Assert.Equal(["cold", "white", "long reads"], snow.Tags.Select(t => t.Name));
        var page = await reader.GetStringAsync("/2014/snow");
        Assert.Equal(2, Count(snow.Html, "href=\"/2014/ice\""));
        Assert.Contains("href=\"/2014/ice#h-end\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/about\"", page, StringComparison.Ordinal);
        Assert.Equal(2, Count(snow.Html, "src=\"/media/"));
        Assert.Contains("src=\"/img/gone.png\"", snow.Html, StringComparison.Ordinal);
        Assert.Contains("puts", snow.Text, StringComparison.Ordinal);
        Assert.Contains("{{ page.title }}", snow.Text, StringComparison.Ordinal);
        Assert.Contains("{{ kept }}", snow.Text, StringComparison.Ordinal);
        Assert.Contains("{% include box.html %}", snow.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{:", snow.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("TOC", snow.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("raw %}", snow.Text, StringComparison.Ordinal);
        Assert.Equal(("Etc/GMT-9", "/2014/ice"), await PostAsync(app, "ice") is var ice ? (ice.ZoneId, ice.Path) : default);
        Assert.Equal(PostStatus.Draft, (await PostAsync(app, "thaw")).Status);
        foreach (var (old, now) in new[] { ("/old/snow", "/2014/snow"), ("/2014/01/02/snow.html", "/2014/snow"), ("/2014/01/03/ice.html", "/2014/ice") })
        {
            using var moved = await reader.GetAsync(old);
            Assert.Equal((HttpStatusCode.MovedPermanently, now), (moved.StatusCode, moved.Headers.Location!.IsAbsoluteUri ? moved.Headers.Location.AbsolutePath : moved.Headers.Location.OriginalString));
        }

        var picture = snow.Html.Split("src=\"").First(p => p.StartsWith("/media/", StringComparison.Ordinal)).Split('"')[0];
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(picture)).StatusCode);
        Assert.Contains(picture, snow.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Hugo_site_comes_home_with_bundles_translations_and_shortcodes()
    {
        Write("hugo.toml", "defaultContentLanguage = 'en'\n");
        Write("content/blog/_index.md", "---\ntitle: Blog\n---\n");
        Write("content/blog/2021-03-04-depth/index.md", """
            +++
            title = "Depth"
            slug = "depth"
            tags = ["snow depth"]
            aliases = ["/d/"]
            cover = "cup.png"
            +++
            {{< figure src="cup.png" alt="A [cup]" caption="Hot, \"very\"" link="https://example.com/" >}}
            {{<figure src="missing one.png" >}} {{< youtube abc123 >}} [ref]({{< ref "blog/plain.md" >}})

            `{{</* figure */>}}` {{<tabs x="1">}}

            {{< figure src="cup.png" caption="By [Bo](https://bo.example)" >}}
            """);
        Write("content/blog/2021-03-04-depth/index.es.md", "---\ntitle: Hondura\nslug: depth\ndate: 2021-03-04\n---\n[inglés](index.md)\n");
        Write("content/blog/2021-03-04-depth/data.md", "A part.\n");
        Write("content/blog/plain.md", "{\"title\": \"Plain\", \"date\": \"2021-03-05T10:00:00Z\", \"params\": {\"doi\": \"10.1\"}}\nText\n");
        Write("content/blog/later.md", "---\ntitle: Later\ndate: 2999-01-01\n---\nText\n");
        Write("content/blog/material/index.md", "---\nheadless: true\n---");
        await File.WriteAllBytesAsync(Make("content/blog/2021-03-04-depth/cup.png"), Pictures.Png(60, 40));
        await using var app = new BlogApp();

        var report = await ImportAsync(app);

        Assert.Equal((7, 4, 3, 0), (report.Read, report.Created, report.Skipped, report.Failed));
        var depth = await PostAsync(app, "depth");
        var translated = await PostAsync(app, "depth-es");
        var plain = await PostAsync(app, "plain");
        Assert.Equal(("/2021/depth", "en"), (depth.Path, depth.Language));
        Assert.Equal(("/2021/depth-es", "es", "Hondura"), (translated.Path, translated.Language, translated.Title));
        Assert.Contains("href=\"/2021/depth\"", translated.Html, StringComparison.Ordinal);
        Assert.Equal((60, 40), (depth.Cover!.Width, depth.Cover.Height));
        Assert.Equal("""{"params":{"doi":"10.1"}}""", plain.Extra);
        Assert.Equal(PostStatus.Scheduled, (await PostAsync(app, "later")).Status);
        Assert.Equal(["snow depth"], depth.Tags.Select(t => t.Name));
        Assert.Equal(2, Count(depth.Html, "src=\"/media/"));
        Assert.Contains("A [cup]", WebUtility.HtmlDecode(depth.Html), StringComparison.Ordinal);
        Assert.Contains("Hot, \"very\"", WebUtility.HtmlDecode(depth.Html), StringComparison.Ordinal);
        Assert.Contains("href=\"https://bo.example\"", depth.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/2021/plain\"", depth.Html, StringComparison.Ordinal);
        Assert.Contains("watch?v=abc123", depth.Html, StringComparison.Ordinal);
        Assert.Contains("{{<tabs x=\"1\">}}", depth.Text, StringComparison.Ordinal);
        Assert.Contains("{{< figure >}}", depth.Text, StringComparison.Ordinal);
        Assert.Contains("missing one.png", Assert.Single(report.Warnings).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_a_changed_file_or_picture_changes_its_post()
    {
        Write("2020-01-01-a.md", "---\ntitle: A\n---\n![x](x.png) ![y](y.png)\n");
        Write("2020-01-02-b.md", "---\ntitle: B\n---\nText\n");
        await File.WriteAllBytesAsync(Make("x.png"), Pictures.Png(3, 3));
        await using var app = new BlogApp();
        var first = await ImportAsync(app);
        var before = await PostAsync(app, "a");

        var second = await ImportAsync(app);
        var unchanged = await PostAsync(app, "a");
        await File.WriteAllBytesAsync(Make("y.png"), Pictures.Png(4, 4));
        Write("2020-01-02-b.md", "---\ntitle: B\n---\nOther text\n");
        var third = await ImportAsync(app);

        Assert.Equal((2, 0, 0), (first.Created, first.Updated, first.Unchanged));
        Assert.Equal((0, 0, 2), (second.Created, second.Updated, second.Unchanged));
        Assert.Equal(before.Revision, unchanged.Revision);
        Assert.Equal((0, 2, 0), (third.Created, third.Updated, third.Unchanged));
        Assert.Equal(2, Count((await PostAsync(app, "a")).Html, "src=\"/media/"));
        Assert.Contains("Other text", (await PostAsync(app, "b")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_bad_file_is_named_with_line_reason_and_remedy_and_the_others_come_in()
    {
        var latin = Encoding.Latin1.GetBytes("---\ntitle: Caf\u00e9\n---\n");
        await File.WriteAllBytesAsync(Make("2020-01-01-latin.md"), latin);
        await File.WriteAllBytesAsync(Make("2020-01-01-utf16.md"), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("---\ntitle: A\n---\n")).ToArray());
        await File.WriteAllBytesAsync(Make("2020-01-01-utf16-bare.md"), Encoding.Unicode.GetBytes("---\ntitle: A\n---\n"));
        await File.WriteAllBytesAsync(Make("2020-01-01-nul.md"), [.. "---\ntitle: A\n---\nText"u8, 0, .. " that goes on and on and on"u8]);
        await File.WriteAllBytesAsync(Make("2020-01-01-empty.md"), []);
        await File.WriteAllTextAsync(Make("2020-01-01-blank.md"), "\n \n");
        await File.WriteAllTextAsync(Make("2020-01-01-large.md"), "---\ntitle: A\n---\n" + new string('x', 20 * 1024 * 1024));
        await File.WriteAllTextAsync(Make("2020-01-01-deep.md"), "---\ntitle: A\n---\n" + new string('>', 2000) + " x\n");
        Write("broken.md", "---\ntitle: Broken: yaml\nexcerpt: \"It goes\non\"\ndate: 2020-01-01\n---\nText\n");
        Write("date.md", "---\ntitle: A\ndate: someday\n---\nText\n");
        Write("undated.md", "---\ntitle: Undated\n---\nText\n");
        Write("2020-01-01-good.md", "---\ntitle: Good\n---\nText\n");
        await using var app = new BlogApp();

        var report = await ImportAsync(app);

        Assert.Equal((12, 3, 0, 9), (report.Read, report.Created, report.Skipped, report.Failed));
        var failures = report.Failures.ToDictionary(f => f.File);
        Expect("2020-01-01-latin.md", 2, "WINDOWS-1252");
        Expect("2020-01-01-utf16.md", null, "UTF-16");
        Expect("2020-01-01-utf16-bare.md", null, "UTF-16");
        Expect("2020-01-01-nul.md", 4, "NUL");
        Expect("2020-01-01-empty.md", null, "empty");
        Expect("2020-01-01-blank.md", null, "empty");
        Expect("2020-01-01-large.md", null, "20.0 MB");
        Expect("2020-01-01-deep.md", null, "levels deep");
        Expect("date.md", 3, "someday");
        Assert.Equal([("broken.md", 2), ("broken.md", 3), ("undated.md", null)], report.Warnings.Select(w => (w.File, w.Line)));
        Assert.Equal("Broken: yaml", (await PostAsync(app, "broken")).Title);
        Assert.Equal(PostStatus.Draft, (await PostAsync(app, "undated")).Status);
        Assert.Equal(3, (await app.Get<IPostStore>().ListSourcesAsync("markdown:", CancellationToken.None)).Count);
        Assert.Contains("\"Failed\":9", JsonSerializer.Serialize(report), StringComparison.Ordinal);
        Assert.Contains("date.md:3: ", report.ToText(), StringComparison.Ordinal);

        void Expect(string file, int? line, string words)
        {
            Assert.Equal(line, failures[file].Line);
            Assert.Contains(words, failures[file].Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_outside_of_the_folder_is_ever_opened()
    {
        var outside = Directory.CreateTempSubdirectory("blog-outside-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(outside, "secret.png"), Pictures.Png(5, 5));
            await File.WriteAllTextAsync(Path.Combine(outside, "secret.md"), "---\ntitle: Secret\ndate: 2020-01-01\n---\nSecret\n");
            File.CreateSymbolicLink(Make("_posts/link.png"), Path.Combine(outside, "secret.png"));
            File.CreateSymbolicLink(Make("_posts/2020-01-02-link.md"), Path.Combine(outside, "secret.md"));
            Directory.CreateSymbolicLink(Path.Combine(_folder, "out"), outside);
            Directory.CreateSymbolicLink(Path.Combine(_folder, "_posts", "loop"), _folder);
            var up = string.Concat(Enumerable.Repeat("../", 12));
            Write("_posts/2020-01-01-a.md", $"""
                ---
                title: A
                slug: ../../etc/a
                image: {up}{outside.TrimStart('/')}/secret.png
                permalink: /../../x
                ---
                ![1]({up}{outside.TrimStart('/')}/secret.png) ![2]({outside}/secret.png) ![3](link.png) ![4](../out/secret.png)
                ![5](file://{outside}/secret.png) ![6](..%2f..%2f..%2fsecret.png) ![7](a%00.png) ![8](logo.svg)
                """);
            Write("_posts/logo.svg", "<svg onload='alert(1)'/>");
            await using var app = new BlogApp();

            var report = await ImportAsync(app);

            Assert.Equal((2, 1, 1, 0, 0), (report.Read, report.Created, report.Skipped, report.Failed, report.Media));
            Assert.DoesNotContain("/media/", (await PostAsync(app, "etc-a")).Html, StringComparison.Ordinal);
            Assert.Contains(report.Warnings, w => w.File == "out" && w.Reason.Contains("not followed", StringComparison.Ordinal));
            Assert.Contains(report.Warnings, w => w.File == "_posts/loop");
            Assert.Contains(report.Warnings, w => w.Line == 4 && w.Reason.Contains("leads out of the folder", StringComparison.Ordinal));
            Assert.Contains(report.Warnings, w => w.Line == 7 && w.Reason.Contains("symbolic link", StringComparison.Ordinal));
            Assert.Contains(report.Warnings, w => w.Reason.Contains("SVG", StringComparison.Ordinal));
            Assert.False(Directory.Exists(Path.Combine(app.Folder, "data", "media")) && Directory.GetFiles(Path.Combine(app.Folder, "data", "media"), "*", SearchOption.AllDirectories).Length > 0);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task Two_posts_that_want_one_address_both_get_one_and_links_follow()
    {
        Write("a/2020-01-01-same.md", "---\ntitle: Same\n---\n[other](../b/2020-01-01-same.md)\n");
        Write("b/2020-01-01-same.md", "---\ntitle: Same\n---\n[other](../a/2020-01-01-same.md)\n");
        await using var app = new BlogApp();

        var report = await ImportAsync(app);

        Assert.Equal(2, report.Created);
        Assert.Contains("href=\"/2020/same-2\"", (await PostAsync(app, "same")).Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/2020/same\"", (await PostAsync(app, "same-2")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_to_what_stayed_on_the_old_site_lead_there()
    {
        Write("2020-01-01-a.md", "---\ntitle: A\n---\n[stays](/guides/x?y#z) [moves](https://old.example/2020/01/02/b/) [else](https://other.example/2020/01/02/b/) ![far](/img/far.png) `[code](/guides/)`\n");
        Write("2020-01-02-b.md", "---\ntitle: B\n---\nText\n");
        await using var app = new BlogApp();

        await app.Get<MarkdownFolderImport>().RunAsync(_folder, new ImportOptions { OldSite = new Uri("https://old.example/") }, null, CancellationToken.None);

        var html = (await PostAsync(app, "a")).Html;
        Assert.Contains("href=\"https://old.example/guides/x?y#z\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/2020/b\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://other.example/2020/01/02/b/\"", html, StringComparison.Ordinal);
        Assert.Contains("src=\"https://old.example/img/far.png\"", html, StringComparison.Ordinal);
        Assert.Contains("[code](/guides/)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        await using var app = new BlogApp();

        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            app.Get<MarkdownFolderImport>().RunAsync(Path.Combine(_folder, "nothing"), new ImportOptions(), null, CancellationToken.None));

        Assert.Contains("nothing", error.Message, StringComparison.Ordinal);
    }

    private Task<ImportReport> ImportAsync(BlogApp app) =>
        app.Get<MarkdownFolderImport>().RunAsync(_folder, new ImportOptions { Name = "old" }, null, CancellationToken.None);

    private static async Task<Post> PostAsync(BlogApp app, string slug) =>
        await app.Get<IPostStore>().FindBySlugAsync(slug, CancellationToken.None) ?? throw new InvalidOperationException($"There is no post {slug}.");

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private void Write(string file, string text) => File.WriteAllText(Make(file), text);

    private string Make(string file)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
