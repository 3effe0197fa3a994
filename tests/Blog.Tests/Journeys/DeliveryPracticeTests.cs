using System.Net;
using Blog.Accounts;
using Blog.Posts;
using Blog.Rehearsal.X;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>The practice network as a newcomer meets it: part of the program, on its own socket.</summary>
public sealed class DeliveryPracticeTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-practice-").FullName;
    private BlogApp _app;

    public DeliveryPracticeTests()
    {
        _app = Start();
    }

    private XPractice Practice => _app.Get<XPractice>();

    [Fact]
    public async Task Before_the_owner_is_set_up_there_is_no_practice_target_and_afterwards_exactly_one()
    {
        await _app.Get<PracticeTargets>().EnsureAsync(default);
        Assert.Empty(await _app.Get<ISyndicationStore>().ListTargetsAsync(default));

        await AddOwnerAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _app.Get<PracticeTargets>().EnsureAsync(default)));

        var target = Assert.Single(await _app.Get<ISyndicationStore>().ListTargetsAsync(default));
        Assert.Equal(("x", "Practice X", true, TargetState.Connected), (target.Network, target.Name, target.IsPractice, target.State));
    }

    [Fact]
    public async Task A_published_post_appears_on_the_practice_timeline()
    {
        await AddOwnerAsync();
        using var browser = _app.Browser();
        Assert.Contains("Nothing has arrived yet", await browser.GetStringAsync(new Uri("/practice/x", UriKind.Relative)), StringComparison.Ordinal);

        var delivery = await UntilAsync(await PublishAsync("Nine <centimetres> & more"), d => d.State == DeliveryState.Accepted);

        var page = await browser.GetStringAsync(new Uri("/practice/x", UriKind.Relative));
        Assert.Contains("Nine &lt;centimetres&gt; &amp; more", page, StringComparison.Ordinal);
        Assert.Contains($"/2026/nine-centimetres-more\">", page, StringComparison.Ordinal);
        Assert.Equal(new Uri(_app.Get<SiteAddress>().Base, $"practice/x/status/{delivery.RemoteId}").AbsoluteUri, delivery.RemoteUrl);
        Assert.Contains("&lt;centimetres&gt;", await browser.GetStringAsync(new Uri(delivery.RemoteUrl!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_can_be_tried_and_the_post_arrives_once_afterwards()
    {
        await AddOwnerAsync();
        using var browser = _app.Browser();
        Assert.True((await TurnAsync(browser, "down")).StatusCode is HttpStatusCode.Redirect or HttpStatusCode.OK);
        Assert.Contains("It is down", await browser.GetStringAsync(new Uri("/practice/x", UriKind.Relative)), StringComparison.Ordinal);

        var delivery = await UntilAsync(await PublishAsync("In the storm"), d => d.State == DeliveryState.Unknown);
        Assert.Empty(Practice.Emulator.Posts);
        await TurnAsync(browser, "up");
        await UntilAsync(delivery, d => d.State == DeliveryState.Accepted);

        Assert.Single(Practice.Emulator.Posts);
    }

    [Fact]
    public async Task A_form_of_another_site_cannot_turn_the_weather()
    {
        using var browser = _app.Browser();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        var answer = await TurnAsync(browser, "down");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(Practice.Emulator.Weather.IsBad);
    }

    [Fact]
    public async Task Its_pages_run_no_script_and_load_nothing_from_elsewhere()
    {
        using var browser = _app.Browser();

        var page = await browser.GetAsync(new Uri("/practice/x", UriKind.Relative));
        var style = await browser.GetAsync(new Uri("/practice/x/practice.css", UriKind.Relative));

        var policy = string.Join(';', page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
        Assert.Equal("noindex, nofollow", page.Headers.GetValues("X-Robots-Tag").Single());
    }

    [Fact]
    public async Task The_timeline_survives_a_restart_on_another_port()
    {
        await AddOwnerAsync();
        await UntilAsync(await PublishAsync("Before"), d => d.State == DeliveryState.Accepted);

        await _app.DisposeAsync();
        _app = Start();
        await UntilAsync(await PublishAsync("After"), d => d.State == DeliveryState.Accepted);

        Assert.Equal(["Before", "After"], Practice.Emulator.Posts.Select(p => p.Text.Split('\n')[0]));
        Assert.Single(await _app.Get<ISyndicationStore>().ListTargetsAsync(default));
    }

    [Fact]
    public async Task Without_practice_mode_there_is_neither_page_nor_file()
    {
        await using var app = new BlogApp().Set("Blog:Practice", "false");
        using var browser = app.Browser();

        var answer = await browser.GetAsync(new Uri("/practice/x", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "data", "practice")));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private BlogApp Start()
    {
        var app = new BlogApp(_folder).Configure(services => services.AddSingleton<TimeProvider>(_clock));
        app.StartOnSocket();
        return app;
    }

    private async Task AddOwnerAsync()
    {
        var owner = new Account
        {
            Id = Guid.CreateVersion7(),
            Email = "ines@example.com",
            NormalizedEmail = "INES@EXAMPLE.COM",
            Name = "Inés",
            Slug = "ines",
            Role = AccountRole.Owner,
            SecurityStamp = "stamp",
            CreatedAt = _clock.GetUtcNow(),
        };
        Assert.True(await _app.Get<IAccountStore>().AddFirstAsync(owner, default));
        _app.Get<SiteInfo>().Forget();
        await _app.Get<PracticeTargets>().EnsureAsync(default);
    }

    private async Task<Delivery> PublishAsync(string title)
    {
        var target = (await _app.Get<ISyndicationStore>().ListTargetsAsync(default)) is [var first, ..] ? first : null;
        var draft = new PostDraft { Title = title, Markdown = "Text.", Status = PostStatus.Published, Targets = target is null ? [] : [target.Id] };
        var saved = await _app.Get<Publisher>().SaveAsync(draft, default);
        return (await _app.Get<ISyndicationStore>().ListForPostAsync(saved.Post!.Id, default)).Single();
    }

    private Task<Delivery> UntilAsync(Delivery delivery, Func<Delivery, bool> isReached) =>
        new DeliveryDriver(_app, _clock, Practice.Api).UntilAsync(delivery, isReached);

    private static async Task<HttpResponseMessage> TurnAsync(HttpClient browser, string weather)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["weather"] = weather });
        return await browser.PostAsync(new Uri("/practice/x/weather", UriKind.Relative), form);
    }
}
