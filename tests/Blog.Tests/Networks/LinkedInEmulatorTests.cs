using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>The emulator is as strict as LinkedIn, and answers in LinkedIn's words.</summary>
public sealed class LinkedInEmulatorTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
    private LinkedInHost _host = null!;

    public async Task InitializeAsync() => _host = await LinkedInHost.StartAsync(_clock);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [SharedFact("contracts/data/linkedin/wire-errors.json")]
    public async Task Every_error_of_the_contract_is_answered_letter_by_letter()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Shared!, "contracts/data/linkedin/wire-errors.json")));
        var author = _host.Member.Urn;
        var now = _clock.GetUtcNow();
        _host.Emulator.AddImage(new LinkedInStoredImage("urn:li:image:WAITING", author, now.AddHours(1)));
        _host.Emulator.AddImage(new LinkedInStoredImage("urn:li:image:BAD", author, now.AddHours(1)) { ReadyAt = now, IsBad = true });
        _host.Emulator.AddToken(new LinkedInToken("revoked", "app", _host.Member.Id, LinkedInHost.MemberScopes, now, now.AddDays(1)) { IsRevoked = true });
        _host.Emulator.AddToken(new LinkedInToken("expired", "app", _host.Member.Id, LinkedInHost.MemberScopes, now.AddDays(-61), now.AddDays(-1)));
        _host.Emulator.AddToken(new LinkedInToken("reader", "app", _host.Member.Id, ["openid"], now, now.AddDays(1)));
        string Body(string text, string? content = null, string? by = null) =>
            $$"""{"author":"{{by ?? author}}","commentary":"{{text}}","visibility":"PUBLIC","distribution":{"feedDistribution":"MAIN_FEED"},"lifecycleState":"PUBLISHED"{{(content is null ? "" : ",\"content\":" + content)}}}""";
        Task<HttpResponseMessage> Post(string json, string? token = LinkedInHost.MemberToken, string version = "202609") => _host.CallAsync(HttpMethod.Post, "/rest/posts", json, token, version);

        _host.Emulator.AddPost(new LinkedInStoredPost("urn:li:share:7141138937766391808", author, "twice", now)
        {
            Fingerprint = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Body("twice")))),
        });
        var calls = new Dictionary<string, Func<Task<HttpResponseMessage>>>(StringComparer.Ordinal)
        {
            ["duplicate-post"] = () => Post(Body("twice")),
            ["revoked-token"] = () => Post(Body("a"), "revoked"),
            ["expired-token"] = () => Post(Body("a"), "expired"),
            ["invalid-token"] = () => Post(Body("a"), "nobody's"),
            ["empty-token"] = () => Post(Body("a"), null),
            ["access-denied"] = () => Post(Body("a"), "reader"),
            ["version-inactive"] = () => Post(Body("a"), version: "202411"),
            ["missing-field"] = () => Post("""{"commentary":"a","visibility":"PUBLIC","distribution":{"feedDistribution":"MAIN_FEED"},"lifecycleState":"PUBLISHED"}"""),
            ["bad-json"] = () => Post("no json"),
            ["media-waiting-upload"] = () => Post(Body("a", """{"media":{"id":"urn:li:image:WAITING"}}""")),
            ["media-processing-failed"] = () => Post(Body("a", """{"media":{"id":"urn:li:image:BAD"}}""")),
            ["field-too-long"] = () => Post(Body(new string('a', 3001))),
            ["invalid-urn"] = () => Post(Body("a", by: "urn:li:activity:7")),
            ["not-found"] = () => _host.CallAsync(HttpMethod.Get, "/rest/posts/urn%3Ali%3Ashare%3A1", token: LinkedInHost.PageToken),
            ["oauth-code-bad"] = () => FormAsync("grant_type=authorization_code&code=nothing&client_id=app&client_secret=app%20secret%20%26%20more&redirect_uri=x"),
            ["oauth-refresh-bad"] = () => FormAsync("grant_type=refresh_token&refresh_token=nothing&client_id=app&client_secret=app%20secret%20%26%20more"),
            ["throttled"] = () => Struck(Fault.RateLimited, () => Post(Body("a"))),
            ["throttled-documented"] = () => Struck(Fault.RateLimitedWithoutReset, () => Post(Body("a"))),
            ["internal"] = () => Struck(Fault.ErrorAfterCommit, () => Post(Body("internal"))),
            ["unavailable"] = () => Struck(Fault.Unavailable, () => Post(Body("a"))),
        };

        foreach (var error in file.RootElement.GetProperty("errors").EnumerateArray().Where(e => e.GetProperty("id").GetString() != "conflict"))
        {
            var id = error.GetProperty("id").GetString()!;
            using var answer = await calls[id]();
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());

            Assert.True(error.GetProperty("status").GetInt32() == (int)answer.StatusCode, $"{id}: {answer.StatusCode}");
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(error.GetProperty("body").GetRawText()), body), $"{id}: {body}");
        }
    }

    [SharedFact("contracts/data/linkedin/captured-clients/linkedin_linkedin-api-client.json")]
    public async Task The_calls_of_the_official_client_are_understood()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Shared!, "contracts/data/linkedin/captured-clients/linkedin_linkedin-api-client.json")));
        var now = _clock.GetUtcNow();
        string[] scopes = [.. LinkedInHost.MemberScopes, .. LinkedInHost.PageScopes, "r_member_social"];
        _host.Emulator.AddApp(new LinkedInApp("CID", "CSEC", ["https://blog.example/li"], scopes, HasRefresh: true));
        _host.Emulator.AddToken(new LinkedInToken("LAT", "CID", _host.Member.Id, scopes, now, now.AddDays(60)));
        _host.Emulator.AddToken(new LinkedInToken("LRT", "CID", _host.Member.Id, scopes, now, now.AddDays(365), IsRefresh: true));
        _host.Emulator.AddCode("CODE", "CID", "https://blog.example/li", _host.Member, scopes);
        _host.Emulator.AddImage(new LinkedInStoredImage("urn:li:image:C4E10AQFoyyAjHPMQuQ", _host.Member.Urn, now.AddHours(1)) { ReadyAt = now, Bytes = Pictures.Png(2, 2) });
        _host.Emulator.AddPost(new LinkedInStoredPost("urn:li:share:6844785523593134080", _host.Member.Urn, "old", now));
        foreach (var dup in file.RootElement.EnumerateArray().Where(c => c.GetProperty("answered").GetInt32() == 422))
        {
            using var first = await ReplayAsync(dup);
            Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        }

        foreach (var call in file.RootElement.EnumerateArray())
        {
            using var answer = await ReplayAsync(call);

            Assert.True(call.GetProperty("answered").GetInt32() == (int)answer.StatusCode, $"{call.GetProperty("method")} {call.GetProperty("url")}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal("Hello (world)", _host.Emulator.Posts.Single(p => p.Text.StartsWith("Hello", StringComparison.Ordinal)).Text);
        Assert.Equal("edited", _host.Emulator.Deleted.Single().Text);
        Assert.Equal("thanks", _host.Emulator.Comments.Single().Text);
    }

    [Fact]
    public async Task The_id_of_a_new_post_is_in_a_header_and_the_body_is_empty()
    {
        using var answer = await PostAsync(commentary: "Hello (world)");

        var post = _host.Emulator.Posts.Single();
        Assert.Equal((HttpStatusCode.Created, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(post.Urn, answer.Headers.GetValues("x-restli-id").Single());
        Assert.Equal(("Hello ", true), (post.Text, post.WasCut));
    }

    [Theory]
    [InlineData("\"content\":{}", 422)]
    [InlineData("\"content\":null", 422)]
    [InlineData("\"content\":{\"article\":{\"title\":\"no source\"}}", 422)]
    [InlineData("\"content\":{\"article\":{\"source\":\"https://a.example/\",\"thumbnailAltText\":\"x\"}}", 422)]
    [InlineData("\"content\":{\"article\":{\"source\":\"ftp://a.example/\"}}", 400)]
    [InlineData("\"content\":{\"media\":{\"id\":\"urn:li:image:NOBODYS\"}}", 400)]
    [InlineData("\"content\":{\"multiImage\":{\"images\":[{\"id\":\"urn:li:image:A\"}]}}", 400)]
    [InlineData("\"content\":{\"media\":{\"id\":\"urn:li:image:A\"},\"article\":{\"source\":\"https://a.example/\"}}", 422)]
    [InlineData("\"colour\":\"red\"", 422)]
    [InlineData("\"lifecycleState\":\"DRAFT\"", 400)]
    [InlineData("\"visibility\":\"FRIENDS\"", 400)]
    [InlineData("\"isReshareDisabledByAuthor\":true", 201)]
    public async Task A_post_that_LinkedIn_refuses_is_refused(string member, int status)
    {
        var body = JsonNode.Parse($$"""{"author":"{{_host.Member.Urn}}","commentary":"a","visibility":"PUBLIC","distribution":{"feedDistribution":"MAIN_FEED"},"lifecycleState":"PUBLISHED"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{{member}}}")!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        using var answer = await _host.CallAsync(HttpMethod.Post, "/rest/posts", body.ToJsonString());

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 201 ? 1 : 0, _host.Emulator.Posts.Count);
    }

    [Fact]
    public async Task Only_the_identical_body_is_a_duplicate_and_only_for_ten_minutes()
    {
        Assert.Equal(HttpStatusCode.Created, (await PostAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("""{"isReshareDisabledByAuthor":false}""")).StatusCode);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Created, (await PostAsync()).StatusCode);
        Assert.Equal((3, 4), (_host.Emulator.Posts.Count, _host.Emulator.CreateCalls));
    }

    [Fact]
    public async Task A_profile_can_be_written_and_not_read()
    {
        using var made = await PostAsync();
        var urn = Uri.EscapeDataString(made.Headers.GetValues("x-restli-id").Single());
        using var begun = await _host.CallAsync(HttpMethod.Post, "/rest/images?action=initializeUpload", $$$"""{"initializeUploadRequest":{"owner":"{{{_host.Member.Urn}}}"}}""");
        var image = JsonNode.Parse(await begun.Content.ReadAsStringAsync())!["value"]!["image"]!.GetValue<string>();

        foreach (var path in new[]
        {
            $"/rest/posts/{urn}", $"/rest/posts?q=author&author={Uri.EscapeDataString(_host.Member.Urn)}", $"/rest/socialActions/{urn}", $"/rest/socialActions/{urn}/comments",
            $"/rest/socialMetadata/{urn}", $"/rest/reactions/(entity:{urn})?q=entity&sort=(value:REVERSE_CHRONOLOGICAL)", $"/rest/images/{Uri.EscapeDataString(image)}",
        })
        {
            using var answer = await _host.CallAsync(HttpMethod.Get, path);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_change_needs_its_method_and_touches_nothing_but_the_text()
    {
        using var made = await PostAsync();
        var path = "/rest/posts/" + Uri.EscapeDataString(made.Headers.GetValues("x-restli-id").Single());

        using var plain = await _host.CallAsync(HttpMethod.Post, path, """{"patch":{"$set":{"commentary":"b"}}}""");
        using var card = await _host.CallAsync(HttpMethod.Post, path, """{"patch":{"$set":{"content":{}}}}""", restli: "PARTIAL_UPDATE");
        Assert.Equal((400, 422, "a"), ((int)plain.StatusCode, (int)card.StatusCode, _host.Emulator.Posts.Single().Text));

        using var changed = await _host.CallAsync(HttpMethod.Post, path, """{"patch":{"$set":{"commentary":"b"}}}""", restli: "PARTIAL_UPDATE");
        Assert.Equal((204, "b"), ((int)changed.StatusCode, _host.Emulator.Posts.Single().Text));
    }

    [Fact]
    public async Task A_picture_needs_its_token_its_place_in_time_and_a_real_picture()
    {
        using var begun = await _host.CallAsync(HttpMethod.Post, "/rest/images?action=initializeUpload", $$$"""{"initializeUploadRequest":{"owner":"{{{_host.Page.Urn}}}"}}""", LinkedInHost.PageToken);
        var place = new Uri(JsonNode.Parse(await begun.Content.ReadAsStringAsync())!["value"]!["uploadUrl"]!.GetValue<string>()).AbsolutePath;
        var urn = _host.Emulator.Images.Single().Urn;
        _host.Emulator.Settings.Processing = TimeSpan.FromMinutes(1);

        Assert.Equal(401, (int)(await _host.CallAsync(HttpMethod.Put, place, bytes: Pictures.Png(2, 2), token: null)).StatusCode);
        Assert.Equal("WAITING_UPLOAD", await StateAsync(urn));
        Assert.Equal(201, (int)(await _host.CallAsync(HttpMethod.Put, place, bytes: Pictures.Png(2, 2), token: LinkedInHost.PageToken, version: "")).StatusCode);
        Assert.Equal("PROCESSING", await StateAsync(urn));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("AVAILABLE", await StateAsync(urn));
        Assert.Equal(201, (int)(await _host.CallAsync(HttpMethod.Put, place, bytes: [1, 2, 3], token: LinkedInHost.PageToken)).StatusCode);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("PROCESSING_FAILED", await StateAsync(urn));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(400, (int)(await _host.CallAsync(HttpMethod.Put, place, bytes: Pictures.Png(2, 2), token: LinkedInHost.PageToken)).StatusCode);
    }

    [Fact]
    public async Task Comments_reactions_and_counts_of_a_company_page_can_be_read()
    {
        _host.Emulator.AddPost(new LinkedInStoredPost("urn:li:share:42", _host.Page.Urn, "a", _clock.GetUtcNow()));
        var number = _host.Emulator.AddComment("urn:li:share:42", "urn:li:person:x", "Nice");
        _host.Emulator.AddComment("urn:li:share:42", "urn:li:person:y", "Yes", number);
        _host.Emulator.React("urn:li:share:42", "urn:li:person:x", "PRAISE");
        async Task<JsonNode> Read(string path) => JsonNode.Parse(await (await _host.CallAsync(HttpMethod.Get, path, token: LinkedInHost.PageToken)).Content.ReadAsStringAsync())!;

        var comments = await Read("/rest/socialActions/urn%3Ali%3Ashare%3A42/comments?start=0&count=10");
        var answers = await Read($"/rest/socialActions/{Uri.EscapeDataString($"urn:li:comment:(urn:li:activity:42,{number})")}/comments");
        var reactions = await Read("/rest/reactions/(entity:urn%3Ali%3Aactivity%3A42)?q=entity&sort=(value:REVERSE_CHRONOLOGICAL)");
        var counts = await Read("/rest/socialMetadata/urn%3Ali%3Ashare%3A42");

        Assert.Equal(("Nice", $"urn:li:comment:(urn:li:activity:42,{number})"), (comments["elements"]![0]!["message"]!["text"]!.GetValue<string>(), comments["elements"]![0]!["commentUrn"]!.GetValue<string>()));
        Assert.Equal("Yes", answers["elements"]![0]!["message"]!["text"]!.GetValue<string>());
        Assert.Equal("urn:li:reaction:(urn:li:person:x,urn:li:activity:42)", reactions["elements"]![0]!["id"]!.GetValue<string>());
        Assert.Equal((2, 1, 1), (counts["commentSummary"]!["count"]!.GetValue<int>(), counts["commentSummary"]!["topLevelCount"]!.GetValue<int>(), counts["reactionSummaries"]!["PRAISE"]!["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task The_consent_page_works_without_script_and_styles_and_refuses_a_strange_way_back()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        Uri Page(string redirect, string app = "app") =>
            new($"{_host.Base}/oauth/v2/authorization?response_type=code&client_id={app}&redirect_uri={Uri.EscapeDataString(redirect)}&state=s%22%3E&scope=openid%20profile");

        using var page = await http.GetAsync(Page(LinkedInHost.Redirect));
        using var strange = await http.GetAsync(Page("https://evil.example/"));
        using var unknown = await http.GetAsync(Page(LinkedInHost.Redirect, "nobody"));
        var html = await page.Content.ReadAsStringAsync();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("value=\"s&quot;&gt;\"", html, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal((400, null), ((int)strange.StatusCode, strange.Headers.Location));
        Assert.Equal((400, null), ((int)unknown.StatusCode, unknown.Headers.Location));
    }

    [Fact]
    public async Task A_code_is_good_once_and_the_tokens_can_be_inspected()
    {
        const string Keys = "&client_id=app&client_secret=app%20secret%20%26%20more";
        _host.Emulator.AddCode("once", "app", LinkedInHost.Redirect, _host.Member, LinkedInHost.MemberScopes);
        var exchange = $"grant_type=authorization_code&code=once&redirect_uri={Uri.EscapeDataString(LinkedInHost.Redirect)}{Keys}";

        using var first = await FormAsync(exchange);
        using var second = await FormAsync(exchange);
        var token = JsonNode.Parse(await first.Content.ReadAsStringAsync())!;
        using var good = await FormAsync($"token={token["access_token"]!.GetValue<string>()}{Keys}", "introspectToken");
        _clock.Advance(TimeSpan.FromDays(60));
        using var over = await FormAsync($"token={token["access_token"]!.GetValue<string>()}{Keys}", "introspectToken");

        Assert.Equal((200, 400), ((int)first.StatusCode, (int)second.StatusCode));
        Assert.Equal((5_184_000, "openid,profile,w_member_social", null), (token["expires_in"]!.GetValue<int>(), token["scope"]!.GetValue<string>(), token["refresh_token"]));
        Assert.Equal("active", JsonNode.Parse(await good.Content.ReadAsStringAsync())!["status"]!.GetValue<string>());
        Assert.Equal("expired", JsonNode.Parse(await over.Content.ReadAsStringAsync())!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_timeline_survives_a_restart()
    {
        using var made = await PostAsync();
        _host.Emulator.AddComment(_host.Emulator.Posts.Single().Urn, _host.Member.Urn, "And more");
        var changes = 0;
        _host.Emulator.Changed += (_, _) => changes++;
        _host.Emulator.HideNewest();
        var other = new LinkedInEmulator(_clock);

        other.Restore(_host.Emulator.Store());

        Assert.Equal(1, changes);
        Assert.Equal(_host.Emulator.Posts.Select(p => (p.Urn, p.Text, p.IsHidden)), other.Posts.Select(p => (p.Urn, p.Text, p.IsHidden)));
        Assert.Equal([("And more", other.Posts.Single().Urn), ("a", null)], other.Shown.Select(s => (s.Text, s.InReplyTo)));
        Assert.Equal(_host.Emulator.Tokens.Count, other.Tokens.Count);
        Assert.Throws<JsonException>(() => other.Restore("null"u8.ToArray()));
    }

    /// <summary>The hidden fields of the consent page and the member that it offers first.</summary>
    internal static async Task<Dictionary<string, string>> FormOfAsync(HttpResponseMessage page)
    {
        var document = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync(), default);
        var form = document.QuerySelectorAll("form[method=post][action=authorization] input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        form["member"] = document.QuerySelector("select[name=member] option")!.GetAttribute("value")!;
        Assert.Equal(["allow", "deny"], document.QuerySelectorAll("button[name=decision]").Select(b => b.GetAttribute("value")!));
        return form;
    }

    private async Task<string> StateAsync(string urn)
    {
        using var answer = await _host.CallAsync(HttpMethod.Get, "/rest/images/" + Uri.EscapeDataString(urn), token: LinkedInHost.PageToken);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!.GetValue<string>();
    }

    private async Task<HttpResponseMessage> PostAsync(string? more = null, string commentary = "a")
    {
        var body = JsonNode.Parse($$"""{"author":"{{_host.Member.Urn}}","commentary":"{{commentary}}","visibility":"PUBLIC","distribution":{"feedDistribution":"MAIN_FEED"},"lifecycleState":"PUBLISHED"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more ?? "{}")!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return await _host.CallAsync(HttpMethod.Post, "/rest/posts", body.ToJsonString());
    }

    private Task<HttpResponseMessage> Struck(Fault fault, Func<Task<HttpResponseMessage>> call)
    {
        _host.Emulator.Weather.Stand(fault);
        return ClearedAsync(call());

        async Task<HttpResponseMessage> ClearedAsync(Task<HttpResponseMessage> answer)
        {
            var kept = await answer;
            _host.Emulator.Weather.Clear();
            return kept;
        }
    }

    private async Task<HttpResponseMessage> FormAsync(string form, string to = "accessToken")
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        return await http.PostAsync(new Uri($"{_host.Base}/oauth/v2/{to}"), new StringContent(form, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"));
    }

    private async Task<HttpResponseMessage> ReplayAsync(JsonElement call)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(new HttpMethod(call.GetProperty("method").GetString()!), new Uri(_host.Base + call.GetProperty("url").GetString()));
        if (call.GetProperty("body").GetString() is { Length: > 0 } body)
        {
            request.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        }

        foreach (var header in call.GetProperty("headers").EnumerateObject().Where(h => h.Name is not ("Host" or "Content-Length" or "Connection" or "Accept-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
            {
                request.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        }

        return await http.SendAsync(request);
    }
}
