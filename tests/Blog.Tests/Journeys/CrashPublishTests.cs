using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using AngleSharp.Html.Dom;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>The plug is pulled while authors publish on a running blog.</summary>
public sealed class CrashPublishTests(ITestOutputHelper output)
{
    private const int Rounds = 10;
    private const int Writers = 3;
    private const int Seed = 2027;
    private const int MostAcknowledged = 8;
    private const int LongestMoment = 120;

    [Fact]
    public async Task A_killed_blog_still_has_every_post_that_it_acknowledged()
    {
        var random = new Random(Seed);
        var cookies = new CookieContainer();
        var acknowledged = new ConcurrentDictionary<Guid, string>();
        var counts = new List<int>();
        using var folder = new CrashFolder();
        var site = new Uri($"http://127.0.0.1:{Ports.Free()}/");

        for (var round = 0; round < Rounds; round++)
        {
            var already = acknowledged.Count;
            using var blog = BlogProcess.Start(folder.Path, "--urls", site.GetLeftPart(UriPartial.Authority), "--Blog:Content=");
            await blog.WaitForLineAsync("Ctrl-C");
            if (round == 0)
            {
                await SetUpAsync(blog, site, cookies);
            }

            var news = Channel.CreateUnbounded<Guid>();
            void Acknowledge(Guid id, string title)
            {
                acknowledged[id] = title;
                news.Writer.TryWrite(id);
            }

            var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
                WriteUntilTheEndAsync(site, cookies, Acknowledge, $"Round {round} by {writer}")));
            await Task.WhenAny(writers, HearAsync(news.Reader, random.Next(MostAcknowledged), TimeSpan.FromMilliseconds(random.Next(LongestMoment))));
            blog.Kill();
            await writers;
            await blog.WaitAsync();

            await ExamineAsync(folder);
            counts.Add(acknowledged.Count - already);
        }

        output.WriteLine($"posts acknowledged before each kill: {string.Join(", ", counts)}");
        Assert.NotEmpty(acknowledged);
        await FindAllAsync(folder, acknowledged);
        await ReadAllAsync(folder, site, cookies, acknowledged);
    }

    private static async Task SetUpAsync(BlogProcess blog, Uri site, CookieContainer cookies)
    {
        using var owner = new CrashVisitor(site, cookies);
        var link = (await blog.WaitForLineAsync("Set up")).Split("Set up")[1].Trim();
        var page = await owner.OpenAsync(link, CancellationToken.None);
        using var answer = await owner.PressAsync(
            page,
            "Set up and start writing",
            new()
            {
                ["Name of the site"] = "Refuge Notes",
                ["Your name"] = "Inés Quintana",
                ["Your mail address"] = "ines@refuge.example",
                ["Password"] = "nine centimetres of snow",
            },
            CancellationToken.None,
            link);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>A moment that comes on every machine: after so many answers, and a little later.</summary>
    private static async Task HearAsync(ChannelReader<Guid> news, int answers, TimeSpan later)
    {
        for (var i = 0; i < answers; i++)
        {
            await news.ReadAsync();
        }

        await Task.Delay(later);
    }

    private static async Task WriteUntilTheEndAsync(Uri site, CookieContainer cookies, Action<Guid, string> acknowledge, string name)
    {
        using var author = new CrashVisitor(site, cookies);
        try
        {
            for (var number = 0; ; number++)
            {
                var title = string.Create(CultureInfo.InvariantCulture, $"{name}, number {number}");
                acknowledge(await PublishAsync(author, title), title);
            }
        }
        catch (HttpRequestException)
        {
            // The plug was pulled; what was not answered is not acknowledged.
        }
    }

    /// <summary>Returns when the blog has said that the post is published.</summary>
    private static async Task<Guid> PublishAsync(CrashVisitor author, string title)
    {
        var editor = await author.OpenAsync("/desk/write", CancellationToken.None);
        using var saved = await author.PressAsync(editor, "Review", new() { ["Title"] = title, ["Text in Markdown"] = End(title) }, CancellationToken.None);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);

        var review = saved.Headers.Location!.OriginalString;
        var page = await author.OpenAsync(review, CancellationToken.None);
        using var published = await author.PressAsync(page, "Publish now", new() { ["X"] = "yes" }, CancellationToken.None, review);
        Assert.Equal(HttpStatusCode.SeeOther, published.StatusCode);
        return Guid.Parse(review.Split('/')[3]);
    }

    private static async Task ExamineAsync(CrashFolder folder)
    {
        var (_, report, error) = await BlogProcess.RunAsync(folder.Path, "doctor", "--json", "--Blog:Content=");
        var integrity = JsonDocument.Parse(report).RootElement.EnumerateArray().Single(f => f.GetProperty("part").GetString() == "Integrity");

        Assert.True(integrity.GetProperty("ok").GetBoolean(), report + error);
    }

    /// <summary>In the store: whole, found by search, and with the one delivery that was queued together with it.</summary>
    private static async Task FindAllAsync(CrashFolder folder, ConcurrentDictionary<Guid, string> acknowledged)
    {
        await using var app = new BlogApp(folder.Path) { EnvironmentName = "Production" };
        using var client = app.Browser();
        Assert.Empty(await app.Get<IStoreHealth>().CheckIntegrityAsync(CancellationToken.None));
        var posts = app.Get<IPostStore>();
        var outbox = app.Get<ISyndicationStore>();
        foreach (var (id, title) in acknowledged)
        {
            var post = await posts.FindAsync(id, CancellationToken.None);
            Assert.NotNull(post);
            Assert.Equal((title, End(title), PostStatus.Published), (post.Title, post.Markdown, post.Status));
            Assert.Single(await outbox.ListForPostAsync(id, CancellationToken.None));
        }
    }

    /// <summary>On the site, as a reader sees it.</summary>
    private static async Task ReadAllAsync(CrashFolder folder, Uri site, CookieContainer cookies, ConcurrentDictionary<Guid, string> acknowledged)
    {
        using var blog = BlogProcess.Start(folder.Path, "--urls", site.GetLeftPart(UriPartial.Authority), "--Blog:Content=");
        await blog.WaitForLineAsync("Ctrl-C");
        using var visitor = new CrashVisitor(site, cookies);
        foreach (var (id, title) in acknowledged)
        {
            var desk = await visitor.OpenAsync($"/desk/posts/{id}", CancellationToken.None);
            var address = desk.Links.OfType<IHtmlAnchorElement>().Single(a => a.Text.Trim() == "Open the page").GetAttribute("href")!;
            var page = await visitor.OpenAsync(address, CancellationToken.None);

            Assert.Equal(title, page.QuerySelector("h1")!.TextContent.Trim());
            Assert.Contains(End(title), page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    private static string End(string title) => $"Written as {title}, and kept.";
}
