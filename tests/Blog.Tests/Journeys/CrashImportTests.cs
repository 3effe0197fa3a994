using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Blog.Posts;
using Blog.Site;
using Blog.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>The plug is pulled while a blog is being imported.</summary>
public sealed partial class CrashImportTests(ITestOutputHelper output)
{
    private const int Posts = 240;
    private const int Rounds = 10;
    private const int Seed = 4200;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task A_killed_import_leaves_a_sound_blog_and_can_be_run_again()
    {
        var random = new Random(Seed);
        var whole = await MeasureAsync();
        var rounds = new List<(int Acknowledged, int Stored)>();

        for (var round = 0; round < Rounds; round++)
        {
            using var folder = new CrashFolder();
            folder.Write(Posts, Seed);
            var acknowledged = await KillWithinAsync(folder, whole * random.NextDouble());

            var before = await ReadAsync(folder);
            rounds.Add((acknowledged, before.Count));
            var (exit, said, error) = await ImportAsync(folder);
            var after = await ReadAsync(folder);

            Assert.InRange(before.Count, acknowledged, Posts);
            Assert.True(exit == 0, said + error);
            Assert.Equal(Posts, after.Count);
            Assert.Empty(before.Keys.Except(after.Keys));
            Assert.All(before, known => Assert.Equal(known.Value, after[known.Key]));
        }

        output.WriteLine($"acknowledged and stored when the process was killed, of {Posts}: {string.Join(", ", rounds)}; whole import {whole.TotalMilliseconds:0} ms after the database appeared");
        Assert.Contains(rounds, round => round.Stored is > 0 and < Posts);
    }

    /// <summary>From the moment the database file appears to the end of an import that nobody disturbs.</summary>
    private static async Task<TimeSpan> MeasureAsync()
    {
        using var folder = new CrashFolder();
        folder.Write(Posts, Seed);
        using var import = Start(folder);
        await DatabaseAsync(folder, import);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await import.WaitAsync());
        return watch.Elapsed;
    }

    /// <summary>How many posts the import had called done when it was killed.</summary>
    private static async Task<int> KillWithinAsync(CrashFolder folder, TimeSpan moment)
    {
        using var import = Start(folder);
        await DatabaseAsync(folder, import);
        await Task.Delay(moment);
        if (!import.HasExited)
        {
            import.Kill();
        }

        await import.WaitAsync();
        return Done().Matches(import.Output).Select(m => int.Parse(m.Groups["count"].ValueSpan, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
    }

    private static async Task DatabaseAsync(CrashFolder folder, BlogProcess import)
    {
        using var timer = new PeriodicTimer(Look);
        while (!File.Exists(folder.Database) && await timer.WaitForNextTickAsync())
        {
            Assert.False(import.HasExited, import.Output + import.Error);
        }
    }

    private static BlogProcess Start(CrashFolder folder) => BlogProcess.Start(folder.Path, "import", "markdown", folder.Posts, "--Blog:Content=");

    private static Task<(int Exit, string Output, string Error)> ImportAsync(CrashFolder folder) =>
        BlogProcess.RunAsync(folder.Path, "import", "markdown", folder.Posts, "--Blog:Content=");

    /// <summary>Opens the store as the next start does, checks it, and reads every post: title and hash of the file to its path.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(CrashFolder folder)
    {
        await using var app = new BlogApp(folder.Path);
        using var client = app.Browser();
        var posts = app.Get<IPostStore>();

        Assert.Empty(await app.Get<IStoreHealth>().CheckIntegrityAsync(CancellationToken.None));

        var found = new Dictionary<string, string>();
        foreach (var (key, mark) in await posts.ListSourcesAsync("", CancellationToken.None))
        {
            var post = await posts.FindAsync(mark.PostId, CancellationToken.None);
            Assert.NotNull(post);
            Assert.True(post.Title is { } title && post.Markdown.TrimEnd().EndsWith(CrashFolder.Last(int.Parse(title["Night ".Length..], CultureInfo.InvariantCulture)), StringComparison.Ordinal), key);
            Assert.Single(await posts.ListRevisionsAsync(post.Id, CancellationToken.None));
            found.Add(key, $"{post.Id} {post.Path}");
        }

        Assert.Equal(found.Count, await posts.CountPublicAsync(CancellationToken.None));
        return found;
    }

    [GeneratedRegex(@"(?<count>\d+) of \d+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Done();
}
