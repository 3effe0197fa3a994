using Blog.Posts;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>The list of posts by keyboard: rows are walked, ticked, deleted and brought back.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class ListTests(Chromium chromium)
{
    [ChromiumFact]
    public Task Rows_are_walked_ticked_deleted_and_brought_back() => WalkAsync(1280, dark: false);

    [ChromiumFact]
    public Task Rows_are_walked_ticked_deleted_and_brought_back_on_a_phone_in_the_dark() => WalkAsync(390, dark: true);

    private async Task WalkAsync(int width, bool dark)
    {
        using var app = DeskDriver.QuickApp();
        var site = app.StartOnSocket();
        using var owner = await DeskDriver.SetUpAsync(app);
        foreach (var title in new[] { "Which boots", "Snow cards", "Path 11 is open again" })
        {
            await app.Get<Publisher>().SaveAsync(new PostDraft { Title = title, Markdown = "Words.", Status = PostStatus.Published }, default);
        }

        await using var context = await chromium.OpenAsync(site, dark, width);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await page.GotoAsync("/sign-in?returnUrl=/desk/posts");
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        var bar = page.GetByRole(AriaRole.Group, new() { Name = "The ticked posts" });
        await Expect(page.Locator("#bulk tbody tr")).ToHaveCountAsync(3);
        await Expect(bar).ToBeHiddenAsync();

        foreach (var key in "jxjjx")
        {
            await page.Keyboard.PressAsync(key.ToString());
        }

        await Expect(bar.GetByRole(AriaRole.Status)).ToHaveTextAsync("2 posts ticked.");
        await Chromium.ShootAsync(page, $"list-ticked-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await bar.GetByRole(AriaRole.Button, new() { Name = "Delete them" }).ClickAsync();
        await Expect(page.GetByText("2 posts are deleted.")).ToBeVisibleAsync();
        await Expect(page.Locator("#bulk tbody tr")).ToHaveCountAsync(1);
        await Chromium.ShootAsync(page, $"list-deleted-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Undone: 2 posts are as they were.")).ToBeVisibleAsync();
        await Expect(page.Locator("#bulk tbody tr")).ToHaveCountAsync(3);

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Assert.Contains("/desk/posts/", page.Url, StringComparison.Ordinal);
        Assert.Empty(complaints);
    }
}
