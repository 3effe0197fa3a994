using System.Net;
using Blog.Media;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Part = Blog.Tests.Journeys.PictureDriver.Part;

namespace Blog.Tests.Journeys;

/// <summary>A picture comes with smaller ones, and a page lets the browser choose.</summary>
public sealed class PictureSizesTests
{
    [Fact]
    public async Task A_page_offers_the_sizes_and_keeps_the_room()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var path = await desk.BringAsync(Pictures.Png(1200, 900), "My ridge.png", PictureDriver.Small(480, 360), Pictures.Png(480, 360), PictureDriver.Small(960, 720), Pictures.Png(960, 720));
        var variants = (await app.Get<IMediaStore>().FindByPathAsync(path, default))!.Variants;

        var post = await desk.PublishAsync(await desk.WriteAsync("Ridge", $"![The ridge]({path})\n\n![Again]({path})\n\n<img src=\"{path}\" alt=\"Small\" width=\"300\">\n\n![Afar](https://elsewhere.example/a.png)"));
        var page = await desk.PageAsync(post.Path);

        Assert.Equal([(480, "image/png"), (480, "image/webp"), (960, "image/png"), (960, "image/webp")], variants.Select(v => (v.Width, v.ContentType)));
        Assert.All(variants, v => Assert.Matches(@"^/media/\d{4}/[0-9a-f]{10}-my-ridge-(480|960)\.(png|webp)$", v.Path));
        var sizes = "sizes=\"(min-width: 42rem) 38rem, 100vw\"";
        var expected = $"<picture><source type=\"image/webp\" srcset=\"{variants[1].Path} 480w, {variants[3].Path} 960w\" {sizes}>"
            + $"<img src=\"{path}\" srcset=\"{variants[0].Path} 480w, {variants[2].Path} 960w, {path} 1200w\" {sizes} alt=\"The ridge\" width=\"1200\" height=\"900\" decoding=\"async\"></picture>";
        Assert.Contains(expected, post.Html, StringComparison.Ordinal);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains("alt=\"Again\" width=\"1200\" height=\"900\" loading=\"lazy\" decoding=\"async\"></picture>", post.Html, StringComparison.Ordinal);
        Assert.Contains("alt=\"Small\" width=\"300\" loading=\"lazy\" decoding=\"async\">", post.Html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"https://elsewhere.example/a.png\" alt=\"Afar\" loading=\"lazy\" decoding=\"async\">", post.Html, StringComparison.Ordinal);
        foreach (var variant in variants)
        {
            using var answer = await desk.GetAsync(variant.Path);
            Assert.Equal((HttpStatusCode.OK, variant.ContentType, variant.Bytes), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentLength));
        }
    }

    [Fact]
    public async Task Feeds_carry_the_one_picture()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var path = await desk.BringAsync(Pictures.Png(1200, 900), "ridge.png", PictureDriver.Small(480, 360), Pictures.Png(480, 360));
        await desk.PublishAsync(await desk.WriteAsync("Ridge", $"![The ridge]({path})"));

        foreach (var feed in new[] { "/feed.xml", "/atom.xml", "/feed.json" })
        {
            var text = DeskDriver.Read(await desk.PageAsync(feed));

            Assert.Contains(path, text, StringComparison.Ordinal);
            Assert.DoesNotContain("srcset", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<picture", text, StringComparison.Ordinal);
            Assert.DoesNotContain("-480.", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_picture_without_sizes_keeps_its_room_and_a_cover_gets_its_description()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        using var added = await desk.UploadAsync([new Part(Pictures.Png(64, 48))], alt: "The hut");
        var path = Assert.Single(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 2, default)).Path;

        var post = await desk.WriteAsync("Hut", $"![x]({path})\n\n![y](/media/2026/0123456789-nothing.png)", f => f["cover"] = path);

        Assert.Contains($"<img src=\"{path}\" alt=\"x\" width=\"64\" height=\"48\" decoding=\"async\">", post.Html, StringComparison.Ordinal);
        Assert.Contains("<img src=\"/media/2026/0123456789-nothing.png\" alt=\"y\" loading=\"lazy\" decoding=\"async\">", post.Html, StringComparison.Ordinal);
        Assert.Equal(new Cover(path, "The hut", 64, 48), post.Cover);
    }

    [Fact]
    public async Task What_is_not_a_smaller_size_of_the_picture_is_refused()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        byte[][] wrong = [PictureDriver.Small(480, 480), PictureDriver.Small(481, 361), PictureDriver.Small(1600, 1200), [.. "<svg/>"u8], [.. "%PDF-1.7\n"u8], Pictures.Gif(480, 360)];

        foreach (var smaller in wrong)
        {
            using var answer = await desk.UploadAsync([new Part(Pictures.Png(1200, 900)), new Part(smaller, Field: "smaller")]);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.Empty(await app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default));
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "data", "media")));
    }

    [Fact]
    public async Task A_picture_that_came_without_sizes_gets_them_when_it_comes_again()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var first = await desk.BringAsync(Pictures.Png(1200, 900), "ridge.png");

        var again = await desk.BringAsync(Pictures.Png(1200, 900), "other.png", PictureDriver.Small(480, 360));
        var third = await desk.BringAsync(Pictures.Png(1200, 900), "third.png", PictureDriver.Small(960, 720));

        Assert.Equal((first, first), (again, third));
        Assert.Equal([480], (await app.Get<IMediaStore>().FindByPathAsync(first, default))!.Variants.Select(v => v.Width));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(app.Folder, "data", "media"), "*.*p*", SearchOption.AllDirectories).Length);
    }
}
