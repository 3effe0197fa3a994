using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Storage;

/// <summary>What the desk's calendar, its list of troubles and its deeds on several posts need of every engine.</summary>
public abstract class DeskPostsContract(StoreFixture store) : StoreTest(store)
{
    private static readonly DateTimeOffset Now = Samples.Now;

    [Fact]
    public async Task The_calendar_gets_the_posts_of_its_days_alone_oldest_first_with_their_troubles()
    {
        var target = Samples.Target();
        await Store.Syndication.SaveTargetAsync(target, default);
        var first = await Store.Posts.StoreAsync(Samples.Post("first", Now));
        var draft = await Store.Posts.StoreAsync(Samples.Post("draft", Now.AddHours(2)) with { Status = PostStatus.Draft, Path = "" });
        await Store.Posts.StoreAsync(Samples.Post("undated") with { Status = PostStatus.Draft, Path = "", PublishedAt = null });
        await Store.Posts.StoreAsync(Samples.Post("deleted", Now.AddHours(1)) with { Status = PostStatus.Deleted });
        await Store.Posts.StoreAsync(Samples.Post("end", Now.AddDays(1)));
        await Store.Posts.StoreAsync(Samples.Post("before", Now.AddSeconds(-1)));
        var troubled = Samples.Delivery(first, target) with { State = DeliveryState.Failed };
        await Store.Posts.StoreAsync(first.Next(), troubled, Samples.Delivery(first, target) with { Id = Guid.CreateVersion7(), State = DeliveryState.Held });

        var found = await Store.Desk.ListBetweenAsync(Now, Now.AddDays(1), 10, default);

        Assert.Equal(["first", "draft"], found.Select(p => p.Title));
        Assert.Equal((2, 1, 1), (found[0].Revision, found[0].Troubles, found[0].Held));
        Assert.Equal((draft.Id, PostStatus.Draft, Now.AddHours(2), 0), (found[1].Id, found[1].Status, found[1].At, found[1].Troubles));
    }

    [Fact]
    public async Task A_scheduled_post_takes_its_copies_along_when_its_hour_changes_but_not_one_with_an_hour_of_its_own()
    {
        var target = Samples.Target();
        await Store.Syndication.SaveTargetAsync(target, default);
        var at = Now.AddDays(2);
        var post = await Store.Posts.StoreAsync(Samples.Post("scheduled", at) with { Status = PostStatus.Scheduled });
        var (along, own) = (Samples.Delivery(post, target, at), Samples.Delivery(post, target, at.AddHours(3)) with { Id = Guid.CreateVersion7() });
        await Store.Posts.StoreAsync(post.Next(), along, own);

        await Store.Posts.StoreAsync(post.Next().Next() with { PublishedAt = Now.AddDays(1) });

        Assert.Equal(Now.AddDays(1), (await Store.Syndication.FindAsync(along.Id, default))!.NotBefore);
        Assert.Equal(at.AddHours(3), (await Store.Syndication.FindAsync(own.Id, default))!.NotBefore);
    }
}
