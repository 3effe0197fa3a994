using System.Net;
using Blog.Interactions;
using Blog.Tests.Journeys;

namespace Blog.Tests.Security;

public sealed class HeadersTests
{
    [Fact]
    public async Task Every_answer_says_what_a_page_may_do()
    {
        using var site = new ReadingSite();
        var gone = await site.PublishAsync("Gone");
        await site.Publisher.DeleteAsync(gone.Id, "test", default);
        await site.PublishAsync("Kettle", "Words.", 0, "Snow");

        foreach (var path in new[]
        {
            "/", "/", "/2026/kettle", "/2026/kettle", "/2026/kettle/", "/2026/gone", "/nothing", "/tag/snow", "/archive", "/search?q=x", "/feed.xml", "/atom.xml", "/feed.json",
            "/sitemap.xml", "/robots.txt", "/favicon.ico", "/assets/camp/nothing.css", "/media/nothing.jpg", "/%", "/?before=x", "/desk",
        })
        {
            using var response = await site.SendAsync(path);

            var policy = Header(response, "Content-Security-Policy");
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("DENY", Header(response, "X-Frame-Options"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Opener-Policy"));
            Assert.NotEmpty(Header(response, "Referrer-Policy"));
            Assert.NotEmpty(Header(response, "Permissions-Policy"));
            Assert.False(response.Headers.Contains("Strict-Transport-Security"));
            Assert.False(response.Headers.Contains("Server"));
            Assert.False(response.Headers.Contains("Set-Cookie") && response.Headers.CacheControl?.NoStore != true, path);
        }
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_know_gets_a_page_with_the_same_headers()
    {
        using var site = new ReadingSite();

        using var request = new HttpRequestMessage(HttpMethod.Delete, "/");
        using var response = await site.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.NotEmpty(response.Content.Headers.Allow);
        Assert.Contains("default-src 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("<main", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embedded_players_and_nothing_else_may_be_framed()
    {
        using var site = new ReadingSite();

        using var response = await site.SendAsync("/");

        var frames = Header(response, "Content-Security-Policy").Split("; ").Single(d => d.StartsWith("frame-src ", StringComparison.Ordinal)).Split(' ')[1..];
        Assert.Equal(HtmlSanitizer.EmbedHosts.Select(h => "https://" + h).Order(), frames.Order());
    }

    [Fact]
    public async Task A_site_behind_https_is_remembered_as_such()
    {
        using var site = new ReadingSite(app => app.Set("Blog:Url", "https://blog.test"));

        using var page = await site.SendAsync("/");
        using var missing = await site.SendAsync("/nothing");

        Assert.Equal("max-age=2592000", Header(page, "Strict-Transport-Security"));
        Assert.Equal("max-age=2592000", Header(missing, "Strict-Transport-Security"));
        Assert.Contains("upgrade-insecure-requests", Header(page, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_not_kept_for_long()
    {
        using var site = new ReadingSite();
        var gone = await site.PublishAsync("Gone");
        await site.Publisher.DeleteAsync(gone.Id, "test", default);

        foreach (var path in new[] { "/nothing", "/2026/gone" })
        {
            using var response = await site.SendAsync(path);
            Assert.Equal("public, max-age=0, s-maxage=10", Header(response, "Cache-Control").Replace(",s", ", s", StringComparison.Ordinal));
            Assert.Null(response.Headers.ETag);
        }
    }

    [Fact]
    public async Task A_broken_store_leaves_a_page_that_reveals_nothing()
    {
        using var site = new ReadingSite(app => app.Configure(services =>
        {
            var counted = new Counted { Fault = new InvalidOperationException("/var/lib/secret-path is locked") };
            counted.Decorate(services);
        }));

        using var response = await site.SendAsync("/anything");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
