using System.Globalization;
using Blog.Homecoming;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>Real blogs of six people and teams, in four engines and eight languages.</summary>
public sealed class MarkdownImportCorporaTests(ITestOutputHelper output)
{
    // Posts: as counted in SOURCES.md. NoPosts: of those, what the old engine did not publish either (ropensci: the head of a section, four
    // parts of page bundles, two headless bundles). Broken: azu-efcl has one file with a NUL byte.
    private static readonly Corpus[] Blogs =
    [
        new("18f", "en", "America/New_York", "/:year/:month/:day/:title/", "https://18f.gsa.gov", Posts: 509, NoPosts: 0, Broken: 0),
        new("azu-efcl", "ja", "Asia/Tokyo", "/:year/:month/:day/:title/", "https://efcl.info", Posts: 747, NoPosts: 0, Broken: 1),
        new("delucas-es", "es", "America/Argentina/Buenos_Aires", "/:title", "http://delucas.github.io", Posts: 27, NoPosts: 0, Broken: 0),
        new("mehdix-fa", "fa", "Europe/Berlin", "/:title:output_ext", "https://mehdix.ir", Posts: 66, NoPosts: 0, Broken: 0),
        new("reactjs-blog", "en", "America/Los_Angeles", "/blog/:year/:month/:day/:title.html", "https://reactjs.org", Posts: 142, NoPosts: 0, Broken: 0),
        new("ropensci", "en", "Etc/UTC", "/blog/:year/:month/:day/:slug/", "https://ropensci.org", Posts: 761, NoPosts: 7, Broken: 0),
    ];

    private sealed record Corpus(string Name, string Language, string Zone, string Permalink, string Site, int Posts, int NoPosts, int Broken);

    [SharedFact("corpora")]
    public async Task Every_file_of_every_blog_is_a_post_or_is_named_with_its_reason()
    {
        await using var app = new BlogApp();
        var import = app.Get<MarkdownFolderImport>();
        var posts = app.Get<IPostStore>();
        var total = 0;

        foreach (var blog in Blogs)
        {
            var folder = Path.Combine(Repository.Shared!, "corpora", blog.Name);
            var options = new ImportOptions { Language = blog.Language, ZoneId = blog.Zone, Permalink = blog.Permalink, OldSite = new Uri(blog.Site) };
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count(f => Path.GetExtension(f) is ".md" or ".markdown");

            var first = await import.RunAsync(folder, options, null, CancellationToken.None);
            var second = await import.RunAsync(folder, options, null, CancellationToken.None);

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{blog.Name}: {first.Read} read, {first.Created} created, {first.Skipped} skipped, {first.Failed} failed, {first.Media} media, {first.Warnings.Count} warnings"));
            first.Failures.Concat(first.SkippedFiles).ToList().ForEach(n => output.WriteLine("  " + n));
            Assert.Equal((files, files), (first.Read, first.Created + first.Skipped + first.Failed));
            Assert.Equal((blog.Posts - blog.NoPosts - blog.Broken, blog.Broken), (first.Created, first.Failed));
            Assert.Equal((first.Read, first.Created, 0, 0), (second.Read, second.Unchanged, second.Created, second.Updated));
            Assert.Equal(first.Warnings, second.Warnings);
            Assert.Equal(first.Created, (await posts.ListSourcesAsync($"markdown:{blog.Name}:", CancellationToken.None)).Count);
            total += first.Created;
        }

        Assert.Equal(2252 - 7 - 1, total);
    }
}
