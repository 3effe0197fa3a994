using System.Diagnostics;
using System.Globalization;
using Blog.Bench.Storage;

namespace Blog.Bench.Crash;

/// <summary>
/// <c>kills</c>: a process that writes as fast as it can is killed with SIGKILL, round after round on one database. After each round the file is opened
/// again and checked, and every save that was acknowledged in it must be there. The exit code is 1 if one is not, or the file is damaged.
/// </summary>
internal static class KillBench
{
    // Acknowledged saves before the kill: from right after the start until checkpoints have run.
    private const int MostSaves = 600;

    public static async Task<int> RunAsync(int rounds, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("blog-kills-").FullName;
        try
        {
#pragma warning disable CA5394 // A seed that gives the same numbers again is the point.
            var random = new Random(seed);
            var (acknowledged, lost, damaged) = (new List<Guid>(), 0, 0);
            var opened = new List<double>();
            for (var round = 1; round <= rounds; round++)
            {
                var now = await KilledWriter.RunAsync(folder, database: null, random.Next(1, MostSaves));
#pragma warning restore CA5394
                var watch = Stopwatch.StartNew();
                await using var store = new BenchStore(folder);
                await store.Health.OpenAsync(default);
                _ = await store.Posts.FindAsync(now[^1], default);
                opened.Add(watch.Elapsed.TotalMilliseconds);
                damaged += (await store.Health.CheckIntegrityAsync(default)).Count > 0 ? 1 : 0;
                lost += await CountLostAsync(store, now);
                acknowledged.AddRange(now);
                if (round == rounds)
                {
                    lost += await CountLostAsync(store, acknowledged);
                }
            }

            opened.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rounds} kills: {acknowledged.Count} saves acknowledged, {lost} lost, {damaged} times damaged; opened again after {opened[opened.Count / 2]:0.0} ms (median), {opened[^1]:0.0} ms (longest)"));
            return lost + damaged == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> CountLostAsync(BenchStore store, IEnumerable<Guid> ids)
    {
        var lost = 0;
        foreach (var id in ids)
        {
            lost += await store.Posts.FindAsync(id, default) is null ? 1 : 0;
        }

        return lost;
    }
}
