using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Blog.Bench.Outbox;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Bench.Machines;

/// <summary>
/// <c>machines</c>: several processes of the real program behind nginx on one PostgreSQL database, in true time. A further process only publishes. The networks live
/// here and outlive everybody.
/// </summary>
internal sealed class MachinesBench(OutboxHost author, IReadOnlyList<Machine> machines, IReadOnlyList<NetworkLane> lanes, Nginx proxy, int seed)
{
    private const int Rounds = 60;

    // As docs/operating.md says for nginx.
    private const int DrainSeconds = 6;
    private const double Tail = 0.01;
    private static readonly string[] Networks = ["x", "facebook", "linkedin-page", "linkedin"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string database, int processes, int deliveries, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("blog-machines-").FullName;
        var lanes = new List<NetworkLane>();
        var machines = new List<Machine>();
        try
        {
            foreach (var name in Networks)
            {
                lanes.Add(new NetworkLane(name, await StagedNetwork.StartAsync(Stage.Of(name, TimeProvider.System), TimeProvider.System)));
            }

            var hosts = lanes.Select(l => l.Network.Address.Authority).ToList();
            var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            string[] shared = ["--Blog:Database=" + database, "--Blog:Media=" + Directory.CreateDirectory(Path.Combine(folder, "media")).FullName];
            await using var author = await OutboxHost.StartAsync(Path.Combine(folder, "author"), TimeProvider.System, hosts, settings: [.. shared, "--Blog:KeySecret=" + secret], delivers: false);
            foreach (var lane in lanes)
            {
                await lane.ConnectAsync(author);
            }

            machines.AddRange(Enumerable.Range(1, processes).Select(n => new Machine(
                n, folder, [.. OutboxHost.Settings(Path.Combine(folder, $"data-{n}"), hosts), .. shared, $"--Blog:DrainSeconds={DrainSeconds}", "--Logging:LogLevel:Default=Error"], secret)));
            await Task.WhenAll(machines.Select(m => m.StartAsync()));
            using var proxy = await Nginx.StartAsync(folder, machines.Select(m => m.Port));
            var bench = new MachinesBench(author, machines, lanes, proxy, seed);
            await bench.ShowAsync();
            var lost = await bench.RestartAsync();
            lost += await bench.DeliverAsync(Math.Max(1, deliveries / lanes.Count));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"started again because they ended before they were ready: {machines.Sum(m => m.Restarts)} processes"));
            return lost == 0 ? 0 : 1;
        }
        finally
        {
            machines.ForEach(m => m.Dispose());
            foreach (var lane in lanes)
            {
                await lane.Network.DisposeAsync();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    // From the answer to a save until every process shows it on the first page.
    private async Task ShowAsync()
    {
        var took = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(machines.Select(m => m.ReadAsync("/")));
            var title = string.Create(CultureInfo.InvariantCulture, $"Shown {seed}k{round}z");
            var draft = new PostDraft { Title = title, Markdown = "Snow fell all night.", Status = PostStatus.Published, Targets = [] };
            await author.Get<Publisher>().SaveAsync(draft, default);
            var watch = Stopwatch.StartNew();
            took.AddRange(await Task.WhenAll(machines.Select(m => UntilAsync(m, title, watch))));
        }

        took.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Rounds} posts, on each of {machines.Count} processes after the save was answered: median {took[took.Count / 2]:0} ms, 99 % {took[(int)(took.Count * 0.99)]:0} ms, longest {took[^1]:0} ms"));
    }

    private static async Task<double> UntilAsync(Machine machine, string title, Stopwatch watch)
    {
        while (!(await machine.ReadAsync("/")).Contains(title, StringComparison.Ordinal))
        {
            await Task.Delay(Look);
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    // One after the other, while readers go on reading.
    private async Task<int> RestartAsync()
    {
        var paths = (await author.Get<IPostStore>().ListNewestAsync(default, 20, default)).Select(p => p.Path).Prepend("/").ToList();
        var readers = new Readers(proxy.Address, paths);
        var watch = Stopwatch.StartNew();
        await using (readers)
        {
            await Task.Delay(Settling);
            foreach (var machine in machines)
            {
                await machine.TerminateAsync();
                await machine.StartAsync();
            }

            await Task.Delay(Settling);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"rolling restart of {machines.Count} processes in {watch.Elapsed.TotalSeconds:0.0} s: {readers.Answered} pages and {readers.Forms} forms answered, {readers.Lost.Count} lost"));
        foreach (var group in readers.Lost.CountBy(l => l))
        {
            Console.WriteLine($"  {group.Value} times {group.Key}");
        }

        return readers.Lost.Count;
    }

    private async Task<int> DeliverAsync(int posts)
    {
        var watch = Stopwatch.StartNew();
        using var trouble = new Trouble(machines, seed);
        var made = new List<(Guid Id, string Title)>(posts);
        var troubled = trouble.BeginAsync();
        for (var n = 0; n < posts; n++)
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"Foul {seed}k{n}z");
            made.Add(((await author.PublishAsync(title, [.. lanes.Select(l => l.Targets[n % NetworkLane.Accounts])])).Id, title));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{posts} posts published after {watch.Elapsed.TotalSeconds:0} s"));

        // The last ones of each account wait for leases of processes that were killed: without an end to the killing no end is certain.
        while (await CountAsync(DeliveryState.Queued) > posts * lanes.Count * Tail && !troubled.IsCompleted)
        {
            await Task.Delay(Settling);
        }

        await trouble.EndAsync();
        await troubled;
        while (await CountAsync(DeliveryState.Queued) + await CountAsync(DeliveryState.Sending) > 0)
        {
            await Task.Delay(Settling);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{posts * lanes.Count} deliveries by {machines.Count} processes in {watch.Elapsed.TotalSeconds:0} s: {trouble.Kills} killed, {trouble.Stops} stopped, of these {trouble.LongStops} for longer than a lease"));
        var broken = 0;
        foreach (var lane in lanes)
        {
            broken += await lane.TellAsync(author, made);
        }

        return broken;
    }

    private async Task<int> CountAsync(DeliveryState state) => (await author.Store.CountByStateAsync(default)).GetValueOrDefault(state);
}
