using System.Diagnostics;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>The plug is pulled while eight callers write: what was acknowledged is there afterwards, whole, and nothing is half there.</summary>
public abstract class CrashContract(Func<string, StoreFixture> store, string? database = null) : IDisposable
{
    private const int Rounds = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("blog-crash-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_kill_under_write_load_loses_no_acknowledged_save()
    {
        var acknowledged = new List<Guid>();
        for (var round = 0; round < Rounds; round++)
        {
            acknowledged.AddRange(await WriteUntilKilledAsync(atLeast: 20 + (37 * round)));

            await using var opened = store(_folder);
            await opened.OpenAsync();
            Assert.Empty(await opened.Health.CheckIntegrityAsync(default));
            foreach (var id in acknowledged)
            {
                Assert.NotNull(await opened.Posts.FindAsync(id, default));
            }

            await CountsAgreeAsync(opened);
        }

        Assert.True(acknowledged.Count >= 20 * Rounds);
    }

    private static async Task CountsAgreeAsync(StoreFixture store)
    {
        var stored = await store.Posts.CountPublicAsync(default);
        var newest = await store.Posts.ListNewestAsync(default, stored + 10, default);
        var years = await store.Posts.ListYearsAsync(default);
        var author = await store.Posts.ListPublishedAsync(new PostFilter(Author: "ines-quiroga"), null, null, stored + 10, default);
        var tags = await store.Posts.ListTagsAsync(1000, default);

        Assert.Equal(stored, newest.Count);
        Assert.Equal(stored, years.Sum(y => y.Count));
        Assert.Equal(stored, author.Items.Count);
        Assert.Equal(newest.Sum(p => p.Tags.Count), tags.Sum(t => t.Count));
        foreach (var post in newest.Take(20))
        {
            var hits = await store.Posts.SearchAsync(post.Title!, 50, default);
            Assert.Contains(hits, h => h.Post.Id == post.Id);
            Assert.Single(await store.Posts.ListRevisionsAsync(post.Id, default));
        }
    }

    private async Task<List<Guid>> WriteUntilKilledAsync(int atLeast)
    {
        var program = Path.Combine(Repository.Root, "tests", "Blog.Bench", Path.GetRelativePath(Path.Combine(Repository.Root, "tests", "Blog.Tests"), AppContext.BaseDirectory), "Blog.Bench.dll");
        using var child = Process.Start(new ProcessStartInfo("dotnet", [program, "crash-child", _folder, .. database is null ? Array.Empty<string>() : [database]]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var acknowledged = new List<Guid>();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("saved ", StringComparison.Ordinal) && Guid.TryParseExact(line[6..], "D", out var id))
            {
                acknowledged.Add(id);
            }

            // After the kill what is still in the pipe is read to its end: it was acknowledged too.
            if (acknowledged.Count == atLeast)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
        return acknowledged;
    }
}
