using Blog.Bench.Crash;
using Blog.Posts;

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
            acknowledged.AddRange(await KilledWriter.RunAsync(_folder, database, atLeast: 20 + (37 * round)));

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
}
