using System.Diagnostics;
using System.Globalization;
using Blog.Posts;

namespace Blog.Bench.Storage;

/// <summary>Saves, look-ups, lists and searches on the real store; prints a line for each: wall time, and processor time, which tells more on a busy machine.</summary>
internal static class StorageBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        var posts = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5000;
        var folder = Directory.CreateTempSubdirectory("blog-bench-").FullName;
        try
        {
            await using var store = new BenchStore(folder);
            await store.Health.OpenAsync(default);
            await SaveAsync(store, 0, 200, inFlight: 16, print: false);
            await SaveAsync(store, 200, 800, inFlight: 1, print: true);
            await SaveAsync(store, 1000, posts - 1000, inFlight: 16, print: true);
            await ReadAsync(store, posts);
            Print("size", new FileInfo(Path.Combine(folder, "blog.db")).Length / 1048576.0, "MiB");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task SaveAsync(BenchStore store, int from, int count, int inFlight, bool print)
    {
        var changes = new PostChange[count];
        Parallel.For(0, count, i => changes[i] = BenchStore.Change(from + i));
        var next = -1;
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                await store.Posts.SaveAsync(changes[i], default);
            }
        })));
        if (print)
        {
            var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count;
            Print($"saves, {inFlight} in flight ({count})", count / watch.Elapsed.TotalSeconds, string.Create(CultureInfo.InvariantCulture, $"/s   cpu {each:0} us"));
        }
    }

    private static async Task ReadAsync(BenchStore store, int posts)
    {
        var ids = Enumerable.Range(0, 2000).Select(i => (int)((uint)(i * 2654435761L) % posts)).ToArray();
        var paths = (await store.Posts.ListSitemapAsync(null, default)).Select(e => e.Path).ToArray();
        await TimeAsync("post by path, whole", ids, i => store.Posts.FindByPathAsync(paths[i], default));
        await TimeAsync("post by slug, whole", ids, i => store.Posts.FindBySlugAsync($"post-{i}", default));
        await TimeAsync("newest 10", ids, _ => store.Posts.ListPublishedAsync(default, null, null, 10, default));
        await TimeAsync("10 in the middle, by keyset", ids, i => store.Posts.ListPublishedAsync(default, new PostCursor(new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(i), default), null, 10, default));
        await TimeAsync("newest 10 of a tag", ids, i => store.Posts.ListPublishedAsync(new PostFilter(Tag: $"tag-{i % 40}"), null, null, 10, default));
        await TimeAsync("newest 10 of a year", ids, _ => store.Posts.ListPublishedAsync(new PostFilter(Year: 2010), null, null, 10, default));
        await TimeAsync("feed of 20, whole posts", ids[..500], _ => store.Posts.ListNewestAsync(default, 20, default));
        var post = (await store.Posts.FindBySlugAsync($"post-{posts / 2}", default))!;
        await TimeAsync("neighbours", ids, _ => store.Posts.FindNeighboursAsync(post, default));
        await TimeAsync("search, rare word", ids[..200], i => store.Posts.SearchAsync(BenchStore.Word(18_000 + (i % 2000)), 10, default));
        await TimeAsync("search, two middle words", ids[..200], i => store.Posts.SearchAsync($"{BenchStore.Word(1000 + (i % 500))} {BenchStore.Word(2000 + (i % 500))}", 10, default));
        await TimeAsync("search, most frequent word", ids[..100], _ => store.Posts.SearchAsync(BenchStore.Word(0), 10, default));
        await TimeAsync("search, frequent and rare word", ids[..100], i => store.Posts.SearchAsync($"{BenchStore.Word(0)} {BenchStore.Word(15_000 + (i % 2000))}", 10, default));
        await TimeAsync("search, prefix of two letters", ids[..100], _ => store.Posts.SearchAsync(BenchStore.Word(5)[..2], 10, default));
    }

    private static async Task TimeAsync<T>(string what, int[] ids, Func<int, Task<T>> run)
    {
        foreach (var id in ids.Take(100))
        {
            await run(id);
        }

        var times = new double[ids.Length];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < ids.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await run(ids[i]);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / ids.Length;
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-36} p50 {times[times.Length / 2],9:0.0} us   p95 {times[times.Length * 95 / 100],9:0.0} us   cpu {each,9:0.0} us"));
    }

    private static void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-36} {value,9:0.0} {unit}"));
}
