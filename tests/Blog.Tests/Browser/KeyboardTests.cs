using Blog.Posts;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>An author without a mouse: every step is a key, and whatever has the focus shows it.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class KeyboardTests(Chromium chromium)
{
    private const int MostTabs = 60;

    [ChromiumFact]
    public async Task Signing_in_writing_publishing_and_correcting_go_by_keys_alone()
    {
        using var app = DeskDriver.QuickApp();
        var site = app.StartOnSocket();
        using var owner = await DeskDriver.SetUpAsync(app);
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);

        await page.GotoAsync("/sign-in");
        await TabToAsync(page, page.GetByLabel("Mail address"));
        await page.Keyboard.TypeAsync(DeskDriver.Email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(DeskDriver.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(site, "desk").AbsoluteUri);

        await page.Keyboard.PressAsync("n");
        await TabToAsync(page, page.GetByLabel("Title"));
        await page.Keyboard.TypeAsync("Nine centimetres");
        await TabToAsync(page, page.GetByLabel("Text in Markdown"));
        await page.Keyboard.TypeAsync("Since ");
        await page.Keyboard.PressAsync("Control+b");
        await page.Keyboard.TypeAsync("Tuesday");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.TypeAsync(".\n");
        await TabToAsync(page, page.GetByText("Address, tags, date, cover"));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByLabel("Tags"));
        await page.Keyboard.TypeAsync("winter");
        await page.Keyboard.PressAsync("Control+Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Read it once more, then let it go" })).ToBeVisibleAsync();
        await TabToAsync(page, page.Locator("[data-publish]"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nine centimetres", Level = 1 })).ToBeVisibleAsync();
        var post = await OnlyAsync(owner);
        Assert.Equal((PostStatus.Published, "Since **Tuesday**."), (post.Status, post.Markdown.Trim()));

        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByLabel("Text in Markdown"));
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("It was ten.");
        await page.Keyboard.PressAsync("Control+s");
        await Expect(page).ToHaveURLAsync(new Uri(site, $"desk/write/{post.Id}?saved").AbsoluteUri);

        await page.GotoAsync(post.Path);
        await Expect(page.Locator(".e-content")).ToContainTextAsync("It was ten.");
        Assert.Empty(complaints);
    }

    [ChromiumFact]
    public async Task The_desk_is_left_and_entered_by_keys_alone()
    {
        using var app = DeskDriver.QuickApp();
        var site = app.StartOnSocket();
        using var owner = await DeskDriver.SetUpAsync(app);
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(site, "desk").AbsoluteUri);

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        foreach (var (key, path) in new[] { ("p", "desk/posts"), ("m", "desk/media"), ("u", "desk/people"), ("n", "desk/networks"), ("s", "desk/settings"), ("h", "desk") })
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync(key);
            await Expect(page).ToHaveURLAsync(new Uri(site, path).AbsoluteUri);
        }

        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).Last);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(site, "sign-in").AbsoluteUri);
    }

    // Goes on with the tab key until the element has the focus, and looks that each stop on the way can be seen.
    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        await wanted.WaitForAsync();
        for (var i = 0; i < MostTabs; i++)
        {
            if (await wanted.EvaluateAsync<bool>("e => e === document.activeElement || e.closest('summary') === document.activeElement && e.closest('summary') !== null"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
            var blind = await page.EvaluateAsync<string?>(
                """
                () => {
                  const here = document.activeElement;
                  if (!here || here === document.body || here.tagName === 'IFRAME') return null;
                  const seen = [here, here.closest('label, .seg, .pick')].some(e => e && getComputedStyle(e).outlineStyle !== 'none');
                  return seen || here.matches('[type=radio], [type=checkbox]') ? null : here.outerHTML.slice(0, 200);
                }
                """);
            Assert.True(blind is null, $"{page.Url}: nothing shows that this has the focus: {blind}");
        }

        Assert.Fail($"{page.Url}: {MostTabs} presses of the tab key did not reach {wanted}.");
    }

    private static async Task<Post> OnlyAsync(DeskDriver desk)
    {
        var page = await desk.App.Get<IPostStore>().ListForDeskAsync(null, null, null, 5, default);
        return await desk.FindAsync(Assert.Single(page.Items).Id);
    }
}
