using Blog.Posts;
using Blog.Rehearsal;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>The owner rehearses an outage and watches the queue fill and drain. Only the clock is moved by hand.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class RehearsalTests(Chromium chromium)
{
    [ChromiumFact]
    public Task An_outage_is_begun_seen_and_ended() => RehearseAsync(1280, dark: false);

    [ChromiumFact]
    public Task An_outage_is_begun_seen_and_ended_on_a_phone_in_the_dark() => RehearseAsync(390, dark: true);

    private async Task RehearseAsync(int width, bool dark)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp().Configure(services => services.AddSingleton<TimeProvider>(clock));
        var site = app.StartOnSocket();
        using var owner = await DeskDriver.SetUpAsync(app);
        var target = (await app.Get<ISyndicationStore>().ListTargetsAsync(default)).First(t => t.Network == "x");
        await using var context = await chromium.OpenAsync(site, dark, width);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await SignInAsync(page);
        var before = await PublishAsync("Path 11 is open again");
        await StandsAsync(before, DeliveryState.Accepted);

        await page.GotoAsync("/desk/networks");
        var card = page.Locator("article.net").Filter(new() { Has = page.Locator($"#n-{target.Id:N}") });
        await card.GetByText("Rehearse an outage").ClickAsync();
        await card.GetByText("1 hour", new() { Exact = true }).ClickAsync();
        await Chromium.ShootAsync(page, $"rehearsal-form-{width}");
        await card.GetByRole(AriaRole.Button, new() { Name = "Start the rehearsal" }).ClickAsync();
        await Expect(page.GetByText("The rehearsal has begun.")).ToBeVisibleAsync();
        await Expect(card.GetByText("Rehearsed outage")).ToBeVisibleAsync();

        // The page looks again by itself: what is queued meanwhile shows without a reload.
        var first = await PublishAsync("How we count swifts");
        var second = await PublishAsync("Winter room rules");
        await Expect(card.GetByText("Winter room rules")).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, $"rehearsal-queue-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        var reader = await context.NewPageAsync();
        await reader.GotoAsync((await app.Get<IPostStore>().FindAsync(before.PostId, default))!.Path);
        await Expect(reader.GetByText("X does not answer now")).ToBeVisibleAsync();
        await Expect(reader.GetByRole(AriaRole.Link, new() { Name = "Follow from here" })).ToBeVisibleAsync();
        await Chromium.ShootAsync(reader, $"rehearsal-reader-{width}");

        await card.GetByRole(AriaRole.Button, new() { Name = "End now and watch it drain" }).ClickAsync();
        await Expect(page.GetByText("The rehearsal is over.")).ToBeVisibleAsync();
        await StandsAsync(first, DeliveryState.Accepted);
        await StandsAsync(second, DeliveryState.Accepted);
        await Expect(card.GetByText("2 copies went out afterwards; none waits any more.")).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, $"rehearsal-drained-{width}");
        await reader.ReloadAsync();
        await Expect(reader.GetByText("X does not answer now")).ToHaveCountAsync(0);
        Assert.Equal(3, app.Services.GetServices<IPracticeNetwork>().OfType<PracticeNetwork>().Single(p => p.Network == "x").Emulator.Shown.Count);
        Assert.Empty(complaints);

        async Task<Delivery> PublishAsync(string title)
        {
            var draft = new PostDraft { Title = title, Markdown = "It snowed.", Status = PostStatus.Published, Targets = [target.Id] };
            var saved = await app.Get<Publisher>().SaveAsync(draft, default);
            return Assert.Single(await app.Get<ISyndicationStore>().ListForPostAsync(saved.Post!.Id, default));
        }

        Task StandsAsync(Delivery copy, DeliveryState state) => Waiting.UntilAsync($"the copy is {state}", async () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(200));
            app.Get<DeliverySignal>().Wake();
            return (await app.Get<ISyndicationStore>().FindAsync(copy.Id, default))!.State == state;
        });
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }
}
