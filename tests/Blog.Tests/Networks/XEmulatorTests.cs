using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Tests.Networks;

/// <summary>The emulator of X as a judge: it words refusals as the real one, and understands clients that others recorded.</summary>
public sealed partial class XEmulatorTests
{
    private const string Known = "1445880548472328192";
    private const string Verifier = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
    private readonly XEmulator _x;
    private readonly XAccount _me;

    public XEmulatorTests()
    {
        _x = new XEmulator(_clock);
        _me = _x.AddAccount("2244994945", "inesq", "Inés");
        _x.AddToken(_me, "AT2");
        _x.AddApp(new XApp("CID", "CSEC", ["https://blog.example/cb"]));
        _x.AddKeys(_me, new OAuth1Keys("k", "s", "readonly", "ts"), isReadOnly: true);
    }

    [SharedFact("contracts/data/x/wire-errors.json")]
    public void Refusals_are_worded_as_the_contract_has_them()
    {
        var known = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "contracts/data/x/wire-errors.json")))!["errors"]!.AsArray().ToDictionary(e => e!["id"]!.GetValue<string>(), e => e!);
        _x.AddToken(null, "app");
        Post("""{"text":"dup"}""");
        var answers = new Dictionary<string, WireReply>
        {
            ["duplicate-content"] = Post("""{"text":"dup"}"""),
            ["forbidden-generic"] = Post($$"""{"text":"{{new string('a', 281)}}"}"""),
            ["unauthorized"] = Send("GET", "/2/users/me", authorization: "Bearer wrong"),
            ["oauth1-token-invalid"] = Send("GET", "/2/users/me", authorization: Signed("GET", "/2/users/me", "dead")),
            ["could-not-authenticate"] = Send("GET", "/2/users/me", authorization: Signed("GET", "/2/users/other", "readonly")),
            ["unsupported-authentication"] = Post("""{"text":"a"}""", "Bearer app"),
            ["oauth1-permissions"] = Post("""{"text":"a"}""", Signed("POST", "/2/tweets", "readonly")),
            ["client-not-enrolled"] = Refusing(XRefusal.NotEnrolled),
            ["invalid-media-ids"] = Post("""{"text":"a","media":{"media_ids":["1880028106020515840"]}}"""),
            ["invalid-request-unknown-field"] = Post("""{"text":"a","colour":"red"}"""),
            ["credits-depleted"] = Refusing(XRefusal.NoCredits),
            ["usage-capped"] = Refusing(XRefusal.UsageCapped),
            ["account-suspended"] = Refusing(XRefusal.Suspended),
            ["not-found-partial"] = Send("GET", "/2/tweets/" + Known),
            ["service-unavailable"] = _x.Refusal(Fault.Unavailable),
            ["internal-error"] = _x.Refusal(Fault.ErrorAfterCommit),
            ["oauth2-code-invalid"] = Token("grant_type=authorization_code&code=x&redirect_uri=https%3A%2F%2Fblog.example%2Fcb&code_verifier=" + Verifier),
            ["oauth2-refresh-invalid"] = Token("grant_type=refresh_token&refresh_token=x"),
            ["oauth2-client-unauthorized"] = Token("grant_type=refresh_token&refresh_token=x&client_id=CID", null),
        };
        _x.Limit("create", 0);
        answers["rate-limit-v2"] = Post("""{"text":"a"}""");

        Assert.All(answers, a =>
        {
            Assert.Equal(known[a.Key]["status"]!.GetValue<int>(), a.Value.Status);
            Assert.True(JsonNode.DeepEquals(known[a.Key]["body"], JsonNode.Parse(a.Value.Body)), $"{a.Key}: {Encoding.UTF8.GetString(a.Value.Body)}");
        });
        Assert.Equal("0", answers["rate-limit-v2"].Headers["x-rate-limit-remaining"]);
    }

    [SharedFact("contracts/data/x/captured-clients")]
    public void Clients_that_others_recorded_are_understood()
    {
        _x.AddPosts([new XPost(Known, _me.Id, "root", _clock.GetUtcNow())]);
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Shared!, "contracts/data/x/captured-clients")).Order(StringComparer.Ordinal))
        {
            _x.AddPosts([new XPost((long.Parse(Known, CultureInfo.InvariantCulture) + Path.GetFileName(file).Length).ToString(CultureInfo.InvariantCulture), _me.Id, "dup", _clock.GetUtcNow())]);
            var replay = new Replay(this);
            foreach (var request in JsonNode.Parse(File.ReadAllText(file))!.AsArray())
            {
                // One client wraps its body in another object, which the specification forbids; signatures and a full bucket can't be replayed.
                var body = request!["body"]!.GetValue<string>();
                if (body.StartsWith("{\"body\":", StringComparison.Ordinal) || body.Contains("\"limit\"", StringComparison.Ordinal)
                    || request["headers"]!["Authorization"]?.GetValue<string>().StartsWith("OAuth ", StringComparison.Ordinal) == true)
                {
                    continue;
                }

                var reply = replay.Send(request);
                if (reply.Status != request["answered"]!.GetValue<int>())
                {
                    wrong.Add($"{Path.GetFileName(file)} {request["method"]} {request["url"]}: {reply.Status} {Encoding.UTF8.GetString(reply.Body)}");
                }
            }

            _x.AddPosts(_x.Posts.Any(p => p.Id == Known) ? [] : [new XPost(Known, _me.Id, "root", _clock.GetUtcNow())]);
        }

        Assert.Empty(wrong);
        Assert.Contains(_x.Uploads, u => u is { IsReady: true, Alt: "a cat", Bytes.Length: 1_500_000 });
        Assert.Contains(_x.Posts, p => p is { Text: "Hello https://blog.example/p", Pictures: [{ Alt: "a cat" }] });
    }

    [Theory]
    [InlineData("""{"text":1}""")]
    [InlineData("""{"text":"a","media":"x"}""")]
    [InlineData("""{"text":"a","media":{"media_ids":[]}}""")]
    [InlineData("""{"text":"a","media":{"media_ids":[1]}}""")]
    [InlineData("""{"text":"a","media":{"ids":["1"]}}""")]
    [InlineData("""{"text":"a","reply":"1"}""")]
    [InlineData("""{"text":"a","reply":{"in_reply_to_tweet_id":"x"}}""")]
    [InlineData("""{"text":"a","text":"b"}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void A_malformed_post_is_an_invalid_request(string body)
    {
        Assert.Equal(400, Post(body).Status);
        Assert.Empty(_x.Posts);
    }

    [Fact]
    public void An_expired_token_and_a_narrow_one_get_different_refusals()
    {
        _x.AddToken(_me, "short", endsAt: _clock.GetUtcNow().AddMinutes(1));
        _x.AddToken(_me, "narrow", ["tweet.read", "users.read"]);
        var before = Send("GET", "/2/users/me", authorization: "Bearer short").Status;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((200, 401), (before, Send("GET", "/2/users/me", authorization: "Bearer short").Status));
        Assert.Equal((200, 403), (Send("GET", "/2/users/me", authorization: "Bearer narrow").Status, Post("""{"text":"a"}""", "Bearer narrow").Status));
    }

    [Fact]
    public void A_bucket_that_is_empty_fills_again_after_a_quarter_of_an_hour()
    {
        _x.Limit("me", 2);
        var statuses = Enumerable.Range(0, 3).Select(_ => Send("GET", "/2/users/me").Status).ToList();
        _clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal([200, 200, 429, 200], statuses.Append(Send("GET", "/2/users/me").Status));
    }

    [Fact]
    public void Answers_likes_and_counts_can_be_read()
    {
        var ann = _x.AddAccount("99", "ann", "Ann");
        Post("""{"text":"root"}""");
        var root = _x.Posts[0].Id;
        var reply = _x.Reply(ann, root, "@inesq nice");
        _x.Like(ann, root);
        _x.Repost(ann, root);

        var found = Json(Send("GET", $"/2/tweets/search/recent?query=conversation_id:{root}%20-from:inesq&tweet.fields=conversation_id,created_at,in_reply_to_user_id,public_metrics,referenced_tweets&expansions=author_id"));
        var counted = Json(Send("GET", $"/2/tweets?ids={root},5&post.fields=public_metrics"));
        var likes = Json(Send("GET", $"/2/tweets/{root}/liking_users"));
        var hidden = Send("PUT", $"/2/tweets/{reply.Id}/hidden", """{"hidden":true}""");
        _clock.Advance(TimeSpan.FromDays(7));
        var late = Json(Send("GET", $"/2/tweets/search/recent?query=conversation_id:{root}"));

        Assert.Equal((reply.Id, root, "2244994945", "ann"), (
            found["data"]![0]!["id"]!.GetValue<string>(), found["data"]![0]!["conversation_id"]!.GetValue<string>(),
            found["data"]![0]!["in_reply_to_user_id"]!.GetValue<string>(), found["includes"]!["users"]![0]!["username"]!.GetValue<string>()));
        Assert.Equal((1, 1, 1), (
            counted["data"]![0]!["public_metrics"]!["reply_count"]!.GetValue<int>(), counted["data"]![0]!["public_metrics"]!["like_count"]!.GetValue<int>(),
            counted["data"]![0]!["public_metrics"]!["repost_count"]!.GetValue<int>()));
        Assert.Equal("5", counted["errors"]![0]!["resource_id"]!.GetValue<string>());
        Assert.Equal("ann", likes["data"]![0]!["username"]!.GetValue<string>());
        Assert.Equal((200, true), (hidden.Status, _x.Posts[1].IsMuted));
        Assert.Null(late["data"]);
    }

    [Fact]
    public void An_answer_to_somebody_who_did_not_call_is_not_permitted()
    {
        var ann = _x.AddAccount("99", "ann", "Ann");
        _x.AddPosts([new XPost("1900000000000000001", ann.Id, "hello all", _clock.GetUtcNow()), new XPost("1900000000000000002", ann.Id, "hello @inesq", _clock.GetUtcNow())]);

        Assert.Equal(403, Post("""{"text":"a","reply":{"in_reply_to_tweet_id":"1900000000000000001"}}""").Status);
        Assert.Equal(201, Post("""{"text":"a","reply":{"in_reply_to_tweet_id":"1900000000000000002"}}""").Status);
    }

    [Fact]
    public void A_picture_must_be_finished_ones_own_and_what_it_says()
    {
        var other = _x.AddAccount("99", "ann", "Ann");
        _x.AddToken(other, "ann");
        var png = Convert.ToBase64String([0x89, .. "PNG\r\n\u001a\n"u8]);
        var id = Json(Send("POST", "/2/media/upload", $$"""{"media":"{{png}}","media_category":"tweet_image"}"""))["data"]!["id"]!.GetValue<string>();
        var open = Json(Send("POST", "/2/media/upload/initialize", """{"media_type":"image/png","total_bytes":9,"media_category":"tweet_image"}"""))["data"]!["id"]!.GetValue<string>();

        Assert.Equal(400, Post($$$"""{"text":"a","media":{"media_ids":["{{{id}}}"]}}""", "Bearer ann").Status);
        Assert.Equal(400, Post($$$"""{"text":"a","media":{"media_ids":["{{{open}}}"]}}""").Status);
        Assert.Equal(400, Send("POST", $"/2/media/upload/{open}/finalize", "").Status);
        Assert.Equal(400, Send("POST", "/2/media/upload", """{"media":"bm8=","media_category":"tweet_image"}""").Status);
        Assert.Equal(400, Send("POST", "/2/media/upload/initialize", """{"media_type":"image/png","total_bytes":5242881,"media_category":"tweet_image"}""").Status);
        Assert.Equal(400, Send("POST", "/2/media/upload/initialize", """{"media_type":"image/gif","total_bytes":9,"media_category":"tweet_image"}""").Status);
        Assert.Equal(400, Send("POST", "/2/media/metadata", new JsonObject { ["id"] = id, ["metadata"] = new JsonObject { ["alt_text"] = new JsonObject { ["text"] = new string('a', 1001) } } }.ToJsonString()).Status);
        Assert.Equal(201, Post($$$"""{"media":{"media_ids":["{{{id}}}"]}}""").Status);
    }

    [Fact]
    public void Consent_by_the_older_way_gives_keys_that_work()
    {
        var at = new Uri("http://x.test/oauth/request_token");
        var asked = Form(Send("POST", at.AbsolutePath, "oauth_callback=https%3A%2F%2Fblog.example%2Fcb", Header("POST", at, [("oauth_callback", "https://blog.example/cb")], "", ""), "application/x-www-form-urlencoded"));
        var page = $"/oauth/authorize?oauth_token={asked["oauth_token"]}";
        Assert.Contains("Authorize app", Encoding.UTF8.GetString(Send("GET", page).Body), StringComparison.Ordinal);
        var back = new Uri(Send("POST", page, $"decision=allow&account={_me.Id}", null, "application/x-www-form-urlencoded").Headers["Location"]);
        var verifier = QueryHelpers.ParseQuery(back.Query)["oauth_verifier"].ToString();
        var last = new Uri("http://x.test/oauth/access_token");
        var got = Form(Send("POST", last.AbsolutePath, $"oauth_verifier={verifier}", Header("POST", last, [("oauth_verifier", verifier)], asked["oauth_token"], asked["oauth_token_secret"]), "application/x-www-form-urlencoded"));

        var me = new Uri("http://x.test/2/users/me");

        Assert.Equal(("2244994945", "inesq"), (got["user_id"], got["screen_name"]));
        Assert.Equal(200, Send("GET", me.AbsolutePath, authorization: Header("GET", me, [], got["oauth_token"], got["oauth_token_secret"])).Status);
    }

    [Fact]
    public void A_form_of_another_site_cannot_consent()
    {
        var page = "/i/oauth2/authorize?response_type=code&client_id=CID&redirect_uri=https%3A%2F%2Fblog.example%2Fcb&scope=tweet.read&state=s&code_challenge=" + Challenge(Verifier) + "&code_challenge_method=s256";

        Assert.Equal(302, Send("POST", page, $"decision=allow&account={_me.Id}", null, "application/x-www-form-urlencoded").Status);
        Assert.Equal(400, Send("POST", page, $"decision=allow&account={_me.Id}", null, "application/x-www-form-urlencoded", ("Sec-Fetch-Site", "cross-site")).Status);
    }

    [Fact]
    public void What_was_stored_comes_back_whole()
    {
        var png = Convert.ToBase64String([0x89, .. "PNG\r\n\u001a\n"u8]);
        var id = Json(Send("POST", "/2/media/upload", $$"""{"media":"{{png}}","media_category":"tweet_image"}"""))["data"]!["id"]!.GetValue<string>();
        Post($$$"""{"text":"kept","media":{"media_ids":["{{{id}}}"]}}""");
        var later = new XEmulator(_clock);

        later.Restore(_x.Store());

        var post = Assert.Single(later.Posts);
        Assert.Equal(("kept", id, _x.Posts[0].Id, _x.Posts[0].CreatedAt), (post.Text, Assert.Single(post.Pictures).MediaId, post.Id, post.CreatedAt));
        Assert.Equal(_x.Media(id)!.Value.Bytes, later.Media(id)!.Value.Bytes);
        Assert.Equal(200, later.Answer(Call("GET", "/2/users/me", "", "Bearer AT2")).Status);
        Assert.Throws<System.Text.Json.JsonException>(() => new XEmulator(_clock).Restore("{}"u8.ToArray()));
    }

    private WireReply Post(string body, string authorization = "Bearer AT2") => Send("POST", "/2/tweets", body, authorization);

    private WireReply Refusing(XRefusal refusal)
    {
        _x.Refusing = refusal;
        var reply = Send("GET", "/2/users/me");
        _x.Refusing = null;
        return reply;
    }

    private WireReply Token(string form, string? authorization = "Basic Q0lEOkNTRUM=") => Send("POST", "/2/oauth2/token", form, authorization, "application/x-www-form-urlencoded");

    private WireReply Send(string method, string path, string body = "", string? authorization = "Bearer AT2", string type = "application/json", params (string Name, string Value)[] headers) =>
        _x.Answer(Call(method, path, body, authorization, type, headers));

    private static WireCall Call(string method, string path, string body, string? authorization, string type = "application/json", params (string Name, string Value)[] headers)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type };
        headers.ToList().ForEach(h => all[h.Name] = h.Value);
        if (authorization is not null)
        {
            all["Authorization"] = authorization;
        }

        var address = new Uri("http://x.test" + path);
        return new WireCall(method, address, address.AbsolutePath, QueryHelpers.ParseQuery(address.Query).AsReadOnly(), all, Encoding.Latin1.GetBytes(body));
    }

    private string Signed(string method, string path, string token) =>
        OAuth1.Header(method, new Uri("http://x.test" + path), [], new OAuth1Keys("k", "s", token, "ts"), Guid.NewGuid().ToString("N"), _clock.GetUtcNow());

    private string Header(string method, Uri address, (string Name, string Value)[] form, string token, string tokenSecret) =>
        OAuth1.Header(method, address, [.. form.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))], new OAuth1Keys("k", "s", token, tokenSecret), Guid.NewGuid().ToString("N"), _clock.GetUtcNow());

    private static JsonObject Json(WireReply reply) => JsonNode.Parse(reply.Body)!.AsObject();

    private static Dictionary<string, string> Form(WireReply reply)
    {
        Assert.Equal((int)HttpStatusCode.OK, reply.Status);
        return QueryHelpers.ParseQuery(Encoding.UTF8.GetString(reply.Body)).ToDictionary(f => f.Key, f => f.Value.ToString());
    }

    private static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>Sends recorded requests with the values that this network gave instead of the recorded ones.</summary>
    private sealed partial class Replay(XEmulatorTests test)
    {
        private readonly Dictionary<string, string> _values = new() { ["1880028106020515840"] = "1" };

        public WireReply Send(JsonNode request)
        {
            var url = request["url"]!.GetValue<string>();
            var body = request["body"]!.GetValue<string>();
            if (Recorded().Match(url + body) is { Success: true } verifier)
            {
                _values["CODE"] = Code(verifier.Groups["verifier"].Value);
            }

            var headers = request["headers"]!.AsObject().Select(h => (h.Key, h.Value!.GetValue<string>())).ToArray();
            var type = headers.FirstOrDefault(h => h.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Item2 ?? "";
            var authorization = headers.FirstOrDefault(h => h.Key == "Authorization").Item2;
            var reply = test.Send(request["method"]!.GetValue<string>(), Filled(url), Blank().Replace(Filled(body), Bytes), authorization, type);
            if (reply.Status == 200 && JsonNode.Parse(reply.Body) is JsonObject answer)
            {
                Learn(answer);
            }

            return reply;
        }

        private void Learn(JsonObject answer)
        {
            _values["RT1"] = answer["refresh_token"]?.GetValue<string>() ?? _values.GetValueOrDefault("RT1", "RT1");
            _values["\"AT1\""] = answer["access_token"] is { } token ? $"\"{token}\"" : _values.GetValueOrDefault("\"AT1\"", "\"AT1\"");
            if (answer["data"] is JsonObject data && data["media_key"] is not null)
            {
                _values["1880028106020515840"] = data["id"]!.GetValue<string>();
            }
        }

        private string Filled(string text) => _values.Aggregate(text, (t, v) => t.Replace(v.Key, v.Value, StringComparison.Ordinal));

        // The recording has a note instead of the bytes; the first segment is the head of a picture.
        private string Bytes(Match note)
        {
            var count = int.Parse(note.Groups["count"].Value, CultureInfo.InvariantCulture);
            return count > 1_000_000 ? "\u0089PNG" + new string('a', count - 4) : new string('b', count);
        }

        private string Code(string verifier)
        {
            var page = "/i/oauth2/authorize?response_type=code&client_id=CID&redirect_uri=https%3A%2F%2Fblog.example%2Fcb&state=s&code_challenge_method=S256"
                + "&scope=tweet.read%20tweet.write%20users.read%20media.write%20offline.access&code_challenge=" + Challenge(verifier);
            var back = test.Send("POST", page, $"decision=allow&account={test._me.Id}", null, "application/x-www-form-urlencoded").Headers["Location"];
            return QueryHelpers.ParseQuery(new Uri(back).Query)["code"].ToString();
        }

        [GeneratedRegex("""code_verifier["=:]+(?<verifier>[\w-]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
        private static partial Regex Recorded();

        [GeneratedRegex("<(?<count>[0-9]+) binary bytes>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
        private static partial Regex Blank();
    }
}
