using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Media;
using Blog.Rehearsal;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>Three networks, connected over their consent pages and spoken to, in a real browser. Only the clock is moved by hand.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class LoudspeakersTests(Chromium chromium) : IDisposable
{
    private static readonly string[] Networks = ["x", "facebook", "linkedin"];

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
    private readonly BlogApp _app = new();

    public void Dispose() => _app.Dispose();

    [ChromiumFact]
    public async Task Connect_publish_with_a_picture_be_seen_survive_an_outage_edit_and_delete()
    {
        _app.Configure(services => services.AddSingleton<TimeProvider>(_clock));
        var site = _app.StartOnSocket();
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        var complaints = FirstEveningTests.Listen(page);
        await SetUpAsync(page);

        foreach (var network in Networks)
        {
            await ConnectAsync(page, network);
        }

        await SendPicturesAsync();
        var picture = await AddPictureAsync();

        var first = await PublishAsync(page, "Nine centimetres", $"The stove would not light.\n\n![A kettle on the stove]({picture})\n");
        await StandsAsync(page, first, "took it", 3);
        Assert.All(Networks, n => Assert.Equal("A kettle on the stove", Assert.Single(Shown(n).Single(p => p.Text.Contains("Nine centimetres", StringComparison.Ordinal)).Images).Alt));
        _clock.Advance(SightWorker.FirstLook + TimeSpan.FromMinutes(1));
        await StandsAsync(page, first, "somebody who is not signed in can see it", 3);
        await Chromium.ShootAsync(page, "copies-seen");

        await page.GotoAsync("/practice/x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it down" }).ClickAsync();
        var second = await PublishAsync(page, "Ten centimetres", "It fell all night.");
        await StandsAsync(page, second, "took it", 2);
        await Chromium.ShootAsync(page, "copies-outage");
        await page.GotoAsync("/practice/x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it work again" }).ClickAsync();
        _clock.Advance(TimeSpan.FromMinutes(3));
        _app.Get<DeliverySignal>().Wake();
        await StandsAsync(page, second, "took it", 3, stepSeconds: 2);
        Assert.All(Networks, n => Assert.Single(Shown(n), p => p.Text.Contains("Ten centimetres", StringComparison.Ordinal)));

        await page.GotoAsync("/desk/write/" + first.Split('/')[^1]);
        await page.GetByLabel("Title").FillAsync("Nine centimetres, at last");
        await page.Locator("button[name=do][value=save]").ClickAsync();
        await StandsAsync(page, first, "X can’t change a copy", 1);
        await UntilAsync("the two that can change a copy say it anew", () => Networks.Skip(1).All(n => Shown(n).Any(p => p.Text.Contains("at last", StringComparison.Ordinal))));
        Assert.DoesNotContain(Shown("x"), p => p.Text.Contains("at last", StringComparison.Ordinal));
        Assert.All(Networks, n => Assert.Equal(2, Shown(n).Count));
        await Chromium.ShootAsync(page, "copies-edited");

        await page.GotoAsync(first + "/delete");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the post" }).ClickAsync();
        await UntilAsync("the copies are gone with the post", () => Networks.All(n => Shown(n).All(p => !p.Text.Contains("Nine centimetres", StringComparison.Ordinal))));
        Assert.All(Networks, n => Assert.Single(Shown(n)));
        Assert.Empty(complaints);
    }

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

    private static async Task ConnectAsync(IPage page, string network)
    {
        await page.GotoAsync($"/desk/networks/connect/{network}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Practice on this machine" }).ClickAsync();
        await Chromium.ShootAsync(page, "connect-" + network);
        await page.Locator("form.stack button.primary").ClickAsync();
        var allow = page.Locator("button[name=decision][value=allow]");
        await Expect(allow).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "consent-" + network);
        await allow.ClickAsync();
        await Expect(page.GetByText("It is connected.")).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "connected-" + network);
    }

    private async Task SendPicturesAsync()
    {
        var store = _app.Get<ISyndicationStore>();
        foreach (var target in await store.ListTargetsAsync(default))
        {
            await store.SaveTargetAsync(target with { Style = target.Style with { Pictures = true } }, default);
        }
    }

    private async Task<string> AddPictureAsync()
    {
        using var bytes = new MemoryStream(Pictures.Png(64, 48));
        return (await _app.Get<MediaLibrary>().AddAsync(bytes, "kettle.png", "A kettle on the stove", default)).Item!.Path;
    }

    // Answers the desk's page of the post.
    private async Task<string> PublishAsync(IPage page, string title, string markdown)
    {
        await page.GotoAsync("/desk/write");
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByLabel("Text in Markdown").FillAsync(markdown);
        await page.GetByRole(AriaRole.Button, new() { Name = "Review", Exact = true }).ClickAsync();
        var targets = (await _app.Get<ISyndicationStore>().ListTargetsAsync(default)).Where(t => Networks.Contains(t.Network)).GroupBy(t => t.Network).Select(g => g.Last());
        foreach (var target in targets)
        {
            await page.Locator($"input[name=target][value='{target.Id}']").CheckAsync();
        }

        await Chromium.ShootAsync(page, "review-" + title.Split(' ')[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/desk/posts/[0-9a-f-]{36}(?:\\?.*)?$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return new Uri(page.Url).GetLeftPart(UriPartial.Path);
    }

    // A step must be small beside the deadline of a call, and two looks for a copy lie 45 s apart.
    private async Task StandsAsync(IPage page, string post, string words, int copies, double stepSeconds = 0.2) => await Waiting.UntilAsync($"{copies} copies stand at “{words}”", async () =>
    {
        _clock.Advance(TimeSpan.FromSeconds(stepSeconds));
        _app.Get<DeliverySignal>().Wake();
        await page.GotoAsync(post);
        return await page.GetByText(words).CountAsync() >= copies;
    });

    private async Task UntilAsync(string what, Func<bool> isReached) => await Waiting.UntilAsync(what, () =>
    {
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        _app.Get<DeliverySignal>().Wake();
        return Task.FromResult(isReached());
    });

    private IReadOnlyList<Blog.Rehearsal.Wire.ShownPost> Shown(string network) =>
        _app.Services.GetServices<IPracticeNetwork>().OfType<PracticeNetwork>().Single(p => p.Network == network).Emulator.Shown;
}
