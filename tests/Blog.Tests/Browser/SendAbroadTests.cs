using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>The drawer beside the text, by mouse and by keys: the server counts while the author types.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class SendAbroadTests(Chromium chromium) : IDisposable
{
    private readonly BlogApp _app = DeskDriver.QuickApp().Set("Blog:Practice", "false");

    public void Dispose() => _app.Dispose();

    [ChromiumFact]
    public async Task A_copy_is_written_beside_the_text_and_reviewed_as_it_was_set()
    {
        await using var context = await OpenAsync();
        var (x, facebook) = (await TargetAsync("x", "@ines", TargetState.Connected), await TargetAsync("facebook", "Refuge Notes", TargetState.NeedsSignIn));
        var page = await context.NewPageAsync();
        await page.GotoAsync("/desk/write");
        await page.GetByLabel("Title").FillAsync("Nine centimetres");
        await page.Locator("#f-markdown").FillAsync("Since Tuesday.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send abroad" }).ClickAsync();

        // The tabs go by arrows, Home and End, and each says how its copy stands.
        var drawer = page.Locator("#drawer");
        await Expect(drawer.GetByRole(AriaRole.Tab, new() { Name = "X" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(drawer.GetByRole(AriaRole.Tab, new() { Name = "Facebook" })).ToBeFocusedAsync();
        await Expect(drawer.GetByText("Facebook wants you to sign in again.")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(drawer.GetByRole(AriaRole.Tab, new() { Name = "Home" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("ArrowRight");
        await drawer.GetByLabel("Send to X").CheckAsync();
        await Expect(Tab(drawer, "X")).ToContainTextAsync("Ready");

        // Own words begin as what the post makes, and the server's count follows them.
        await drawer.Locator(".panel:visible").GetByText("Own words", new() { Exact = true }).ClickAsync();
        var words = drawer.GetByLabel("Own words for X");
        await Expect(words).ToHaveValueAsync(new Regex("^Nine centimetres", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await words.FillAsync(string.Join(' ', Enumerable.Repeat("snow", 60)));
        await Expect(Tab(drawer, "X")).ToContainTextAsync(" over");
        await Expect(drawer.GetByText(new Regex("of 280: [0-9]+ too many", RegexOptions.None, TimeSpan.FromSeconds(1)))).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "send-abroad", whole: false);
        await words.FillAsync("Skis out.");
        await Expect(Tab(drawer, "X")).ToContainTextAsync("Ready");
        await Expect(drawer.GetByText("Kept with the draft")).ToBeVisibleAsync();

        // What is typed into the text shows in the copy that follows it.
        await page.Keyboard.PressAsync("F6");
        await Expect(page.Locator("#f-markdown")).ToBeFocusedAsync();
        await page.GetByLabel("Title").FillAsync("Ten centimetres");
        await Expect(drawer.Locator("#to-home")).ToContainTextAsync("ten-centimetres");

        // Escape gives the focus back.
        await page.Keyboard.PressAsync("Escape");
        await Expect(drawer).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send abroad" })).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Review", Exact = true }).ClickAsync();
        await Expect(page.Locator($"input[name=target][value='{x.Id}']")).ToBeCheckedAsync();
        await Expect(page.Locator("[data-live=abroad]")).ToHaveTextAsync("Own words on X.");
        await page.Locator("#abroad > summary").ClickAsync();
        await page.Locator($"input[name=target][value='{facebook.Id}']").CheckAsync();
        await Expect(page.Locator("[data-live=final]")).ToContainTextAsync("Your sign-in is needed on Facebook: held, nothing lost.");
        await Chromium.ShootAsync(page, "review-sentences");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(page.GetByText("It is live on your site.")).ToBeVisibleAsync();

        var post = Assert.Single((await _app.Get<IPostStore>().ListForDeskAsync(null, null, null, 5, default)).Items);
        var copies = await _app.Get<ISyndicationStore>().ListForPostAsync(post.Id, default);
        Assert.Equal(("Ten centimetres", "Skis out.", 2), (post.Title, copies.Single(c => c.Network == "x").OwnText, copies.Count));
    }

    [ChromiumFact]
    public async Task On_a_phone_the_drawer_fills_the_screen_and_comes_back_as_it_was()
    {
        await using var context = await OpenAsync(width: 390);
        await TargetAsync("x", "@ines", TargetState.Connected);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/desk/write");
        await page.Locator("#f-markdown").FillAsync("Since Tuesday.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send abroad" }).ClickAsync();
        var drawer = page.Locator("#drawer");
        await drawer.GetByLabel("Send to X").CheckAsync();
        await drawer.GetByText("At its own time").ClickAsync();
        await drawer.GetByLabel("Day and hour in Madrid").FillAsync("2037-03-29T02:30");
        await Expect(Tab(drawer, "X")).ToContainTextAsync("No such hour");
        await Chromium.ShootAsync(page, "send-abroad-phone", whole: false);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Take 03:00" }).ClickAsync();
        await Expect(Tab(drawer, "X")).ToContainTextAsync("Ready");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Close, back to the text" }).ClickAsync();
        await Expect(drawer).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Send abroad" }).ClickAsync();
        await Expect(drawer.GetByLabel("Day and hour in Madrid")).ToHaveValueAsync("2037-03-29T03:00");
    }

    private static ILocator Tab(ILocator drawer, string name) => drawer.GetByRole(AriaRole.Tab, new() { Name = name });

    private async Task<IBrowserContext> OpenAsync(int width = 1280)
    {
        var site = _app.StartOnSocket();
        var context = await chromium.OpenAsync(site, width: width);
        var page = await context.NewPageAsync();
        await page.GotoAsync(await _app.Get<SetupLink>().CreateAsync(default) ?? "");
        await page.GetByLabel("Name of the site").FillAsync("Refuge Notes");
        await page.GetByLabel("Your name").FillAsync("Inés Quintana");
        await page.GetByLabel("Your mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up and start writing" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(site, "desk").AbsoluteUri);
        await page.CloseAsync();
        return context;
    }

    private async Task<SyndicationTarget> TargetAsync(string network, string name, TargetState state)
    {
        var target = new SyndicationTarget
        {
            Id = Guid.CreateVersion7(),
            Network = network,
            Name = name,
            RemoteAccountId = name,
            ApiBase = "https://api.network.invalid",
            WebBase = "https://network.invalid",
            ProtectedSecret = "-",
            State = state,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await _app.Get<ISyndicationStore>().SaveTargetAsync(target, default);
        return target;
    }
}
