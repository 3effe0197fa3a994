using System.Text;
using Blog.Accounts;
using Blog.Media;
using Blog.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>Pictures of an author, from the file chooser, the clipboard and the mouse to the page, in a real browser.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class PicturesTests(Chromium chromium) : IDisposable
{
    private readonly BlogApp _app = new();

    public void Dispose() => _app.Dispose();

    [ChromiumFact]
    public async Task A_photo_is_turned_made_small_described_once_and_shown_in_the_size_that_fits()
    {
        var site = _app.StartOnSocket();
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await SetUpAsync(page);
        var photo = await PhotoAsync(page, 3000, 2000, orientation: 6);

        await page.GotoAsync("/desk/write");
        await page.GetByLabel("Title").FillAsync("The ridge");
        await page.GetByLabel("Text in Markdown").FillAsync("We went up.\n");
        await ChooseAsync(page, "Picture", photo);
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "What does the picture show?" })).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "picture-describe", whole: false);
        await page.GetByLabel("Description").FillAsync("The ridge [at dusk]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Text in Markdown")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^We went up\.\n\n!\[The ridge \\\[at dusk\\\]\]\(/media/\d{4}/[0-9a-f]{10}-ridge\.jpg\)\n", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Waiting.UntilAsync("the library knows the description", async () => (await _app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 1, default))[0].Alt.Length > 0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Review", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the page" }).ClickAsync();

        var item = Assert.Single(await _app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default));
        var image = page.Locator(".e-content img");
        await Expect(image).ToHaveAttributeAsync("alt", "The ridge [at dusk]");
        var whole = (await _app.Get<IMediaStore>().FindAsync(item.Id, default))!;
        Assert.Equal(2000, whole.Width);
        Assert.Equal(3000, whole.Height);
        Assert.Equal([(480, 720), (960, 1440), (1600, 2400)], whole.Variants.Where(v => v.ContentType == "image/webp").Select(v => (v.Width, v.Height)));
        Assert.Equal([480, 960, 1600], whole.Variants.Where(v => v.ContentType == "image/jpeg").Select(v => v.Width));
        Assert.Equal(("2000", "3000"), (await image.GetAttributeAsync("width"), await image.GetAttributeAsync("height")));
        Assert.EndsWith("-960.webp", await image.EvaluateAsync<string>("i => i.decode().then(() => i.currentSrc)"), StringComparison.Ordinal);
        await Chromium.ShootAsync(page, "picture-page");
        var bytes = Encoding.Latin1.GetString(await (await page.APIRequest.GetAsync(new Uri(site, item.Path).AbsoluteUri)).BodyAsync());
        Assert.DoesNotContain(TalkativePictures.Secret, bytes, StringComparison.Ordinal);
        Assert.Empty(complaints);
    }

    [ChromiumFact]
    public async Task A_line_that_is_down_keeps_the_place_in_the_text_and_the_picture_goes_at_the_next_try()
    {
        var site = _app.StartOnSocket();
        await using var context = await chromium.OpenAsync(site, width: 390, height: 800);
        var page = await context.NewPageAsync();
        await SetUpAsync(page);
        await page.GotoAsync("/desk/write");
        var text = page.GetByLabel("Text in Markdown");
        var kettle = new FilePayload { Name = "kettle.png", MimeType = "image/png", Buffer = Pictures.Png(700, 500) };

        await context.SetOfflineAsync(true);
        await ChooseAsync(page, "Picture", kettle);
        await Expect(page.GetByText("kettle.png was not stored.").Last).ToBeVisibleAsync();
        await Expect(text).ToHaveValueAsync("[Sending kettle.png](#picture-1)\n\n");
        await Chromium.ShootAsync(page, "picture-failed-390", whole: false);
        await text.PressSequentiallyAsync("Meanwhile.");
        await context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await page.GetByLabel("Description").FillAsync("A kettle");
        await Chromium.ShootAsync(page, "picture-describe-390", whole: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Waiting.UntilAsync("the library knows the description", async () => (await _app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 1, default)) is [{ Alt: "A kettle" }]);
        var path = (await _app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 1, default))[0].Path;
        await Expect(text).ToHaveValueAsync($"![A kettle]({path})\n\nMeanwhile.");

        // Known pictures are not asked about again, however they come.
        await HandOverAsync(page, "paste", kettle);
        await Expect(text).ToHaveValueAsync($"![A kettle]({path})\n\nMeanwhile.\n\n![A kettle]({path})\n\n");
        await HandOverAsync(page, "drop", kettle);
        await Expect(text).ToHaveValueAsync($"![A kettle]({path})\n\nMeanwhile.\n\n![A kettle]({path})\n\n![A kettle]({path})\n\n");
        await page.Locator("summary", new() { HasText = "cover" }).ClickAsync();
        await ChooseAsync(page, "Choose a picture", kettle);
        await Expect(page.GetByLabel("Cover picture")).ToHaveValueAsync(path);
        await Expect(page.GetByLabel("What the cover shows")).ToHaveValueAsync("A kettle");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        var drawing = new FilePayload { Name = "logo.svg", MimeType = "image/svg+xml", Buffer = Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>") };
        await ChooseAsync(page, "Picture", drawing);
        await Expect(page.GetByText("SVG files can carry programs").Last).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it out of the text" }).ClickAsync();
        await Expect(text).Not.ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Sending", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [ChromiumFact]
    public async Task The_library_is_searched_described_and_a_used_picture_is_deleted_only_knowingly()
    {
        var site = _app.StartOnSocket();
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await SetUpAsync(page);
        await page.GotoAsync("/desk");
        await page.GetByRole(AriaRole.Link, new() { Name = "Pictures" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No pictures yet" })).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "pictures-empty");
        await page.GetByLabel("Add pictures").SetInputFilesAsync(
        [
            new FilePayload { Name = "a very long name of a picture that somebody exported from a program without mercy.png", MimeType = "image/png", Buffer = Pictures.Png(640, 420, 60) },
            new FilePayload { Name = "hut.png", MimeType = "image/png", Buffer = Pictures.Png(420, 640, 200) },
            new FilePayload { Name = "stove.png", MimeType = "image/png", Buffer = Pictures.Png(300, 300, 150) },
        ]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.GetByText("It is here.")).ToBeVisibleAsync();
        var stove = (await _app.Get<IMediaStore>().ListAsync(new MediaFilter("stove"), null, 1, default))[0];
        await page.GotoAsync("/desk/write");
        await page.GetByLabel("Title").FillAsync("A stove that outlived three wardens");
        await page.GetByLabel("Text in Markdown").FillAsync($"![]({stove.Path})");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("saved");

        await page.GotoAsync("/desk/media");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("STOVE");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".pics a").ClickAsync();
        await page.GetByLabel("Description").FillAsync("The stove at dusk");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The stove at dusk" })).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "picture-one");
        await page.GotoAsync("/desk/media");
        await Chromium.ShootAsync(page, "pictures");
        foreach (var (width, dark) in new[] { (390, false), (390, true), (1280, true) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            foreach (var (name, path) in new[] { ("pictures", "/desk/media"), ("picture-one", $"/desk/media/{stove.Id}"), ("picture-delete", $"/desk/media/{stove.Id}/delete"), ("pictures-none", "/desk/media?q=teapot") })
            {
                await page.GotoAsync(path);
                await Chromium.ShootAsync(page, $"{name}-{width}{(dark ? "-dark" : "")}");
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} scrolls sideways at {width} px");
            }
        }

        await page.GotoAsync($"/desk/media/{stove.Id}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the picture" }).ClickAsync();
        Assert.NotNull(await _app.Get<IMediaStore>().FindAsync(stove.Id, default));
        await page.GetByLabel("I know that these posts lose it.").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the picture" }).ClickAsync();
        await Expect(page.GetByText("It is gone.")).ToBeVisibleAsync();
        Assert.Null(await _app.Get<IMediaStore>().FindAsync(stove.Id, default));
        Assert.Empty(complaints);
    }

    [ChromiumFact]
    public async Task Pictures_dropped_on_the_library_go_in_all_sizes_and_one_takes_the_place_of_another()
    {
        var site = _app.StartOnSocket();
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await SetUpAsync(page);
        var photo = await PhotoAsync(page, 2000, 1000, orientation: 1);

        await page.GotoAsync("/desk/media");
        await DropAsync(page, photo);
        await Expect(page.GetByText("It is here.")).ToBeVisibleAsync();
        var old = (await _app.Get<IMediaStore>().FindAsync(Assert.Single(await _app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default)).Id, default))!;
        await page.GotoAsync($"/desk/media/{old.Id}");
        await page.GetByText("Put another picture in its place").ClickAsync();
        await page.GetByLabel("The new picture").SetInputFilesAsync(new FilePayload { Name = "kettle.png", MimeType = "image/png", Buffer = Pictures.Png(700, 500) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace it" }).ClickAsync();
        await Expect(page.GetByText("0 posts show it now.")).ToBeVisibleAsync();
        Assert.Empty(complaints);

        await page.GotoAsync("/desk/media");
        await DropAsync(page, new FilePayload { Name = "evil.svg", MimeType = "image/svg+xml", Buffer = [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8] });
        await Expect(page.GetByText("evil.svg was not stored.")).ToBeVisibleAsync();
        await Expect(page.GetByText("SVG files can carry programs")).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "library-refused");
        Assert.Equal([480, 960, 1600], old.Variants.Where(v => v.ContentType == "image/webp").Select(v => v.Width));
        Assert.Equal(2, (await _app.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 10, default)).Count);
    }

    private static async Task DropAsync(IPage page, FilePayload file) => await page.EvaluateAsync(
        """
        ([name, type, bytes]) => {
          const files = new DataTransfer();
          files.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, { type }));
          document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
        }
        """,
        new[] { file.Name, file.MimeType, Convert.ToBase64String(file.Buffer) });

    private async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync(await _app.Get<SetupLink>().CreateAsync(default) ?? "");
        await page.GetByLabel("Name of the site").FillAsync("Refuge Notes");
        await page.GetByLabel("Your name").FillAsync("Inés Quintana");
        await page.GetByLabel("Your mail address").FillAsync("ines@refuge.example");
        await page.GetByLabel("Password").FillAsync("nine centimetres of snow");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up and start writing" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    private static async Task ChooseAsync(IPage page, string button, FilePayload file)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(file);
    }

    // What a browser does when an author pastes or drops a file.
    private static async Task HandOverAsync(IPage page, string kind, FilePayload file) => await page.EvaluateAsync(
        """
        ([kind, name, type, bytes]) => {
          const files = new DataTransfer();
          files.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, { type }));
          const text = document.getElementById('f-markdown');
          text.setSelectionRange(text.value.length, text.value.length);
          text.dispatchEvent(kind === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
        }
        """,
        new[] { kind, file.Name, file.MimeType, Convert.ToBase64String(file.Buffer) });

    // Drawn by the browser; then it says, as a camera would, how it was held and where.
    private static async Task<FilePayload> PhotoAsync(IPage page, int width, int height, int orientation)
    {
        var data = await page.EvaluateAsync<string>(
            """
            ([width, height]) => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [width, height];
              const context = canvas.getContext('2d');
              const sky = context.createLinearGradient(0, 0, width, height);
              sky.addColorStop(0, '#24618e');
              sky.addColorStop(1, '#fcf3ec');
              context.fillStyle = sky;
              context.fillRect(0, 0, width, height);
              context.fillStyle = '#1b6b50';
              context.fillRect(0, 0, width / 8, height);
              return canvas.toDataURL('image/jpeg', 0.9);
            }
            """,
            new[] { width, height });
        var plain = Convert.FromBase64String(data[(data.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        byte[] secret = Encoding.ASCII.GetBytes(TalkativePictures.Secret);
        byte[] told = [0xFF, 0xFE, 0, (byte)(secret.Length + 2), .. secret];
        byte[] held = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return new FilePayload { Name = "ridge.jpg", MimeType = "image/jpeg", Buffer = [.. plain[..2], .. held, .. told, .. plain[2..]] };
    }
}
