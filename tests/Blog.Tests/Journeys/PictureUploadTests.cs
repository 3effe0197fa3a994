using System.Globalization;
using System.Net;
using System.Text;
using Blog.Accounts;
using Blog.Desk;
using Blog.Media;
using Blog.Tests.Infrastructure;
using Blog.Tests.Specs;
using Part = Blog.Tests.Journeys.PictureDriver.Part;

namespace Blog.Tests.Journeys;

/// <summary>Pictures come in by the desk.</summary>
public sealed class PictureUploadTests
{
    [Theory]
    [MemberData(nameof(PictureCleanerSpecs.Talkative), MemberType = typeof(PictureCleanerSpecs))]
    public async Task What_readers_get_of_an_upload_tells_nobody_where_it_was_taken(string type, byte[] file)
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        var path = await desk.BringAsync(file, "ridge.bin");

        using var answer = await desk.GetAsync(path);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain(TalkativePictures.Secret, Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync()));
        Assert.Equal(MediaPath.ContentType(path), type);
    }

    [Fact]
    public async Task A_turned_jpeg_stays_turned_and_keeps_its_colours()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        var path = await desk.BringAsync(TalkativePictures.Jpeg(640, 480, 6), "DCIM_0042.JPG");

        var item = (await app.Get<IMediaStore>().FindByPathAsync(path, default))!;
        var bytes = Encoding.Latin1.GetString(await (await desk.GetAsync(path)).Content.ReadAsByteArrayAsync());
        Assert.Equal((480, 640, "DCIM_0042.JPG"), (item.Width, item.Height, item.Name));
        Assert.Contains("Exif\0\0MM\0*", bytes, StringComparison.Ordinal);
        Assert.Contains("ICC_PROFILE", bytes, StringComparison.Ordinal);
        Assert.Equal(item, await app.Get<IMediaStore>().FindByHashAsync(item.Hash, default));
    }

    [Fact]
    public async Task The_same_picture_is_known_again_with_its_description()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var path = await desk.BringAsync(TalkativePictures.Png(9, 7));
        var id = (await app.Get<IMediaStore>().FindByPathAsync(path, default))!.Id;

        using var said = await desk.PostAsync($"/desk/media/{id}/alt", new Dictionary<string, string> { ["alt"] = " The kettle,\n\"hot\" " }, "/desk/media");
        using var again = await desk.UploadAsync([new Part(Pictures.Png(9, 7)), new Part(TalkativePictures.Png(9, 7), "other.png")], asScript: true);

        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        Assert.Contains("\"alt\":\"The kettle, \\u0022hot\\u0022\"", await again.Content.ReadAsStringAsync());
        Assert.Equal(2, (await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default)).Count);
    }

    [Fact]
    public async Task Without_script_a_plain_form_brings_several_pictures_and_shows_them()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        Assert.Contains("No pictures yet", await desk.PageAsync("/desk/media"));

        using var answer = await desk.UploadAsync([new Part(Pictures.Png(9, 7), "one.png"), new Part(Pictures.Png(8, 7), "two.png")], asScript: false);

        Assert.Equal("303 /desk/media?added", DeskDriver.Describe(answer));
        var page = await desk.PageAsync("/desk/media?added");
        Assert.Contains("one.png", page);
        Assert.Contains("two.png", page);
        foreach (var item in await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default))
        {
            Assert.Empty((await app.Get<IMediaStore>().FindAsync(item.Id, default))!.Variants);
        }
    }

    [Fact]
    public async Task What_is_no_good_picture_is_refused_with_a_sentence_and_nothing_is_kept()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        (byte[] Bytes, string Said)[] bad =
        [
            ([.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8], "SVG files can carry programs"),
            ([.. "<!doctype html><script>alert(1)</script>"u8], "a web page or XML"),
            (Pictures.PngHead(65_000, 65_000), "65,000 × 65,000 pixels"),
            (Pictures.Png(9, 7)[..^20], "damaged or cut off"),
            (TalkativePictures.Jpeg(64, 48, 1)[..120], "damaged"),
            ([.. "MZ\x90\0"u8], "not one that is accepted"),
            ([.. Pictures.Avif(32, 24), .. "Exif"u8], "AVIF"),
        ];

        foreach (var (bytes, said) in bad)
        {
            using var script = await desk.UploadAsync([new Part(bytes, "<b>photo.png")]);
            using var form = await desk.UploadAsync([new Part(bytes, "<b>photo.png")], asScript: false);
            var page = await form.Content.ReadAsStringAsync();

            Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (script.StatusCode, form.StatusCode));
            Assert.Contains(said, await script.ProblemAsync(), StringComparison.Ordinal);
            Assert.Contains(said, DeskDriver.Read(page), StringComparison.Ordinal);
            Assert.DoesNotContain("<b>photo", page, StringComparison.Ordinal);
        }

        using var nothing = await desk.UploadAsync([]);
        Assert.Contains("Choose one first", await nothing.ProblemAsync(), StringComparison.Ordinal);
        Assert.Empty(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default));
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "data", "media")));
        Assert.Empty(Directory.GetFiles(Path.Combine(app.Folder, "data", "incoming")));
    }

    [Fact]
    public async Task More_than_forty_megabytes_are_refused_in_words_about_pictures()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var huge = new Part(new byte[(40 * 1024 * 1024) + 1]);

        using var script = await desk.UploadAsync([huge]);
        using var form = await desk.UploadAsync([huge], asScript: false);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (script.StatusCode, form.StatusCode));
        Assert.Contains("larger than 40 MB", await script.ProblemAsync(), StringComparison.Ordinal);
        Assert.Contains("larger than 40 MB", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_needs_its_token_and_our_own_page()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        using var stranger = new DeskDriver(app, app.Browser());
        var good = new Part(Pictures.Png(9, 7));

        using var bare = await desk.UploadAsync([good], token: "");
        using var foreign = await desk.UploadAsync([good], change: r => r.Headers.Add("Origin", "https://evil.example"));
        using var cross = await desk.UploadAsync([good], change: r => r.Headers.Add("Sec-Fetch-Site", "cross-site"));
        using var nobody = await stranger.UploadAsync([good], token: "x");

        Assert.All([bare, foreign, cross], a => Assert.Equal(HttpStatusCode.BadRequest, a.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Empty(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default));
    }

    [Fact]
    public async Task Others_than_owner_and_editors_describe_only_what_they_brought()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var foreign = (await app.Get<IMediaStore>().FindByPathAsync(await desk.BringAsync(Pictures.Png(9, 7)), default))!;
        var me = Assert.Single(await app.Get<IAccountStore>().ListAsync(default));
        me.Role = AccountRole.Contributor;
        Assert.True(await app.Get<IAccountStore>().UpdateAsync(me, default));
        var own = (await app.Get<IMediaStore>().FindByPathAsync(await desk.BringAsync(Pictures.Png(7, 7)), default))!;
        using var stray = new MemoryStream(Pictures.Png(5, 5));
        var imported = (await app.Get<MediaLibrary>().AddAsync(stray, "old.png", "", default)).Item!;
        var words = new Dictionary<string, string> { ["alt"] = "Mine now" };

        using var allowed = await desk.PostAsync($"/desk/media/{own.Id}/alt", words, "/desk/media");
        using var refused = await desk.PostAsync($"/desk/media/{imported.Id}/alt", words, "/desk/media");
        using var missing = await desk.PostAsync($"/desk/media/{Guid.NewGuid()}/alt", words, "/desk/media");

        Assert.Equal(me.Id, foreign.AddedBy);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (allowed.StatusCode, refused.StatusCode, missing.StatusCode));
        Assert.Equal("", (await app.Get<IMediaStore>().FindAsync(imported.Id, default))!.Alt);
    }

    [Fact]
    public async Task A_description_that_is_too_long_is_refused_and_not_cut_off()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var item = (await app.Get<IMediaStore>().FindByPathAsync(await desk.BringAsync(Pictures.Png(9, 7)), default))!;
        var words = new Dictionary<string, string> { ["alt"] = new string('k', 1000) + " end" };

        using var form = await desk.PostAsync($"/desk/media/{item.Id}/alt", words, "/desk/media");
        using var upload = await desk.UploadAsync([new Part(Pictures.Png(8, 7))], alt: words["alt"]);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (form.StatusCode, upload.StatusCode));
        Assert.Contains("kkk end", await form.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("at most 1,000 characters", await upload.ProblemAsync(), StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default)).Alt);
    }

    [Fact]
    public void Every_refusal_has_its_spanish()
    {
        var spanish = Words.For("es")!;
        var refusals = MediaSnifferSpecs.Refused.Select(row => MediaSniffer.Look(new MemoryStream((byte[])((object[])row)[1])).Refusal!)
            .Append(string.Create(CultureInfo.InvariantCulture, $"The file is larger than {64} MB. Make it smaller, or link to it where it lies."))
            .Concat(File.ReadAllLines(Path.Combine(Repository.Root, "src", "Blog", "Media", "MediaDraft.cs")).Where(l => l.Contains("const string", StringComparison.Ordinal)).Select(l => l.Split('"')[1]));

        Assert.All(refusals, r => Assert.NotEqual(r, spanish.Say(r)));
    }
}
