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

    [Fact]
    public async Task A_replaced_picture_is_shown_by_the_posts_that_used_it_and_its_old_address_goes_on_working()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var old = await ItemAsync(desk, 9, "ridge.png");
        using var said = await desk.PostAsync($"/desk/media/{old.Id}/alt", new Dictionary<string, string> { ["alt"] = "The ridge" }, $"/desk/media/{old.Id}");
        var shown = await desk.PublishAsync(await desk.WriteAsync("Up there", $"![x]({old.Path}) and [whole]({old.Path})"));
        var covered = await desk.WriteAsync("Cover only", "Text.", f => { f["cover"] = old.Path; f["alt"] = "Mine"; });
        var other = await desk.WriteAsync("Another", "No picture.");

        using var answer = await desk.UploadAsync(
            [new PictureDriver.Part(Pictures.Png(960, 600), "better.png"), new PictureDriver.Part(PictureDriver.Small(480, 300), "better.png", "smaller")],
            asScript: false, path: $"/desk/media/{old.Id}/replace");

        var fresh = Assert.Single(await app.Get<IMediaStore>().ListAsync(new MediaFilter("better"), null, 10, default));
        Assert.Equal($"303 /desk/media/{fresh.Id}?replaced=2&left=0", DeskDriver.Describe(answer));
        Assert.Equal("The ridge", fresh.Alt);
        var page = await desk.PageAsync(shown.Path);
        Assert.DoesNotContain(old.Path, page, StringComparison.Ordinal);
        Assert.Contains($"{fresh.Path[..^4]}-480.webp".Split('-')[^1], page, StringComparison.Ordinal);
        Assert.Contains("width=\"960\" height=\"600\"", page, StringComparison.Ordinal);
        var cover = (await desk.FindAsync(covered.Id)).Cover!;
        Assert.Equal((fresh.Path, "Mine", 960), (cover.Url, cover.Alt, cover.Width));
        Assert.Equal(other.Revision, (await desk.FindAsync(other.Id)).Revision);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(old.Path)).StatusCode);
        Assert.Contains("2 posts show it now.", await desk.PageAsync($"/desk/media/{fresh.Id}?replaced=2&left=0"), StringComparison.Ordinal);
        Assert.Equal(2, (await app.Get<IMediaStore>().CountUsesAsync([fresh.Id, old.Id], default))[fresh.Id]);
        Assert.False((await app.Get<IMediaStore>().CountUsesAsync([fresh.Id, old.Id], default)).ContainsKey(old.Id));
    }

    [Fact]
    public async Task What_can_take_no_pictures_place_changes_nothing()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var old = await ItemAsync(desk, 9, "ridge.png");
        var post = await desk.WriteAsync("Up there", $"![x]({old.Path})");
        (PictureDriver.Part[] Sent, HttpStatusCode Status, string Said)[] bad =
        [
            ([], HttpStatusCode.BadRequest, "Choose one first"),
            ([new(Pictures.Png(9, 9))], HttpStatusCode.BadRequest, "the same picture"),
            ([new([.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8])], HttpStatusCode.BadRequest, "SVG files can carry programs"),
            ([new([.. "%PDF-1.7\n"u8, .. new byte[200]], "paper.pdf")], HttpStatusCode.BadRequest, "no picture, and posts would show a gap"),
            ([new(Pictures.PngHead(65_000, 65_000))], HttpStatusCode.BadRequest, "65,000 × 65,000 pixels"),
            ([new(new byte[(40 * 1024 * 1024) + 1])], HttpStatusCode.RequestEntityTooLarge, "larger than 40 MB"),
        ];

        foreach (var (sent, status, said) in bad)
        {
            using var script = await desk.UploadAsync(sent, path: $"/desk/media/{old.Id}/replace");
            using var form = await desk.UploadAsync(sent, asScript: false, path: $"/desk/media/{old.Id}/replace");

            Assert.Equal((status, status), (script.StatusCode, form.StatusCode));
            Assert.Contains(said, await script.ProblemAsync(), StringComparison.Ordinal);
            Assert.Contains(said, DeskDriver.Read(await form.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }

        using var missing = await desk.UploadAsync([new PictureDriver.Part(Pictures.Png(8, 7))], asScript: false, path: $"/desk/media/{Guid.NewGuid()}/replace");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(post.Revision, (await desk.FindAsync(post.Id)).Revision);
        Assert.Single(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default));
    }

    [Fact]
    public async Task Posts_of_others_keep_their_picture_when_an_author_replaces_it()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var made = await app.Get<AccountSetup>().AddAsync(new NewAccount("teo@refuge.example", "Teo", AccountRole.Author, DeskDriver.Password), default);
        using var teo = new DeskDriver(app, app.Browser());
        using var signedIn = await teo.SignInAsync("teo@refuge.example", DeskDriver.Password);
        var old = await ItemAsync(teo, 9, "ridge.png");
        var mine = await teo.WriteAsync("Mine", $"![x]({old.Path})");
        var theirs = await desk.WriteAsync("Theirs", $"![x]({old.Path})");

        using var answer = await teo.UploadAsync([new PictureDriver.Part(Pictures.Png(8, 7), "better.png")], asScript: false, path: $"/desk/media/{old.Id}/replace");

        Assert.NotNull(made.Account);
        Assert.EndsWith("?replaced=1&left=1", DeskDriver.Describe(answer), StringComparison.Ordinal);
        Assert.DoesNotContain(old.Path, (await desk.FindAsync(mine.Id)).Markdown, StringComparison.Ordinal);
        Assert.Contains(old.Path, (await desk.FindAsync(theirs.Id)).Markdown, StringComparison.Ordinal);
        Assert.Contains("1 post goes on with the old one", await teo.PageAsync($"/desk/media/{(await app.Get<IMediaStore>().ListAsync(new MediaFilter("better"), null, 1, default))[0].Id}?replaced=1&left=1"), StringComparison.Ordinal);
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
