using System.Globalization;
using Blog.Bench.Storage;

namespace Blog.Bench.Growth;

/// <summary>The bench table: what everything costs at each size. Other programs on the machine show in all figures alike; the ratios are what counts.</summary>
internal static class GrowthBench
{
    private const int Starts = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        var words = new BenchWords(args);
        var sizes = (words.Text("--posts") ?? "1000,10000").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToList();
        var comments = words.Number("--comments-per-post", 10);
        var kept = words.Text("--data");
        var root = Path.GetFullPath(kept ?? Directory.CreateTempSubdirectory("blog-growth-").FullName);
        var table = new GrowthTable(sizes);
        try
        {
            using var postgres = words.Text("--engine") == "postgres" ? await GrowthPostgres.StartAsync(Path.Combine(root, "postgres")) : null;
            foreach (var size in sizes)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{(postgres is null ? "sqlite" : "postgres")}-{size}");
                await MeasureAsync(new SyntheticBlog(size, size * comments, seed: 20261122), Path.Combine(root, name), postgres, name, table);
            }
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(root, recursive: true);
            }
        }

        Console.WriteLine(table);
        return 0;
    }

    private static async Task MeasureAsync(SyntheticBlog blog, string folder, GrowthPostgres? postgres, string name, GrowthTable table)
    {
        var database = postgres?.Address(name);
        var sign = Path.Combine(folder, "seeded");
        if (!File.Exists(sign))
        {
            if (postgres is not null && !await postgres.AddAsync(name))
            {
                throw new InvalidOperationException($"The database {name} was seeded in part; drop it and begin again.");
            }

            await SeedBench.WriteAsync(blog, folder, database, Console.Error);
            await File.WriteAllTextAsync(sign, "");
            if (postgres is not null)
            {
                await postgres.RunAsync("VACUUM ANALYZE", name);
            }
        }

        Console.Error.WriteLine($"{name}: load of the machine {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
        var starts = new List<double>();
        var work = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            using var started = await GrowthServer.StartAsync(folder, database);
            starts.Add(started.StartedIn);
            work.Add(started.Work);
        }

        table.Add("start → first page", blog.Posts, starts, "ms");
        table.Add("start → first page: processor", blog.Posts, work, "ms");
        using (var server = await GrowthServer.StartAsync(folder, database))
        {
            await new GrowthPages(server, blog, table).RunAsync();
        }

        await using var store = new BenchStore(folder, database);
        await store.Health.OpenAsync(default);
        table.Add("database", blog.Posts, (await store.Health.DescribeAsync(default)).Bytes / 1048576.0, "MiB");
        await new GrowthStores(store, blog, table).RunAsync();
    }
}
