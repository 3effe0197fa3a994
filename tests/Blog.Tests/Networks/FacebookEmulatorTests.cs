using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>The emulator as a judge: what the documented network refuses it refuses, with the documented body.</summary>
public sealed class FacebookEmulatorTests : IDisposable
{
    private const string Page = FacebookHost.Page;
    private const string Person = FacebookHost.Person;
    private const string AppId = FacebookHost.AppId;
    private const string Secret = FacebookHost.AppSecret;

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
    private readonly FacebookEmulator _emulator;
    private readonly HttpClient _http;

    public FacebookEmulatorTests()
    {
        _emulator = new FacebookEmulator(_clock);
        _emulator.Cast.Put(new StoredApp(AppId, Secret, "Blog") { Redirects = ["https://ines.example.com/back"] });
        _emulator.Cast.Put(new StoredPerson(Person, "Inés"));
        _emulator.Cast.Put(new StoredPage(Page, "Añil"));
        _emulator.Cast.GiveRole(Page, Person, [.. FacebookCast.AllTasks]);
        Grant(FacebookHost.Permissions);
        _http = new HttpClient(new EmulatorTransport(_emulator)) { BaseAddress = new Uri("http://facebook.test") };
    }

    private FacebookCast Cast => _emulator.Cast;

    public void Dispose() => _http.Dispose();

    [SharedFact("contracts/data/facebook/wire-errors.json")]
    public async Task Its_refusals_are_the_documented_ones()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Shared!, "contracts/data/facebook/wire-errors.json")));
        var documented = file.RootElement.GetProperty("errors").EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!);
        var answers = await RefusalsAsync();

        var wrong = answers
            .Select(a => (a.Key, Is: $"{a.Value.Status} {Plain(a.Value.Body)}", Should: $"{documented[a.Key].GetProperty("status").GetInt32()} {Plain(documented[a.Key].GetProperty("body").GetRawText())}"))
            .Where(a => a.Is != a.Should)
            .Select(a => $"{a.Key}: {a.Is} instead of {a.Should}");

        Assert.Empty(wrong);
        Assert.Equal(21, answers.Count);
    }

    [SharedFact("contracts/data/facebook/captured-clients/facebook_business-sdk.json")]
    public async Task A_recorded_client_is_understood()
    {
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Shared!, "contracts/data/facebook/captured-clients/facebook_business-sdk.json")))!.AsArray();
        var token = Cast.Token(AppId, Person, Page);
        var (post, photo) = ("", "");
        foreach (var call in recorded)
        {
            string With(string text) => text.Replace("PAGETOKEN", token, StringComparison.Ordinal)
                .Replace("1353269864728879_1943344825721377", post, StringComparison.Ordinal).Replace("1002088839996", photo, StringComparison.Ordinal);
            var body = With((string)call!["body"]!);
            if (body.Contains("\"dup\"", StringComparison.Ordinal))
            {
                await SendAsync("POST", $"/v24.0/{Page}/feed", new JsonObject { ["message"] = "dup" }, token);
            }

            using var request = new HttpRequestMessage(new HttpMethod((string)call["method"]!), new Uri(With((string)call["url"]!), UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var answer = await _http.SendAsync(request);
            var read = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

            Assert.True((int)call["answered"]! == (int)answer.StatusCode, $"{request.RequestUri!.OriginalString.Split('?')[0]}: {read.ToJsonString()}");
            post = post.Length == 0 ? (string)read["id"]! : post;
            photo = request.RequestUri!.OriginalString.Contains("/photos", StringComparison.Ordinal) ? (string)read["id"]! : photo;
        }

        Assert.Equal("a cat", _emulator.Photos.Single().Alt);
        Assert.Equal([post], _emulator.Deleted);
    }

    [Fact]
    public async Task A_link_given_with_pictures_is_lost_and_the_form_may_be_any()
    {
        var token = Cast.Token(AppId, Person, Page);
        var photo = await SendAsync("POST", $"/v26.0/{Page}/photos", new JsonObject { ["url"] = "https://ines.example.com/a.png", ["published"] = false }, token);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["message"] = "hi",
            ["link"] = "https://ines.example.com/p",
            ["attached_media[0]"] = $$"""{"media_fbid":"{{photo.Body!["id"]}}"}""",
            ["access_token"] = token,
        });

        using var answer = await _http.PostAsync(new Uri($"/v26.0/{Page}/feed", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var post = Assert.Single(_emulator.Posts);
        Assert.Null(post.Link);
        Assert.Single(post.PhotoIds);
    }

    [Fact]
    public async Task A_photo_that_is_published_directly_is_a_post_and_keeps_its_description()
    {
        var token = Cast.Token(AppId, Person, Page);

        var made = await SendAsync("POST", $"/v26.0/{Page}/photos", new JsonObject { ["url"] = "https://ines.example.com/a.png", ["caption"] = "Añil", ["alt_text_custom"] = "A vat" }, token);
        var photo = await SendAsync("GET", $"/v26.0/{made.Body!["id"]}?fields=alt_text,alt_text_custom,link,images", null, token);

        Assert.Equal(_emulator.Posts.Single().Id, (string)made.Body["post_id"]!);
        Assert.Equal("A vat", (string)photo.Body!["alt_text_custom"]!);
        Assert.Equal(0, _emulator.CreateCalls);
    }

    [Fact]
    public async Task A_deleted_duplicate_may_be_posted_again()
    {
        var token = Cast.Token(AppId, Person, Page);
        var body = new JsonObject { ["message"] = "hi" };
        var first = await SendAsync("POST", $"/v26.0/{Page}/feed", body, token);
        var second = await SendAsync("POST", $"/v26.0/{Page}/feed", body, token);
        await SendAsync("DELETE", $"/v26.0/{first.Body!["id"]}", null, token);
        var third = await SendAsync("POST", $"/v26.0/{Page}/feed", body, token);

        Assert.Equal((200, 400, 200), (first.Status, second.Status, third.Status));
        Assert.Equal(3, _emulator.CreateCalls);
    }

    [Fact]
    public async Task The_budget_of_a_Page_ends_with_the_minutes_until_it_comes_back()
    {
        var token = Cast.Token(AppId, Person, Page);
        Cast.PageCallsPerDay = 2;
        await SendAsync("GET", "/v26.0/me", null, token);
        _clock.Advance(TimeSpan.FromHours(1));
        var last = await SendAsync("GET", "/v26.0/me", null, token);
        var over = await SendAsync("GET", "/v26.0/me", null, token);
        _clock.Advance(TimeSpan.FromHours(23));
        var later = await SendAsync("GET", "/v26.0/me", null, token);

        Assert.Contains("\"call_count\":100", last.Usage, StringComparison.Ordinal);
        Assert.Equal(80001, (int)over.Body!["error"]!["code"]!);
        Assert.Contains($"\"estimated_time_to_regain_access\":{23 * 60}", over.Usage, StringComparison.Ordinal);
        Assert.Equal(200, later.Status);
    }

    [Fact]
    public async Task A_Page_token_of_a_short_sign_in_ends_with_it_and_one_of_a_long_does_not()
    {
        Grant([.. FacebookHost.Permissions]);
        var shortLived = await CodeAsync();
        var pageOfShort = (string)(await SendAsync("GET", "/v26.0/me/accounts", null, shortLived)).Body!["data"]![0]!["access_token"]!;
        var longLived = (await SendAsync("GET", $"/v26.0/oauth/access_token?grant_type=fb_exchange_token&client_id={AppId}&client_secret={Secret}&fb_exchange_token={shortLived}", null, null)).Body!;
        var pageOfLong = (string)(await SendAsync("GET", "/v26.0/me/accounts", null, (string)longLived["access_token"]!)).Body!["data"]![0]!["access_token"]!;
        var inspected = (await SendAsync("GET", $"/v26.0/debug_token?input_token={pageOfLong}", null, $"{AppId}|{Secret}")).Body!["data"]!;

        _clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(463, (int)(await SendAsync("GET", "/v26.0/me", null, pageOfShort)).Body!["error"]!["error_subcode"]!);
        Assert.Equal(200, (await SendAsync("GET", "/v26.0/me", null, pageOfLong)).Status);
        Assert.Equal(5_183_944, (int)longLived["expires_in"]!);
        Assert.Equal((0, true, "PAGE"), ((int)inspected["expires_at"]!, (bool)inspected["is_valid"]!, (string)inspected["type"]!));
        Assert.Equal(400, (await SendAsync("GET", $"/v26.0/oauth/access_token?grant_type=fb_exchange_token&client_id={AppId}&client_secret={Secret}&fb_exchange_token={shortLived}", null, null)).Status);
    }

    [Fact]
    public async Task A_permission_that_is_revoked_is_gone_and_with_all_of_them_the_token()
    {
        var user = Cast.Token(AppId, Person, null);
        var page = Cast.Token(AppId, Person, Page);

        await SendAsync("DELETE", "/v26.0/me/permissions/pages_manage_posts", null, user);
        var post = await SendAsync("POST", $"/v26.0/{Page}/feed", new JsonObject { ["message"] = "hi" }, page);
        await SendAsync("DELETE", "/v26.0/me/permissions", null, user);
        var dead = await SendAsync("GET", "/v26.0/me", null, page);

        Assert.Equal(403, post.Status);
        Assert.Equal(458, (int)dead.Body!["error"]!["error_subcode"]!);
    }

    [Theory]
    [InlineData("client_id=1&redirect_uri=https%3A%2F%2Fines.example.com%2Fback", 400, "Invalid App ID")]
    [InlineData("client_id=987650001&redirect_uri=https%3A%2F%2Fines.example.com%2Fback%2F", 400, "URL blocked")]
    [InlineData("client_id=987650001&redirect_uri=https%3A%2F%2Fines.example.com%2Fback&scope=pages_show_list,fly", 400, "fly")]
    [InlineData("client_id=987650001&redirect_uri=https%3A%2F%2Fines.example.com%2Fback&scope=pages_show_list", 200, "pages_show_list")]
    public async Task The_consent_page_refuses_what_is_not_registered(string query, int status, string says)
    {
        using var answer = await _http.GetAsync(new Uri("/v26.0/dialog/oauth?" + query, UriKind.Relative));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_in_development_mode_lets_nobody_in_without_a_role()
    {
        Cast.Put(new StoredApp(AppId, Secret, "Blog") { Redirects = ["https://ines.example.com/back"], IsLive = false });

        using var answer = await _http.GetAsync(new Uri($"/v26.0/dialog/oauth?client_id={AppId}&redirect_uri=https%3A%2F%2Fines.example.com%2Fback", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v99.0/me", 400, null)]
    [InlineData("/v12.0/me", 200, "v22.0")]
    [InlineData("/v24.0/me", 200, "v24.0")]
    public async Task A_retired_version_is_answered_by_the_oldest_and_one_that_never_was_is_refused(string path, int status, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new("Bearer", Cast.Token(AppId, Person, Page));

        using var answer = await _http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(version, answer.Headers.TryGetValues("facebook-api-version", out var values) ? values.Single() : null);
    }

    [Fact]
    public async Task Comments_name_nobody_without_the_right_and_have_ids_for_moderators()
    {
        var token = Cast.Token(AppId, Person, Page);
        var post = Cast.AddPost(Page, AppId, "hi", null, _clock.GetUtcNow());
        var first = Cast.AddComment(post.Id, "77", "Ann", "Nice");
        Cast.AddComment(post.Id, "78", "Bob", "Indeed", first.Id);
        var path = $"/v26.0/{post.Id}/comments?filter=stream&order=reverse_chronological&summary=true&fields=id,message,from,created_time,parent";

        var nameless = (await SendAsync("GET", path, null, token)).Body!;
        Grant([.. FacebookHost.Permissions, "pages_read_user_content"]);
        Cast.GiveRole(Page, Person, "CREATE_CONTENT");
        var idless = (await SendAsync("GET", path, null, token)).Body!;
        var top = (await SendAsync("GET", $"/v26.0/{post.Id}/comments", null, token)).Body!;

        Assert.Equal(["Indeed", "Nice"], nameless["data"]!.AsArray().Select(c => (string)c!["message"]!));
        Assert.Equal((first.Id, 2), ((string)nameless["data"]![0]!["parent"]!["id"]!, (int)nameless["summary"]!["total_count"]!));
        Assert.Null(nameless["data"]![1]!["from"]);
        Assert.Equal("2026-11-20T08:00:00+0000", (string)nameless["data"]![0]!["created_time"]!);
        Assert.Equal("Ann", (string)idless["data"]![1]!["from"]!["name"]!);
        Assert.Null(idless["data"]![1]!["id"]);
        Assert.Single(top["data"]!.AsArray());
    }

    [Fact]
    public async Task Reactions_and_shares_are_counted_in_one_call()
    {
        var token = Cast.Token(AppId, Person, Page);
        var post = Cast.AddPost(Page, AppId, "hi", null, _clock.GetUtcNow());
        var path = $"/v26.0/{post.Id}?fields=shares,comments.summary(true).limit(0),reactions.type(LIKE).limit(0).summary(total_count).as(like)";
        var before = (await SendAsync("GET", path, null, token)).Body!;
        Cast.React(post.Id, "77", "Ann", "LIKE");
        Cast.React(post.Id, "78", "Bob", "LOVE");
        Cast.AddComment(post.Id, "77", "Ann", "Nice");
        Cast.Share(post.Id, 4);

        var after = (await SendAsync("GET", path, null, token)).Body!;
        var reactions = (await SendAsync("GET", $"/v26.0/{post.Id}/reactions?summary=total_count&fields=id,type", null, token)).Body!;

        Assert.Null(before["shares"]);
        Assert.Equal((4, 1, 1), ((int)after["shares"]!["count"]!, (int)after["comments"]!["summary"]!["total_count"]!, (int)after["like"]!["summary"]!["total_count"]!));
        Assert.Empty(after["comments"]!["data"]!.AsArray());
        Assert.Equal(2, (int)reactions["summary"]!["total_count"]!);
        Assert.Equal(["LIKE", "LOVE"], reactions["data"]!.AsArray().Select(r => (string)r!["type"]!));
    }

    [Theory]
    [InlineData("limit=101", 400)]
    [InlineData("limit=100", 200)]
    [InlineData("fields=id,colour", 400)]
    [InlineData("fields=id,attachments{colour}", 400)]
    [InlineData("fields=id,story,attachments{url,unshimmed_url}", 200)]
    [InlineData("fields=id{", 400)]
    [InlineData("after=nowhere", 400)]
    public async Task A_question_is_refused_if_it_names_what_is_not_there(string query, int status)
    {
        Cast.AddPost(Page, AppId, "hi", "https://ines.example.com/p", _clock.GetUtcNow());

        Assert.Equal(status, (await SendAsync("GET", $"/v26.0/{Page}/published_posts?{query}", null, Cast.Token(AppId, Person, Page))).Status);
    }

    [Fact]
    public async Task A_list_goes_on_until_it_has_no_next()
    {
        var token = Cast.Token(AppId, Person, Page);
        for (var n = 0; n < 5; n++)
        {
            Cast.AddPost(Page, AppId, $"{n}", null, _clock.GetUtcNow().AddSeconds(-n));
        }

        var next = $"/v26.0/{Page}/published_posts?limit=2&fields=message";
        var read = new List<string>();
        while (next is not null)
        {
            var list = (await SendAsync("GET", next, null, token)).Body!;
            read.AddRange(list["data"]!.AsArray().Select(p => (string)p!["message"]!));
            next = (string?)list["paging"]!["next"] is { } more ? new Uri(more).PathAndQuery : null;
        }

        Assert.Equal(["0", "1", "2", "3", "4"], read);
    }

    [Fact]
    public async Task What_is_not_published_is_in_no_list_and_on_no_page()
    {
        var token = Cast.Token(AppId, Person, Page);
        var made = await SendAsync("POST", $"/v26.0/{Page}/feed", new JsonObject { ["message"] = "later", ["published"] = false }, token);

        var list = (await SendAsync("GET", $"/v26.0/{Page}/published_posts", null, token)).Body!;
        using var page = await _http.GetAsync(new Uri($"/{made.Body!["id"]}", UriKind.Relative));

        Assert.Equal("""{"data":[]}""", list.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task A_post_s_page_shows_its_text_without_markup_of_its_own()
    {
        var post = Cast.AddPost(Page, AppId, "a\n<script>", "https://ines.example.com/p", _clock.GetUtcNow());

        var page = await _http.GetStringAsync(new Uri("/" + post.Id, UriKind.Relative));

        Assert.Contains("a<br>&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("https://ines.example.com/p", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_survives_a_restart_and_every_change_is_told()
    {
        var changes = 0;
        _emulator.Changed += (_, _) => changes++;
        var token = Cast.Token(AppId, Person, Page);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Png(4, 4)), "source", "a.png" }, { new StringContent("false"), "published" }, { new StringContent("ñ"), "alt_text_custom" } };
        using var upload = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v26.0/{Page}/photos", UriKind.Relative)) { Content = form };
        upload.Headers.Authorization = new("Bearer", token);
        using var uploaded = await _http.SendAsync(upload);
        var photo = (string)JsonNode.Parse(await uploaded.Content.ReadAsStringAsync())!["id"]!;
        var made = await SendAsync("POST", $"/v26.0/{Page}/feed", new JsonObject { ["message"] = "hi", ["attached_media"] = new JsonArray(new JsonObject { ["media_fbid"] = photo }) }, token);
        await SendAsync("POST", $"/v26.0/{made.Body!["id"]}/comments", new JsonObject { ["message"] = "first" }, token);

        var restarted = new FacebookEmulator(_clock);
        restarted.Restore(_emulator.Store());
        using var http = new HttpClient(new EmulatorTransport(restarted)) { BaseAddress = _http.BaseAddress };
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v26.0/{made.Body["id"]}", UriKind.Relative));
        again.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(again);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(4, changes);
        Assert.Equal(Pictures.Png(4, 4), restarted.Media(photo)!.Value.Bytes);
        var shown = restarted.Shown;
        Assert.Equal(["first", "hi"], shown.OrderBy(s => s.Text).Select(s => s.Text));
        Assert.Equal("ñ", shown.Single(s => s.Text == "hi").Images.Single().Alt);
        Assert.Equal((string)made.Body["id"]!, shown.Single(s => s.Text == "first").InReplyTo);
        Assert.Throws<JsonException>(() => restarted.Restore("no state"u8.ToArray()));
    }

    private async Task<Dictionary<string, (int Status, string Body)>> RefusalsAsync()
    {
        var answers = new Dictionary<string, (int, string)>(StringComparer.Ordinal);
        var page = Cast.Token(AppId, Person, Page);
        var message = new JsonObject { ["message"] = "hi" };
        async Task Ask(string id, string method, string path, JsonObject? body, string? token) =>
            answers[id] = await SendAsync(method, path, body, token) is var (status, node, _) ? (status, node!.ToJsonString()) : default;
        Task Post(string id, JsonObject? body = null, string? token = null) => Ask(id, "POST", $"/v26.0/{Page}/feed", body ?? message, token ?? page);

        await SendAsync("POST", $"/v26.0/{Page}/feed", message, page);
        await Post("duplicate-status");
        await Post("invalid-parameter", []);
        await Ask("object-missing", "GET", $"/v26.0/{Page}_1", null, page);
        await Ask("token-missing", "GET", "/v26.0/me", null, null);
        await Post("permission-publish", token: Cast.Token(AppId, Person, null));
        Cast.RefuseLinksTo("private.test");
        await Post("link-scrape-failed", new JsonObject { ["message"] = "x", ["link"] = "https://private.test/" });
        foreach (var (id, obstacle) in new[] { ("security-check", PageObstacle.SecurityCheck), ("page-publishing-authorization", PageObstacle.PublishingAuthorization), ("policy-blocked", PageObstacle.Policy) })
        {
            Cast.Hinder(Page, obstacle);
            await Post(id);
        }

        Cast.Hinder(Page, PageObstacle.None);
        Grant("pages_manage_posts");
        await Ask("permission-code-10", "GET", $"/v26.0/{Page}/published_posts", null, page);
        Grant(FacebookHost.Permissions);
        await Ask("proof-invalid", "GET", "/v26.0/me?appsecret_proof=00", null, page);
        Cast.Put(new StoredApp(AppId, Secret, "Blog") { RequiresProof = true });
        await Ask("proof-required", "GET", "/v26.0/me", null, page);
        Cast.Put(new StoredApp(AppId, Secret, "Blog"));
        Cast.Put(new StoredPerson(Person, "Inés") { State = PersonState.Checkpointed });
        await Post("token-checkpointed");
        Cast.Put(new StoredPerson(Person, "Inés") { State = PersonState.Unconfirmed });
        await Post("token-unconfirmed-user");
        Cast.Put(new StoredPerson(Person, "Inés"));
        Cast.PageCallsPerDay = 0;
        Cast.AppCallsPerHour = 0;
        await Post("page-rate-limit");
        await Ask("app-rate-limit", "GET", $"/v26.0/{AppId}/permissions", null, $"{AppId}|{Secret}");
        await Ask("user-rate-limit", "GET", "/v26.0/me", null, Cast.Token(AppId, Person, null));
        await Ask("page-rate-limit-user-token", "GET", $"/v26.0/{Page}", null, Cast.Token(AppId, Person, null));
        Cast.GiveRole(Page, Person);
        await Post("token-no-page-role");
        Cast.ChangePassword(Person);
        await Post("token-password-changed");
        var refusal = _emulator.Refusal(Fault.ErrorAfterCommit);
        answers["unknown-error"] = (refusal.Status, Encoding.UTF8.GetString(refusal.Body));
        return answers;
    }

    private async Task<string> CodeAsync()
    {
        var back = Uri.EscapeDataString("https://ines.example.com/back");
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("client_id", AppId), KeyValuePair.Create("redirect_uri", "https://ines.example.com/back"), KeyValuePair.Create("scope", string.Join(',', FacebookHost.Permissions)),
            KeyValuePair.Create("person", Person), KeyValuePair.Create("page", Page), KeyValuePair.Create("decision", "allow"),
            .. FacebookHost.Permissions.Select(p => KeyValuePair.Create("permission", p)),
        ]);
        using var sent = await _http.PostAsync(new Uri("/v26.0/dialog/oauth", UriKind.Relative), form);
        var code = sent.Headers.Location!.Query["?code=".Length..];
        var token = await SendAsync("GET", $"/v26.0/oauth/access_token?client_id={AppId}&client_secret={Secret}&redirect_uri={back}&code={code}", null, null);
        return (string)token.Body!["access_token"]!;
    }

    private void Grant(params string[] permissions) => Cast.Grant(AppId, Person, permissions, Page);

    private async Task<(int Status, JsonNode? Body, string Usage)> SendAsync(string method, string path, JsonObject? body, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", token is null ? null : "Bearer " + token);
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync()), answer.Headers.TryGetValues("X-Business-Use-Case-Usage", out var usage) ? usage.Single() : "");
    }

    // The members in one order, without what is new each time.
    private static string Plain(string body)
    {
        var error = JsonNode.Parse(body)!["error"]!.AsObject();
        return string.Join(' ', error.Where(m => m.Key != "fbtrace_id").OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value?.ToJsonString()}"));
    }
}
