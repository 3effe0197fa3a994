using System.Diagnostics;
using System.Globalization;

namespace Blog.Bench.Outbox;

/// <summary><c>crash --rounds N --seed S</c>: N times all steps on every network, two blogs at a time; the exit code is 1 if a promise was broken.</summary>
internal static class CrashBench
{
    private static readonly string[] Networks = ["x", "facebook", "linkedin", "linkedin-page"];

    public static async Task<int> RunAsync(int rounds, int seed)
    {
        var watch = Stopwatch.StartNew();
        var (runs, broken, asked) = (0, 0, 0);
        var chains = Enumerable.Range(seed, rounds).SelectMany(s => Networks.Select(n => (Network: n, Seed: s)));
        await Parallel.ForEachAsync(chains, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chain, _) =>
            await CrashChain.RunAsync(chain.Network, chain.Seed, tell: outcome =>
            {
                lock (watch)
                {
                    runs++;
                    broken += outcome.Broken is null ? 0 : 1;
                    asked += outcome.State == "Unknown" ? 1 : 0;
                    Console.WriteLine($"seed {chain.Seed,-4} {outcome}");
                }
            }));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs} crashes in {watch.Elapsed.TotalSeconds:0} s: {broken} promises broken, {asked} left to the author (profiles of LinkedIn, which nobody can read)."));
        return broken == 0 ? 0 : 1;
    }
}
