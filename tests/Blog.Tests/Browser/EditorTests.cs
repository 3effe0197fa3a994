using Blog.Posts;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>The rest of the editor: what its buttons put into the text, a text that is too long, and a preview that follows.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class EditorTests(Chromium chromium)
{
    [ChromiumFact]
    public async Task Every_button_of_the_bar_puts_its_mark_and_leaves_the_caret_where_writing_goes_on()
    {
        using var app = DeskDriver.QuickApp();
        await using var context = await OpenAsync(app);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/desk/write");
        var text = page.GetByLabel("Text in Markdown");

        await PressAsync(page, "Table");
        await page.Keyboard.TypeAsync("Day");
        await Expect(text).ToHaveValueAsync("| Day | B |\n| --- | --- |\n|  |  |\n");

        await text.FillAsync("It snows.");
        await PressAsync(page, "Footnote");
        await page.Keyboard.TypeAsync("Since noon.");
        await Expect(text).ToHaveValueAsync("It snows.[^1]\n\n[^1]: Since noon.");
        await text.EvaluateAsync("area => area.setSelectionRange(9, 9)");
        await PressAsync(page, "Footnote");
        await Expect(text).ToHaveValueAsync("It snows.[^2][^1]\n\n[^1]: Since noon.\n\n[^2]: ");

        await text.FillAsync("Listen:");
        await PressAsync(page, "Embed");
        await page.Keyboard.TypeAsync("https://video.example/watch");
        await Expect(text).ToHaveValueAsync("Listen:\n\nhttps://video.example/watch\n");
        await text.FillAsync("https://video.example/1");
        await text.SelectTextAsync();
        await PressAsync(page, "Embed");
        await Expect(text).ToHaveValueAsync("https://video.example/1\n");

        await text.FillAsync("one\ntwo");
        await text.SelectTextAsync();
        await PressAsync(page, "Numbered list");
        await Expect(text).ToHaveValueAsync("1. one\n2. two");
        await PressAsync(page, "List");
        await Expect(text).ToHaveValueAsync("- one\n- two");
        await PressAsync(page, "Quote");
        await Expect(text).ToHaveValueAsync("> - one\n> - two");
        await text.FillAsync("a\nb");
        await text.SelectTextAsync();
        await PressAsync(page, "Code");
        await Expect(text).ToHaveValueAsync("```\na\nb\n```");

        var chooser = await page.RunAndWaitForFileChooserAsync(() => PressAsync(page, "Picture"));
        Assert.True(chooser.IsMultiple);
    }

    [ChromiumFact]
    public async Task More_than_the_site_takes_is_said_and_stays_in_the_browser()
    {
        using var app = DeskDriver.QuickApp();
        await using var context = await OpenAsync(app);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/desk/write");
        await page.GetByLabel("Title").FillAsync("Too much");

        // In a field that is not drawn: this is about the line, not about how fast a browser sets a book.
        await page.EvaluateAsync("() => { const field = document.getElementById('f-excerpt'); field.value = 'snow '.repeat(1_800_000); field.dispatchEvent(new Event('input', { bubbles: true })); }");
        var answer = await page.WaitForResponseAsync(r => r.Url.EndsWith("/keep", StringComparison.Ordinal));

        Assert.Equal(413, answer.Status);
        await Expect(page.GetByText("A post holds at most 2 MB of text; this is more.")).ToBeVisibleAsync();
        await Expect(page.Locator("header .status")).ToHaveTextAsync("Kept in this browser");
        Assert.Empty((await app.Get<IPostStore>().ListForDeskAsync(null, null, null, 5, default)).Items);
        await page.EvaluateAsync("() => { const field = document.getElementById('f-excerpt'); field.value = 'snow'; field.dispatchEvent(new Event('input', { bubbles: true })); }");
        await Expect(page.Locator("header .status")).ToContainTextAsync("Saved");
        await Expect(page.GetByText("A post holds at most 2 MB of text; this is more.")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task The_preview_scrolls_with_the_text()
    {
        using var app = DeskDriver.QuickApp();
        await using var context = await OpenAsync(app);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/desk/write");
        await page.GetByLabel("Text in Markdown").FillAsync(string.Concat(Enumerable.Range(1, 200).Select(i => $"Paragraph {i} of the long winter.\n\n")));
        await Expect(page.Locator("header .status")).ToContainTextAsync("Saved");
        await Expect(page.FrameLocator("iframe:not([data-coming])").GetByText("Paragraph 200 of")).ToBeAttachedAsync();

        foreach (var part in new[] { "0.5", "1", "0.25" })
        {
            await page.EvaluateAsync(
                $$"""
                () => {
                  const area = document.getElementById('f-markdown');
                  const from = area.scrollHeight > area.clientHeight + 1 ? area : area.closest('.canvas');
                  from.scrollTop = {{part}} * (from.scrollHeight - from.clientHeight);
                }
                """);
            await page.WaitForFunctionAsync(
                $$"""
                () => {
                  const to = document.querySelector('iframe:not([data-coming])').contentWindow.document.scrollingElement;
                  return Math.abs(to.scrollTop / (to.scrollHeight - to.clientHeight) - {{part}}) < 0.03;
                }
                """);
        }
    }

    private static async Task PressAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Toolbar).GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private async Task<IBrowserContext> OpenAsync(Infrastructure.BlogApp app)
    {
        var context = await chromium.OpenAsync(app.StartOnSocket());
        using var owner = await DeskDriver.SetUpAsync(app);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("nav.rail")).ToBeVisibleAsync();
        await page.CloseAsync();
        return context;
    }
}
