using System.Globalization;
using Blog.Bench.Crash;
using Blog.Bench.Growth;
using Blog.Bench.Machines;
using Blog.Bench.Outbox;
using Blog.Bench.Storage;

namespace Blog.Bench;

/// <summary>The verbs.</summary>
internal static class BenchProgram
{
    private const string Help =
        """
        usage: Blog.Bench VERB
          storage [POSTS]                    saves, look-ups, lists and searches on the real store
          kills [--rounds N] [--seed S]      kills a process that writes, N times on one database; exit code 1 if an acknowledged save was lost
          crash [--rounds N] [--seed S]      kills a blog at every step of a delivery, N times on each network; exit code 1 if a copy was lost or doubled
          soak [--deliveries N] [--seed S]   N deliveries through random faults of every kind of call, then some without; exit code as above
          machines --database CONNECTION [--processes N] [--deliveries N] [--seed S]
                                             N processes behind nginx on one empty PostgreSQL database: how soon a post is everywhere, a rolling restart
                                             under load, and deliveries while processes are killed and stopped; exit code 1 if anything was lost or doubled
          seed --posts N --comments M [--seed S] --data FOLDER|--to CONNECTION
                                             fills an empty store with a made-up blog, the same for the same numbers
          growth [--posts N,N,N] [--comments-per-post M] [--engine sqlite|postgres] [--data FOLDER]
                                             what pages, writes and queues cost at each size, on the real server; seeds what is missing
          crash-child, outbox-child          the processes that are killed
        """;

    public static async Task<int> Main(string[] args) => args switch
    {
        ["crash-child", var folder, .. var database] => await CrashChild.RunAsync(folder, database.FirstOrDefault()),
        ["outbox-child", var folder, var clock, var host, .. var settings] => await OutboxChild.RunAsync(folder, clock, host, settings),
        ["kills", .. var rest] => await KillBench.RunAsync(Number(rest, "--rounds", 200), Number(rest, "--seed", 1)),
        ["crash", .. var rest] => await CrashBench.RunAsync(Number(rest, "--rounds", 1), Number(rest, "--seed", 1)),
        ["soak", .. var rest] => await SoakBench.RunAsync(Number(rest, "--deliveries", 2000), Number(rest, "--seed", 1)),
        ["machines", .. var rest] when Word(rest, "--database") is { } database =>
            await MachinesBench.RunAsync(database, Number(rest, "--processes", 2), Number(rest, "--deliveries", 10_000), Number(rest, "--seed", 1)),
        ["storage", .. var rest] => await StorageBench.RunAsync(rest),
        ["seed", .. var rest] => await SeedBench.RunAsync(rest),
        ["growth", .. var rest] => await GrowthBench.RunAsync(rest),
        ["--help"] => Tell(Console.Out, 0),
        _ => Tell(Console.Error, 2),
    };

    private static int Number(string[] words, string name, int otherwise) => Word(words, name) is { } word ? int.Parse(word, CultureInfo.InvariantCulture) : otherwise;

    private static string? Word(string[] words, string name) => Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    private static int Tell(TextWriter to, int exit)
    {
        to.WriteLine(Help);
        return exit;
    }
}
