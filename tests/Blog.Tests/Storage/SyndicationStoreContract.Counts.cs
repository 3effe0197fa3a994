using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <content>The counts that the desk shows are kept, not counted: they are exact after every kind of change.</content>
public abstract partial class SyndicationStoreContract
{
    [StoreFact]
    public async Task The_counts_are_exact_after_every_kind_of_change()
    {
        var targets = Enumerable.Range(0, 8).Select(i => Samples.Target($"@{i}")).ToArray();
        var post = await PostAsync(targets);
        Assert.Empty(await Outbox.CountByStateAsync(default));

        post = await Store.Posts.StoreAsync(post.Next(), [.. targets.Concat(targets).Select(t => Samples.Delivery(post, t))]);
        await IsExactAsync(DeliveryState.Queued);
        var claimed = await ClaimAsync("one");
        await IsExactAsync(DeliveryState.Queued, DeliveryState.Sending);

        DeliveryState[] ends = [DeliveryState.Accepted, DeliveryState.Seen, DeliveryState.Failed, DeliveryState.Unknown, DeliveryState.Held, DeliveryState.Queued, DeliveryState.Withdrawn];
        foreach (var (end, claim) in ends.Zip(claimed))
        {
            Assert.True(await Outbox.CompleteAsync(claim.Delivery with { RemoteId = "1", LookAt = Now }, end, "Done", null, Now, default));
        }

        await IsExactAsync([.. ends, DeliveryState.Sending]);

        // The lease of the last one ends: it is claimed again, from one state to the same.
        await Outbox.ClaimAsync("two", Now + Lease + Lease, Lease, 10, default);
        await IsExactAsync(DeliveryState.Sending);

        var failed = claimed[2].Delivery;
        Assert.True(await Outbox.ResolveAsync(failed.Id, DeliveryState.Failed, failed with { State = DeliveryState.Withdrawn }, "stopped", Now, default));
        var seen = (await Outbox.FindAsync(claimed[0].Delivery.Id, default))!;
        await Outbox.NoteSightAsync(seen with { State = DeliveryState.Seen }, Now, default);
        Assert.Equal(DeliveryState.Seen, (await Outbox.FindAsync(seen.Id, default))!.State);
        await IsExactAsync();

        await Outbox.SaveTargetAsync(targets[1] with { State = TargetState.Paused }, default);
        await IsExactAsync();
        await Outbox.ReleaseOutboxAsync(Now, default);
        await IsExactAsync(DeliveryState.Unknown);
        await Store.Posts.SaveAsync(Samples.Change(post.Next()) with { Copies = Blog.Posts.CopyChange.Withdraw }, default);
        await IsExactAsync(DeliveryState.Withdrawn);
    }

    // Compared with the rows themselves; those states must be among them.
    private async Task IsExactAsync(params DeliveryState[] expected)
    {
        var rows = (await Outbox.ListRecentAsync(1000, default)).CountBy(d => d.State).ToDictionary();

        Assert.Equal(rows.OrderBy(r => r.Key), (await Outbox.CountByStateAsync(default)).OrderBy(c => c.Key));
        Assert.Subset(rows.Keys.ToHashSet(), expected.ToHashSet());
    }
}
