using System.Net;
using Blog.Accounts;
using Blog.Media;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>An author looks after the library.</summary>
public sealed class PictureLibraryTests
{
    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public async Task The_library_says_what_is_used_where_and_what_nobody_described()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var (ridge, hut) = (await ItemAsync(desk, 9, "ridge.png"), await ItemAsync(desk, 8, "hut.png"));
        await desk.WriteAsync("Up <b>there</b>", $"![x]({ridge.Path})");
        await desk.WriteAsync("Cover only", "Text.", f => f["cover"] = ridge.Path);
        using var said = await desk.PostAsync($"/desk/media/{hut.Id}/alt", new Dictionary<string, string> { ["alt"] = "Cabaña <script>alert(1)</script>" }, $"/desk/media/{hut.Id}");

        var all = await desk.PageAsync("/desk/media");
        var bare = await desk.PageAsync("/desk/media?show=bare");
        var unused = await desk.PageAsync("/desk/media?show=unused");
        var found = await desk.PageAsync("/desk/media?q=CABANA");
        var nothing = DeskDriver.Read(await desk.PageAsync("/desk/media?q=teapot"));
        var one = await desk.PageAsync($"/desk/media/{ridge.Id}");

        Assert.Equal($"303 /desk/media/{hut.Id}?saved", DeskDriver.Describe(said));
        Assert.Contains("9 × 9 · used in 2 posts", DeskDriver.Read(all));
        Assert.Contains("8 × 8 · not used", DeskDriver.Read(all));
        Assert.DoesNotContain("<script>alert", all);
        Assert.Equal((true, false), (bare.Contains("ridge.png"), bare.Contains(hut.Path)));
        Assert.Equal((false, true), (unused.Contains(ridge.Path), unused.Contains(hut.Path)));
        Assert.Equal((false, true), (found.Contains(ridge.Path), found.Contains(hut.Path)));
        Assert.Contains("No picture has “teapot” in it", nothing);
        Assert.Contains("Used in 2 posts", one);
        Assert.Contains("Cover only", one);
        Assert.Contains("Up &lt;b&gt;there&lt;/b&gt;", one);
        Assert.Contains($"![ridge.png]({ridge.Path})", DeskDriver.Read(one));
    }

    [Fact]
    public async Task More_than_a_screen_is_gone_through_page_by_page()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        for (var i = 1; i <= 26; i++)
        {
            using var content = new MemoryStream(Pictures.Png(i, 3));
            Assert.NotNull((await app.Get<MediaLibrary>().AddAsync(content, $"picture-{i}.png", "", default)).Item);
        }

        var first = await desk.PageAsync("/desk/media");
        var older = DeskDriver.Read(first).Split("href=\"/desk/media?before=")[1].Split('"')[0];
        var second = await desk.PageAsync("/desk/media?before=" + older);

        Assert.Contains("picture-26.png", first);
        Assert.Contains("picture-3.png", first);
        Assert.DoesNotContain("picture-2.png", first);
        Assert.Contains("picture-2.png", second);
        Assert.Contains("picture-1.png", second);
        Assert.DoesNotContain("picture-3.png", second);
        Assert.DoesNotContain("Older pictures", second);
    }

    [Fact]
    public async Task A_picture_that_posts_show_goes_only_if_the_author_knows_which()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var path = await desk.BringAsync(Pictures.Png(1200, 900), "ridge.png", PictureDriver.Small(480, 360));
        var item = (await app.Get<IMediaStore>().FindByPathAsync(path, default))!;
        await desk.WriteAsync("Up there", $"![x]({path})");
        var delete = $"/desk/media/{item.Id}/delete";

        var asked = await desk.PageAsync(delete);
        using var unaware = await desk.PostAsync(delete, None);
        using var unticked = await desk.PostAsync(delete, new Dictionary<string, string> { ["uses"] = "1" });
        await desk.WriteAsync("Meanwhile", $"![x]({path})");
        using var outdated = await desk.PostAsync(delete, new Dictionary<string, string> { ["uses"] = "1", ["known"] = "yes" });
        var kept = (await desk.GetAsync(path)).StatusCode;
        using var aware = await desk.PostAsync(delete, new Dictionary<string, string> { ["uses"] = "2", ["known"] = "yes" });

        Assert.Contains("1 post shows it", asked);
        Assert.Contains("Up there", asked);
        Assert.All([unaware, unticked, outdated], a => Assert.Equal(HttpStatusCode.Conflict, a.StatusCode));
        Assert.Contains("Meanwhile", await outdated.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, kept);
        Assert.Equal("303 /desk/media?deleted", DeskDriver.Describe(aware));
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(item.Variants[0].Path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync($"/desk/media/{item.Id}")).StatusCode);
    }

    [Fact]
    public async Task A_contributor_sees_and_changes_what_is_their_own()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var own = await ItemAsync(desk, 9, "own.png");
        using var content = new MemoryStream(Pictures.Png(8, 8));
        var foreign = (await app.Get<MediaLibrary>().AddAsync(content, "foreign.png", "", default)).Item!;
        await BecomeAsync(app, AccountRole.Contributor);

        var page = await desk.PageAsync("/desk/media");
        using var hidden = await desk.GetAsync($"/desk/media/{foreign.Id}");
        using var refused = await desk.PostAsync($"/desk/media/{foreign.Id}/delete", None, "/desk/media");
        await BecomeAsync(app, AccountRole.Author);
        using var seen = await desk.GetAsync($"/desk/media/{foreign.Id}");
        using var stillRefused = await desk.PostAsync($"/desk/media/{foreign.Id}/delete", None, "/desk/media");
        using var gone = await desk.PostAsync($"/desk/media/{own.Id}/delete", None);

        Assert.Equal((true, false), (page.Contains("own.png"), page.Contains("foreign.png")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound), (hidden.StatusCode, refused.StatusCode, seen.StatusCode, stillRefused.StatusCode));
        Assert.DoesNotContain("/delete", await seen.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.SeeOther, gone.StatusCode);
        Assert.NotNull(await app.Get<IMediaStore>().FindAsync(foreign.Id, default));
    }

    private static async Task<MediaItem> ItemAsync(DeskDriver desk, int side, string name) =>
        (await desk.App.Get<IMediaStore>().FindByPathAsync(await desk.BringAsync(Pictures.Png(side, side), name), default))!;

    private static async Task BecomeAsync(BlogApp app, AccountRole role)
    {
        var me = Assert.Single(await app.Get<IAccountStore>().ListAsync(default));
        me.Role = role;
        Assert.True(await app.Get<IAccountStore>().UpdateAsync(me, default));
    }
}
