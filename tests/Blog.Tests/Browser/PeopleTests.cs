using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>An owner hands a link over, and somebody comes in by it.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class PeopleTests(Chromium chromium)
{
    [ChromiumFact]
    public Task From_the_invitation_to_the_new_colleague() => InviteAsync(1280, dark: false);

    [ChromiumFact]
    public Task From_the_invitation_to_the_new_colleague_on_a_phone_in_the_dark() => InviteAsync(390, dark: true);

    private async Task InviteAsync(int width, bool dark)
    {
        using var app = DeskDriver.QuickApp();
        var site = app.StartOnSocket();
        using var owner = await DeskDriver.SetUpAsync(app);
        await using var context = await chromium.OpenAsync(site, dark, width);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await page.GotoAsync("/desk/people");
        await page.GetByLabel("For whom").FillAsync("Leo, who keeps the hut in winter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await page.GetByRole(AriaRole.Textbox, new() { Name = "Link" }).InputValueAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy the link" })).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, $"people-link-{width}");

        await using var elsewhere = await chromium.OpenAsync(site, dark, width);
        var theirs = await elsewhere.NewPageAsync();
        complaints.AddRange(FirstEveningTests.Listen(theirs));
        await theirs.GotoAsync(link);
        await Chromium.ShootAsync(theirs, $"people-invited-{width}");
        await theirs.GetByLabel("Your name").FillAsync("Leo Brandt");
        await theirs.GetByLabel("Your mail address").FillAsync("leo@brandt.example");
        await theirs.GetByLabel("Password").FillAsync("a sentence that Leo likes");
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Make my account" }).ClickAsync();
        await Expect(theirs).ToHaveURLAsync(new Uri(site, "desk").AbsoluteUri);

        await page.GotoAsync("/desk/people");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("2 people write here");
        await page.GetByText("Change: Leo Brandt").ClickAsync();
        await Chromium.ShootAsync(page, $"people-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove… Leo Brandt" }).ClickAsync();
        await Chromium.ShootAsync(page, $"people-remove-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the account" }).ClickAsync();
        await Expect(page.GetByText("signed out everywhere")).ToBeVisibleAsync();
        await theirs.ReloadAsync();
        await Expect(theirs.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }
}
