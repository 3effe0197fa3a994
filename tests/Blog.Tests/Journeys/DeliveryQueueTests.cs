using System.Data.Common;
using System.Diagnostics.Metrics;
using Blog.Networks.X;
using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list about the outbox itself: crashes, two workers, stale claims, posts that change their mind.</summary>
public class DeliveryQueueTests
{
    [Fact]
    public async Task A_process_that_dies_after_commit_is_followed_by_one_that_adopts()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.HangAfterCommit);
        var delivery = await rig.PublishAsync();
        await Waiting.UntilAsync("the call hangs", () => Task.FromResult(rig.X.Api.Hanging > 0));

        await rig.RestartAsync();
        var left = (await rig.Store.FindAsync(delivery.Id, default))!;
        Assert.Equal(DeliveryState.Sending, left.State);
        await rig.MoveToAsync(left.LeaseUntil!.Value.AddSeconds(1));
        var adopted = await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Equal(Assert.Single(rig.X.Emulator.Posts).Id, adopted.RemoteId);
        Assert.Equal(1, rig.X.Writes);
    }

    [Fact]
    public async Task Row_55_a_saved_post_and_its_delivery_survive_together()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.RateLimited);
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);

        await rig.RestartAsync();
        rig.Weather.Clear();
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_56_two_workers_on_one_queue_send_each_post_once()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var second = ActivatorUtilities.CreateInstance<DeliveryWorker>(rig.App.Services);
        await second.StartAsync(default);

        var deliveries = new List<Delivery>();
        for (var n = 0; n < 12; n++)
        {
            deliveries.Add(await rig.PublishAsync($"Post {n}"));
        }

        foreach (var delivery in deliveries)
        {
            await rig.UntilAsync(delivery, DeliveryState.Accepted);
        }

        await second.StopAsync(default);
        Assert.Equal(12, rig.X.Emulator.Posts.Count);
        Assert.Equal(12, rig.X.Writes);
    }

    [Fact]
    public async Task Row_57_a_worker_that_slept_past_its_lease_sends_and_writes_nothing()
    {
        await using var rig = await DeliveryRig.StartAsync(WithoutWorker);
        var delivery = await rig.PublishAsync();
        var slept = (await rig.Store.ClaimAsync("asleep", rig.Clock.GetUtcNow(), Courier.Lease, 1, default)).Single();
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        var awake = (await rig.Store.ClaimAsync("awake", rig.Clock.GetUtcNow(), Courier.Lease, 1, default)).Single();
        await rig.App.Get<Courier>().CarryAsync(awake, default);

        await rig.App.Get<Courier>().CarryAsync(slept, default);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(1, rig.X.Writes);
        Assert.Equal(DeliveryState.Accepted, (await rig.Store.FindAsync(delivery.Id, default))!.State);
        Assert.False(await rig.Store.CompleteAsync(slept.Delivery, DeliveryState.Failed, "Rejected", null, rig.Clock.GetUtcNow(), default));
    }

    [Fact]
    public async Task Row_57_a_worker_whose_lease_is_nearly_over_sends_nothing()
    {
        await using var rig = await DeliveryRig.StartAsync(WithoutWorker);
        var delivery = await rig.PublishAsync();
        var claim = (await rig.Store.ClaimAsync("slow", rig.Clock.GetUtcNow(), Courier.Lease, 1, default)).Single();
        rig.Clock.Advance(Courier.Lease - TimeSpan.FromSeconds(5));

        await rig.App.Get<Courier>().CarryAsync(claim, default);

        Assert.Equal(0, rig.X.Writes);
        Assert.Equal(DeliveryState.Queued, (await rig.Store.FindAsync(delivery.Id, default))!.State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row_58_a_locked_or_full_store_is_written_again_and_the_post_is_not_sent_again(bool isFull)
    {
        var store = new FailingStore { Failures = 3, Error = isFull ? new StoreUnusableException("The disk is full.") : new LockedException() };
        await using var rig = await DeliveryRig.StartAsync(services => store.Decorate(services));

        var delivery = await rig.PublishAsync();
        await Waiting.UntilAsync("the store has refused all it should", () =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(store.Failures == 0);
        });

        await rig.UntilAsync(delivery, d =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return d.State == DeliveryState.Accepted;
        });
        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(1, rig.X.Writes);
    }

    [Fact]
    public async Task Row_60_an_error_after_success_leaves_the_copy_accepted()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var scope = rig.App.Get<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (instrument.Name == "blog.delivery.attempts" && instrument.Meter.Scope == scope)
                {
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("The statistics are broken."));
        listener.Start();

        await rig.UntilAsync(await rig.PublishAsync("One"), DeliveryState.Accepted);
        await rig.UntilAsync(await rig.PublishAsync("Two"), DeliveryState.Accepted);

        Assert.Equal(2, rig.X.Emulator.Posts.Count);
        Assert.Equal(2, rig.X.Writes);
    }

    [Fact]
    public async Task Row_61_a_row_that_always_breaks_lets_the_others_flow()
    {
        await using var rig = await DeliveryRig.StartAsync(services => BreakingNetwork.Decorate(services));
        await using var other = await Networks.XHost.StartAsync(rig.Clock);
        rig.X.AddKeys(rig.X.Emulator.AddAccount("77", "other", "Other"), "other-token");
        var second = await rig.ConnectAsync("other-token");
        var broken = await rig.PublishAsync("Poison");

        await rig.UntilAsync(await rig.PublishAsync("Fine", second), DeliveryState.Accepted);

        Assert.Equal("Fine", Assert.Single(rig.X.Emulator.Posts).Text.Split('\n')[0]);
        Assert.Equal(DeliveryState.Sending, (await rig.Store.FindAsync(broken.Id, default))!.State);
    }

    [Fact]
    public async Task Row_61_attempts_are_capped_and_the_end_is_told()
    {
        await using var rig = await DeliveryRig.StartAsync(WithoutWorker);
        var delivery = await rig.PublishAsync();
        for (var n = 0; n < RetrySchedule.MaxAttempts; n++)
        {
            var claim = (await rig.Store.ClaimAsync("test", rig.Clock.GetUtcNow(), Courier.Lease, 1, default)).Single();
            await rig.Store.BeginAttemptAsync(claim.Delivery, "text", rig.Clock.GetUtcNow(), default);
            await rig.Store.CompleteAsync(claim.Delivery with { Reason = "X could not be reached." }, DeliveryState.Queued, "RetryLater", null, rig.Clock.GetUtcNow(), default);
        }

        var last = (await rig.Store.ClaimAsync("test", rig.Clock.GetUtcNow(), Courier.Lease, 1, default)).Single();
        await rig.App.Get<Courier>().CarryAsync(last, default);

        var ended = (await rig.Store.FindAsync(delivery.Id, default))!;
        Assert.Equal(DeliveryState.Failed, ended.State);
        Assert.Equal("Given up after 64 attempts. Nothing was published. The last reason: X could not be reached.", ended.Reason);
        Assert.Equal(0, rig.X.Writes);
    }

    [Fact]
    public async Task Row_62_an_edited_post_sends_nothing()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        var post = (await rig.App.Get<IPostStore>().FindAsync(delivery.PostId, default))!;

        await rig.App.Get<Publisher>().SaveAsync(Publisher.AsDraft(post) with { Markdown = "It fell all day, too." }, default);
        await rig.App.Get<Publisher>().SaveAsync(new PostDraft { Title = "Imported", Markdown = "Long ago.", Status = PostStatus.Published, PublishedAt = rig.Clock.GetUtcNow().AddYears(-3) }, default);
        await rig.UntilAsync(await rig.PublishAsync("The next one"), DeliveryState.Accepted);

        Assert.Equal(2, rig.X.Emulator.Posts.Count);
        Assert.Single(await rig.Store.ListForPostAsync(post.Id, default));
    }

    [Fact]
    public async Task Row_64_a_post_that_is_no_longer_public_is_not_sent()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.RateLimited);
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        rig.Weather.Clear();

        await rig.App.Get<Publisher>().DeleteAsync(delivery.PostId, "desk", default);
        var withdrawn = await rig.UntilAsync(delivery, DeliveryState.Withdrawn);

        Assert.Equal("The post was taken away before anything was published.", withdrawn.Reason);
        Assert.Empty(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_67_a_double_click_sends_once()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var saved = await rig.App.Get<Publisher>().SaveAsync(new PostDraft { Title = "Twice", Markdown = "Text.", Status = PostStatus.Published }, default);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.App.Get<Publisher>().SyndicateAsync(saved.Post!.Id, [rig.Target.Id], default)));
        var delivery = Assert.Single(await rig.Store.ListForPostAsync(saved.Post!.Id, default));
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task A_slow_target_does_not_delay_another()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.X.AddKeys(rig.X.Emulator.AddAccount("77", "other", "Other"), "other-token");
        var second = await rig.ConnectAsync("other-token");
        rig.Weather.Strike(1, Fault.HangBeforeCommit);
        var slow = await rig.PublishAsync("Slow");
        await Waiting.UntilAsync("the call hangs", () => Task.FromResult(rig.X.Api.Hanging > 0));

        var quick = await rig.PublishAsync("Quick", second);
        await Waiting.UntilAsync("the other target has its copy", async () => (await rig.Store.FindAsync(quick.Id, default))!.State == DeliveryState.Accepted);

        Assert.Equal(DeliveryState.Sending, (await rig.Store.FindAsync(slow.Id, default))!.State);
        Assert.Equal(1, rig.X.Api.Hanging);
    }

    [Fact]
    public async Task Row_39_a_process_that_dies_between_two_pictures_brings_only_the_second()
    {
        var store = new DyingStore();
        await using var rig = await DeliveryRig.StartAsync(store.Decorate);
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var (first, second) = (await rig.AddPictureAsync(40), await rig.AddPictureAsync(80));
        int Uploads() => rig.X.Api.Calls.Count(c => c.Path.EndsWith("/initialize", StringComparison.Ordinal));
        var before = Uploads();
        var delivery = await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = $"Snow.\n\n![The yard]({first})\n\n![The roof]({second})" });
        await store.Kept.Task;

        await rig.RestartAsync();
        await rig.MoveToAsync((await rig.Store.FindAsync(delivery.Id, default))!.LeaseUntil!.Value.AddSeconds(1));
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Equal(before + 2, Uploads());
        Assert.Equal(["The yard", "The roof"], Assert.Single(rig.Emulator.Shown).Images.Select(i => i.Alt));
    }

    private static void WithoutWorker(IServiceCollection services) =>
        services.Remove(services.Single(s => s.ImplementationType == typeof(DeliveryWorker)));

    /// <summary>X, but a certain post breaks it in a way that nobody expected.</summary>
    private sealed class BreakingNetwork(INetwork inner) : NetworkDecorator(inner)
    {
        public static void Decorate(IServiceCollection services)
        {
            var known = services.Single(s => s.ServiceType == typeof(INetwork) && s.ImplementationType == typeof(XNetwork));
            services.Remove(known);
            services.AddSingleton<INetwork>(provider => new BreakingNetwork((INetwork)ActivatorUtilities.CreateInstance(provider, known.ImplementationType!)));
        }

        public override Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct) =>
            copy.Text.StartsWith("Poison", StringComparison.Ordinal) ? throw new InvalidOperationException("Nobody expected this.") : base.PublishAsync(copy, target, ct);
    }

    private sealed class LockedException() : DbException("database is locked");

    /// <summary>The real store; the process goes no further once the first picture is on record.</summary>
    private sealed class DyingStore : DeliveryStoreDecorator
    {
        public TaskCompletionSource Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task<bool> KeepClaimAsync(Delivery claimed, DateTimeOffset now, CancellationToken ct)
        {
            var kept = await base.KeepClaimAsync(claimed, now, ct);
            if (Kept.TrySetResult())
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            }

            return kept;
        }
    }

    /// <summary>The real store, whose first few verdicts are not taken.</summary>
    private sealed class FailingStore : DeliveryStoreDecorator
    {
        public int Failures { get; set; }

        public required Exception Error { get; init; }

        private int _claimFailures = 2;

        public override Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) =>
            _claimFailures-- > 0 ? throw Error : base.ClaimAsync(owner, now, lease, limit, ct);

        public override Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct)
        {
            if (Failures > 0)
            {
                Failures--;
                throw Error;
            }

            return base.CompleteAsync(claimed, next, outcome, detail, now, ct);
        }
    }
}
