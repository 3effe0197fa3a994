using System.Globalization;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>Posts are moved on the calendar by keyboard and by mouse. Only the clock is moved by hand.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class CalendarTests(Chromium chromium) : IAsyncLifetime
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
    private readonly BlogApp _app = DeskDriver.QuickApp();
    private DeskDriver _owner = null!;
    private Uri _site = null!;

    public async Task InitializeAsync()
    {
        _app.Configure(services => services.AddSingleton<TimeProvider>(_clock));
        _site = _app.StartOnSocket();
        _owner = await DeskDriver.SetUpAsync(_app);
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        _app.Dispose();
        return Task.CompletedTask;
    }

    [ChromiumFact]
    public async Task By_keyboard_a_post_is_picked_up_moved_put_back_and_put_down_and_each_step_is_told()
    {
        var post = await AddAsync("How we count swifts", "2026-11-23T08:00Z");
        await AddAsync("Winter room rules", "2026-11-26T17:30Z");
        await using var context = await chromium.OpenAsync(_site);
        var page = await OpenAsync(context, "/desk/calendar");
        var complaints = FirstEveningTests.Listen(page);
        var told = page.Locator("#told");
        var swifts = Event(page, post);

        await swifts.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(told).ToContainTextAsync("“How we count swifts” is picked up.");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(told).ToContainTextAsync("24 November, 09:00. Enter puts it there.");
        await Expect(page.Locator("td.drop")).ToHaveAttributeAsync("data-day", "2026-11-24");
        await Chromium.ShootAsync(page, "calendar-moving-1280");
        await page.Keyboard.PressAsync("Escape");
        await Expect(told).ToHaveTextAsync("“How we count swifts” is where it was.");
        Assert.Equal(1, (await FindAsync(post)).Revision);

        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("PageDown");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("Enter");
        await Expect(told).ToContainTextAsync("“How we count swifts” is on Sun 29 Nov 2026, 09:00 (Madrid) now.");
        await Expect(page.Locator("td[data-day='2026-11-29']").Locator($"#e-{post.Id:N}")).ToBeFocusedAsync();
        Assert.Equal(At("2026-11-29T08:00Z"), (await FindAsync(post)).PublishedAt);

        // The week, by the hour, and onto one that does not exist.
        var late = await AddAsync("Spring opening hours", "2027-03-28T01:30Z");
        await page.GotoAsync("/desk/calendar?view=week&at=2027-03-28");
        await Event(page, late).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await Expect(told).ToContainTextAsync("2027-03-28 02:30 does not exist.");
        await Chromium.ShootAsync(page, "calendar-week-1280");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it at 03:00" }).ClickAsync();
        await Expect(page.GetByText("is on Sun 28 Mar 2027, 03:00 (Madrid) now.")).ToBeVisibleAsync();
        Assert.Equal(At("2027-03-28T01:00Z"), (await FindAsync(late)).PublishedAt);

        // The refusal is an answer of 400, which the browser notes down.
        Assert.DoesNotContain(complaints, c => !c.Contains("400", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task By_mouse_a_scheduled_post_is_dragged_and_a_published_one_stays()
    {
        var post = await AddAsync("How we count swifts", "2026-11-23T08:00Z");
        var old = await AddAsync("Which boots", "2026-11-03T08:00Z");
        await using var context = await chromium.OpenAsync(_site);
        var page = await OpenAsync(context, "/desk/calendar");
        var complaints = FirstEveningTests.Listen(page);
        await Chromium.ShootAsync(page, "calendar-month-1280");

        await Event(page, post).DragToAsync(page.Locator("td[data-day='2026-11-27']"));
        await Expect(page.Locator("td[data-day='2026-11-27']").Locator($"#e-{post.Id:N}")).ToBeVisibleAsync();
        await Event(page, old).DragToAsync(page.Locator("td[data-day='2026-11-25']"));
        await Expect(page.Locator("#told")).ToHaveTextAsync("“Which boots” is published and stays where it is. Moving never sends twice.");

        Assert.Equal(At("2026-11-27T08:00Z"), (await FindAsync(post)).PublishedAt);
        Assert.Equal((1, At("2026-11-03T08:00Z")), ((await FindAsync(old)).Revision, (await FindAsync(old)).PublishedAt!.Value));
        await page.GotoAsync("/desk/calendar?view=list&at=2026-11-22");
        await Chromium.ShootAsync(page, "calendar-list-1280");
        Assert.Empty(complaints);
    }

    [ChromiumFact]
    public async Task On_a_phone_in_the_dark_the_form_moves_it_and_nothing_sticks_out()
    {
        var post = await AddAsync("A very long title, kept whole because wardens write as they speak: on the virtue of dry socks and spare batteries", "2026-11-23T08:00Z");
        await using var context = await chromium.OpenAsync(_site, dark: true, width: 390);
        var page = await OpenAsync(context, "/desk/calendar");
        var complaints = FirstEveningTests.Listen(page);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Chromium.ShootAsync(page, "calendar-month-390");

        await Event(page, post).ClickAsync();
        await page.GetByLabel("Day").FillAsync("2026-11-24");
        await page.GetByLabel("Hour").FillAsync("18:30");
        await Chromium.ShootAsync(page, "calendar-form-390");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it there" }).ClickAsync();
        await Expect(page.GetByText("is on Tue 24 Nov 2026, 18:30 (Madrid) now.")).ToBeVisibleAsync();
        Assert.Equal(At("2026-11-24T17:30Z"), (await FindAsync(post)).PublishedAt);
        Assert.Empty(complaints);
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static ILocator Event(IPage page, Post post) => page.Locator($"#e-{post.Id:N}");

    private static async Task<IPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(path));
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("#calendar")).ToBeVisibleAsync();
        return page;
    }

    private Task<Post> FindAsync(Post post) => _owner.FindAsync(post.Id);

    private async Task<Post> AddAsync(string title, string at)
    {
        var saved = await _app.Get<Publisher>().SaveAsync(
            new PostDraft { Title = title, Markdown = "Words.", Status = PostStatus.Published, PublishedAt = At(at), ZoneId = "Europe/Madrid" }, default);
        Assert.Equal(PublishOutcome.Saved, saved.Outcome);
        return saved.Post!;
    }
}
