using Blog.Accounts;
using Blog.Media;
using Blog.Site;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What accounts, tokens, media, settings and marks must do on every engine.</summary>
public abstract class SiteStoreContract(StoreFixture store) : StoreTest(store)
{
    [StoreFact]
    public async Task Settings_have_defaults_and_come_back_as_saved()
    {
        Assert.Equal(new SiteSettings().Title, (await Store.Site.LoadAsync(default)).Title);
        var before = await Store.Site.LoadStampAsync(default);
        var settings = new SiteSettings { Title = "Añil 雪", ZoneId = "Europe/Madrid", PostsPerPage = 20, Navigation = [new NavigationLink("About", "/about")] };

        var stamp = await Store.Site.SaveAsync(settings, default);

        var stored = await Store.Site.LoadAsync(default);
        Assert.Equal(settings with { Navigation = stored.Navigation }, stored);
        Assert.Equal(settings.Navigation, stored.Navigation);
        Assert.Equal(before with { Site = before.Site + 1 }, stamp);
        Assert.Equal(stamp, await Store.Site.LoadStampAsync(default));
    }

    [StoreFact]
    public async Task A_mark_is_set_replaced_and_removed()
    {
        Assert.Null(await Store.Site.FindMarkAsync("scan", default));

        await Store.Site.SetMarkAsync("scan", "1", default);
        await Store.Site.SetMarkAsync("scan", "2", default);
        Assert.Equal("2", await Store.Site.FindMarkAsync("scan", default));

        await Store.Site.SetMarkAsync("scan", null, default);
        Assert.Null(await Store.Site.FindMarkAsync("scan", default));
    }

    [StoreFact]
    public async Task What_is_counted_begins_its_time_anew_with_each_count_and_is_gone_at_its_end()
    {
        DateTimeOffset At(int minute) => Samples.Now.AddMinutes(minute);
        Assert.Null(await Store.RateLimits.FindAsync("door", At(0), default));

        Assert.Equal([1, 1], await Store.RateLimits.CountAsync(["door", "Door"], At(0), At(5), default));
        Assert.Equal([2], await Store.RateLimits.CountAsync(["door"], At(4), At(9), default));
        Assert.Equal(new RateCount(2, At(9)), await Store.RateLimits.FindAsync("door", At(8), default));
        Assert.Null(await Store.RateLimits.FindAsync("Door", At(8), default));
        Assert.Null(await Store.RateLimits.FindAsync("door", At(9), default));

        Assert.Equal([1], await Store.RateLimits.CountAsync(["door"], At(9), At(14), default));
        await Store.RateLimits.ForgetAsync("door", default);
        Assert.Null(await Store.RateLimits.FindAsync("door", At(9), default));
    }

    [StoreFact]
    public async Task Counts_of_many_at_once_are_all_there()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Store.RateLimits.CountAsync(["door"], Samples.Now, Samples.Now.AddMinutes(5), default)));

        Assert.Equal(Enumerable.Range(1, 16), counts.Select(c => c[0]).Order());
    }

    [StoreFact]
    public async Task An_account_is_found_by_id_mail_and_slug_with_all_that_was_saved()
    {
        var account = Samples.Account("Ines");
        account.Links = ["https://a.test/", "https://b.test/"];
        account.Bio = "Walks.";
        account.LockoutEnd = Samples.Now;
        Assert.True(await Store.Accounts.AddAsync(account, default));

        foreach (var found in new[] { await Store.Accounts.FindAsync(account.Id, default), await Store.Accounts.FindByEmailAsync("INES@BLOG.TEST", default), await Store.Accounts.FindBySlugAsync("ines", default) })
        {
            Assert.Equivalent(account, found, strict: true);
        }

        Assert.Null(await Store.Accounts.FindByEmailAsync("ines@blog.test", default));
    }

    [StoreFact]
    public async Task Mail_address_and_slug_are_unique()
    {
        var first = Samples.Account("Ines");
        var second = Samples.Account("Omid", AccountRole.Author);
        await Store.Accounts.AddAsync(first, default);
        await Store.Accounts.AddAsync(second, default);

        Assert.False(await Store.Accounts.AddAsync(Samples.Account("ines"), default));
        second.Slug = "ines";
        Assert.False(await Store.Accounts.UpdateAsync(second, default));
        second.Slug = "omid-2";
        Assert.True(await Store.Accounts.UpdateAsync(second, default));
        Assert.False(await Store.Accounts.UpdateAsync(Samples.Account("nobody"), default));
        Assert.Equal("omid-2", (await Store.Accounts.FindAsync(second.Id, default))!.Slug);
    }

    [StoreFact]
    public async Task Only_one_of_two_set_up_links_makes_the_owner()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Store.Accounts.AddFirstAsync(Samples.Account($"owner{i}"), default)));

        Assert.Single(results, made => made);
        Assert.Single(await Store.Accounts.ListAsync(default));
    }

    [StoreFact]
    public async Task The_owner_is_listed_first()
    {
        await Store.Accounts.AddAsync(Samples.Account("Omid", AccountRole.Author), default);
        await Store.Accounts.AddAsync(Samples.Account("Ines"), default);

        Assert.Equal(["Ines", "Omid"], (await Store.Accounts.ListAsync(default)).Select(a => a.Name));
    }

    [StoreFact]
    public async Task A_changed_account_turns_every_page_stale()
    {
        var account = Samples.Account("Ines");
        await Store.Accounts.AddFirstAsync(account, default);
        var before = await Store.Site.LoadStampAsync(default);

        account.Name = "Inés";
        await Store.Accounts.UpdateAsync(account, default);

        Assert.Equal(before.Site + 1, (await Store.Site.LoadStampAsync(default)).Site);
    }

    [StoreFact]
    public async Task Failures_that_come_together_are_all_counted_and_lock()
    {
        var account = Samples.Account("Ines");
        await Store.Accounts.AddAsync(account, default);

        var counts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.Accounts.CountFailureAsync(account.Id, 5, Samples.Now.AddMinutes(15), default)));

        Assert.Equal([1, 2, 3, 4, 5], counts.Order());
        Assert.Equal(Samples.Now.AddMinutes(15), (await Store.Accounts.FindAsync(account.Id, default))!.LockoutEnd);
    }

    [StoreFact]
    public async Task A_failure_below_the_limit_does_not_lock()
    {
        var account = Samples.Account("Ines");
        await Store.Accounts.AddAsync(account, default);

        await Store.Accounts.CountFailureAsync(account.Id, 5, Samples.Now.AddMinutes(15), default);

        Assert.Null((await Store.Accounts.FindAsync(account.Id, default))!.LockoutEnd);
    }

    [StoreFact]
    public async Task A_token_is_found_by_its_hash()
    {
        var account = Samples.Account("Ines");
        await Store.Accounts.AddAsync(account, default);
        var token = new ApiToken(Guid.CreateVersion7(), account.Id, "phone", "create media", "ab12", Samples.Now, Samples.Now.AddDays(90));

        await Store.Accounts.AddTokenAsync(token, default);

        Assert.Equal(token, await Store.Accounts.FindTokenAsync("ab12", default));
        Assert.Null(await Store.Accounts.FindTokenAsync("AB12", default));
    }

    [StoreFact]
    public async Task The_same_picture_is_catalogued_once()
    {
        var first = Item("/media/2026/a.webp", "aa");
        Assert.Equal(first, await Store.Media.AddAsync(first, default));

        Assert.Equal(first, await Store.Media.AddAsync(Item("/media/2026/b.webp", "aa"), default));

        Assert.Equal(first, await Store.Media.FindByHashAsync("aa", default));
        Assert.Equal(first, await Store.Media.FindByPathAsync("/media/2026/a.webp", default));
        Assert.Null(await Store.Media.FindByPathAsync("/media/2026/b.webp", default));
    }

    [StoreFact]
    public async Task Media_are_listed_newest_first()
    {
        for (var i = 0; i < 3; i++)
        {
            await Store.Media.AddAsync(Item($"/media/{i}", $"{i}") with { CreatedAt = Samples.Now.AddDays(i) }, default);
        }

        Assert.Equal(["/media/2", "/media/1"], (await Store.Media.ListAsync(new MediaFilter(), null, 2, default)).Select(m => m.Path));
    }

    private static MediaItem Item(string path, string hash) => new(Guid.CreateVersion7(), path, hash, "image/webp", 5_000_000_000, 1200, null, "A kettle", Samples.Now);
}
