using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What the wishes for copies must do on every engine, and what the outbox keeps of them.</summary>
public abstract class CopyWishContract(StoreFixture store) : StoreTest(store)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [StoreFact]
    public async Task A_wish_comes_back_as_saved_and_is_replaced_by_the_next()
    {
        var (post, x, facebook) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var full = new CopyWish(post, x) { Sends = true, IsOwn = true, OwnText = "雪, nine", Comment = "More below.", At = Now.AddHours(3), SavedAt = Now };
        var bare = new CopyWish(post, facebook) { SavedAt = Now };

        await Store.CopyWishes.SaveAsync([full, bare], default);
        var first = await Store.CopyWishes.ListAsync(post, default);
        await Store.CopyWishes.SaveAsync([full with { Sends = false, IsOwn = false, Comment = null, At = null, SavedAt = Now.AddMinutes(1) }], default);
        var second = await Store.CopyWishes.ListAsync(post, default);

        Assert.Equal([full, bare], first.OrderByDescending(w => w.OwnText is not null));
        Assert.Equal([full with { Sends = false, IsOwn = false, Comment = null, At = null, SavedAt = Now.AddMinutes(1) }, bare], second.OrderByDescending(w => w.OwnText is not null));
        Assert.Empty(await Store.CopyWishes.ListAsync(Guid.CreateVersion7(), default));
    }

    [StoreFact]
    public async Task A_delivery_keeps_its_first_comment_and_its_own_hour_through_a_claim()
    {
        var target = Samples.Target();
        await Store.Syndication.SaveTargetAsync(target, default);
        var post = await Store.Posts.StoreAsync(Samples.Post());
        var delivery = Samples.Delivery(post, target) with { Comment = "More below.", OwnTime = Now.AddHours(-1), NotBefore = Now.AddHours(-1) };
        await Store.Posts.StoreAsync(post.Next(), delivery);

        var claimed = Assert.Single(await Store.Syndication.ClaimAsync("w", Now, TimeSpan.FromMinutes(5), 10, default)).Delivery;
        var stored = await Store.Syndication.FindAsync(delivery.Id, default);

        Assert.Equal(("More below.", Now.AddHours(-1)), (claimed.Comment, claimed.OwnTime));
        Assert.Equal(("More below.", Now.AddHours(-1)), (stored!.Comment, stored.OwnTime));
    }

    [StoreFact]
    public async Task A_new_copy_takes_the_place_of_one_only_once_that_is_gone()
    {
        var target = Samples.Target();
        await Store.Syndication.SaveTargetAsync(target, default);
        var post = await Store.Posts.StoreAsync(Samples.Post());
        var queued = Samples.Delivery(post, target) with { NotBefore = Now };
        await Store.Posts.StoreAsync(post.Next(), queued);
        var sent = await ClaimAsync();
        sent = sent with { RemoteId = "1942", RemoteUrl = "https://network.example/1942", Parts = [new CopyPart("Old.", "1942")] };
        Assert.True(await Store.Syndication.CompleteAsync(sent, DeliveryState.Accepted, "Delivered", null, Now, default));
        var there = (await Store.Syndication.FindAsync(queued.Id, default))!;

        var replaced = there with { State = DeliveryState.Queued, Action = DeliveryAction.Delete, Next = DeliveryAction.Publish, NotBefore = Now };
        Assert.True(await Store.Syndication.ResolveAsync(there.Id, DeliveryState.Accepted, replaced, "The author posts it again.", Now, default));
        Assert.True(await Store.Syndication.CompleteAsync(await ClaimAsync(), DeliveryState.Failed, "Rejected", "no", Now, default));
        var failed = (await Store.Syndication.FindAsync(queued.Id, default))!;
        Assert.Equal((DeliveryState.Failed, DeliveryAction.Delete, (DeliveryAction?)DeliveryAction.Publish, "1942"), (failed.State, failed.Action, failed.Next, failed.RemoteId));

        Assert.True(await Store.Syndication.ResolveAsync(there.Id, DeliveryState.Failed, failed with { State = DeliveryState.Queued }, "again", Now, default));
        Assert.True(await Store.Syndication.CompleteAsync(await ClaimAsync(), DeliveryState.Withdrawn, "Delivered", null, Now, default));
        var anew = (await Store.Syndication.FindAsync(queued.Id, default))!;

        Assert.Equal((DeliveryState.Queued, DeliveryAction.Publish, (DeliveryAction?)null, (string?)null), (anew.State, anew.Action, anew.Next, anew.RemoteId));
        Assert.Empty(anew.Parts);
        Assert.Null((await ClaimAsync()).SentText);
    }

    private async Task<Delivery> ClaimAsync() => Assert.Single(await Store.Syndication.ClaimAsync("w", Now, TimeSpan.FromMinutes(5), 10, default)).Delivery;
}
