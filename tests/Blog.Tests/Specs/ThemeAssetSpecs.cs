using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Blog.Reading;
using Blog.Tests.Infrastructure;
using Blog.Themes;

namespace Blog.Tests.Specs;

/// <summary>The files that browsers load: addresses, caching, weight and colours.</summary>
public sealed partial class ThemeAssetSpecs
{
    [Fact]
    public async Task A_style_sheet_is_small_kept_for_ever_and_never_guessed_at()
    {
        await using var app = new BlogApp();
        using var browser = app.Browser();
        var url = (await app.Get<ThemeCatalog>().ActiveAsync())!.Theme.Assets.Find("camp.css")!.Url;

        using var plain = await browser.GetAsync(url);
        using var brotli = await GetAsync(browser, url, ("Accept-Encoding", "gzip, br"));
        using var gzip = await GetAsync(browser, url, ("Accept-Encoding", "br;q=0, gzip"));
        using var again = await GetAsync(browser, url, ("If-None-Match", plain.Headers.ETag!.ToString()));
        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        Assert.Equal("text/css; charset=utf-8", plain.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", plain.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("nosniff", Assert.Single(plain.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        var css = await plain.Content.ReadAsStringAsync();
        Assert.Equal(css, await TextAsync(brotli, s => new BrotliStream(s, CompressionMode.Decompress)));
        Assert.Equal(css, await TextAsync(gzip, s => new GZipStream(s, CompressionMode.Decompress)));
        Assert.Equal((HttpStatusCode.OK, (long)Encoding.UTF8.GetByteCount(css)), (head.StatusCode, head.Content.Headers.ContentLength ?? 0));
    }

    [Theory]
    [InlineData("/assets/camp/camp.0000000000000000.css")]
    [InlineData("/assets/camp/theme.json")]
    [InlineData("/assets/camp/..%2Ftheme.json")]
    [InlineData("/assets/nobody/camp.css")]
    public async Task What_is_no_asset_is_not_found(string url)
    {
        await using var app = new BlogApp();
        using var browser = app.Browser();

        using var answer = await browser.GetAsync(url);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/favicon.ico", "image/x-icon")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task The_icon_is_where_browsers_look_for_it(string url, string type)
    {
        await using var app = new BlogApp();
        using var browser = app.Browser();

        using var answer = await browser.GetAsync(url);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
    }

    [Fact]
    public async Task In_Development_a_saved_template_makes_every_page_stale()
    {
        using var folder = ThemeFolder.Copy();
        await using var app = new BlogApp().Set("Blog:Themes", folder.Root);
        using var browser = app.Browser();
        using var first = await browser.GetAsync("/favicon.ico");
        var version = app.Get<ContentVersion>();
        var renderer = app.Get<PageRenderer>();
        await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None);
        var before = version.Site;

        folder.Write("post.hbs", "<main id=\"main\"><h1>Mended</h1></main>");
        await Waiting.UntilAsync("the theme is loaded again", () => Task.FromResult(version.Site != before));

        Assert.Contains("<h1>Mended</h1>", await renderer.RenderAsync(SampleViews.RichPost(), CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_page_with_its_style_sheet_weighs_less_than_30_KB()
    {
        var folder = ThemeFolder.Bundled();
        var view = SampleViews.RichPost();
        var words = string.Concat(Enumerable.Range(0, 1500).Select(i => string.Create(CultureInfo.InvariantCulture, $"word{i * 7919 % 1500} ")));
        view = view with { Post = view.Post with { Html = new Markup(SampleViews.Body + "<p>" + words + "</p>") } };

        var page = await folder.Renderer().RenderUtf8Async(view, CancellationToken.None);
        var css = (await folder.Catalog.ActiveAsync())!.Theme.Assets.Find("camp.css")!;

        Assert.InRange(Compressed(page.Span) + css.Brotli!.Value.Length, 1, 30 * 1024);
    }

    [Fact]
    public void Shrinking_a_style_sheet_keeps_its_meaning()
    {
        const string Css = "/* x */ a > b , c:is( .d ) { width : calc( 1px + 2px ) ; content : \"a /* b */  ; }\" ; }\n\n@media (a) and (b) { e { f : g } }";

        Assert.Equal("a > b,c:is( .d ){width : calc( 1px + 2px );content : \"a /* b */  ; }\"}@media (a) and (b){e{f : g}}\n", CssMinifierText(Css));
    }

    public static TheoryData<string, string, string, double> Pairs()
    {
        var pairs = new TheoryData<string, string, string, double>();
        foreach (var scheme in new[] { "light", "dark" })
        {
            pairs.Add(scheme, "ink", "paper", 7);
            pairs.Add(scheme, "ink", "raised", 7);
            pairs.Add(scheme, "ink", "wash", 7);
            pairs.Add(scheme, "ink", "mark", 7);
            pairs.Add(scheme, "edge", "paper", 3);
            foreach (var colour in new[] { "quiet", "pine", "ember", "sky", "moss" })
            {
                pairs.Add(scheme, colour, "paper", 4.5);
                pairs.Add(scheme, colour, "wash", 4.5);
            }

            pairs.Add(scheme, "on-accent", "pine", 4.5);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Colours_keep_their_contrast(string scheme, string colour, string ground, double least)
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "themes", "camp", "assets", "tokens.css"));
        var light = css.IndexOf(":root {", StringComparison.Ordinal);
        var dark = css.IndexOf(":root[data-theme=\"dark\"]", StringComparison.Ordinal);
        var rules = scheme == "light" ? css[light..dark] : css[dark..css.IndexOf('}', dark)];

        Assert.InRange(Contrast(Colour(rules, colour), Colour(rules, ground)), least, 21);
    }

    [Fact]
    public void The_system_dark_is_the_chosen_dark()
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "themes", "camp", "assets", "tokens.css"));

        var dark = DarkRules().Matches(css).Select(m => string.Concat(m.Groups["rules"].Value.Where(c => !char.IsWhiteSpace(c)))).ToList();

        Assert.Equal(2, dark.Count);
        Assert.Equal(dark[0], dark[1]);
    }

    private static string CssMinifierText(string css)
    {
        using var folder = ThemeFolder.Copy(f =>
        {
            f.Write("assets/only.css", css);
            f.Write("theme.json", "{ \"title\": \"Only\", \"styles\": [\"only.css\"] }");
        });
        return Encoding.UTF8.GetString(folder.Catalog.Read("camp").Assets.Find("camp.css")!.Bytes.Span);
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient browser, string url, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await browser.SendAsync(request);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer, Func<Stream, Stream> open)
    {
        Assert.NotEmpty(answer.Content.Headers.ContentEncoding);
        await using var stream = open(await answer.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static int Compressed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(bytes);
        }

        return (int)packed.Length;
    }

    private static double[] Colour(string rules, string name)
    {
        var hex = Regex.Match(rules, $@"--{name}: #(?<hex>[0-9a-f]{{6}})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["hex"].Value;
        return [.. Enumerable.Range(0, 3).Select(i => byte.Parse(hex.AsSpan(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)];
    }

    // WCAG 2.2, "contrast ratio" and "relative luminance".
    private static double Contrast(double[] a, double[] b)
    {
        var (one, two) = (Luminance(a), Luminance(b));
        return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
    }

    private static double Luminance(double[] colour)
    {
        var linear = colour.Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
    }

    [GeneratedRegex(@"color-scheme: dark;(?<rules>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DarkRules();
}
