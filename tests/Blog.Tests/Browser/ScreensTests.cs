using System.Globalization;
using Blog.Accounts;
using Blog.Tests.Journeys;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>
/// Every screen of desk and site in two widths, two schemes and two languages: axe-core finds nothing, nothing scrolls sideways, and a picture of
/// each is kept for people to look at (<see cref="Chromium.Screens"/>). A new page of the desk is walked by itself.
/// </summary>
[Collection(ChromiumGroup.Name)]
public sealed class ScreensTests(Chromium chromium)
{
    private static readonly (int Width, int Height)[] Sizes = [(1280, 900), (390, 844)];

    [ChromiumFact]
    public Task Every_screen_in_english_can_be_used_by_everybody() => WalkFullAsync("en");

    [ChromiumFact]
    public Task Every_screen_in_spanish_can_be_used_by_everybody() => WalkFullAsync("es");

    [ChromiumFact]
    public async Task Every_screen_of_a_fresh_site_can_be_used_by_everybody()
    {
        using var app = DeskDriver.QuickApp();
        var address = app.StartOnSocket();
        await using var context = await chromium.OpenAsync(address, strict: false);
        var page = await context.NewPageAsync();
        var wrong = new List<string>();
        await LookAsync(page, "first-run", "en", (await app.Get<SetupLink>().CreateAsync(default))!, wrong);
        using var desk = await DeskDriver.SetUpAsync(app);
        await LookAsync(page, "sign-in", "en", "/sign-in", wrong);
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByText("do not belong together")).ToBeVisibleAsync();
        await LookAtAsync(page, "sign-in-wrong", "en", wrong);
        await SignInAsync(page);

        foreach (var path in new[] { "/desk", "/desk/posts", "/desk/media", "/desk/networks", "/desk/people" })
        {
            await LookAsync(page, ScreenSite.NameOf(path) + "-empty", "en", path, wrong);
        }

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LookAtAsync(page, "keys", "en", wrong);
        await LookAsync(page, "home-empty", "en", "/", wrong);
        await LookAsync(page, "archive-empty", "en", "/archive", wrong);

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task WalkFullAsync(string language)
    {
        using var site = await ScreenSite.OpenAsync(language);
        await using var context = await chromium.OpenAsync(site.Address, locale: language, strict: false);
        var page = await context.NewPageAsync();
        var wrong = new List<string>();
        foreach (var (name, path) in site.PublicScreens())
        {
            await LookAsync(page, name, language, path, wrong);
        }

        await page.GotoAsync("/sign-in");
        await SignInAsync(page);
        var screens = await site.DeskScreensAsync();
        foreach (var (name, path) in screens)
        {
            await LookAsync(page, name, language, path, wrong);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(screens.Count > 20, $"Only {screens.Count} screens were found.");
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.Locator("[name=email]").FillAsync(DeskDriver.Email);
        await page.Locator("[name=password]").FillAsync(DeskDriver.Password);
        await page.Locator("form button").First.ClickAsync();
        await Expect(page.Locator("nav.rail")).ToBeVisibleAsync();
    }

    private static async Task LookAsync(IPage page, string name, string language, string path, List<string> wrong)
    {
        await page.GotoAsync(path);
        await LookAtAsync(page, name, language, wrong);
    }

    private static async Task LookAtAsync(IPage page, string name, string language, List<string> wrong)
    {
        foreach (var (width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            // Words change with the language, colours do not: Spanish is walked once in each width.
            ColorScheme[] schemes = language == "en" ? [ColorScheme.Light, ColorScheme.Dark] : [width > 1000 ? ColorScheme.Dark : ColorScheme.Light];
            foreach (var scheme in schemes)
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                var screen = string.Create(CultureInfo.InvariantCulture, $"{name}-{language}-{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}");
                await Chromium.ShootAsync(page, screen);

                // Darkness changes colours and nothing else.
                var found = await page.RunAxe(scheme == schemes[0] ? new AxeRunOptions { Iframes = false } : new AxeRunOptions { Iframes = false, RunOnly = RunOnlyOptions.Rules("color-contrast") });
                wrong.AddRange(found.Violations.SelectMany(v => v.Nodes.Select(n => $"{screen}: {v.Id} ({v.Help}): {n.Target} {n.Html}")));
            }

            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") is > 0 and var over)
            {
                wrong.Add($"{name}-{language}-{width} scrolls sideways by {over} px.");
            }
        }
    }
}
