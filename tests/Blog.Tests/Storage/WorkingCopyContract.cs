using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What working copies and preview links must do on every engine.</summary>
public abstract class WorkingCopyContract(StoreFixture store) : StoreTest(store)
{
    private static readonly Guid Ines = Guid.CreateVersion7();

    [StoreFact]
    public async Task A_working_copy_comes_back_as_saved_and_each_account_has_its_own()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        var copy = Copy(post);

        Assert.True(await Store.WorkingCopies.SaveAsync(copy, null, default));

        Assert.Equal(copy, await Store.WorkingCopies.FindAsync(post.Id, Ines, default));
        Assert.Null(await Store.WorkingCopies.FindAsync(post.Id, Guid.CreateVersion7(), default));
        Assert.True(await Store.WorkingCopies.SaveAsync(copy with { AccountId = Guid.CreateVersion7() }, null, default));
    }

    [StoreFact]
    public async Task It_is_replaced_by_the_same_window_and_by_who_knows_its_stamp()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        var first = Copy(post);
        await Store.WorkingCopies.SaveAsync(first, null, default);

        Assert.False(await Store.WorkingCopies.SaveAsync(Copy(post), null, default));
        Assert.False(await Store.WorkingCopies.SaveAsync(Copy(post), Guid.NewGuid(), default));
        Assert.Equal(first, await Store.WorkingCopies.FindAsync(post.Id, Ines, default));

        var second = Copy(post) with { Fields = """{"markdown":"雪"}""" };
        Assert.True(await Store.WorkingCopies.SaveAsync(second, first.Stamp, default));
        Assert.Equal(second, await Store.WorkingCopies.FindAsync(post.Id, Ines, default));
        Assert.True(await Store.WorkingCopies.SaveAsync(second with { Fields = "{}" }, null, default));
    }

    [StoreFact]
    public async Task One_typed_over_another_revision_or_a_deleted_post_is_not_taken()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        await Store.Posts.StoreAsync(post.Next());

        Assert.False(await Store.WorkingCopies.SaveAsync(Copy(post), null, default));
        Assert.False(await Store.WorkingCopies.SaveAsync(Copy(Samples.Post()), null, default));

        var gone = await Store.Posts.StoreAsync(post.Next().Next() with { Status = PostStatus.Deleted });
        Assert.False(await Store.WorkingCopies.SaveAsync(Copy(gone), null, default));
        Assert.Null(await Store.WorkingCopies.FindAsync(post.Id, Ines, default));
    }

    [StoreFact]
    public async Task Of_many_at_once_that_know_the_same_stamp_one_is_taken()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        var first = Copy(post);
        await Store.WorkingCopies.SaveAsync(first, null, default);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.WorkingCopies.SaveAsync(Copy(post), first.Stamp, default)));

        Assert.Single(taken, t => t);
    }

    [StoreFact]
    public async Task Dropped_is_gone_and_dropping_nothing_is_no_error()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        await Store.WorkingCopies.SaveAsync(Copy(post), null, default);

        await Store.WorkingCopies.DropAsync(post.Id, Ines, default);
        await Store.WorkingCopies.DropAsync(post.Id, Ines, default);

        Assert.Null(await Store.WorkingCopies.FindAsync(post.Id, Ines, default));
    }

    [StoreFact]
    public async Task A_post_has_one_preview_link_that_is_found_by_its_hash_until_it_is_replaced_or_dropped()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post());
        await Store.PreviewLinks.PutAsync(post.Id, "ab12", Samples.Now, default);
        Assert.Equal((post.Id, Samples.Now), (await Store.PreviewLinks.FindPostAsync("ab12", default), await Store.PreviewLinks.FindAsync(post.Id, default)));

        await Store.PreviewLinks.PutAsync(post.Id, "cd34", Samples.Now.AddDays(1), default);
        Assert.Equal((null, post.Id), (await Store.PreviewLinks.FindPostAsync("ab12", default), await Store.PreviewLinks.FindPostAsync("cd34", default)));
        Assert.Null(await Store.PreviewLinks.FindPostAsync("CD34", default));

        await Store.PreviewLinks.DropAsync(post.Id, default);
        Assert.Null(await Store.PreviewLinks.FindPostAsync("cd34", default));
        Assert.Null(await Store.PreviewLinks.FindAsync(post.Id, default));
    }

    private static WorkingCopy Copy(Post post) => new(post.Id, Ines, post.Revision, Guid.NewGuid(), """{"title":"Añil"}""", Samples.Now);
}
