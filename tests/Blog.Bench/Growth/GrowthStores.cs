using System.Diagnostics;
using System.Globalization;
using Blog.Bench.Storage;
using Blog.Interactions;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Bench.Growth;

/// <summary>What the ports do in a second on a seeded blog: comments, copies, and reads beside them.</summary>
internal sealed class GrowthStores(BenchStore store, SyntheticBlog blog, GrowthTable table)
{
    private const int Targets = 100;
    private const int Way = 64;

    private static readonly TimeSpan While = TimeSpan.FromSeconds(4);

    private readonly string _run = Guid.NewGuid().ToString("N")[..6];
    private int _made;

    public async Task RunAsync()
    {
        var alone = new List<double>();
        for (var i = 0; i < 250; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await CommentAsync();
            alone.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        table.Add("comment, one at a time", blog.Posts, alone.Skip(50).ToList(), "ms");
        table.Add("comments, durable, 64 at once", blog.Posts, await PerSecondAsync(Way, CommentAsync), "/s");

        await PerSecondAsync(1, ReadAsync);
        var reads = await PerSecondAsync(1, ReadAsync);
        using var stop = new CancellationTokenSource();
        var writers = Task.WhenAll(Enumerable.Range(0, Way).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await CommentAsync();
            }
        })));
        var beside = await PerSecondAsync(1, ReadAsync);
        await stop.CancelAsync();
        await writers;
        table.Add("posts read by one reader", blog.Posts, reads, "/s");
        table.Add("posts read beside a saturating writer", blog.Posts, beside, "/s");
        table.Add("… of the rate alone", blog.Posts, 100 * beside / reads, "%");
        await OutboxAsync();
    }

    private async Task OutboxAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var targets = new List<Guid>();
        for (var i = 0; i < Targets; i++)
        {
            var id = Guid.CreateVersion7(now);
            targets.Add(id);
            await store.Syndication.SaveTargetAsync(
                new SyndicationTarget
                {
                    Id = id,
                    Network = "x",
                    Name = $"@{_run}{i}",
                    RemoteAccountId = $"{_run}{i}",
                    ApiBase = "https://api.network.example",
                    ProtectedSecret = "-",
                    State = TargetState.Connected,
                    CreatedAt = now,
                },
                default);
        }

        const int Queued = 10_000;
        var began = Stopwatch.GetTimestamp();
        await ManyAsync(Enumerable.Range(0, 2_000), i => EnqueueAsync([targets[i % Targets]], now));
        table.Add("copies queued, one with each save", blog.Posts, 2_000 / Stopwatch.GetElapsedTime(began).TotalSeconds, "/s");
        began = Stopwatch.GetTimestamp();
        await ManyAsync(Enumerable.Range(0, (Queued - 2_000) / 10), i => EnqueueAsync([.. Enumerable.Range(0, 10).Select(t => targets[((i * 10) + t) % Targets])], now));
        table.Add("copies queued, ten with each save", blog.Posts, (Queued - 2_000) / Stopwatch.GetElapsedTime(began).TotalSeconds, "/s");

        var counted = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            began = Stopwatch.GetTimestamp();
            await store.Syndication.CountByStateAsync(default);
            counted.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        table.Add("copies counted by state, 10,000 waiting", blog.Posts, counted, "ms");
        var done = 0;
        began = Stopwatch.GetTimestamp();
        while (await store.Syndication.ClaimAsync("bench", now.AddSeconds(1), TimeSpan.FromMinutes(5), Targets, default) is { Count: > 0 } claimed)
        {
            await Task.WhenAll(claimed.Select(c => store.Syndication.CompleteAsync(c.Delivery, DeliveryState.Accepted, "Accepted", null, now.AddSeconds(1), default)));
            done += claimed.Count;
        }

        table.Add("copies claimed and completed", blog.Posts, done / Stopwatch.GetElapsedTime(began).TotalSeconds, "/s");
    }

    private async Task EnqueueAsync(IReadOnlyList<Guid> targets, DateTimeOffset now)
    {
        var n = Interlocked.Increment(ref _made);
        var id = Guid.CreateVersion7(now);
        var saved = await store.Posts.SaveAsync(
            new PostChange
            {
                ExpectedRevision = 0,
                Origin = "bench",
                TouchesLists = false,
                Post = new Post
                {
                    Id = id,
                    Revision = 1,
                    Slug = string.Create(CultureInfo.InvariantCulture, $"copy-{_run}-{n}"),
                    Path = "",
                    Markdown = "A note.",
                    Html = "<p>A note.</p>",
                    Text = "A note.",
                    Excerpt = "A note.",
                    Language = "en",
                    Status = PostStatus.Draft,
                    ZoneId = "Etc/UTC",
                    CreatedAt = now,
                    UpdatedAt = now,
                },
                Deliveries =
                [
                    .. targets.Select(t => new Delivery
                    {
                        Id = Guid.CreateVersion7(now),
                        PostId = id,
                        TargetId = t,
                        Network = "x",
                        Action = DeliveryAction.Publish,
                        State = DeliveryState.Queued,
                        NotBefore = now,
                        CreatedAt = now,
                        UpdatedAt = now,
                    }),
                ],
            },
            default);
        if (saved.Conflict != SaveConflict.None)
        {
            throw new InvalidOperationException($"{saved.Conflict}");
        }
    }

    private Task<Interaction> CommentAsync()
    {
        var n = Interlocked.Increment(ref _made);
        var now = TimeProvider.System.GetUtcNow();
        return store.Interactions.UpsertAsync(
            new Interaction
            {
                Id = Guid.CreateVersion7(now),
                PostId = blog.Id(Any(n)),
                Kind = InteractionKind.Comment,
                State = InteractionState.Visible,
                Origin = "form",
                SourceUrl = string.Create(CultureInfo.InvariantCulture, $"comment:{_run}:{n}"),
                AuthorName = "Omid",
                Html = "<p>Nine centimetres, and it is still snowing. Thank you for the kettle.</p>",
                WrittenAt = now,
                ReceivedAt = now,
            },
            default);
    }

    private Task ReadAsync() => store.Posts.FindByPathAsync(blog.Path(Any(Interlocked.Increment(ref _made))), default);

    private int Any(int number) => (int)(number * 2_654_435_761L % blog.Posts);

    private static async Task<double> PerSecondAsync(int atOnce, Func<Task> run)
    {
        var done = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < While)
            {
                await run();
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task ManyAsync(IEnumerable<int> numbers, Func<int, Task> run)
    {
        var waiting = new Queue<Task>();
        foreach (var number in numbers)
        {
            waiting.Enqueue(run(number));
            if (waiting.Count >= Way)
            {
                await waiting.Dequeue();
            }
        }

        await Task.WhenAll(waiting);
    }
}
