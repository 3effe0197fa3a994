using Blog.Interactions;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What the conversation must do on every engine.</summary>
public abstract class InteractionStoreContract(StoreFixture store) : StoreTest(store)
{
    private Post _post = null!;

    [StoreFact]
    public async Task A_letter_comes_back_as_it_was_saved()
    {
        await PostAsync();
        var letter = Samples.Letter(_post, "https://a.test/1") with { AuthorUrl = "https://a.test/", Raw = "<raw>", ParentId = Guid.CreateVersion7(), Origin = "webmention", Kind = InteractionKind.Mention };

        var stored = await Store.Interactions.UpsertAsync(letter, default);

        Assert.Equal(letter, stored);
        Assert.Equal(letter, await Store.Interactions.FindAsync(letter.Id, default));
        Assert.Null(await Store.Interactions.FindAsync(Guid.CreateVersion7(), default));
    }

    [StoreFact]
    public async Task The_same_source_updates_its_letter_and_keeps_its_id()
    {
        await PostAsync();
        var first = await Store.Interactions.UpsertAsync(Samples.Letter(_post, "https://a.test/1"), default);

        var again = await Store.Interactions.UpsertAsync(Samples.Letter(_post, "https://a.test/1") with { Html = "<p>Changed.</p>" }, default);

        Assert.Equal((first.Id, "<p>Changed.</p>"), (again.Id, again.Html));
        Assert.Single(await Store.Interactions.ListVisibleAsync(_post.Id, null, 10, default));
        Assert.Equal(1, (await Store.Posts.FindAsync(_post.Id, default))!.LetterCount);
    }

    [StoreFact]
    public async Task The_same_source_may_speak_of_two_posts()
    {
        await PostAsync();
        var other = await Store.Posts.StoreAsync(Samples.Post());

        var first = await Store.Interactions.UpsertAsync(Samples.Letter(_post, "https://a.test/1"), default);
        var second = await Store.Interactions.UpsertAsync(Samples.Letter(other, "https://a.test/1"), default);

        Assert.NotEqual(first.Id, second.Id);
    }

    [StoreFact]
    public async Task Count_and_content_version_follow_what_readers_see()
    {
        await PostAsync();
        var pending = await Store.Interactions.UpsertAsync(Samples.Letter(_post, "comment:1", InteractionState.Pending), default);
        Assert.Equal((0, 1), await SeenAsync());

        await Store.Interactions.SetStateAsync(pending.Id, InteractionState.Visible, default);
        Assert.Equal((1, 2), await SeenAsync());

        await Store.Interactions.UpsertAsync(Samples.Letter(_post, "https://a.test/like") with { Kind = InteractionKind.Like }, default);
        Assert.Equal((1, 3), await SeenAsync());

        await Store.Interactions.SetStateAsync(pending.Id, InteractionState.Visible, default);
        Assert.Equal((1, 3), await SeenAsync());

        await Store.Interactions.SetStateAsync(pending.Id, InteractionState.Tombstone, default);
        Assert.Equal((0, 4), await SeenAsync());

        await Store.Interactions.SetStateAsync(pending.Id, InteractionState.Spam, default);
        Assert.Equal((0, 5), await SeenAsync());
        Assert.False(await Store.Interactions.SetStateAsync(Guid.CreateVersion7(), InteractionState.Spam, default));
    }

    [StoreFact]
    public async Task Readers_page_through_what_is_visible_oldest_first()
    {
        await PostAsync();
        var letters = new List<Interaction>();
        for (var i = 0; i < 7; i++)
        {
            var state = i switch { 2 => InteractionState.Hidden, 4 => InteractionState.Tombstone, _ => InteractionState.Visible };
            letters.Add(await Store.Interactions.UpsertAsync(Samples.Letter(_post, $"comment:{i}", state, Samples.Now.AddMinutes(i / 2)), default));
        }

        var expected = letters.Where(l => l.State != InteractionState.Hidden).OrderBy(l => l.WrittenAt).ThenBy(l => l.Id.ToString(), StringComparer.Ordinal).Select(l => l.Id);
        var seen = new List<Guid>();
        for (Guid? after = null; await Store.Interactions.ListVisibleAsync(_post.Id, after, 2, default) is { Count: > 0 } page; after = page[^1].Id)
        {
            seen.AddRange(page.Select(l => l.Id));
        }

        Assert.Equal(expected, seen);
        Assert.Empty(await Store.Interactions.ListVisibleAsync(_post.Id, Guid.CreateVersion7(), 2, default));
    }

    private async Task PostAsync() => _post = await Store.Posts.StoreAsync(Samples.Post());

    private async Task<(int Letters, long Version)> SeenAsync() =>
        await Store.Posts.FindAsync(_post.Id, default) is { } post ? (post.LetterCount, post.ContentVersion) : default;
}
