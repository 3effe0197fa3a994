using System.Collections;
using System.Globalization;
using Blog.Themes;

namespace Blog.Tests.Specs;

/// <summary>Views as the reading part builds them, made by hand: rich, empty and hostile.</summary>
internal static class SampleViews
{
    private static readonly Lazy<IReadOnlyList<PageView>> AllOnce = new(() => [.. Rich(), .. Empty()]);

    /// <summary>Rich pages first, then empty ones.</summary>
    public static IReadOnlyList<PageView> All => AllOnce.Value;

    public const string Hostile = "<script>alert(1)</script>\"'&";

    public static SiteView Site(string language = "en") => new()
    {
        Title = "Inés Quiroga",
        Tagline = "Snow, rivers and small instruments.",
        Url = "https://ines.example/",
        Language = language,
        Navigation = [new LinkView("About", "/about")],
        Owner = Ines,
        Feeds = new FeedsView("/feed.rss", "/feed.atom", "/feed.json"),
    };

    public static AuthorView Ines { get; } = new()
    {
        Name = "Inés Quiroga",
        Url = "/author/ines",
        Bio = "I look after eleven weather stations between two lakes, and write about snow, rivers and the small instruments that watch them.",
        Initial = "I",
        Links = ["https://github.example/inesq", "https://social.example/@ines"],
    };

    public static AuthorView Bo { get; } = new() { Name = "Bo Nyström", Url = "/author/bo", Initial = "B", PhotoUrl = "/media/bo.webp" };

    public static HeadView Head(string title, string language = "en", string? direction = null) => new()
    {
        Title = title,
        Description = "What " + title + " is about.",
        Language = language,
        Direction = direction ?? (language.StartsWith("ar", StringComparison.Ordinal) ? "rtl" : "ltr"),
        Canonical = "https://ines.example/2026/nine-centimetres",
    };

    public static DateView Date(string iso) => new(iso, DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture));

    public static PostView Post(string? title = "Nine centimetres of snow that never fell", string slug = "nine-centimetres", string date = "2026-05-17T09:20:00-03:00") => new()
    {
        Title = title,
        Path = "/2026/" + slug,
        Url = "https://ines.example/2026/" + slug,
        CanonicalUrl = "https://ines.example/2026/" + slug,
        Excerpt = "The new mast reported fresh snow on a warm afternoon in May, over bare gravel. The instrument was not broken. It had simply never been told how fast sound travels on a good day.",
        Language = "en",
        Direction = "ltr",
        LanguageName = "English",
        Published = Date(date),
        Authors = [Ines],
        Tags = [new TagView("snow", "/tag/snow", 12), new TagView("instruments", "/tag/instruments", 3)],
        ReadingMinutes = 9,
        LetterCount = 12,
    };

    public static PostView Note() => Post(null, "frost", "2026-04-26T07:41:00-03:00") with
    {
        Html = new Markup("<p>First frost on the inside of the hut window. The kettle has opinions about it.</p>"),
        Excerpt = "First frost on the inside of the hut window. The kettle has opinions about it.",
        ReadingMinutes = 1,
        LetterCount = 2,
        Tags = [],
    };

    public static PostView Spanish() => Post("La paciencia de los pluviómetros", "pluviometros", "2026-04-11T12:00:00-03:00") with
    {
        Excerpt = "Medir la lluvia es fácil; medirla durante cuarenta años en el mismo sitio es una forma de amistad.",
        Language = "es",
        LanguageName = "Español",
        IsForeign = true,
        LetterCount = 1,
    };

    public static PostView Arabic() => Post("دفتر النهر", "river-log", "2026-04-02T09:00:00+03:00") with
    {
        Excerpt = "عن رجلٍ سجّل ارتفاع الماء كل صباح طوال ثلاثين عامًا، ولم يسأله أحدٌ لماذا.",
        Language = "ar",
        Direction = "rtl",
        LanguageName = "العربية",
        IsForeign = true,
        LetterCount = 3,
    };

    public static IReadOnlyList<PostView> Posts() =>
    [
        Post(),
        Post("What the ferryman writes down", "ferryman", "2026-05-02T18:05:00-03:00") with { LetterCount = 4, ReadingMinutes = 6 },
        Note(),
        Spanish(),
        Arabic(),
        Post("Donaudampfschifffahrtsgesellschaftskapitän and other river words", "river-words", "2026-01-19T10:15:00-03:00") with { LetterCount = 0, Authors = [Bo] },
    ];

    /// <summary>One page of every kind, full of everything.</summary>
    public static IReadOnlyList<PageView> Rich() =>
    [
        new HomePage { Site = Site(), Head = Head("Inés Quiroga"), Place = "home", Posts = Posts(), Pager = new PagerView(null, "/page/2"), IsFirst = true },
        new HomePage { Site = Site(), Head = Head("Inés Quiroga, page 2"), Posts = Posts(), Pager = new PagerView("/", "/page/3") },
        RichPost(),
        new PostPageView { Site = Site(), Head = Head("Note of 26 April 2026"), Post = Note() },
        new PostPageView { Site = Site(), Head = Head("About"), Post = Post("About", "about") with { IsPage = true, Html = new Markup("<p>Me.</p>") } },
        new TagPage { Site = Site(), Head = Head("snow") with { Feeds = new FeedsView("/tag/snow/feed.rss", "/tag/snow/feed.atom", "/tag/snow/feed.json") }, Tag = new TagView("snow", "/tag/snow", 12), Posts = Posts(), Pager = new PagerView(null, "/tag/snow/page/2") },
        new AuthorPage { Site = Site(), Head = Head("Bo Nyström"), Author = Bo with { Bio = "Counts rings.", Links = ["https://bo.example"] }, Posts = Posts(), Pager = new PagerView(null, null) },
        new ArchivePage
        {
            Site = Site(), Head = Head("Archive"), Place = "archive", Year = 2026, Posts = Posts(), Pager = new PagerView(null, null),
            Years = [new YearView(2026, 6, "/archive/2026", true), new YearView(2025, 5, "/archive/2025", false)],
            Tags = [new TagView("snow", "/tag/snow", 12), new TagView("rivers", "/tag/rivers", 1_204)],
        },
        new SearchPage
        {
            Site = Site(), Head = Head("“echo”") with { NoIndex = true, Canonical = null }, Place = "search", Query = "echo", HasMore = true,
            Hits = [new HitView(Post(), new Markup("… trust the one from the hut? In warm air the <mark>echo</mark> is early …")), new HitView(Note(), new Markup("the <mark>echo</mark>"))],
        },
        new ProblemPage { Site = Site(), Head = Head("Nothing here") with { NoIndex = true, Canonical = null }, Status = 404, Query = "snow depth sensor", Suggestions = [Post()] },
        .. new[] { 400, 403, 410, 429, 500, 503 }.Select(status => new ProblemPage { Site = Site(), Head = Head("Problem"), Status = status }),
    ];

    public static PostPageView RichPost() => new()
    {
        Site = Site(),
        Head = Head("Nine centimetres of snow that never fell · Inés Quiroga") with
        {
            OgType = "article",
            Image = new ImageView("https://ines.example/media/ridge.webp", "A ridge", 1200, 630),
            JsonLd = new Markup("{\"@context\":\"https://schema.org\",\"@type\":\"BlogPosting\"}"),
            PublishedTime = "2026-05-17T12:20:00Z",
            ModifiedTime = "2026-06-01T12:20:00Z",
            Me = ["https://github.example/inesq"],
            Feeds = new FeedsView("/f.rss", "/f.atom", "/f.json"),
        },
        Post = Post() with
        {
            Html = new Markup(Body),
            ExcerptIsOwn = true,
            Updated = Date("2026-06-01T09:20:00-03:00"),
            Cover = new ImageView("/media/ridge.webp", "A ridge above a lake", 1280, 549),
            Copies = [new CopyView("x", "X", "https://x.com/inesq/status/1"), new CopyView("unheard-of", "Unheard Of", "https://unheard.example/1")],
            Authors = [Ines, Bo],
        },
        Older = new LinkView("What the ferryman writes down", "/2026/ferryman"),
        Newer = new LinkView("A radio that is allowed to be slow", "/2026/radio"),
        Related = [Post(), Post() with { Title = null, Path = "/2026/note" }],
        IsPreview = true,
    };

    /// <summary>One page of every kind with nothing in it.</summary>
    public static IReadOnlyList<PageView> Empty()
    {
        var site = Site() with { Owner = null, Navigation = [] };
        var none = new PagerView(null, null);
        var bare = new PostView
        {
            Path = "/draft",
            Url = "https://ines.example/draft",
            CanonicalUrl = "https://ines.example/draft",
            Excerpt = "",
            Language = "en",
            Direction = "ltr",
            LanguageName = "English",
        };
        return
        [
            new HomePage { Site = site, Head = Head("Empty"), Posts = [], Pager = none, IsFirst = true },
            new PostPageView { Site = site, Head = Head("Draft"), Post = bare },
            new PostPageView { Site = site, Head = Head("Draft"), Post = bare with { IsPage = true } },
            new TagPage { Site = site, Head = Head("Tag"), Tag = new TagView("gone", "/tag/gone", 0), Posts = [], Pager = none },
            new AuthorPage { Site = site, Head = Head("Author"), Author = new AuthorView { Name = "N", Url = "/author/n", Initial = "N" }, Posts = [], Pager = none },
            new ArchivePage { Site = site, Head = Head("Archive"), Years = [], Posts = [], Pager = none },
            new SearchPage { Site = site, Head = Head("Search"), Query = "", Hits = [] },
            new SearchPage { Site = site, Head = Head("Search"), Query = "nothing", Hits = [] },
            new ProblemPage { Site = site, Head = Head("Problem"), Status = 418 },
        ];
    }

    /// <summary>The same view with other words in every string; sanitised HTML, languages and directions stay.</summary>
    public static object? WithWords(object? value, string words)
    {
        switch (value)
        {
            case string:
                return words;
            case IEnumerable list:
                var member = value.GetType().GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
                var members = list.Cast<object?>().Select(m => WithWords(m, words)).ToArray();
                var copy = Array.CreateInstance(member, members.Length);
                members.CopyTo(copy, 0);
                return copy;
            case not null when value.GetType() is { IsClass: true, Namespace: "Blog.Themes" } type:
                var changed = type.GetMethod("<Clone>$")!.Invoke(value, [])!;
                foreach (var field in type.GetProperties().Where(p => p.CanWrite && p.Name is not ("Language" or "Direction")))
                {
                    field.SetValue(changed, WithWords(field.GetValue(value), words));
                }

                return changed;
            default:
                return value;
        }
    }

    /// <summary>A body with every element that a post may have.</summary>
    public const string Body = """
        <p>At ten past three on the eleventh of May the station above the upper lake announced that nine centimetres of snow had fallen.<sup id="fnref-1"><a href="#fn-1" class="ref" role="doc-noteref">1</a></sup> It was sixteen degrees. There was a lizard on the mast. I know about the lizard because I was sitting next to it, eating a cheese sandwich, looking at dry gravel and at a number on a small screen that disagreed with all three of us.</p>
        <figure><img src="/media/ridge.webp" alt="A ridge" width="1280" height="549" loading="lazy"><figcaption>The ridge above the upper lake, in a good year.</figcaption></figure>
        <h2 id="shouting">A device for shouting at the ground</h2>
        <p>A very long path, for whoever needs it: <code>/srv/stations/upper-lake/2026/05/calibration/temperature-compensated-ultrasonic-depth-with-median-of-bursts.csv</code> and <a href="https://en.wikipedia.org/wiki/Median">a link</a>, <em>emphasis</em>, <strong>strength</strong>, <kbd>Ctrl</kbd>.</p>
        <ul><li>In cold air it dawdles, so the echo is late.</li><li>In warm air it hurries, so the echo is early.</li></ul>
        <ol><li>First</li><li>Second</li></ol>
        <blockquote><p>The instrument is always right. The only question is what it is right about.</p></blockquote>
        <h2 id="much">How much is a degree?</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Air, Speed of sound"><table><thead><tr><th scope="col">Air</th><th scope="col" class="ta-r">Speed of sound</th><th scope="col" class="ta-r">Bare ground</th><th scope="col">In words</th></tr></thead><tbody><tr><td>−20 °C</td><td class="ta-r">318.9 m/s</td><td class="ta-r">−12.4 cm</td><td>The ground seems to drop, and everybody believes it</td></tr><tr><td>+16 °C</td><td class="ta-r">340.9 m/s</td><td class="ta-r">+9.0 cm</td><td>Snow that never fell</td></tr></tbody></table></div>
        <h3 id="cure">The cure is one line</h3>
        <pre tabindex="0" role="region" aria-label="python"><code class="language-python"><span class="hl-k">def</span> <span class="hl-f">depth</span>(echoes_ms: list[float], air_c: float) -&gt; float:
            c = <span class="hl-n">33.13</span> * math.sqrt(1 + air_c / 273.15)   <span class="hl-c"># cm per ms, and a comment that goes on for long enough to leave the column at every width</span>
            return round(MAST_CM - median(echoes_ms) * c / 2, 1)
        </code></pre>
        <dl><dt>Mast</dt><dd>What the lizard sat on.</dd></dl>
        <details><summary>Raw numbers</summary><p>9, 9, 9.</p></details>
        <ul class="contains-task-list"><li class="task-list-item">☑ Tape it twice</li><li class="task-list-item">☐ Sit down</li></ul>
        <hr>
        <section class="footnotes" role="doc-endnotes"><ol><li id="fn-1"><p>Noise looks like noise. <a href="#fnref-1" class="ref" role="doc-backlink" aria-label="↩ 1">↩</a></p></li></ol></section>
        """;
}
