using Blog.Bench.Storage;
using Blog.Posts;

namespace Blog.Bench.Crash;

/// <summary>
/// Writes posts as fast as it can, eight at a time, and prints each id after its save was acknowledged, until it is killed.
/// Whoever kills it compares what was printed with what is stored.
/// </summary>
internal static class CrashChild
{
    public static async Task<int> RunAsync(string folder, string? database)
    {
        await using var store = new BenchStore(folder, database);
        await store.Health.OpenAsync(default);
        var first = await store.Posts.CountPublicAsync(default);
        var next = first * 10;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var n = Interlocked.Increment(ref next);
                var change = BenchStore.Change(n, words: 80);
                var saved = await store.Posts.SaveAsync(change, default);
                if (saved.Conflict == SaveConflict.None)
                {
                    Console.WriteLine($"saved {change.Post.Id}");
                }
            }
        })));
        return 0;
    }
}
