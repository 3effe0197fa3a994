using System.Text;
using System.Text.Json;
using Blog.Networks;
using Blog.Networks.Facebook;
using Blog.Outgoing;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>Each fault on each call, and each documented error: what is told, and what Facebook stored.</summary>
public sealed class FacebookFaultTests : FacebookTest
{
    // What the outbox may conclude from a fault of a publishing call.
    private static readonly Dictionary<Fault, Type> Expected = new()
    {
        [Fault.CutBeforeCommit] = typeof(DeliveryResult.Unknown),
        [Fault.HangBeforeCommit] = typeof(DeliveryResult.Unknown),
        [Fault.HangAfterCommit] = typeof(DeliveryResult.Unknown),
        [Fault.CutAfterCommit] = typeof(DeliveryResult.Unknown),
        [Fault.ErrorAfterCommit] = typeof(DeliveryResult.Unknown),
        [Fault.Unavailable] = typeof(DeliveryResult.Unknown),
        [Fault.HtmlGateway] = typeof(DeliveryResult.Unknown),
        [Fault.TruncatedJson] = typeof(DeliveryResult.Unknown),
        [Fault.EmptyBody] = typeof(DeliveryResult.Unknown),
        [Fault.SlowBody] = typeof(DeliveryResult.Unknown),
        [Fault.HugeBody] = typeof(DeliveryResult.Unknown),
        [Fault.CompressedBomb] = typeof(DeliveryResult.Unknown),
        [Fault.RateLimited] = typeof(DeliveryResult.RetryLater),
        [Fault.RateLimitedWithoutReset] = typeof(DeliveryResult.RetryLater),
        [Fault.RateLimitedForever] = typeof(DeliveryResult.RetryLater),
        [Fault.RateLimitedRetryAfter] = typeof(DeliveryResult.RetryLater),
        [Fault.Unauthorized] = typeof(DeliveryResult.Unauthorized),
        [Fault.Redirect] = typeof(DeliveryResult.RetryLater),
        [Fault.AcceptedButHidden] = typeof(DeliveryResult.Delivered),
    };

    private static readonly Fault[] Committed =
    [
        Fault.HangAfterCommit, Fault.CutAfterCommit, Fault.ErrorAfterCommit, Fault.TruncatedJson, Fault.EmptyBody, Fault.SlowBody, Fault.HugeBody, Fault.CompressedBomb, Fault.AcceptedButHidden,
    ];

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Rows_04_to_12_a_post_is_sent_once_and_an_unclear_answer_is_unknown(Fault fault)
    {
        var access = Facebook.Access();
        Facebook.Emulator.Weather.Strike(1, fault);

        var result = await EndAsync(Network.PublishAsync(Copy(), access, default));

        Assert.IsType(Expected[fault], result);
        Assert.Single(Facebook.Api.Calls);
        Assert.Equal(Committed.Contains(fault) ? 1 : 0, Facebook.Emulator.Posts.Count);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Row_05_after_an_unknown_outcome_the_look_up_tells_what_Facebook_stored(Fault fault)
    {
        var access = Facebook.Access();
        var copy = Copy();
        Facebook.Emulator.Weather.Strike(1, fault);
        await EndAsync(Network.PublishAsync(copy, access, default));

        var found = await Network.FindCopyAsync(copy, access, default);

        if (Committed.Contains(fault))
        {
            Assert.Equal(Facebook.Emulator.Posts[0].Id, Assert.IsType<LookupResult.Found>(found).RemoteId);
        }
        else
        {
            Assert.IsType<LookupResult.Absent>(found);
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_upload_is_never_unknown(Fault fault)
    {
        var access = Facebook.Access();
        Facebook.Emulator.Weather.Strike(CallKinds.Media, 1, fault);

        var result = await EndAsync(Network.UploadAsync(new OutgoingImage(Pictures.Png(4, 4), "image/png", "x"), access, default));

        Assert.IsType(
            fault == Fault.AcceptedButHidden ? typeof(UploadResult.Uploaded) : fault == Fault.Unauthorized ? typeof(UploadResult.Unauthorized) : typeof(UploadResult.RetryLater), result);
        Assert.Single(Facebook.Api.Calls);
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_edit_that_is_unclear_is_made_again_and_leaves_one_copy(Fault fault)
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        var remote = new RemoteCopy(copy.RemoteId, copy.RemoteUrl);
        Facebook.Emulator.Weather.Strike(2, fault);

        var result = await EndAsync(Network.EditAsync(Copy("new"), remote, access, default));
        await Network.EditAsync(Copy("new"), remote, access, default);

        Assert.IsType(RepeatSafe(fault), result);
        Assert.Equal("new", Assert.Single(Facebook.Emulator.Posts).Message);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_deletion_that_is_unclear_is_made_again_and_ends_deleted(Fault fault)
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        var remote = new RemoteCopy(copy.RemoteId, copy.RemoteUrl);
        Facebook.Emulator.Weather.Strike(2, fault);

        var result = await EndAsync(Network.DeleteAsync(remote, access, default));
        var again = await Network.DeleteAsync(remote, access, default);

        Assert.IsType(RepeatSafe(fault), result);
        Assert.IsType<DeliveryResult.Delivered>(again);
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_stranger_s_look_that_fails_hides_nothing(Fault fault)
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        Facebook.Emulator.Weather.Strike(CallKinds.Reading, 1, fault);

        var seen = await EndAsync(Network.LookAsStrangerAsync(new RemoteCopy(copy.RemoteId, null), access, default));

        // The page was read before the fault hid it; half a page or none is still 200.
        if (fault is Fault.AcceptedButHidden or Fault.TruncatedJson or Fault.EmptyBody)
        {
            Assert.IsType<SightResult.Visible>(seen);
        }
        else
        {
            Assert.IsType<SightResult.CannotTell>(seen);
        }
    }

    [Fact]
    public async Task Row_07_seven_errors_in_a_row_never_make_a_second_post()
    {
        var access = Facebook.Access();
        Facebook.Emulator.Weather.Stand(Fault.ErrorAfterCommit, CallKinds.Writing);

        for (var n = 0; n < 7; n++)
        {
            Assert.IsType<DeliveryResult.Unknown>(await Network.PublishAsync(Copy(), access, default));
        }

        Assert.Single(Facebook.Emulator.Posts);
        Assert.Equal(7, Facebook.Emulator.CreateCalls);
    }

    [Fact]
    public async Task Row_01_a_refused_connection_sent_nothing()
    {
        var (network, access) = (Network, Facebook.Access());
        await network.FindCopyAsync(Copy(), access, default);
        await Facebook.StopAsync();

        var result = await network.PublishAsync(Copy(), access, default);

        Assert.Contains("could not be reached", Assert.IsType<DeliveryResult.RetryLater>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_15_a_redirect_gets_no_key()
    {
        await using var elsewhere = await FacebookHost.StartAsync(Clock);
        Facebook.Emulator.Weather.RedirectTo = elsewhere.Base + "/feed";
        Facebook.Emulator.Weather.Strike(1, Fault.Redirect);

        await Network.PublishAsync(Copy(), Facebook.Access(), default);

        Assert.Empty(elsewhere.Api.Calls);
    }

    [Theory]
    [InlineData(Fault.RateLimited, 19 * 60)]
    [InlineData(Fault.RateLimitedWithoutReset, 60 * 60)]
    [InlineData(Fault.RateLimitedForever, 24 * 60 * 60)]
    [InlineData(Fault.RateLimitedRetryAfter, 120)]
    public async Task Rows_28_and_29_a_rate_limit_waits_as_long_as_Facebook_says_and_a_little(Fault fault, int seconds)
    {
        Facebook.Emulator.Weather.Strike(1, fault);

        var result = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Facebook.Access(), default));

        Assert.InRange(result.NotBefore!.Value, Clock.GetUtcNow().AddSeconds(seconds), Clock.GetUtcNow().AddSeconds(seconds + 600));
        Assert.Contains("Nothing was published", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no json")]
    [InlineData("""{"1":{"type":"pages"}}""")]
    [InlineData("""{"1":[{"estimated_time_to_regain_access":"soon"}]}""")]
    [InlineData("""{"1":[null]}""")]
    public void Row_29_a_header_that_cannot_be_read_means_an_hour(string header)
    {
        var result = Read(new Exchange.Answered(400, new Dictionary<string, string> { ["X-Business-Use-Case-Usage"] = header }, """{"error":{"code":80001}}"""u8.ToArray()));

        Assert.InRange(Assert.IsType<DeliveryResult.RetryLater>(result).NotBefore!.Value, Clock.GetUtcNow().AddHours(1), Clock.GetUtcNow().AddMinutes(70));
    }

    [Fact]
    public async Task Row_35_a_duplicate_is_evidence_and_is_looked_for()
    {
        var access = Facebook.Access();
        await Network.PublishAsync(Copy(), access, default);

        var result = await Network.PublishAsync(Copy(), access, default);

        Assert.Contains("looked for", Assert.IsType<DeliveryResult.Unknown>(result).Reason, StringComparison.Ordinal);
        Assert.Single(Facebook.Emulator.Posts);
        Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), access, default));
    }

    [Fact]
    public void Row_35_the_older_wording_of_a_duplicate_is_evidence_too() =>
        Assert.IsType<DeliveryResult.Unknown>(Read(400, """{"error":{"message":"You've already posted this","type":"OAuthException","code":368}}"""));

    [Theory]
    [InlineData(PageObstacle.SecurityCheck, 24, "security check")]
    [InlineData(PageObstacle.PublishingAuthorization, 24, "identity")]
    [InlineData(PageObstacle.Policy, 24, "blocked")]
    [InlineData(PageObstacle.TooFast, 3, "too fast")]
    public async Task Row_32_a_block_is_a_long_pause_and_no_failure(PageObstacle obstacle, int hours, string says)
    {
        Facebook.Cast.Hinder(FacebookHost.Page, obstacle);

        var result = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Facebook.Access(), default));

        Assert.Equal(Clock.GetUtcNow().AddHours(hours), result.NotBefore);
        Assert.Contains(says, result.Reason, StringComparison.Ordinal);
        Assert.Contains("Nothing was published", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_27_each_death_of_a_token_asks_for_what_helps()
    {
        var cast = Facebook.Cast;
        async Task<string> Told(Action happens)
        {
            var access = Facebook.Access();
            happens();
            var told = Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), access, default)).Reason;
            cast.Put(new StoredPerson(FacebookHost.Person, "Inés"));
            cast.GiveRole(FacebookHost.Page, FacebookHost.Person, [.. FacebookCast.AllTasks]);
            return told;
        }

        var password = await Told(() => cast.ChangePassword(FacebookHost.Person));
        var removed = await Told(() => cast.RemoveApp(FacebookHost.AppId, FacebookHost.Person));
        var locked = await Told(() => cast.Put(new StoredPerson(FacebookHost.Person, "Inés") { State = PersonState.Checkpointed }));
        var unconfirmed = await Told(() => cast.Put(new StoredPerson(FacebookHost.Person, "Inés") { State = PersonState.Unconfirmed }));
        var noRole = await Told(() => cast.GiveRole(FacebookHost.Page, FacebookHost.Person));

        Assert.Contains("password", password, StringComparison.Ordinal);
        Assert.Contains("app was removed", removed, StringComparison.Ordinal);
        Assert.Contains("locked your account", locked, StringComparison.Ordinal);
        Assert.Contains("not confirmed", unconfirmed, StringComparison.Ordinal);
        Assert.Contains("no longer has a role", noRole, StringComparison.Ordinal);
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Fact]
    public async Task A_permission_or_a_task_that_was_taken_is_told_with_the_remedy()
    {
        var access = Facebook.Access();
        Facebook.Cast.Grant(FacebookHost.AppId, FacebookHost.Person, ["pages_show_list", "pages_read_engagement"], FacebookHost.Page);
        var permission = await Network.PublishAsync(Copy(), access, default);
        access = Facebook.Access();
        Facebook.Cast.GiveRole(FacebookHost.Page, FacebookHost.Person, "ANALYZE");
        var task = await Network.PublishAsync(Copy(), access, default);

        Assert.All(new[] { permission, task }, r => Assert.Contains("Check your role on the Page", Assert.IsType<DeliveryResult.Unauthorized>(r).Reason, StringComparison.Ordinal));
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Fact]
    public async Task A_changed_app_secret_asks_for_the_new_one()
    {
        var access = Facebook.Access();
        Facebook.Cast.Put(new StoredApp(FacebookHost.AppId, "new", "Blog"));

        var result = await Network.PublishAsync(Copy(), access, default);

        Assert.Contains("Copy the secret once more", Assert.IsType<DeliveryResult.Unauthorized>(result).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{}", typeof(DeliveryResult.Unknown))]
    [InlineData(200, """{"id":""}""", typeof(DeliveryResult.Unknown))]
    [InlineData(200, """{"id":"../1"}""", typeof(DeliveryResult.Unknown))]
    [InlineData(200, """{"id":"1_2"}""", typeof(DeliveryResult.Delivered))]
    [InlineData(200, """[]""", typeof(DeliveryResult.Unknown))]
    [InlineData(302, "", typeof(DeliveryResult.RetryLater))]
    [InlineData(400, "<html>", typeof(DeliveryResult.Unknown))]
    [InlineData(400, """{"error":{"message":"It looks like you were misus""", typeof(DeliveryResult.Unknown))]
    [InlineData(403, "", typeof(DeliveryResult.Unknown))]
    [InlineData(404, "<html>", typeof(DeliveryResult.Rejected))]
    [InlineData(400, """{"error":{"code":99999,"message":"x"}}""", typeof(DeliveryResult.Rejected))]
    [InlineData(400, """{"error":{"code":99999,"message":"x","is_transient":true}}""", typeof(DeliveryResult.Unknown))]
    [InlineData(400, """{"error":{"code":1,"message":"x"}}""", typeof(DeliveryResult.Unknown))]
    [InlineData(400, """{"error":{"code":2,"message":"x"}}""", typeof(DeliveryResult.Unknown))]
    [InlineData(400, """{"error":{"code":100,"error_subcode":1366051}}""", typeof(DeliveryResult.Unknown))]
    [InlineData(400, """{"error":{"code":"190"}}""", typeof(DeliveryResult.Unauthorized))]
    [InlineData(401, "", typeof(DeliveryResult.Unauthorized))]
    [InlineData(401, """{"error":{"code":190}}""", typeof(DeliveryResult.Unauthorized))]
    [InlineData(403, """{"error":{"code":4,"error_subcode":2207051}}""", typeof(DeliveryResult.RetryLater))]
    [InlineData(403, """{"error":{"code":10}}""", typeof(DeliveryResult.Unauthorized))]
    [InlineData(400, """{"error":{"code":299}}""", typeof(DeliveryResult.Unauthorized))]
    [InlineData(400, """{"error":{"code":300}}""", typeof(DeliveryResult.Rejected))]
    [InlineData(400, """{"error":{"code":341}}""", typeof(DeliveryResult.RetryLater))]
    [InlineData(408, "", typeof(DeliveryResult.Unknown))]
    [InlineData(429, "", typeof(DeliveryResult.RetryLater))]
    [InlineData(500, """{"error":{"code":190}}""", typeof(DeliveryResult.Unknown))]
    [InlineData(504, "", typeof(DeliveryResult.Unknown))]
    public void An_answer_means_what_its_code_says(int status, string body, Type expected) => Assert.IsType(expected, Read(status, body));

    [SharedFact("contracts/data/facebook/wire-errors.json")]
    public void Every_known_error_body_means_what_the_contract_says()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "contracts/data/facebook/wire-errors.json")));
        var expected = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["duplicate"] = typeof(DeliveryResult.Unknown),
            ["unknown-outcome"] = typeof(DeliveryResult.Unknown),
            ["rate-limit"] = typeof(DeliveryResult.RetryLater),
            ["permanent"] = typeof(DeliveryResult.Rejected),
            ["permission"] = typeof(DeliveryResult.Unauthorized),
            ["reconnect"] = typeof(DeliveryResult.Unauthorized),
            ["config"] = typeof(DeliveryResult.Unauthorized),
        };

        // A block is the author's to clear on Facebook, a new sign-in does not help; a Page that is not shown is.
        var instead = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["security-check"] = typeof(DeliveryResult.RetryLater),
            ["page-publishing-authorization"] = typeof(DeliveryResult.RetryLater),
            ["policy-blocked"] = typeof(DeliveryResult.RetryLater),
            ["object-missing"] = typeof(DeliveryResult.Unauthorized),
        };

        var wrong = file.RootElement.GetProperty("errors").EnumerateArray()
            .Select(e => (Id: e.GetProperty("id").GetString()!, Class: e.GetProperty("class").GetString()!, Result: Read(AnswerOf(e))))
            .Where(e => e.Result.GetType() != instead.GetValueOrDefault(e.Id, expected[e.Class]))
            .Select(e => $"{e.Id} ({e.Class}) became {e.Result}");

        Assert.Empty(wrong);
    }

    private static Type RepeatSafe(Fault fault) => fault switch
    {
        Fault.Unauthorized => typeof(DeliveryResult.Unauthorized),
        Fault.AcceptedButHidden => typeof(DeliveryResult.Delivered),
        _ => typeof(DeliveryResult.RetryLater),
    };

    private static Exchange.Answered AnswerOf(JsonElement error) => new(
        error.GetProperty("status").GetInt32(),
        error.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.OrdinalIgnoreCase) : [],
        Encoding.UTF8.GetBytes(error.GetProperty("body").ToString()));

    private DeliveryResult Read(int status, string body) => Read(new Exchange.Answered(status, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body)));

    private DeliveryResult Read(Exchange exchange) =>
        new FacebookAnswers(FacebookFacts.Load(new FactsFile(Path.GetTempPath())), Clock).Published(exchange, (id, _) => id, null, Guid.Empty);
}
