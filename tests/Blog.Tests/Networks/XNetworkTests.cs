using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Blog.Networks;
using Blog.Networks.X;
using Blog.Outgoing;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

public sealed class XNetworkTests : XTest
{
    [Fact]
    public async Task The_four_keys_publish_and_find_too()
    {
        X.Emulator.AddKeys(X.Account, new OAuth1Keys("k", "s", "t", "ts"));
        var secret = (await Network.ConnectAsync(new ConnectRequest("keys", X.Base, X.Base, Fields(("apiKey", "k"), ("apiSecret", "s"), ("accessToken", "t"), ("accessTokenSecret", "ts"))), default)).Accounts[0].Secret;
        var access = X.Access() with { Secret = secret };

        var delivered = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), access, default));
        var found = Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), access, default));

        Assert.Equal(delivered.RemoteId, found.RemoteId);
        Assert.Equal($"https://x.com/inesq/status/{delivered.RemoteId}", delivered.RemoteUrl);
    }

    [Fact]
    public async Task Half_a_set_of_keys_is_refused_without_a_call()
    {
        var result = await Network.ConnectAsync(new ConnectRequest("keys", X.Base, X.Base, Fields(("apiKey", "k"), ("apiSecret", "s"))), default);

        Assert.Contains("all four keys", result.Problem, StringComparison.Ordinal);
        Assert.Empty(X.Api.Calls);
    }

    [Fact]
    public async Task A_copy_is_found_by_its_rewritten_link()
    {
        var delivered = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), X.Access(), default);

        var found = await Network.FindCopyAsync(Copy(), X.Access(), default);

        Assert.Equal(delivered.RemoteId, Assert.IsType<LookupResult.Found>(found).RemoteId);
        Assert.Contains("ines.example.com", X.Emulator.Posts.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_X_does_not_shorten_is_found_in_the_text()
    {
        var local = Copy() with { Text = "a & b\n\nhttp://localhost:5000/2026/x", Permalink = new Uri("http://localhost:5000/2026/x") };
        await Network.PublishAsync(local, X.Access(), default);

        Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(local, X.Access(), default));
    }

    [Fact]
    public async Task A_copy_is_found_on_a_later_page_and_absence_is_told_after_the_last()
    {
        await Network.PublishAsync(Copy(), X.Access(), default);
        for (var n = 0; n < 250; n++)
        {
            X.Emulator.AddPosts([new XPost($"{1_900_000_000_000_000_000 + n}", X.Account.Id, $"other {n}", Clock.GetUtcNow())]);
        }

        var found = await Network.FindCopyAsync(Copy(), X.Access(), default);
        var absent = await Network.FindCopyAsync(Copy() with { Text = "Other\n\nhttps://ines.example.com/2026/other", Permalink = new Uri("https://ines.example.com/2026/other") }, X.Access(), default);

        Assert.IsType<LookupResult.Found>(found);
        Assert.IsType<LookupResult.Absent>(absent);
        Assert.Equal(6, X.Api.Calls.Count(c => c.Method == "GET"));
    }

    [Fact]
    public async Task A_copy_from_before_the_attempt_is_not_ours()
    {
        await Network.PublishAsync(Copy(), X.Access(), default);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy() with { Since = Clock.GetUtcNow() }, X.Access(), default));
    }

    [Fact]
    public async Task A_timeline_that_cannot_be_read_is_no_absence()
    {
        foreach (var fault in Enum.GetValues<Fault>().Where(f => f is not (Fault.HangBeforeCommit or Fault.HangAfterCommit or Fault.SlowBody or Fault.AcceptedButHidden)))
        {
            X.Emulator.Weather.Stand(fault);

            Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), X.Access(), default));
        }
    }

    [SharedFact("contracts/data/x/wire-errors.json")]
    public void Every_known_error_body_means_what_the_contract_says()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "contracts/data/x/wire-errors.json")));
        var expected = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["duplicate"] = typeof(DeliveryResult.Unknown),
            ["unknown-outcome"] = typeof(DeliveryResult.Unknown),
            ["transient"] = typeof(DeliveryResult.Unknown),
            ["rate-limit"] = typeof(DeliveryResult.RetryLater),
            ["billing"] = typeof(DeliveryResult.RetryLater),
            ["permanent"] = typeof(DeliveryResult.Rejected),
            ["permission"] = typeof(DeliveryResult.Unauthorized),
            ["reconnect"] = typeof(DeliveryResult.Unauthorized),
            ["config"] = typeof(DeliveryResult.Unauthorized),
        };

        var wrong = file.RootElement.GetProperty("errors").EnumerateArray()
            .Where(e => !e.GetProperty("id").GetString()!.StartsWith("oauth2-", StringComparison.Ordinal) && e.GetProperty("status").GetInt32() != 200)
            .Select(e => (Id: e.GetProperty("id").GetString(), Class: e.GetProperty("class").GetString()!, Result: Answers().Published(Answer(e), id => id)))
            .Where(e => e.Result.GetType() != expected[e.Class])
            .Select(e => $"{e.Id} ({e.Class}) became {e.Result}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Row_28_a_rate_limit_waits_for_the_latest_empty_bucket()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_766_620_000);
        Clock.Advance(now - Clock.GetUtcNow());
        var result = Answers().Published(
            new Exchange.Answered(429, new Dictionary<string, string>
            {
                ["x-rate-limit-remaining"] = "1079999",
                ["x-rate-limit-reset"] = "1766690000",
                ["x-user-limit-24hour-remaining"] = "0",
                ["x-user-limit-24hour-reset"] = "1766664000",
            }, "{}"u8.ToArray()),
            id => id);

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_766_664_000), Assert.IsType<DeliveryResult.RetryLater>(result).NotBefore);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Fri, 20 Nov 2026 08:05:00 GMT", 300)]
    [InlineData("99999999999", 86400)]
    [InlineData("soon", 900)]
    public void Row_28_retry_after_is_kept_as_seconds_and_as_a_date(string header, int seconds)
    {
        var now = Clock.GetUtcNow();

        var result = Answers().Published(new Exchange.Answered(429, new Dictionary<string, string> { ["Retry-After"] = header }, []), id => id);

        Assert.Equal(now.AddSeconds(seconds), Assert.IsType<DeliveryResult.RetryLater>(result).NotBefore);
    }

    [Fact]
    public async Task Row_03_a_certificate_that_nobody_vouches_for_gets_no_token()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var refusing = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            var heard = new byte[4096];
            var count = await socket.ReceiveAsync(heard);
            await socket.SendAsync("this is no handshake"u8.ToArray());
            return System.Text.Encoding.Latin1.GetString(heard, 0, count);
        });
        var network = X.Network($"127.0.0.1:{port}");

        var result = await network.PublishAsync(Copy(), X.Access($"https://127.0.0.1:{port}"), default);

        Assert.IsType<DeliveryResult.RetryLater>(result);
        Assert.DoesNotContain(XHost.Bearer, await refusing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_that_is_not_listed_is_not_dialled()
    {
        await using var other = await XHost.StartAsync(Clock);

        var plain = await Network.PublishAsync(Copy(), X.Access(other.Base), default);
        var secure = await Network.PublishAsync(Copy(), X.Access(other.Base.Replace("http:", "https:", StringComparison.Ordinal)), default);

        var byName = await Network.PublishAsync(Copy(), X.Access($"https://localhost:{other.Address.Port}"), default);

        Assert.Contains("private network", Assert.IsType<DeliveryResult.RetryLater>(byName).Reason, StringComparison.Ordinal);
        Assert.Contains("without encryption", Assert.IsType<DeliveryResult.RetryLater>(plain).Reason, StringComparison.Ordinal);
        Assert.Contains("private network", Assert.IsType<DeliveryResult.RetryLater>(secure).Reason, StringComparison.Ordinal);
        Assert.Empty(other.Api.Calls);
    }

    [Fact]
    public async Task The_emulator_refuses_what_X_refuses()
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = X.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", XHost.Bearer);
        async Task<HttpStatusCode> Post(string json) =>
            (await http.PostAsync(new Uri("/2/tweets", UriKind.Relative), new StringContent(json, System.Text.Encoding.UTF8, "application/json"))).StatusCode;

        Assert.Equal(HttpStatusCode.Created, await Post("""{"text":"hello"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await Post("""{"text":"hello"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await Post($$"""{"text":"{{new string('a', 281)}}"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Post("""{"text":"a","colour":"red"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Post("""{"text":""}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Post("no json"));
        http.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, await Post("""{"text":"other"}"""));
        Assert.Single(X.Emulator.Posts);
    }

    [Fact]
    public async Task The_emulator_answers_in_the_naming_that_was_asked_for()
    {
        await Network.PublishAsync(Copy(), X.Access(), default);
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = X.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", XHost.Bearer);

        var old = await http.GetStringAsync(new Uri("/2/users/2244994945/tweets?tweet.fields=entities,public_metrics", UriKind.Relative));
        var renamed = await http.GetStringAsync(new Uri("/2/users/2244994945/tweets?post.fields=entities,public_metrics", UriKind.Relative));

        Assert.Contains("retweet_count", old, StringComparison.Ordinal);
        Assert.Contains("edit_history_post_ids", renamed, StringComparison.Ordinal);
        Assert.Contains("repost_count", renamed, StringComparison.Ordinal);
        Assert.Contains("\"expanded_url\":\"https://ines.example.com/2026/a%C3%B1il\"", renamed, StringComparison.Ordinal);
        Assert.Contains("https://t.co/", renamed, StringComparison.Ordinal);
    }

    private XAnswers Answers() => new(XFacts.Load(new FactsFile(X.FactsFolder)), Clock);

    private OutgoingCopy Copy() => new(Guid.NewGuid(), $"Añil\n\nA colour & its story.\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());

    private static Dictionary<string, string> Fields(params (string Key, string Value)[] fields) => fields.ToDictionary(f => f.Key, f => f.Value);

    private static Exchange.Answered Answer(JsonElement error) => new(
        error.GetProperty("status").GetInt32(),
        error.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!) : [],
        System.Text.Encoding.UTF8.GetBytes(error.GetProperty("body").ToString()));
}
