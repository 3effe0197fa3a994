using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Storage;

/// <summary>What rehearsed and real outages must do to the queue and to the content version on every engine.</summary>
public abstract class OutageStoreContract(StoreFixture store) : StoreTest(store)
{
    private static readonly DateTimeOffset Now = Samples.Now;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task While_it_goes_on_nothing_of_the_target_is_claimed_and_afterwards_all_of_it()
    {
        var (gone, there) = (Samples.Target("@gone"), Samples.Target("@there"));
        var post = await PostAsync(gone, there);
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, gone), Samples.Delivery(post, there));

        Assert.True(await Store.Outages.StartAsync(gone.Id, Now, Now.AddHours(1), default));

        Assert.Equal(there.Id, Assert.Single(await ClaimAsync(Now)).Delivery.TargetId);
        Assert.Empty(await ClaimAsync(Now.AddMinutes(2)));
        Assert.Equal(new OutageRehearsal(Now, Now.AddHours(1)), (await Store.Syndication.FindTargetAsync(gone.Id, default))!.Rehearsal);
        Assert.Equal(gone.Id, Assert.Single(await ClaimAsync(Now.AddHours(1)), c => c.Delivery.TargetId == gone.Id).Delivery.TargetId);
    }

    [Fact]
    public async Task What_a_worker_left_behind_is_not_taken_over_while_it_goes_on()
    {
        var target = Samples.Target();
        var post = await PostAsync(target);
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        Assert.Single(await ClaimAsync(Now));
        await Store.Outages.StartAsync(target.Id, Now, Now.AddHours(1), default);

        Assert.Empty(await ClaimAsync(Now + Lease));
        Assert.Equal(Now.AddHours(1), await Store.Syndication.FindNextDueAsync(default));
        Assert.Single(await ClaimAsync(Now.AddHours(1)));
    }

    [Fact]
    public async Task What_falls_due_next_is_told_with_the_outage_and_with_the_pace()
    {
        var target = Samples.Target();
        var post = await PostAsync(target);
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        await Store.Outages.StartAsync(target.Id, Now, Now.AddMinutes(15), default);

        Assert.Equal(Now.AddMinutes(15), await Store.Syndication.FindNextDueAsync(default));
        await Store.Syndication.PaceTargetAsync(target.Id, Now.AddMinutes(20), default);
        Assert.Equal(Now.AddMinutes(20), await Store.Syndication.FindNextDueAsync(default));
        Assert.True(await Store.Outages.EndAsync(target.Id, Now.AddMinutes(1), default));
        Assert.Equal(Now.AddMinutes(20), await Store.Syndication.FindNextDueAsync(default));
    }

    [Fact]
    public async Task One_begins_only_at_a_connected_target_and_only_once_and_ends_only_where_it_goes_on()
    {
        var (target, paused) = (Samples.Target(), Samples.Target("@paused") with { State = TargetState.Paused });
        await PostAsync(target, paused);

        Assert.False(await Store.Outages.StartAsync(paused.Id, Now, Now.AddHours(1), default));
        Assert.False(await Store.Outages.EndAsync(target.Id, Now, default));
        Assert.True(await Store.Outages.StartAsync(target.Id, Now, Now.AddHours(1), default));
        Assert.False(await Store.Outages.StartAsync(target.Id, Now.AddMinutes(1), Now.AddHours(2), default));
        Assert.True(await Store.Outages.EndAsync(target.Id, Now.AddMinutes(5), default));
        Assert.False(await Store.Outages.EndAsync(target.Id, Now.AddMinutes(5), default));
        Assert.Equal(new OutageRehearsal(Now, Now.AddMinutes(5)), (await Store.Syndication.FindTargetAsync(target.Id, default))!.Rehearsal);
    }

    [Fact]
    public async Task Saving_the_target_as_it_was_before_does_not_end_it()
    {
        var target = Samples.Target();
        await PostAsync(target);
        await Store.Outages.StartAsync(target.Id, Now, Now.AddHours(1), default);

        await Store.Syndication.SaveTargetAsync(target with { Name = "@renamed" }, default);

        var stored = (await Store.Syndication.FindTargetAsync(target.Id, default))!;
        Assert.Equal(("@renamed", true), (stored.Name, stored.Rehearsal!.IsOn(Now)));
    }

    [Fact]
    public async Task Pages_are_made_anew_once_when_it_begins_and_once_when_its_time_is_over()
    {
        var target = Samples.Target();
        await PostAsync(target);
        var before = await Store.Site.LoadStampAsync(default);
        await Store.Outages.StartAsync(target.Id, Now, Now.AddHours(1), default);

        var begun = await SettleAsync(Now);
        Assert.Equal(before.Site + 1, begun!.Value.Site);
        Assert.True((await Store.Syndication.FindTargetAsync(target.Id, default))!.IsAway);
        Assert.Null(await SettleAsync(Now.AddMinutes(59)));
        var over = await SettleAsync(Now.AddHours(1));
        Assert.Equal(before.Site + 2, over!.Value.Site);
        Assert.False((await Store.Syndication.FindTargetAsync(target.Id, default))!.IsAway);
        Assert.Null(await SettleAsync(Now.AddHours(2)));
    }

    [Fact]
    public async Task A_network_that_is_silent_for_a_while_is_away_as_long_as_something_is_tried_in_vain()
    {
        var target = Samples.Target();
        var post = await PostAsync(target);
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        var claimed = Assert.Single(await ClaimAsync(Now)).Delivery;
        await Store.Syndication.BeginAttemptAsync(claimed, "text", Now, default);
        await Store.Syndication.CompleteAsync(claimed, DeliveryState.Queued, "RetryLater", null, Now, default);
        await Store.Outages.NoteAsync(target.Id, answered: false, Now, default);
        await Store.Outages.NoteAsync(target.Id, answered: false, Now.AddMinutes(5), default);

        Assert.Null(await SettleAsync(Now.AddMinutes(9)));
        Assert.NotNull(await SettleAsync(Now.AddMinutes(10)));
        await Store.Outages.NoteAsync(target.Id, answered: true, Now.AddMinutes(11), default);
        Assert.NotNull(await SettleAsync(Now.AddMinutes(11)));
        Assert.Null((await Store.Syndication.FindTargetAsync(target.Id, default))!.SilentSince);

        await Store.Outages.NoteAsync(target.Id, answered: false, Now.AddMinutes(12), default);
        Assert.NotNull(await SettleAsync(Now.AddMinutes(30)));
        var waiting = (await Store.Syndication.FindAsync(claimed.Id, default))!;
        await Store.Syndication.ResolveAsync(waiting.Id, DeliveryState.Queued, waiting with { State = DeliveryState.Withdrawn }, "Stopped.", Now.AddMinutes(31), default);
        Assert.NotNull(await SettleAsync(Now.AddMinutes(31)));
        Assert.False((await Store.Syndication.FindTargetAsync(target.Id, default))!.IsAway);
    }

    private Task<ContentStamp?> SettleAsync(DateTimeOffset now) => Store.Outages.SettleAsync(now, now.AddMinutes(-10), default);

    private Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DateTimeOffset now) => Store.Syndication.ClaimAsync("worker", now, Lease, 10, default);

    private async Task<Post> PostAsync(params SyndicationTarget[] targets)
    {
        foreach (var target in targets)
        {
            await Store.Syndication.SaveTargetAsync(target, default);
        }

        return await Store.Posts.StoreAsync(Samples.Post());
    }
}
