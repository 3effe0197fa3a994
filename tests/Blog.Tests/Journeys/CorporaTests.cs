using System.Xml.Linq;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>Real blogs of other people, in six languages: everything comes in, and every page that comes of it holds.</summary>
public sealed class CorporaTests(CorporaBlog blog, ITestOutputHelper output) : IClassFixture<CorporaBlog>
{
    private const int PostsAtLeast = 2_200;

    [SharedFact("corpora")]
    public void Every_file_becomes_a_post_or_a_listed_skip()
    {
        foreach (var report in blog.Reports)
        {
            output.WriteLine(report.ToText());
            var files = Directory.EnumerateFiles(report.Folder, "*.*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f).ToLowerInvariant() is ".md" or ".markdown").ToList();
            var damaged = files.Where(f => File.ReadAllBytes(f).Contains((byte)0)).Select(f => Path.GetRelativePath(report.Folder, f));

            Assert.Equal(files.Count, report.Read);
            Assert.Equal(report.Read, report.Created + report.Skipped + report.Failed);
            Assert.All(report.SkippedFiles.Concat(report.Failures), note => Assert.NotEmpty(note.Reason));
            Assert.Equal(damaged, report.Failures.Select(note => note.File));
        }

        Assert.InRange(blog.Reports.Sum(r => r.Created), PostsAtLeast, int.MaxValue);
    }

    [SharedFact("corpora")]
    public async Task A_second_run_changes_nothing()
    {
        var before = await blog.App.Get<Site.ISiteStore>().LoadStampAsync(CancellationToken.None);

        var reports = await blog.ImportAsync();

        Assert.All(reports.Zip(blog.Reports), pair =>
        {
            Assert.Equal(0, pair.First.Created);
            Assert.Equal(0, pair.First.Updated);
            Assert.Equal(pair.Second.Created, pair.First.Unchanged);
        });
        Assert.Equal(before, await blog.App.Get<Site.ISiteStore>().LoadStampAsync(CancellationToken.None));
    }

    [SharedFact("corpora")]
    public async Task An_import_sends_nothing_anywhere()
    {
        var counts = await blog.App.Get<Syndication.ISyndicationStore>().CountByStateAsync(CancellationToken.None);

        Assert.DoesNotContain(counts, c => c.Value > 0);
    }

    [SharedFact("corpora")]
    public async Task Every_page_holds_and_every_link_of_ours_leads_somewhere()
    {
        using var client = blog.App.Browser();
        var crawler = new CorporaCrawler(client);

        await crawler.VisitAsync(["/", "/archive", "/sitemap.xml", .. await SitemapAsync(client)], CancellationToken.None);

        output.WriteLine($"{crawler.Requests} addresses, {crawler.Pages} pages, {crawler.Feeds} feeds; {crawler.DeadByAuthor.Count} dead links and {crawler.RepeatedByAuthor.Count} repeated ids in posts as their authors wrote them");
        output.WriteLine(string.Join('\n', crawler.DeadByAuthor.Order(StringComparer.Ordinal).Take(40)));
        Assert.True(crawler.Problems.IsEmpty, $"{crawler.Problems.Count} problems:\n{string.Join('\n', crawler.Problems.Order(StringComparer.Ordinal).Take(60))}");
        Assert.InRange(crawler.Pages, await blog.App.Get<IPostStore>().CountPublicAsync(CancellationToken.None), int.MaxValue);
        Assert.InRange(crawler.Feeds, 3, int.MaxValue);
    }

    /// <summary>Every post's address, as a search engine learns it.</summary>
    private static async Task<List<string>> SitemapAsync(HttpClient client)
    {
        var root = XDocument.Parse(await client.GetStringAsync("/sitemap.xml")).Root!;
        var addresses = new List<string>();
        foreach (var location in root.Descendants(root.Name.Namespace + "loc"))
        {
            var address = new Uri(location.Value);
            Assert.Equal("blog.test", address.Host);
            addresses.Add(address.PathAndQuery);
        }

        return addresses;
    }
}
