using Microsoft.Playwright;

namespace Blog.Tests.Browser;

/// <summary>One browser of the machine for all browser tests; each test opens its own context.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Missing = "needs Chromium: install it, or name its program in CHROMIUM";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    /// <summary>Where pictures of screens are kept: the folder that <c>BLOG_SCREENS</c> names, else <c>artifacts/screens</c> beside the tests' program.</summary>
    public static string Screens { get; } = Environment.GetEnvironmentVariable("BLOG_SCREENS") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "artifacts", "screens");

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Path of the program; null where there is none.</summary>
    public static string? Executable { get; } = Candidates().FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Executable is null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Headless = true, Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A fresh profile whose pages resolve against <paramref name="site"/>; without <paramref name="strict"/> a test may put a script of its own into them.</summary>
    public async Task<IBrowserContext> OpenAsync(Uri site, bool dark = false, int width = 1280, int height = 900, bool script = true, string locale = "en-GB", bool strict = true)
    {
        Assert.True(_browser is not null, Missing);
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = script,
            BypassCSP = !strict,
            Locale = locale,
            TimezoneId = "Europe/Madrid",
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    /// <summary>Keeps a picture among the <see cref="Screens"/>, for people to look at.</summary>
    public static Task<byte[]> ShootAsync(IPage page, string name, bool whole = true) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Screens, name + ".png"),
        FullPage = whole,
        Animations = ScreenshotAnimations.Disabled,
    });

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
        {
            return [named];
        }

        return
        [
            "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        ];
    }
}

/// <summary>Shares the browser between the test classes.</summary>
[CollectionDefinition(Name)]
public sealed class ChromiumGroup : ICollectionFixture<Chromium>
{
    public const string Name = "Chromium";
}
