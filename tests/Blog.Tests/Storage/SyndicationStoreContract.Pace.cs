using System.Globalization;

namespace Blog.Tests.Storage;

/// <content>Many accounts at their own pace.</content>
public abstract partial class SyndicationStoreContract
{
    [Fact]
    public async Task Of_many_paced_targets_the_one_that_is_due_first_is_told()
    {
        var targets = Enumerable.Range(0, 12).Select(i => Samples.Target(i.ToString(CultureInfo.InvariantCulture))).ToArray();
        var post = await PostAsync(targets);
        await Store.Posts.StoreAsync(post.Next(), [.. targets.Skip(9).Select((t, n) => Samples.Delivery(post, t, Now.AddMinutes(30 - n)))]);
        foreach (var (target, n) in targets.Select((t, n) => (t, n)))
        {
            await Outbox.PaceTargetAsync(target.Id, Now.AddMinutes(n + 1), default);
        }

        // The first nine have nothing to send; the last is paced for twelve minutes and its row waits for 28.
        Assert.Equal(Now.AddMinutes(28), await Outbox.FindNextDueAsync(default));
        await Store.Posts.StoreAsync((await Store.Posts.FindAsync(post.Id, default))!.Next(), Samples.Delivery(post, targets[10]), Samples.Delivery(post, targets[3], Now.AddMinutes(29)));
        Assert.Equal(Now.AddMinutes(11), await Outbox.FindNextDueAsync(default));
        await Outbox.PaceTargetAsync(targets[10].Id, Now.AddMinutes(50), default);
        Assert.Equal(Now.AddMinutes(28), await Outbox.FindNextDueAsync(default));
    }

    [Fact]
    public async Task A_row_whose_lease_ended_is_taken_over_although_its_target_is_paced_and_nothing_else_is()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target), Samples.Delivery(post, target));
        var first = Assert.Single(await ClaimAsync("one")).Delivery;
        await Outbox.PaceTargetAsync(target.Id, Now.AddHours(1), default);

        Assert.Empty(await ClaimAsync("two", Now + Lease - TimeSpan.FromSeconds(1)));
        Assert.Equal(first.Id, Assert.Single(await ClaimAsync("two", Now + Lease)).Delivery.Id);
        Assert.Empty(await ClaimAsync("two", Now + Lease));
        Assert.Equal(Now + Lease + Lease, await Outbox.FindNextDueAsync(default));
    }
}
