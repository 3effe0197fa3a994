using System.Diagnostics;
using System.Globalization;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Bench.Outbox;

/// <summary>
/// <c>soak --deliveries N --seed S</c>: the whole program in this process, all networks on sockets, and a fault for every fourth call, whatever it is
/// for. Ends when nothing moves any more, then measures how fast deliveries go out in good weather. The exit code is 1 if a copy was lost or doubled.
/// </summary>
internal static class SoakBench
{
    private const double Factor = 100;
    private const int Accounts = 24;
    private const int PostsAtOnce = 48;
    private const int FaultInCalls = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private static readonly string[] Networks = ["x", "facebook", "linkedin-page", "linkedin"];
    private static readonly CallKinds[] Kinds = [CallKinds.Writing, CallKinds.Reading, CallKinds.Media, CallKinds.Signing];

    // The newest post is hidden by AcceptedButHidden, which among many at once is any.
    private static readonly Fault[] Faults = [.. Enum.GetValues<Fault>().Where(f => f != Fault.AcceptedButHidden)];

    public static async Task<int> RunAsync(int deliveries, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("blog-soak-").FullName;
        try
        {
            using var clock = FastClock.Create(Path.Combine(folder, "clock"), Factor, Factor);
            var lanes = new List<Lane>();
            foreach (var name in Networks)
            {
                lanes.Add(new Lane(name, await StagedNetwork.StartAsync(Stage.Of(name, clock), clock)));
            }

            await using var blog = await OutboxHost.StartAsync(Path.Combine(folder, "data"), clock, lanes.Select(l => l.Network.Address.Authority), withSteps: false);
            foreach (var lane in lanes)
            {
                await lane.ConnectAsync(blog);
            }

            var posts = Math.Max(1, deliveries / lanes.Count);
            Spoil(lanes, seed, calls: posts * 12);
            await WorkAsync(blog, clock, lanes, "Foul", posts);
            lanes.ForEach(l => l.Network.Stage.Emulator.Weather.Clear());
            var broken = 0;
            foreach (var lane in lanes)
            {
                broken += await lane.TellAsync(blog, "Foul", posts);
            }

            await SpeedAsync(blog, clock, lanes, Math.Min(posts, 250));
            foreach (var lane in lanes)
            {
                await lane.Network.DisposeAsync();
            }

            return broken == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Spoil(List<Lane> lanes, int seed, int calls)
    {
#pragma warning disable CA5394 // A seed that gives the same weather again is the point.
        var random = new Random(seed);
        foreach (var (lane, kind) in lanes.SelectMany(l => Kinds.Select(k => (l, k))))
        {
            for (var call = 1; call <= calls; call++)
            {
                if (random.Next(FaultInCalls) == 0)
                {
                    lane.Network.Stage.Emulator.Weather.Strike(kind, call, Faults[random.Next(Faults.Length)]);
                }
            }
        }
#pragma warning restore CA5394
    }

    // As many posts at once as fit, and a new one for each that has ended.
    private static async Task WorkAsync(OutboxHost blog, FastClock clock, List<Lane> lanes, string name, int posts)
    {
        var open = new List<Guid>();
        for (var n = 0; n < posts || open.Count > 0;)
        {
            for (; n < posts && open.Count < PostsAtOnce; n++)
            {
                var targets = lanes.Select(l => l.Targets[n % Accounts]).ToArray();
                var post = await blog.PublishAsync($"{name} {n}z", targets);
                lanes.ForEach(l => l.Posts.Add((post.Id, post.Title!)));
                open.Add(post.Id);
            }

            await MoveAsync(blog, clock, lanes, open);
        }
    }

    // Time goes ahead whenever everything waits for it, and the author signs in again wherever a network asks for it. What moves no more by itself is taken from the list.
    private static async Task MoveAsync(OutboxHost blog, FastClock clock, List<Lane> lanes, List<Guid> open)
    {
        foreach (var target in (await blog.Store.ListTargetsAsync(default)).Where(t => t.State == TargetState.NeedsSignIn))
        {
            await lanes.First(l => l.Targets.Contains(target.Id)).ReconnectAsync(blog, target.Id);
        }

        var isSending = false;
        foreach (var post in open.ToList())
        {
            var moving = (await blog.Store.ListForPostAsync(post, default)).Where(d => !blog.HasEnded(d) || d.State == DeliveryState.Held).ToList();
            isSending |= moving.Exists(d => d.State == DeliveryState.Sending);
            if (moving.Count == 0)
            {
                open.Remove(post);
            }
        }

        if (!isSending && await blog.Store.FindNextDueAsync(default) is { } due && due - clock.GetUtcNow() is var wait && wait > TimeSpan.FromSeconds(5))
        {
            clock.Jump(wait);
        }

        blog.Get<DeliverySignal>().Wake();

        // A pause between two looks at the store; nothing relies on its length.
        await Task.Delay(Pause);
    }

    private static async Task SpeedAsync(OutboxHost blog, FastClock clock, List<Lane> lanes, int posts)
    {
        var watch = Stopwatch.StartNew();
        await WorkAsync(blog, clock, lanes, "Fair", posts);
        var took = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without faults: {posts * lanes.Count} deliveries with a picture each in {took:0.0} s, {posts * lanes.Count / took:0} deliveries/s"));
    }

    /// <summary>One network with its accounts.</summary>
    private sealed class Lane(string name, StagedNetwork network)
    {
        public StagedNetwork Network => network;

        public List<Guid> Targets { get; } = [];

        public List<(Guid Id, string Title)> Posts { get; } = [];

        public async Task ConnectAsync(OutboxHost blog)
        {
            for (var account = 0; account < Accounts; account++)
            {
                Targets.Add(await blog.ConnectAsync(network.Stage.Connect(network.Base, account, isDue: account % 2 == 0), pictures: true));
            }
        }

        public Task<Guid> ReconnectAsync(OutboxHost blog, Guid target) => blog.ConnectAsync(network.Stage.Connect(network.Base, Targets.IndexOf(target)), pictures: true);

        /// <summary>Prints what became of the posts; how many promises were broken.</summary>
        public async Task<int> TellAsync(OutboxHost blog, string kind, int posts)
        {
            var (delivered, lost, doubled, unknown, failed) = (0, 0, 0, 0, 0);
            var there = network.Stage.Titles.CountBy(t => t).ToDictionary();
            foreach (var (id, title) in Posts.Where(p => p.Title.StartsWith(kind, StringComparison.Ordinal)))
            {
                var delivery = (await blog.Store.ListForPostAsync(id, default)).Single(d => Targets.Contains(d.TargetId));
                var copies = there.GetValueOrDefault(title);
                var isThere = delivery.State is DeliveryState.Accepted or DeliveryState.Seen;
                delivered += isThere && copies == 1 ? 1 : 0;
                doubled += copies > 1 ? 1 : 0;
                unknown += delivery.State == DeliveryState.Unknown ? 1 : 0;
                failed += delivery.State == DeliveryState.Failed ? 1 : 0;

                // Said to be there and is not, or said to be nowhere and is.
                if (isThere ? copies == 0 : delivery.State == DeliveryState.Unknown ? string.IsNullOrEmpty(delivery.Reason) : copies > 0)
                {
                    lost++;
                    Console.WriteLine($"  lost: {name} {title} {delivery.State} copies {copies} {delivery.Reason}");
                }

                if (copies > 1 || (delivery.State is DeliveryState.Failed or DeliveryState.Unknown && network.Stage.IsReadable))
                {
                    var journal = string.Join(" | ", (await blog.Store.ListAttemptsAsync(delivery.Id, default)).Select(a => $"{a.Outcome}: {a.Detail}"));
                    Console.WriteLine($"  {name} {title} {delivery.State} copies {copies} {delivery.Reason} [{journal}]");
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-13} deliveries {posts,6}  delivered {delivered,6}  lost {lost}  doubled {doubled}  left unknown {unknown} ({(network.Stage.IsReadable ? "readable" : "unreadable: the author is asked")})  refused {failed}"));
            return lost + doubled;
        }
    }
}
