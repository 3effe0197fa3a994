using System.Net;
using Blog.Accounts;
using Blog.Posts;
using Blog.Rehearsal;
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

    private PracticeNetwork Practice => Of("x");

    private XEmulator X => (XEmulator)Practice.Emulator;

    [Fact]
    public async Task Before_the_owner_is_set_up_there_is_no_practice_target_and_afterwards_exactly_one()
    {
        await _app.Get<PracticeTargets>().EnsureAsync(default);
        Assert.Empty(await _app.Get<ISyndicationStore>().ListTargetsAsync(default));

        await AddOwnerAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _app.Get<PracticeTargets>().EnsureAsync(default)));

        var target = Assert.Single(await _app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == "x");
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
        Assert.Equal(new Uri(_app.Get<SiteAddress>().Base, $"practice/x/api/yourblog/status/{delivery.RemoteId}").AbsoluteUri, delivery.RemoteUrl);
        Assert.Contains("&lt;centimetres&gt;", await browser.GetStringAsync(new Uri(delivery.RemoteUrl!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "X")]
    [InlineData("facebook", "Facebook")]
    [InlineData("linkedin", "LinkedIn")]
    public async Task Each_network_is_there_to_be_practised_with(string network, string name)
    {
        await AddOwnerAsync();
        var practice = Of(network);

        var delivery = await new DeliveryDriver(_app, _clock, practice.Endpoint).UntilAsync(await PublishAsync("Nine <centimetres>", network), d => d.State == DeliveryState.Accepted);

        var target = Assert.Single(await _app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == network);
        var shown = Assert.Single(practice.Emulator.Shown);
        Assert.Equal(("Practice " + name, practice.AccountId, true), (target.Name, target.RemoteAccountId, target.IsPractice));
        Assert.Equal((delivery.RemoteId, "Your blog"), (shown.Id, shown.Author));
        using var browser = _app.Browser();
        var page = await browser.GetStringAsync(new Uri("/practice/" + network, UriKind.Relative));
        Assert.Contains($"Practice {name} · 1 arrived", page, StringComparison.Ordinal);
        Assert.Contains("Nine &lt;centimetres&gt;", page, StringComparison.Ordinal);
        var single = await browser.GetStringAsync(new Uri($"/practice/{network}/status/{Uri.EscapeDataString(shown.Id)}", UriKind.Relative));
        Assert.Contains("Nine &lt;centimetres&gt;", single, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task Keys_for_practice_outlast_a_restart(string network)
    {
        await AddOwnerAsync();
        var secret = Of(network).Secret;
        Assert.Equal(secret, Of(network).Secret);

        await _app.DisposeAsync();
        _app = Start();

        Assert.Equal(secret, Of(network).Secret);
        Assert.NotEmpty(Of(network).PracticeFields!);
    }

    [Fact]
    public async Task Pictures_answers_cards_and_hidden_posts_show_on_the_timeline()
    {
        await AddOwnerAsync();
        var delivery = await UntilAsync(await PublishAsync("A root"), d => d.State == DeliveryState.Accepted);
        var account = X.FindAccount(Practice.AccountId)!;
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _app.Get<SiteAddress>().Base };
        http.DefaultRequestHeaders.Authorization = new("Bearer", X.LastingToken(account));
        using var upload = new StringContent($$"""{"media":"{{Convert.ToBase64String([0x89, .. "PNG\r\n\u001a\n"u8])}}","media_category":"tweet_image"}""", System.Text.Encoding.UTF8, "application/json");
        using var uploaded = await http.PostAsync(new Uri("practice/x/api/2/media/upload", UriKind.Relative), upload);
        var id = X.Uploads.Single().Id;
        X.AddPosts([new XPost("1990000000000000001", account.Id, "With a picture", _clock.GetUtcNow()) { Pictures = [new XPicture(id, "image/png", "Snow & \"ice\"")], InReplyTo = delivery.RemoteId }]);
        X.HideNewest();
        X.AddPosts([new XPost("1990000000000000002", account.Id, "See https://example.com/page", _clock.GetUtcNow())]);

        using var browser = _app.Browser();
        var page = await browser.GetStringAsync(new Uri("/practice/x", UriKind.Relative));
        using var image = await browser.GetAsync(new Uri($"/practice/x/media/{id}", UriKind.Relative));
        using var seen = await browser.GetAsync(new Uri($"/practice/x/api/yourblog/status/{delivery.RemoteId}", UriKind.Relative));
        using var hidden = await browser.GetAsync(new Uri("/practice/x/api/yourblog/status/1990000000000000001", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, uploaded.StatusCode);
        Assert.Contains($"<img src=\"/practice/x/media/{id}\" alt=\"Snow &amp; &quot;ice&quot;\">", page, StringComparison.Ordinal);
        Assert.Contains($"Answers <a href=\"/practice/x/status/{delivery.RemoteId}\">", page, StringComparison.Ordinal);
        Assert.Contains("strangers get nothing", page, StringComparison.Ordinal);
        Assert.Contains("<p>A preview of the page <span>example.com</span></p>", page, StringComparison.Ordinal);
        Assert.Equal(("image/png", "nosniff"), (image.Content.Headers.ContentType?.MediaType, image.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (seen.StatusCode, hidden.StatusCode));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_costs_the_old_posts_and_nothing_else()
    {
        await AddOwnerAsync();
        await UntilAsync(await PublishAsync("Before"), d => d.State == DeliveryState.Accepted);
        await _app.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "data", "practice", "x.json"), """{"Bearer":"x","Posts":[]}""");

        _app = Start();
        await UntilAsync(await PublishAsync("Meanwhile"), d => d.State == DeliveryState.Held);
        await _app.Get<PracticeTargets>().EnsureAsync(default);
        await UntilAsync(await PublishAsync("After"), d => d.State == DeliveryState.Accepted);

        Assert.Contains(X.Posts, p => p.Text.StartsWith("After", StringComparison.Ordinal));
        Assert.DoesNotContain(X.Posts, p => p.Text.StartsWith("Before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_can_be_tried_and_the_post_arrives_once_afterwards()
    {
        await AddOwnerAsync();
        using var browser = _app.Browser();
        Assert.True((await TurnAsync(browser, "down")).StatusCode is HttpStatusCode.Redirect or HttpStatusCode.OK);
        Assert.Contains("It is down", await browser.GetStringAsync(new Uri("/practice/x", UriKind.Relative)), StringComparison.Ordinal);

        var delivery = await UntilAsync(await PublishAsync("In the storm"), d => d.State == DeliveryState.Unknown);
        Assert.Empty(X.Posts);
        await TurnAsync(browser, "up");
        await UntilAsync(delivery, d => d.State == DeliveryState.Accepted);

        Assert.Single(X.Posts);
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

    [Theory]
    [InlineData("x", "i/oauth2/authorize")]
    [InlineData("facebook", "v26.0/dialog/oauth")]
    [InlineData("linkedin", "oauth/v2/authorization")]
    public async Task Consent_pages_say_that_they_are_practice_and_share_one_style_sheet(string network, string consent)
    {
        using var browser = _app.Browser();

        using var answer = await browser.GetAsync(new Uri($"/practice/{network}/api/{consent}", UriKind.Relative));
        var page = await answer.Content.ReadAsStringAsync();
        var style = await browser.GetAsync(new Uri($"/practice/{network}/api/practice.css", UriKind.Relative));

        Assert.Contains($"<link rel=\"stylesheet\" href=\"/practice/{network}/api/practice.css\">", page, StringComparison.Ordinal);
        Assert.Contains("<strong>Practice.</strong> This page stands in for the real network.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "text/css"), (style.StatusCode, style.Content.Headers.ContentType?.MediaType));
        Assert.Equal(await browser.GetStringAsync(new Uri("/practice/x/practice.css", UriKind.Relative)), await style.Content.ReadAsStringAsync());
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

        Assert.Equal(["Before", "After"], X.Posts.Select(p => p.Text.Split('\n')[0]));
        Assert.Single(await _app.Get<ISyndicationStore>().ListTargetsAsync(default), t => t.Network == "x");
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

    private PracticeNetwork Of(string network) => _app.Services.GetServices<IPracticeNetwork>().OfType<PracticeNetwork>().Single(p => p.Network == network);

    private async Task<Delivery> PublishAsync(string title, string network = "x")
    {
        var target = (await _app.Get<ISyndicationStore>().ListTargetsAsync(default)).FirstOrDefault(t => t.Network == network);
        var draft = new PostDraft { Title = title, Markdown = "Text.", Status = PostStatus.Published, Targets = target is null ? [] : [target.Id] };
        var saved = await _app.Get<Publisher>().SaveAsync(draft, default);
        return (await _app.Get<ISyndicationStore>().ListForPostAsync(saved.Post!.Id, default)).Single();
    }

    private Task<Delivery> UntilAsync(Delivery delivery, Func<Delivery, bool> isReached) =>
        new DeliveryDriver(_app, _clock, Practice.Endpoint).UntilAsync(delivery, isReached);

    private static async Task<HttpResponseMessage> TurnAsync(HttpClient browser, string weather)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["weather"] = weather });
        return await browser.PostAsync(new Uri("/practice/x/weather", UriKind.Relative), form);
    }
}
