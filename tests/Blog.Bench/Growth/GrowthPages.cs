using System.Globalization;
using Blog.Posts;

namespace Blog.Bench.Growth;

/// <summary>Pages as readers and authors open them, one request at a time; each is made, never taken from the page cache.</summary>
internal sealed class GrowthPages(GrowthServer server, SyntheticBlog blog, GrowthTable table)
{
    private const int Rounds = 40;

    private readonly string _run = Guid.NewGuid().ToString("N")[..6];

    public async Task RunAsync()
    {
        await WarmUpAsync();

        // Memory is read at rest: what the first pages started in the background has come to its end by then.
        await Task.Delay(2000);
        Memory("memory after the start");
        await PostsAsync();
        Memory("memory after 500 pages");
        await ArchiveAsync();
        await SearchAsync();
        await server.SendAsync("/sign-in", "/sign-in", new() { ["email"] = SeedBench.Email, ["password"] = SeedBench.Password, ["returnUrl"] = "", ["stay"] = "on" });
        await PublishAsync();
        await DeskAsync();
        Memory("memory at the end");
    }

    // The just-in-time compiler is not what grows.
    private async Task WarmUpAsync()
    {
        for (var i = 0; i < 60; i++)
        {
            await server.TimeAsync(PathOf(i));
            await server.TimeAsync($"/search?q={SyntheticWords.All[0][5000 + i]}");
        }

        foreach (var path in new[] { "/", "/archive", "/feed.xml", "/sitemap.xml", "/tag/" + SyntheticBlog.Tag(0).Slug })
        {
            await server.TimeAsync(path);
        }
    }

    private async Task PostsAsync()
    {
        await EachAsync("post, any", Enumerable.Range(60, 500).Select(PathOf).Distinct());
        await EachAsync("post with the busiest threads", Enumerable.Range(0, 60).Select(blog.Busiest).Where(IsListed).Select(blog.Path).Distinct().Take(Rounds));
    }

    private Task ArchiveAsync() => EachAsync(
        "archive, deep page",
        Enumerable.Range(1000, 200).Select(Any).Where(n => IsListed(n) && n > 30 && blog.PublishedAt(n - 30).Year == blog.PublishedAt(n).Year).Distinct().Take(Rounds).Select(n => string.Create(
            CultureInfo.InvariantCulture, $"/archive/{blog.PublishedAt(n).Year}?before={new PostCursor(blog.PublishedAt(n), blog.Id(n))}")));

    private async Task SearchAsync()
    {
        var words = SyntheticWords.All[0];
        await EachAsync("search, rare word", Enumerable.Range(0, 100).Select(i => $"/search?q={words[9000 + (i * 70)]}"));
        await EachAsync("search, frequent word", Enumerable.Range(0, 60).Select(i => $"/search?q={words[i % 20]}"));
        await EachAsync("search, frequent and rare word", Enumerable.Range(0, 60).Select(i => $"/search?q={words[i % 20]}+{words[9000 + (i * 70)]}"));
    }

    // After each publication all that shows lists is made anew: so this is what those pages cost, too.
    private async Task PublishAsync()
    {
        var frequent = SyntheticBlog.Tag(0);
        var rare = "/tag/" + SyntheticBlog.Tag(15).Slug;
        var index = await server.Reader.GetStringAsync(new Uri("/sitemap.xml", UriKind.Relative));
        var part = index.Contains("<sitemapindex", StringComparison.Ordinal) ? "/sitemap-1.xml" : null;
        Dictionary<string, List<double>> times = [];
        for (var round = 0; round < Rounds + 3; round++)
        {
            var slug = string.Create(CultureInfo.InvariantCulture, $"growth-{_run}-{round}");
            var change = blog.Post(Any(round + 5000)).Post;
            var fields = new Dictionary<string, string>
            {
                ["title"] = slug,
                ["markdown"] = change.Markdown,
                ["slug"] = slug,
                ["excerpt"] = "",
                ["tags"] = $"{frequent.Name}, {SyntheticBlog.Tag(9).Name}",
                ["language"] = "en",
                ["cover"] = "",
                ["alt"] = "",
                ["canonical"] = "",
                ["date"] = "",
                ["zone"] = "Etc/UTC",
                ["revision"] = "0",
                ["do"] = "save",
            };
            var (saved, desk) = await server.SendAsync("/desk/write", "/desk/write", fields);
            var review = $"/desk/posts/{IdIn(desk)}/review";
            var before = server.Work;
            var (published, _) = await server.SendAsync(review, review, new() { ["revision"] = "1", ["as"] = "post" });
            Keep("review and publish (desk): processor", server.Work - before);
            var visible = published;
            foreach (var (name, path) in new[]
            {
                ("publish: its page", string.Create(CultureInfo.InvariantCulture, $"/{TimeProvider.System.GetUtcNow().Year}/{slug}")),
                ("home", "/"), ("tag, frequent", "/tag/" + frequent.Slug), ("feed", "/feed.xml"),
            })
            {
                visible += await TimeAsync(name, path, slug);
            }

            Keep("save of a draft (desk)", saved);
            Keep("publish: durable (desk)", published);
            Keep("publish → page, home, tag, feed are new", visible);
            await TimeAsync("tag, rare", rare);
            await TimeAsync("archive, newest year", "/archive");
            await TimeAsync("sitemap.xml", "/sitemap.xml");
            if (part is not null)
            {
                await TimeAsync("sitemap, a part", part);
            }
        }

        foreach (var (name, samples) in times)
        {
            table.Add(name, blog.Posts, samples.Skip(3).ToList(), "ms");
        }

        async Task<double> TimeAsync(string name, string path, string? expected = null)
        {
            var before = server.Work;
            var took = await server.TimeAsync(path, expected);
            Keep(name, took);
            Keep(name + ": processor", server.Work - before);
            return took;
        }

        void Keep(string name, double took)
        {
            times.TryAdd(name, []);
            times[name].Add(took);
        }
    }

    private async Task DeskAsync()
    {
        await EachAsync("desk, first page", Enumerable.Repeat("/desk", Rounds));
        await EachAsync("desk list", Enumerable.Repeat("/desk/posts", Rounds));
        await EachAsync("desk list, drafts", Enumerable.Repeat("/desk/posts?state=drafts", Rounds));
        await EachAsync("desk list, deep", Enumerable.Range(3000, 100).Select(Any).Distinct().Take(Rounds).Select(n => $"/desk/posts?before={new PostCursor(blog.PublishedAt(n), blog.Id(n))}"));
        await EachAsync("desk list, search", Enumerable.Range(0, Rounds).Select(i => $"/desk/posts?q={SyntheticWords.All[0][9000 + (i * 70)]}"));
    }

    private async Task EachAsync(string name, IEnumerable<string> paths)
    {
        var samples = new List<double>();
        var work = new List<double>();
        foreach (var path in paths)
        {
            var before = server.Work;
            samples.Add(await server.TimeAsync(path));
            work.Add(server.Work - before);
        }

        table.Add(name, blog.Posts, samples, "ms");
        table.Add(name + ": processor", blog.Posts, work, "ms");
    }

    private void Memory(string name)
    {
        table.Add(name, blog.Posts, server.Pss, "MiB");
        table.Add(name + ": of it mapped files", blog.Posts, server.PssFile, "MiB");
    }

    private string PathOf(int number)
    {
        var n = Any(number);
        while (!IsListed(n))
        {
            n = (n + 1) % blog.Posts;
        }

        return blog.Path(n);
    }

    // Spread over the whole blog.
    private int Any(int number) => (int)(number * 2_654_435_761L % blog.Posts);

    private bool IsListed(int n) => blog.Status(n) == PostStatus.Published;

    private static Guid IdIn(string location) => location.Split('/', '?').Select(part => Guid.TryParse(part, out var id) ? id : default).First(id => id != default);
}
