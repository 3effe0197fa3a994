using Blog.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>A newcomer's first evening, on the real program, in a real browser.</summary>
[Collection(ChromiumGroup.Name)]
public sealed class FirstEveningTests(Chromium chromium) : IDisposable
{
    private const string Title = "Nine centimetres of snow";
    private const string Excerpt = "The stove would not light until the third match.";

    private readonly string _folder = Directory.CreateTempSubdirectory("blog-evening-").FullName;
    private readonly Uri _site = new($"http://127.0.0.1:{Ports.Free()}/");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChromiumFact]
    public async Task From_the_set_up_link_to_an_excerpt_on_a_network()
    {
        using var blog = Start();
        var link = (await blog.WaitForLineAsync("Set up")).Split("Set up")[1].Trim();
        await blog.WaitForLineAsync("Ctrl-C");
        await using var context = await chromium.OpenAsync(_site);
        var page = await context.NewPageAsync();
        var complaints = Listen(page);

        await page.GotoAsync(link);
        await Chromium.ShootAsync(page, "set-up");
        await page.GetByLabel("Name of the site").FillAsync("Refuge Notes");
        await page.GetByLabel("Your name").FillAsync("Inés Quintana");
        await page.GetByLabel("Your mail address").FillAsync("ines@refuge.example");
        await page.GetByLabel("Password").FillAsync("nine centimetres of snow");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up and start writing" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(_site, "desk").AbsoluteUri);
        await Chromium.ShootAsync(page, "desk");

        await page.GetByRole(AriaRole.Link, new() { Name = "Write" }).First.ClickAsync();
        await page.GetByLabel("Title").FillAsync(Title);
        await page.GetByLabel("Text in Markdown").FillAsync($"{Excerpt} Then it **roared**.\n\n## Inside\n\nWe waited.\n");
        await Chromium.ShootAsync(page, "write");
        await page.GetByRole(AriaRole.Button, new() { Name = "Review", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "X" }).CheckAsync();
        await Chromium.ShootAsync(page, "review");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(page.GetByText("took it").First).ToBeVisibleAsync();
        await Chromium.ShootAsync(page, "published");

        await page.GetByRole(AriaRole.Link, new() { Name = "Open the page" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Title);
        await Expect(page.GetByText("roared")).ToBeVisibleAsync();
        var permalink = page.Url;
        await Chromium.ShootAsync(page, "post");
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = Title })).ToHaveAttributeAsync("href", new Uri(permalink).AbsolutePath);

        await page.GotoAsync("/practice/x");
        await Chromium.ShootAsync(page, "practice-x");
        await Expect(page.GetByText(Excerpt)).ToHaveCountAsync(1);
        await Expect(page.Locator($"a[href='{permalink}']")).ToHaveCountAsync(1);
        Assert.Empty(complaints);
    }

    private BlogProcess Start() =>
        BlogProcess.Start(_folder, "--urls", _site.GetLeftPart(UriPartial.Authority), "--Blog:Content=");

    /// <summary>What the browser's console says (blocked by the policy, missing files, script errors), and calls to other hosts.</summary>
    internal static List<string> Listen(IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https", IsLoopback: false } foreign)
            {
                complaints.Add($"{page.Url} asks {foreign}");
            }
        };
        return complaints;
    }
}
