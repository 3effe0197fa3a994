using System.Globalization;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Blog.Tests.Browser;

/// <summary>
/// How long a key takes until it is seen, in a short and in a very long text. The table is kept beside the screens as <c>typing.txt</c>; a clock
/// passes no judgement here, because machines differ. What is checked is that no key gets lost.
/// </summary>
[Collection(ChromiumGroup.Name)]
public sealed class TypingTests(Chromium chromium, ITestOutputHelper output)
{
    private const int Keys = 100;

    // A quick writer: twelve keys a second. Counting and keeping fall between the keys, as they do for people.
    private const int PauseMilliseconds = 80;

    private const string Watch =
        """
        window.taken = [];
        document.addEventListener('keydown', event => {
          const began = event.timeStamp;
          requestAnimationFrame(() => {
            const painted = new MessageChannel();
            painted.port1.onmessage = () => window.taken.push(performance.now() - began);
            painted.port2.postMessage(0);
          });
        }, true);
        """;

    [ChromiumFact]
    public async Task Every_key_arrives_in_a_text_of_twenty_thousand_words()
    {
        using var app = DeskDriver.QuickApp();
        var site = app.StartOnSocket();
        using var desk = await DeskDriver.SetUpAsync(app);
        await using var context = await chromium.OpenAsync(site);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Mail address").FillAsync(DeskDriver.Email);
        await page.GetByLabel("Password").FillAsync(DeskDriver.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(site, "desk").AbsoluteUri);
        var table = new List<string> { "words    where    median      p95    worst   (ms from key to the frame that shows it)" };

        foreach (var words in new[] { 1_000, 20_000 })
        {
            foreach (var (place, where) in new[] { ("start", "0"), ("middle", "Math.floor(area.value.length / 2)"), ("end", "area.value.length") })
            {
                var draft = await desk.WriteAsync($"{words} words", Text(words));
                await page.GotoAsync($"/desk/write/{draft.Id}");
                var area = page.GetByLabel("Text in Markdown");
                await page.EvaluateAsync(Watch);
                await area.EvaluateAsync($"area => {{ area.focus(); area.setSelectionRange({where}, {where}); }}");

                await page.Keyboard.TypeAsync(new string('k', Keys), new KeyboardTypeOptions { Delay = PauseMilliseconds });
                await page.WaitForFunctionAsync($"() => window.taken.length >= {Keys}");

                var taken = (await page.EvaluateAsync<double[]>("() => window.taken")).Order().ToList();
                table.Add(string.Create(CultureInfo.InvariantCulture, $"{words,6} {place,8} {taken[taken.Count / 2],8:0.0} {taken[(int)(taken.Count * 0.95)],8:0.0} {taken[^1],8:0.0}"));
                Assert.Contains(new string('k', Keys), await area.InputValueAsync(), StringComparison.Ordinal);
                await Expect(page.Locator("header .status")).ToContainTextAsync("Saved");
                await Waiting.UntilAsync("the site has every key", async () => (await app.Get<IWorkingCopies>().FindAsync(draft.Id, draft.Authors[0].AccountId!.Value, default))?.Fields.Contains(new string('k', Keys), StringComparison.Ordinal) == true);
            }
        }

        var told = string.Join('\n', table);
        output.WriteLine(told);
        Directory.CreateDirectory(Chromium.Screens);
        await File.WriteAllTextAsync(Path.Combine(Chromium.Screens, "typing.txt"), told + "\n");
    }

    private static string Text(int words)
    {
        string[] some = ["snow", "the", "stove", "would", "not", "light", "until", "third", "match", "ridge", "and", "weather"];
        return string.Concat(Enumerable.Range(0, words).Select(i => some[i * 7 % some.Length] + (i % 90 == 89 ? ".\n\n" : " ")));
    }
}
