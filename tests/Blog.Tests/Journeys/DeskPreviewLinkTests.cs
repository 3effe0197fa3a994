using System.Net;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>A link that shows a draft to somebody who can't sign in, until it is revoked.</summary>
public sealed class DeskPreviewLinkTests : IDisposable
{
    private readonly BlogApp _app = DeskDriver.QuickApp();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Whoever_has_the_link_sees_the_draft_and_nobody_keeps_or_lists_it()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine centimetres", "Since <script>alert(1)</script> *Tuesday*.");
        using var reader = _app.Browser();

        using var shown = await reader.GetAsync(await MakeAsync(desk, draft));

        var page = await shown.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("<em>Tuesday</em>", page);
        Assert.DoesNotContain("alert(1)</script>", page);
        Assert.Contains("no-store", shown.Headers.CacheControl!.ToString());
        Assert.Equal("noindex", Assert.Single(shown.Headers.GetValues("X-Robots-Tag")));
        Assert.Equal("no-referrer", Assert.Single(shown.Headers.GetValues("Referrer-Policy")));
        var policy = Assert.Single(shown.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("script-src", policy);
    }

    [Fact]
    public async Task A_revoked_or_replaced_link_leads_nowhere()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        using var reader = _app.Browser();
        var first = await MakeAsync(desk, draft);
        var second = await MakeAsync(desk, draft);
        var about = $"/desk/posts/{draft.Id}";

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await StatusAsync(reader, first), await StatusAsync(reader, second)));
        Assert.Contains("Revoke it", await desk.PageAsync(about));
        Assert.DoesNotContain(second.ToString(), await desk.PageAsync(about));
        using var revoked = await desk.PostAsync(about + "/preview-link/revoke", new Dictionary<string, string>(), about);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, second));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, new Uri("/preview/guessed", UriKind.Relative)));
        Assert.DoesNotContain("Revoke it", await desk.PageAsync(about));
    }

    [Fact]
    public async Task After_publishing_it_leads_to_the_page_and_after_deleting_nowhere()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        using var reader = _app.Browser();
        var link = await MakeAsync(desk, draft);

        var post = await desk.PublishAsync(draft);
        using var moved = await reader.GetAsync(link);
        await _app.Get<Publisher>().DeleteAsync(draft.Id, "desk", default);

        Assert.Equal("302 http://blog.test" + post.Path, DeskDriver.Describe(moved));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(reader, link));
    }

    [Fact]
    public async Task Nobody_makes_one_without_signing_in_or_for_a_post_that_is_not_there()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        using var stranger = new DeskDriver(_app, _app.Browser());

        using var refused = await stranger.SendAsync($"/desk/posts/{draft.Id}/preview-link", new Dictionary<string, string>());
        using var missing = await desk.PostAsync($"/desk/posts/{Guid.CreateVersion7()}/preview-link", new Dictionary<string, string>(), "/desk/write");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NotFound), (refused.StatusCode, missing.StatusCode));
        Assert.Null(await _app.Get<IPreviewLinks>().FindAsync(draft.Id, default));
    }

    private static async Task<Uri> MakeAsync(DeskDriver desk, Post draft)
    {
        using var made = await desk.PostAsync($"/desk/posts/{draft.Id}/preview-link", new Dictionary<string, string>(), $"/desk/posts/{draft.Id}");
        var page = await made.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var at = page.IndexOf("http://blog.test/preview/", StringComparison.Ordinal);
        Assert.True(at > 0, page);
        return new Uri(page[at..page.IndexOf('"', at)]);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient reader, Uri address)
    {
        using var answer = await reader.GetAsync(address);
        return answer.StatusCode;
    }
}
