using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>Which posts go with which, on every engine.</summary>
public abstract class RelatedPostsContract(StoreFixture store) : StoreTest(store)
{
    [StoreFact]
    public async Task A_rare_tag_in_common_counts_more_than_a_frequent_one()
    {
        for (var i = 0; i < 4; i++)
        {
            await PostAsync("Snow");
        }

        var rare = await PostAsync("Kettle", "Ice");
        var both = await PostAsync("Kettle", "Snow");
        await PostAsync("Boots");

        var post = await PostAsync("Snow", "Kettle");

        var related = await RelatedAsync(post);
        Assert.Equal([both.Id, rare.Id], related.Take(2));
        Assert.Equal(6, related.Count);
    }

    [StoreFact]
    public async Task Among_equals_the_newer_comes_first_and_no_more_than_the_limit()
    {
        var posts = new List<Post>();
        for (var i = 0; i < 5; i++)
        {
            posts.Add(await PostAsync("Snow"));
        }

        var post = await Store.Posts.StoreAsync(Samples.Post(at: Samples.Now.AddDays(-1)).Tagged("Snow"));

        Assert.Equal(posts.Skip(2).Select(p => p.Id).Reverse(), (await Store.Posts.ListRelatedAsync(post.Id, 3, default)).Select(p => p.Id));
    }

    [StoreFact]
    public async Task An_older_post_learns_of_a_newer_one()
    {
        var old = await PostAsync("Snow", "Kettle");
        Assert.Empty(await RelatedAsync(old));

        var other = await PostAsync("Kettle");

        Assert.Equal([other.Id], await RelatedAsync(old));
        Assert.Equal([old.Id], await RelatedAsync(other));
    }

    [StoreTheory]
    [InlineData(PostStatus.Draft)]
    [InlineData(PostStatus.Unlisted)]
    [InlineData(PostStatus.Deleted)]
    public async Task One_that_is_taken_out_of_the_lists_goes_with_nothing(PostStatus status)
    {
        var stays = await PostAsync("Snow");
        var leaves = await PostAsync("Snow");

        leaves = await Store.Posts.StoreAsync(leaves.Next() with { Status = status });
        Assert.Empty(await RelatedAsync(stays));
        Assert.Empty(await RelatedAsync(leaves));

        await Store.Posts.StoreAsync(leaves.Next() with { Status = PostStatus.Published });
        Assert.Equal([leaves.Id], await RelatedAsync(stays));
        Assert.Equal([stays.Id], await RelatedAsync(leaves));
    }

    [StoreFact]
    public async Task Other_tags_make_other_relations()
    {
        var snow = await PostAsync("Snow");
        var boots = await PostAsync("Boots");
        var post = await PostAsync("Snow");

        post = await Store.Posts.StoreAsync(post.Next().Tagged("Boots"));

        Assert.Equal([boots.Id], await RelatedAsync(post));
        Assert.Equal([post.Id], await RelatedAsync(boots));
        Assert.Empty(await RelatedAsync(snow));
    }

    [StoreFact]
    public async Task An_edit_of_the_words_changes_nothing()
    {
        var first = await PostAsync("Snow");
        var second = await PostAsync("Snow");

        await Store.Posts.StoreAsync(first.Next() with { Text = "Other words." });

        Assert.Equal([second.Id], await RelatedAsync(first));
        Assert.Equal([first.Id], await RelatedAsync(second));
    }

    [StoreFact]
    public async Task A_list_stays_short_however_many_posts_share_a_tag()
    {
        var posts = new List<Post>();
        for (var i = 0; i < 40; i++)
        {
            posts.Add(await PostAsync("Snow"));
        }

        foreach (var post in posts)
        {
            var related = await RelatedAsync(post);
            Assert.Equal(6, related.Count);
            Assert.DoesNotContain(post.Id, related);
        }

        Assert.Equal(posts.Skip(33).Take(6).Select(p => p.Id).Reverse(), await RelatedAsync(posts[39]));
    }

    private Task<Post> PostAsync(params string[] tags) => Store.Posts.StoreAsync(Samples.Post().Tagged(tags));

    private async Task<List<Guid>> RelatedAsync(Post post) => [.. (await Store.Posts.ListRelatedAsync(post.Id, 100, default)).Select(p => p.Id)];
}
