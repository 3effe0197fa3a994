using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Storage;

/// <summary>What the desk's list of troubles and its deeds on several posts need of every engine.</summary>
public abstract class BulkDeedContract(StoreFixture store) : StoreTest(store)
{
    private static readonly DateTimeOffset Now = Samples.Now;

    [Fact]
    public async Task A_deed_comes_back_as_it_was_and_of_many_who_end_it_one_does()
    {
        var deed = Deed(Now);
        await Store.BulkDeeds.AddAsync(deed, default);

        var stored = (await Store.BulkDeeds.FindAsync(deed.Id, default))!;
        Assert.Equal(deed with { Entries = stored.Entries }, stored);
        Assert.Equal(deed.Entries, stored.Entries);
        var ended = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Store.BulkDeeds.EndAsync(deed.Id, i % 2 == 0 ? BulkState.Undone : BulkState.Closed, default)));
        Assert.Single(ended, e => e);
        Assert.Null(await Store.BulkDeeds.FindAsync(Guid.CreateVersion7(), default));
    }

    [Fact]
    public async Task Open_deeds_whose_time_is_over_are_listed_the_oldest_first()
    {
        var (late, early, ended, running) = (Deed(Now.AddMinutes(2)), Deed(Now), Deed(Now), Deed(Now.AddHours(1)));
        foreach (var deed in new[] { late, early, ended, running })
        {
            await Store.BulkDeeds.AddAsync(deed, default);
        }

        await Store.BulkDeeds.EndAsync(ended.Id, BulkState.Undone, default);

        Assert.Equal([early.Id, late.Id], (await Store.BulkDeeds.ListOverAsync(late.ClosesAt, 10, default)).Select(d => d.Id));
        Assert.Equal([early.Id], (await Store.BulkDeeds.ListOverAsync(late.ClosesAt, 1, default)).Select(d => d.Id));
    }

    [Fact]
    public async Task Posts_in_trouble_are_walked_by_keyset_last_changed_first()
    {
        var target = Samples.Target();
        await Store.Syndication.SaveTargetAsync(target, default);
        var expected = new List<Guid>();
        foreach (var (state, n) in new[] { DeliveryState.Failed, DeliveryState.Accepted, DeliveryState.Unknown, DeliveryState.Held }.Select((s, n) => (s, n)))
        {
            var post = Samples.Post(at: Now.AddHours(n));
            await Store.Posts.StoreAsync(post, Samples.Delivery(post, target) with { Id = Guid.CreateVersion7(), State = state });
            if (state != DeliveryState.Accepted)
            {
                expected.Insert(0, post.Id);
            }
        }

        var first = await Store.Desk.ListTroubledAsync(null, 2, default);
        var last = first.Items[^1];
        var rest = await Store.Desk.ListTroubledAsync(new PostCursor(last.UpdatedAt, last.Id), 2, default);

        Assert.Equal(expected, first.Items.Concat(rest.Items).Select(p => p.Id));
        Assert.Equal((true, false), (first.HasOlder, rest.HasOlder));
    }

    private static BulkDeed Deed(DateTimeOffset at) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), BulkKind.Tag, "Winter", [new BulkEntry(Guid.CreateVersion7(), 3, PostStatus.Published)], at, at.AddMinutes(10), BulkState.Open);
}
