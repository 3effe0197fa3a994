using System.Diagnostics;
using System.Globalization;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Bench.Outbox;

/// <summary>
/// <c>soak --deliveries N --seed S</c>: the whole program in this process, all networks on sockets, and a fault for every fourth call, whatever it is
/// for. Ends when nothing moves any more. Before and afterwards it measures how fast deliveries go out in good weather. The exit code is 1 if a copy was lost or doubled.
/// </summary>
internal sealed class SoakBench(OutboxHost blog, FastClock clock, IReadOnlyList<SoakLane> lanes)
{
    private const double Factor = 100;
    private const int Accounts = 128;
    private const int FaultInCalls = 4;
    private const int CallsOfPost = 12;
    private const int FairPosts = 250;

    private const int PublishedAtOnce = 16;

    // For each account: while one of its networks keeps it waiting for a day, the others have work.
    private const int PostsAtOnce = Accounts * 32;

    // Time goes ahead at least so far, as if the machine had slept a little: what falls due within it goes out together.
    private static readonly TimeSpan LeastJump = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Days = TimeSpan.FromDays(3);
    private static readonly TimeSpan WorthAJump = TimeSpan.FromSeconds(5);
    private static readonly string[] Networks = ["x", "facebook", "linkedin-page", "linkedin"];
    private static readonly CallKinds[] Kinds = [CallKinds.Writing, CallKinds.Reading, CallKinds.Media, CallKinds.Signing];

    // The newest post is hidden by AcceptedButHidden, which among many at once is any.
    private static readonly Fault[] Faults = [.. Enum.GetValues<Fault>().Where(f => f != Fault.AcceptedButHidden)];

    private readonly SoakWatch _watch = (SoakWatch)(object)blog.Store;
    private int _made;

    public static async Task<int> RunAsync(int deliveries, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("blog-soak-").FullName;
        try
        {
            using var clock = FastClock.Create(Path.Combine(folder, "clock"), Factor, Factor);
            var lanes = new List<SoakLane>();
            foreach (var name in Networks)
            {
                lanes.Add(new SoakLane(name, await StagedNetwork.StartAsync(Stage.Of(name, clock), clock)));
            }

            await using var blog = await OutboxHost.StartAsync(Path.Combine(folder, "data"), clock, lanes.Select(l => l.Network.Address.Authority), SoakWatch.Around);
            foreach (var lane in lanes)
            {
                await lane.ConnectAsync(blog, Accounts);
            }

            var broken = await new SoakBench(blog, clock, lanes).RunAllAsync(Math.Max(1, deliveries / lanes.Count), seed);
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

    private async Task<int> RunAllAsync(int posts, int seed)
    {
        await WorkAsync("Fair", Math.Min(posts, FairPosts), "before, without faults");
        Spoil(seed, (posts + FairPosts) * CallsOfPost);
        var made = await WorkAsync("Foul", posts, "with faults");
        foreach (var lane in lanes)
        {
            lane.Network.Stage.Emulator.Weather.Clear();
        }

        await LookOnceMoreAsync();
        var broken = 0;
        foreach (var lane in lanes)
        {
            broken += await lane.TellAsync(blog, _watch, made);
        }

        await WorkAsync("Fine", Math.Min(posts, FairPosts), "afterwards, without faults");
        return broken;
    }

    private void Spoil(int seed, int calls)
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

    // What gave no clear answer in bad weather is looked for once a day, and sent once more if two days show nothing; the weather is fine now.
    private async Task LookOnceMoreAsync()
    {
        for (var until = clock.GetUtcNow() + Days; clock.GetUtcNow() < until;)
        {
            await _watch.ChangedAsync(SoakWatch.Moment);
            Move();
        }
    }

    // As many posts at once as fit, and new ones for those that have ended.
    private async Task<List<(Guid Id, string Title)>> WorkAsync(string name, int posts, string kind)
    {
        var before = _watch.Ended;
        var (watch, steps, told) = (Stopwatch.StartNew(), Math.Max(1, posts * lanes.Count / 20), 0);
        var made = new List<(Guid Id, string Title)>(posts);
        for (var ended = 0; ended < posts * lanes.Count; ended = _watch.Ended - before)
        {
            if (made.Count < posts && (made.Count * lanes.Count) - ended < PostsAtOnce * lanes.Count)
            {
                var titles = Enumerable.Range(made.Count, Math.Min(PublishedAtOnce, posts - made.Count)).Select(n => $"{name} {n}z");
                made.AddRange(await Task.WhenAll(titles.Select(PublishAsync)));
                await SignInAsync();
                continue;
            }

            await _watch.ChangedAsync(SoakWatch.Moment);
            await SignInAsync();
            Move();
            if (posts > FairPosts && ended / steps > told)
            {
                told = ended / steps;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {ended,7} have ended after {watch.Elapsed.TotalSeconds,6:0} s, {ended / watch.Elapsed.TotalSeconds:0}/s; it is {clock.GetUtcNow():yyyy-MM-dd HH:mm} there"));
            }
        }

        var took = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {posts * lanes.Count} deliveries with a picture each in {took:0.0} s, {posts * lanes.Count / took:0} deliveries/s"));
        return made;
    }

    private async Task<(Guid Id, string Title)> PublishAsync(string title)
    {
        var account = Interlocked.Increment(ref _made) % Accounts;
        var post = await blog.PublishAsync(title, [.. lanes.Select(l => l.Targets[account])]);
        return (post.Id, title);
    }

    // The author signs in again wherever a network asks for it.
    private async Task SignInAsync()
    {
        foreach (var target in _watch.TakeSignIns())
        {
            await lanes.First(l => l.Targets.Contains(target)).ReconnectAsync(blog, target);
        }
    }

    // Time goes ahead whenever everything waits for it.
    private void Move()
    {
        if (_watch.TakeIdle() is { } due && due - clock.GetUtcNow() is var wait && wait > WorthAJump)
        {
            clock.Jump(wait > LeastJump ? wait : LeastJump);
            blog.Get<DeliverySignal>().Wake();
        }
        else if (_watch.IsQuiet && lanes.All(l => l.Network.IsQuiet) && clock.UntilNextTimer() is { } next && next > WorthAJump)
        {
            // All that is under way hangs or sleeps.
            clock.Jump(next);
        }
    }
}
