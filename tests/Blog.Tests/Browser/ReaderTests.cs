using Blog.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>The blog as its readers meet it, with the posts that a fresh clone brings.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class ReaderTests(Chromium chromium) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-reader-").FullName;
    private readonly Uri _site = new($"http://127.0.0.1:{Ports.Free()}/");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChromiumFact]
    public async Task The_public_pages_fit_every_screen_and_load_nothing_from_elsewhere()
    {
        using var blog = Start();
        await blog.WaitForLineAsync("Ctrl-C");
        await blog.WaitForLineAsync("Content folder: ");
        await using var wide = await chromium.OpenAsync(_site);
        await using var dark = await chromium.OpenAsync(_site, dark: true);
        await using var narrow = await chromium.OpenAsync(_site, width: 320, height: 640);
        var first = await FirstPostAsync(wide);

        foreach (var (name, path) in new[] { ("home", "/"), ("first-post", first), ("archive", "/archive"), ("search", "/search?q=the"), ("not-found", "/no-such-page") })
        {
            await LookAsync(wide, path, name);
            await LookAsync(dark, path, name + "-dark");
            var page = await LookAsync(narrow, path, name + "-320");

            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 320, $"{path} scrolls sideways at 320 px");
        }
    }

    [ChromiumFact]
    public async Task The_blog_is_read_without_script()
    {
        using var blog = Start();
        await blog.WaitForLineAsync("Ctrl-C");
        await blog.WaitForLineAsync("Content folder: ");
        await using var context = await chromium.OpenAsync(_site, script: false);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/");
        await page.Locator(".h-entry a.u-url").First.ClickAsync();
        await Expect(page.Locator(".h-entry .e-content")).ToBeVisibleAsync();
        await page.GotoAsync("/search");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("the");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Uri(_site, "search?q=the").AbsoluteUri);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    private BlogProcess Start() =>
        BlogProcess.Start(_folder, "--urls", _site.GetLeftPart(UriPartial.Authority), "--Blog:Content=" + Path.Combine(Repository.Root, "content"));

    private static async Task<string> FirstPostAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        return (await page.Locator(".h-entry a.u-url").First.GetAttributeAsync("href"))!;
    }

    private static async Task<IPage> LookAsync(IBrowserContext context, string path, string name)
    {
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await page.GotoAsync(path);
        await Chromium.ShootAsync(page, name);
        Assert.DoesNotContain(complaints, c => !c.Contains("404", StringComparison.Ordinal));
        return page;
    }
}
