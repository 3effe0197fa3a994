using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

public abstract partial class SyndicationStoreContract
{
    [StoreFact]
    public async Task A_claim_is_kept_with_the_pictures_that_were_brought_so_far()
    {
        var claim = await OneClaimAsync();
        var later = Now + (Lease / 2);
        var kept = claim with { LeaseUntil = later + Lease, Media = [new SentImage("/media/yard.png", "7", null, "The yard")] };

        Assert.True(await Outbox.KeepClaimAsync(kept, later, default));

        Assert.Empty(await ClaimAsync("two", Now + Lease));
        Assert.Equal(kept.Media, (await Outbox.FindAsync(claim.Id, default))!.Media);
        Assert.False(await Outbox.KeepClaimAsync(kept with { Fence = claim.Fence - 1 }, later, default));
        Assert.False(await Outbox.KeepClaimAsync(kept, later + Lease, default));
        Assert.False((await ClaimAsync("two", later + Lease)).Single().MustLookFirst);
    }

    [StoreFact]
    public async Task A_target_that_is_connected_again_lets_the_oldest_of_what_waits_go_first()
    {
        var (target, post) = await TargetAndPostAsync();
        var (older, younger) = (Samples.Delivery(post, target), Samples.Delivery(post, target));
        post = await Store.Posts.StoreAsync(post.Next(), older);
        await Outbox.HoldTargetAsync(target.Id, "Sign in again.", Now, default);
        await Store.Posts.StoreAsync(post.Next(), younger);

        await Outbox.ConnectTargetAsync(target with { ProtectedSecret = "newer", TestedAt = Now }, Now, default);

        Assert.Equal(older.Id, Assert.Single(await ClaimAsync("one")).Delivery.Id);
        var stored = (await Outbox.FindTargetAsync(target.Id, default))!;
        Assert.Equal((TargetState.Connected, null, "newer", (DateTimeOffset?)Now), (stored.State, stored.Reason, stored.ProtectedSecret, stored.TestedAt));
    }
}
