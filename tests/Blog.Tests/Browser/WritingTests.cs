using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>The editor in a real browser: no word is lost, and marks go by keys.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class WritingTests(Chromium chromium) : IDisposable
{
    private readonly BlogApp _app = DeskDriver.QuickApp();

    public void Dispose() => _app.Dispose();

    [ChromiumFact]
    public async Task Typing_makes_a_draft_by_itself_and_goes_on_without_a_line()
    {
        await using var context = await OpenAsync();
        var page = await WriteAsync(context);
        await page.GetByLabel("Title").FillAsync("Nine centimetres");
        await Text(page).PressSequentiallyAsync("Since Tuesday.");
        await Expect(Status(page)).ToContainTextAsync("Saved");
        await Expect(page).ToHaveURLAsync(new Regex("/desk/write/[0-9a-f-]{36}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Chromium.ShootAsync(page, "write-saved", whole: false);

        await context.SetOfflineAsync(true);
        await Text(page).PressSequentiallyAsync(" And it snows on.");
        await Expect(Status(page)).ToHaveTextAsync("Offline: kept in this browser");
        await Expect(page.GetByText("The site can’t be reached. Keep writing.")).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "write-offline", whole: false);
        await context.SetOfflineAsync(false);

        await Expect(Status(page)).ToContainTextAsync("Saved");
        await Expect(page.GetByText("The site can’t be reached. Keep writing.")).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Expect(Text(page)).ToHaveValueAsync("Since Tuesday. And it snows on.");
        await Expect(page.GetByText("did not reach the site")).ToBeHiddenAsync();
        var draft = Assert.Single((await _app.Get<IPostStore>().ListForDeskAsync(null, null, null, 5, default)).Items);
        Assert.Equal("Nine centimetres", draft.Title);
    }

    [ChromiumFact]
    public async Task What_never_reached_the_site_is_offered_on_return()
    {
        await using var context = await OpenAsync();
        var page = await WriteAsync(context);
        await context.SetOfflineAsync(true);
        await Text(page).PressSequentiallyAsync("Only here.");
        await Expect(Status(page)).ToHaveTextAsync("Offline: kept in this browser");
        await page.CloseAsync();
        await context.SetOfflineAsync(false);

        var later = await WriteAsync(context);
        await Expect(later.GetByText("did not reach the site")).ToBeVisibleAsync();
        await later.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();

        await Expect(Text(later)).ToHaveValueAsync("Only here.");
        await Expect(Status(later)).ToContainTextAsync("Saved");
        await later.GotoAsync("/desk/write");
        await Expect(Status(later)).ToHaveTextAsync("New draft");
        await Expect(later.GetByText("did not reach the site")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task The_later_of_two_windows_compares_and_chooses()
    {
        await using var context = await OpenAsync();
        var first = await WriteAsync(context);
        await Text(first).FillAsync("one\ntwo");
        await Expect(Status(first)).ToContainTextAsync("Saved");
        var second = await context.NewPageAsync();
        await second.GotoAsync(first.Url);
        await Text(first).FillAsync("one\nleft");
        await Expect(Status(first)).ToContainTextAsync("Not saved");
        await Expect(Status(first)).ToContainTextAsync("Saved");

        await Text(second).FillAsync("one\nright");
        await Expect(second.Locator("#notes").GetByText("You typed something else")).ToBeVisibleAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(second.Locator("#compare del")).ToHaveTextAsync("left");
        await Expect(second.Locator("#compare ins")).ToHaveTextAsync("right");
        await Chromium.ShootAsync(second, "write-compare", whole: false);
        await second.GetByRole(AriaRole.Button, new() { Name = "Go on with mine" }).ClickAsync();
        await Expect(Status(second)).ToContainTextAsync("Saved");

        await second.ReloadAsync();
        await Expect(Text(second)).ToHaveValueAsync("one\nright");
        await Expect(Text(first)).ToHaveValueAsync("one\nleft");
    }

    [ChromiumFact]
    public async Task A_sign_in_that_ended_is_renewed_over_the_page()
    {
        await using var context = await OpenAsync();
        var page = await WriteAsync(context);
        await Text(page).PressSequentiallyAsync("Since Tuesday.");
        await Expect(Status(page)).ToContainTextAsync("Saved");
        var url = page.Url;
        await context.ClearCookiesAsync(new() { Name = "blog-session" });

        await Text(page).PressSequentiallyAsync(" And it snows on.");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Your sign-in has ended." });
        await Expect(dialog).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "write-signed-out", whole: false);
        await dialog.GetByLabel("Password").FillAsync("something else entirely");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in and save" }).ClickAsync();
        await Expect(dialog.GetByText("do not belong together")).ToBeVisibleAsync();
        await dialog.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in and save" }).ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(Status(page)).ToContainTextAsync("Saved");
        Assert.Equal(url, page.Url);
        await page.ReloadAsync();
        await Expect(Text(page)).ToHaveValueAsync("Since Tuesday. And it snows on.");
    }

    [ChromiumFact]
    public async Task Marks_and_lists_go_by_keys_and_can_be_undone()
    {
        await using var context = await OpenAsync();
        var page = await WriteAsync(context);
        var complaints = FirstEveningTests.Listen(page);
        var text = Text(page);
        await text.ClickAsync();

        await page.Keyboard.TypeAsync("snow");
        await page.Keyboard.PressAsync("Shift+Home");
        await page.Keyboard.PressAsync("Control+b");
        await Expect(text).ToHaveValueAsync("**snow**");
        await page.Keyboard.PressAsync("Control+b");
        await Expect(text).ToHaveValueAsync("snow");
        await page.Keyboard.PressAsync("Control+i");
        await Expect(text).ToHaveValueAsync("*snow*");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(text).ToHaveValueAsync("snow");

        await text.FillAsync("");
        await page.Keyboard.TypeAsync("1. wood\nwater\n\nafter");
        await Expect(text).ToHaveValueAsync("1. wood\n2. water\nafter");
        await text.FillAsync("");
        await page.Keyboard.TypeAsync("- wood\n");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("dry");
        await Expect(text).ToHaveValueAsync("- wood\n  - dry");
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(text).ToHaveValueAsync("- wood\n- dry");
        await text.FillAsync("no list");
        await page.Keyboard.PressAsync("Tab");
        await Expect(text).Not.ToBeFocusedAsync();

        var bar = page.GetByRole(AriaRole.Toolbar);
        await bar.GetByRole(AriaRole.Button, new() { Name = "Bold" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = "Italic" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Expect(text).ToHaveValueAsync("## no list");
        await Expect(text).ToBeFocusedAsync();
        Assert.Empty(complaints);
    }

    [ChromiumFact]
    public async Task A_pasted_address_makes_a_link_and_rich_text_becomes_markdown()
    {
        await using var context = await OpenAsync();
        var page = await WriteAsync(context);
        var text = Text(page);

        await text.FillAsync("the hut");
        await text.SelectTextAsync();
        await PasteAsync(page, "https://hut.example/book", "");
        await Expect(text).ToHaveValueAsync("[the hut](https://hut.example/book)");

        await text.FillAsync("");
        const string Rich =
            """
            <meta charset="utf-8"><h1>Stove</h1><p onclick="alert(1)">A <b>cold</b> <i>night</i>, 2 * 3 <a href="javascript:alert(1)">bad</a> <a href="https://hut.example/">good</a>.<script>alert(1)</script></p>
            <ul><li>wood<ol><li>dry</li></ol></li><li>water</li></ul><blockquote><p>Feed it.</p></blockquote><pre>a
              b</pre><table><tr><th>Day</th><th>cm</th></tr><tr><td>Tue</td><td>9</td></tr></table><img src="data:image/png;base64,AA" alt="no"><img src="https://hut.example/a.webp" alt="Ridge">
            """;
        await PasteAsync(page, "Stove", Rich);
        await Expect(text).ToHaveValueAsync(
            "## Stove\n\nA **cold** *night*, 2 \\* 3 bad [good](https://hut.example/).\n\n- wood\n  1. dry\n- water\n\n> Feed it.\n\n```\na\n  b\n```\n\n"
            + "| Day | cm |\n| --- | --- |\n| Tue | 9 |\n\n![Ridge](https://hut.example/a.webp)");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(text).ToHaveValueAsync("");
    }

    [ChromiumFact]
    public async Task The_foot_counts_words_minutes_and_pictures_without_description()
    {
        await using var context = await OpenAsync(width: 390, height: 844);
        var page = await WriteAsync(context);

        await Text(page).FillAsync(string.Concat(Enumerable.Repeat("word ", 660)) + "\n\n![](a.webp) ![Ridge](b.webp)\n\n`![](c.webp)`\n");

        await Expect(page.GetByText("3 min")).ToBeVisibleAsync();
        await Expect(page.GetByText("2 pictures, 1 without description")).ToBeVisibleAsync();
        await Expect(Status(page)).ToContainTextAsync("Saved");
        await Chromium.ShootAsync(page, "write-390", whole: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        await Expect(page.FrameLocator("iframe:not([data-coming])").GetByText("word word").First).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "write-390-preview", whole: false);
    }

    private static ILocator Text(IPage page) => page.GetByLabel("Text in Markdown");

    private static ILocator Status(IPage page) => page.Locator("header .status");

    private static async Task PasteAsync(IPage page, string plain, string html) => await Text(page).EvaluateAsync(
        """
        (area, [plain, html]) => {
          const data = new DataTransfer();
          data.setData('text/plain', plain);
          if (html) data.setData('text/html', html);
          area.focus();
          area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """,
        new[] { plain, html });

    private static async Task<IPage> WriteAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/desk/write");
        return page;
    }

    private async Task<IBrowserContext> OpenAsync(int width = 1280, int height = 900)
    {
        var site = _app.StartOnSocket();
        var context = await chromium.OpenAsync(site, width: width, height: height);
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
}
