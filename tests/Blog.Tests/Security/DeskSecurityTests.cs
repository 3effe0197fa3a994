using System.Net;
using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Microsoft.AspNetCore.Authorization;

namespace Blog.Tests.Security;

public sealed partial class DeskSecurityTests
{
    [Fact]
    public async Task No_form_is_taken_without_its_token_or_from_another_site()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Untouched", "Text.");
        var token = DeskDriver.TokenOf(await desk.PageAsync("/desk"));
        var paths = PrivatePosts(app, draft.Id);
        var good = new Dictionary<string, string> { ["__RequestVerificationToken"] = token };

        Assert.True(paths.Count >= 17, string.Join('\n', paths));
        foreach (var path in paths)
        {
            using var bare = await desk.SendAsync(path, new Dictionary<string, string>());
            using var wrong = await desk.SendAsync(path, new Dictionary<string, string> { ["__RequestVerificationToken"] = "CfDJ8" + new string('A', 80) });
            using var foreign = await desk.SendAsync(path, good, r => r.Headers.Add("Origin", "https://evil.example"));
            using var opaque = await desk.SendAsync(path, good, r => r.Headers.Add("Origin", "null"));
            using var cross = await desk.SendAsync(path, good, r => r.Headers.Add("Sec-Fetch-Site", "cross-site"));
            using var sibling = await desk.SendAsync(path, good, r => r.Headers.Add("Sec-Fetch-Site", "same-site"));

            Assert.All([bare, wrong, foreign, opaque, cross, sibling], a => Assert.True(a.StatusCode == HttpStatusCode.BadRequest, $"{path}: {a.StatusCode}"));
        }

        var post = await desk.FindAsync(draft.Id);
        Assert.Equal((1, PostStatus.Draft), (post.Revision, post.Status));
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/desk")).StatusCode);
    }

    [Fact]
    public async Task A_refused_form_gives_the_words_back()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        using var answer = await desk.SendAsync("/desk/write", DeskDriver.WriteFields("My title", "Words <b>that</b> matter."));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Words &lt;b&gt;that&lt;/b&gt; matter.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nothing_of_the_desk_opens_without_signing_in()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Secret", "The secret words.");
        using var stranger = new DeskDriver(app, app.Browser());
        var endpoints = Private(app).Where(e => e.RoutePattern.RawText!.StartsWith("/desk", StringComparison.Ordinal)).ToList();

        Assert.All(endpoints, e => Assert.NotEmpty(e.Metadata.GetOrderedMetadata<IAuthorizeData>()));
        foreach (var path in endpoints.Select(e => Fill(e, draft.Id)).Distinct())
        {
            using var answer = await stranger.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
            Assert.DoesNotContain("secret words", await answer.Content.ReadAsStringAsync());
        }

        using var sent = await stranger.SendAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Eve’s", "What Eve wrote.", 1));
        Assert.Equal(HttpStatusCode.Unauthorized, sent.StatusCode);
        Assert.Contains("What Eve wrote.", DeskDriver.Read(await sent.Content.ReadAsStringAsync()));
        Assert.Equal("Secret", (await desk.FindAsync(draft.Id)).Title);
    }

    [Fact]
    public async Task A_cookie_from_before_signing_in_is_worth_nothing_after()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        using var victim = new DeskDriver(app, app.Browser());
        var planted = DeskDriver.TokenOf(await victim.PageAsync("/sign-in"));

        using var signedIn = await victim.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        using var withOldToken = await victim.SendAsync("/sign-out", new Dictionary<string, string> { ["__RequestVerificationToken"] = planted });

        Assert.Equal(HttpStatusCode.BadRequest, withOldToken.StatusCode);
        var cookies = signedIn.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, c => c.StartsWith("blog-session=", StringComparison.Ordinal));
        Assert.All(cookies, c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, c => Assert.Contains("samesite", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task On_https_every_cookie_is_tied_to_the_host()
    {
        using var app = DeskDriver.QuickApp().Set("Blog:Url", "https://blog.test");
        using var desk = new DeskDriver(app, app.Browser());
        var link = await app.Get<SetupLink>().CreateAsync(CancellationToken.None);

        using var form = await desk.GetAsync(link!);
        using var made = await desk.PostAsync(link!, DeskDriver.SetupFields());

        var cookies = form.Headers.GetValues("Set-Cookie").Concat(made.Headers.GetValues("Set-Cookie")).ToList();
        Assert.Equal(3, cookies.Select(c => c.Split('=')[0]).Distinct().Count());
        Assert.All(cookies, c => Assert.Matches("^__Host-blog-[a-z]+=.*; path=/; secure; samesite=(lax|strict); httponly", c));
    }

    [Fact]
    public async Task Html_in_any_field_is_shown_as_text()
    {
        const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync(Hostile, Hostile, f => { f["tags"] = Hostile; f["excerpt"] = Hostile; f["alt"] = Hostile; f["cover"] = "/media/x.png"; });
        using var profile = await desk.PostAsync("/desk/settings/profile", new Dictionary<string, string> { ["name"] = Hostile, ["bio"] = Hostile, ["links"] = "" }, "/desk/settings");
        using var site = await desk.PostAsync("/desk/settings/site", new Dictionary<string, string> { ["title"] = Hostile, ["tagline"] = Hostile, ["language"] = "en", ["zone"] = "Europe/Madrid", ["perPage"] = "10", ["navigation"] = "" }, "/desk/settings");

        string[] paths =
        [
            "/desk", "/desk/posts", "/desk/posts?q=" + Uri.EscapeDataString(Hostile), "/desk/settings", "/sign-in", $"/desk/write/{draft.Id}", $"/desk/posts/{draft.Id}",
            $"/desk/posts/{draft.Id}/review", $"/desk/posts/{draft.Id}/revisions", $"/desk/posts/{draft.Id}/revisions/1", $"/desk/posts/{draft.Id}/delete", $"/desk/write/{draft.Id}/abroad", $"/desk/preview/{draft.Id}",
        ];
        foreach (var path in paths)
        {
            var page = await desk.PageAsync(path);
            Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(EventAttribute(), page);
        }
    }

    [Fact]
    public async Task Private_pages_are_stored_by_nobody_and_framed_by_nobody()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        foreach (var path in new[] { "/desk", "/desk/posts", "/desk/write", "/desk/settings", "/sign-in", "/setup/old", "/desk/posts/00000000-0000-7000-8000-000000000000" })
        {
            using var answer = await desk.GetAsync(path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.True(answer.Headers.CacheControl!.NoStore, path);
            Assert.Contains("frame-ancestors 'none'", policy);
            Assert.DoesNotContain("unsafe", policy);
            var page = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain(" style=", page);
            Assert.DoesNotMatch(InlineScript(), page);
        }
    }

    [Fact]
    public async Task The_host_header_never_reaches_a_link()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Here", "Text."));

        foreach (var path in new[] { "/desk", $"/desk/posts/{post.Id}", "/desk/posts", "/sign-in", "/desk/settings", $"/desk/preview/{post.Id}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            request.Headers.Add("X-Forwarded-Host", "evil.example");
            using var answer = await desk.Browser.SendAsync(request);
            Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync());
            Assert.DoesNotContain("evil.example", answer.Headers.ToString());
        }
    }

    [Fact]
    public async Task Fields_that_a_form_does_not_have_change_nothing()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        var draft = await desk.WriteAsync("Plain", "Text.", f =>
        {
            f["status"] = "Published";
            f["Status"] = "Published";
            f["authors"] = "Eve";
            f["path"] = "/evil";
            f["html"] = "<script>alert(1)</script>";
            f["id"] = Guid.NewGuid().ToString();
        });
        using var profile = await desk.PostAsync(
            "/desk/settings/profile",
            new Dictionary<string, string> { ["name"] = "Inés", ["bio"] = "", ["links"] = "", ["role"] = "Author", ["email"] = "eve@evil.example", ["passwordHash"] = "x" }, "/desk/settings");

        var owner = Assert.Single(await app.Get<IAccountStore>().ListAsync(CancellationToken.None));
        Assert.Equal((PostStatus.Draft, "", "Inés Quintana"), (draft.Status, draft.Path, draft.Authors[0].Name));
        Assert.Equal((AccountRole.Owner, DeskDriver.Email, "Inés"), (owner.Role, owner.Email, owner.Name));
    }

    [Fact]
    public async Task A_page_for_readers_asks_nobody_who_they_are()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Here", "Text."));
        using var stranger = new DeskDriver(app, app.Browser());

        using var mine = await desk.GetAsync(post.Path);
        using var theirs = await stranger.GetAsync(post.Path);

        Assert.False(mine.Headers.Contains("Set-Cookie"));
        Assert.Equal(await theirs.Content.ReadAsStringAsync(), await mine.Content.ReadAsStringAsync());
    }

    private static List<RouteEndpoint> Private(BlogApp app) =>
        [.. app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<PrivateArea>() is not null)];

    private static List<string> PrivatePosts(BlogApp app, Guid post) =>
        [.. Private(app).Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST")).Select(e => Fill(e, post))];

    private static string Fill(RouteEndpoint endpoint, Guid post) => endpoint.RoutePattern.RawText!
        .Replace("{id:guid}", post.ToString(), StringComparison.Ordinal)
        .Replace("{number:int}", "1", StringComparison.Ordinal)
        .Replace("{key}", "x", StringComparison.Ordinal)
        .Replace("{token}", "old", StringComparison.Ordinal);

    [GeneratedRegex("<[a-z]([^<>\"]|\"[^\"]*\")* on[a-z]+=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EventAttribute();

    [GeneratedRegex("<script(?![^>]* src=)[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineScript();
}
