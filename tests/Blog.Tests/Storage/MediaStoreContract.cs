using Blog.Media;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What the catalogue of media must do on every engine.</summary>
public abstract class MediaStoreContract(StoreFixture store) : StoreTest(store)
{
    private int _count;

    [StoreFact]
    public async Task A_picture_comes_back_with_its_sizes_name_and_bringer()
    {
        var item = Item("ridge.jpg") with { AddedBy = Guid.CreateVersion7(), Alt = "A ridge" };
        item = item with { Variants = [new MediaVariant("/media/2026/a-480.jpg", "image/jpeg", 480, 360, 9), new MediaVariant("/media/2026/a-480.webp", "image/webp", 480, 360, 5_000_000_000)] };

        var added = await Store.Media.AddAsync(item, default);

        foreach (var found in new[] { added, await Store.Media.FindAsync(item.Id, default), await Store.Media.FindByHashAsync(item.Hash, default), await Store.Media.FindByPathAsync(item.Path, default) })
        {
            Assert.Equal(item with { Variants = found!.Variants }, found);
            Assert.Equal(item.Variants, found.Variants);
        }

        Assert.Null(await Store.Media.FindAsync(Guid.CreateVersion7(), default));
    }

    [StoreFact]
    public async Task Sizes_are_added_once_and_a_description_is_changed()
    {
        var item = await Store.Media.AddAsync(Item("ridge.jpg"), default);
        MediaVariant[] sizes = [new("/media/2026/a-480.webp", "image/webp", 480, 360, 5)];

        Assert.True(await Store.Media.AddVariantsAsync(item.Id, sizes, default));
        Assert.False(await Store.Media.AddVariantsAsync(item.Id, [new("/media/2026/b-960.webp", "image/webp", 960, 720, 5)], default));
        Assert.True(await Store.Media.SetAltAsync(item.Id, "Añil", default));
        Assert.False(await Store.Media.SetAltAsync(Guid.CreateVersion7(), "x", default));

        var found = (await Store.Media.FindAsync(item.Id, default))!;
        Assert.Equal("Añil", found.Alt);
        Assert.Equal(sizes, found.Variants);
    }

    [StoreFact]
    public async Task Many_are_found_at_once_by_their_paths()
    {
        var items = new List<MediaItem>();
        for (var i = 0; i < 40; i++)
        {
            items.Add(await Store.Media.AddAsync(Item($"{i}.jpg"), default));
        }

        var found = await Store.Media.FindByPathsAsync([.. items.Select(i => i.Path), items[0].Path, "/media/2026/0000000000-no.jpg"], default);

        Assert.Equal(items.Select(i => i.Path).Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(items, i => Assert.Equal(i, found[i.Path]));
        Assert.Empty(await Store.Media.FindByPathsAsync([], default));
    }

    [StoreFact]
    public async Task The_library_goes_back_in_time_a_screen_at_a_time_also_where_all_came_at_once()
    {
        for (var i = 0; i < 5; i++)
        {
            await Store.Media.AddAsync(Item($"{i}.jpg"), default);
        }

        var first = await Store.Media.ListAsync(new MediaFilter(), null, 3, default);
        var second = await Store.Media.ListAsync(new MediaFilter(), new PostCursor(first[^1].CreatedAt, first[^1].Id), 3, default);

        Assert.Equal(["4.jpg", "3.jpg", "2.jpg"], first.Select(m => m.Name));
        Assert.Equal(["1.jpg", "0.jpg"], second.Select(m => m.Name));
    }

    [StoreFact]
    public async Task Names_descriptions_and_addresses_are_searched_without_case_and_accents()
    {
        var mine = Guid.CreateVersion7();
        var añil = await Store.Media.AddAsync(Item("DCIM_1.jpg") with { Alt = "Cielo AÑIL", AddedBy = mine }, default);
        await Store.Media.AddAsync(Item("50%_off.jpg"), default);

        Assert.Equal([añil], await FindAsync(new MediaFilter("anil")));
        Assert.Equal([añil], await FindAsync(new MediaFilter(" dcim_1 ")));
        Assert.Equal([añil], await FindAsync(new MediaFilter(añil.Path[12..22])));
        Assert.Equal("50%_off.jpg", Assert.Single(await FindAsync(new MediaFilter("%_"))).Name);
        Assert.Empty(await FindAsync(new MediaFilter("!")));
        Assert.Equal("50%_off.jpg", Assert.Single(await FindAsync(new MediaFilter(WithoutAlt: true))).Name);
        Assert.Equal([añil], await FindAsync(new MediaFilter(AddedBy: mine)));
        await Store.Media.SetAltAsync(añil.Id, "Mar", default);
        Assert.Empty(await FindAsync(new MediaFilter("anil")));
        Assert.Single(await FindAsync(new MediaFilter("mar")));
    }

    [StoreFact]
    public async Task Uses_follow_each_save_of_a_post()
    {
        var (a, b) = (await Store.Media.AddAsync(Item("a.jpg"), default), await Store.Media.AddAsync(Item("b.jpg"), default));
        var post = Samples.Post("First");
        await SaveAsync(post, [a.Path, a.Path, b.Path, "/media/2026/0000000000-no.jpg"]);
        await SaveAsync(Samples.Post("Second"), [a.Path]);

        Assert.Equal(new Dictionary<Guid, int> { [a.Id] = 2, [b.Id] = 1 }, await Store.Media.CountUsesAsync([a.Id, b.Id], default));
        Assert.Equal(["Second", "First"], (await Store.Media.ListUsesAsync(a.Id, 5, default)).Select(u => u.Title));
        Assert.Equal(["Second"], (await Store.Media.ListUsesAsync(a.Id, 1, default)).Select(u => u.Title));

        post = post.Next();
        await SaveAsync(post, null);
        Assert.Equal(1, (await Store.Media.CountUsesAsync([b.Id], default))[b.Id]);
        post = post.Next();
        await SaveAsync(post, [a.Path]);
        Assert.Empty(await Store.Media.CountUsesAsync([b.Id], default));
        Assert.Equal(["b.jpg"], (await FindAsync(new MediaFilter(Unused: true))).Select(m => m.Name));

        await SaveAsync(post.Next() with { Status = PostStatus.Deleted }, null);
        Assert.Equal(1, (await Store.Media.CountUsesAsync([a.Id], default))[a.Id]);
    }

    [StoreFact]
    public async Task What_more_posts_use_than_the_author_knows_of_stays()
    {
        var item = await Store.Media.AddAsync(Item("a.jpg") with { Variants = [new MediaVariant("/media/2026/a-480.webp", "image/webp", 480, 360, 5)] }, default);
        await SaveAsync(Samples.Post(), [item.Path]);

        Assert.False(await Store.Media.DeleteAsync(item.Id, 0, default));
        Assert.NotNull(await Store.Media.FindAsync(item.Id, default));
        Assert.True(await Store.Media.DeleteAsync(item.Id, 1, default));
        Assert.False(await Store.Media.DeleteAsync(item.Id, 1, default));
        Assert.Null(await Store.Media.FindAsync(item.Id, default));
        Assert.Empty(await Store.Media.CountUsesAsync([item.Id], default));
    }

    private Task<IReadOnlyList<MediaItem>> FindAsync(MediaFilter filter) => Store.Media.ListAsync(filter, null, 10, default);

    private async Task SaveAsync(Post post, IReadOnlyList<string>? media) =>
        Assert.Equal(SaveConflict.None, (await Store.Posts.SaveAsync(Samples.Change(post) with { Media = media }, default)).Conflict);

    private MediaItem Item(string name)
    {
        var n = ++_count;
        return new MediaItem(Guid.CreateVersion7(Samples.Now.AddSeconds(n)), $"/media/2026/{n:x10}-{n}.jpg", $"{n:x64}", "image/jpeg", 5_000_000_000, 1200, 900, "", Samples.Now) { Name = name };
    }
}
