using System.Text.Json;
using Blog.Networks.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>What goes wrong between LinkedIn and the blog, and that there is one post afterwards or a question.</summary>
public sealed class LinkedInFaultTests : LinkedInTest
{
    [Theory]
    [InlineData(Fault.CutBeforeCommit, typeof(DeliveryResult.Unknown), 0)]
    [InlineData(Fault.HangBeforeCommit, typeof(DeliveryResult.Unknown), 0)]
    [InlineData(Fault.HangAfterCommit, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.CutAfterCommit, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.ErrorAfterCommit, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.Unavailable, typeof(DeliveryResult.Unknown), 0)]
    [InlineData(Fault.HtmlGateway, typeof(DeliveryResult.Unknown), 0)]
    [InlineData(Fault.TruncatedJson, typeof(DeliveryResult.Delivered), 1)]
    [InlineData(Fault.EmptyBody, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.SlowBody, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.HugeBody, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.CompressedBomb, typeof(DeliveryResult.Unknown), 1)]
    [InlineData(Fault.RateLimited, typeof(DeliveryResult.RetryLater), 0)]
    [InlineData(Fault.RateLimitedWithoutReset, typeof(DeliveryResult.RetryLater), 0)]
    [InlineData(Fault.RateLimitedForever, typeof(DeliveryResult.RetryLater), 0)]
    [InlineData(Fault.RateLimitedRetryAfter, typeof(DeliveryResult.RetryLater), 0)]
    [InlineData(Fault.Unauthorized, typeof(DeliveryResult.Unauthorized), 0)]
    [InlineData(Fault.Redirect, typeof(DeliveryResult.RetryLater), 0)]
    [InlineData(Fault.AcceptedButHidden, typeof(DeliveryResult.Delivered), 1)]
    public async Task Whatever_strikes_a_post_of_a_profile_the_same_call_again_leaves_one(Fault fault, Type expected, int stored)
    {
        Host.Emulator.Weather.Strike(1, fault);
        var copy = Copy();

        var struck = await AnsweredAsync(Network.PublishAsync(copy, Host.AsMember(), default));
        var afterwards = Host.Emulator.Posts.Count;
        var again = await Network.PublishAsync(copy, Host.AsMember(), default);

        Assert.IsType(expected, struck);
        Assert.Equal(stored, afterwards);
        Assert.Equal(Host.Emulator.Posts.Single().Urn, Assert.IsType<DeliveryResult.Delivered>(again).RemoteId);
        Assert.Equal(2, Host.Creates);
    }

    [Theory]
    [InlineData(Fault.HangAfterCommit)]
    [InlineData(Fault.CutAfterCommit)]
    [InlineData(Fault.ErrorAfterCommit)]
    [InlineData(Fault.EmptyBody)]
    public async Task Row_05_06_07_10_a_lost_answer_of_a_company_page_is_found_by_reading(Fault fault)
    {
        Host.Emulator.Weather.Strike(1, fault);
        var copy = Copy() with { Card = new OutgoingCard(Permalink, "Añil", "", null), Text = "No link here" };

        Assert.IsType<DeliveryResult.Unknown>(await AnsweredAsync(Network.PublishAsync(copy, Host.AsPage(), default)));

        Assert.Equal(Host.Emulator.Posts.Single().Urn, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(copy, Host.AsPage(), default)).RemoteId);
    }

    [Fact]
    public async Task Nothing_is_unknown_about_a_call_that_never_went_out()
    {
        var nobody = Host.Access(Host.Member.Urn, LinkedInHost.MemberToken, null, $"http://127.0.0.1:{Ports.Free()}");
        var network = Host.Network(new Uri(nobody.Target.ApiBase).Authority);

        Assert.Contains("Nothing was published", Assert.IsType<DeliveryResult.RetryLater>(await network.PublishAsync(Copy(), nobody, default)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_15_a_redirect_is_not_followed_and_the_otherHost_hears_nothing()
    {
        await using var other = await LinkedInHost.StartAsync(Clock);
        var network = Host.Network(other.Address.Authority);
        Host.Emulator.Weather.RedirectTo = other.Base + "/rest/posts";
        Host.Emulator.Weather.Strike(1, Fault.Redirect);

        Assert.IsType<DeliveryResult.RetryLater>(await network.PublishAsync(Copy(), Host.AsMember(), default));
        Assert.Empty(other.Api.Calls);
    }

    [Theory]
    [InlineData("ugcPost")]
    [InlineData("share")]
    public async Task A_duplicate_of_a_profile_that_names_the_post_is_the_post(string kind)
    {
        Host.Emulator.Settings.DuplicateNamedAs = kind;
        await Network.PublishAsync(Copy(), Host.AsMember(), default);

        var again = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));

        Assert.StartsWith($"urn:li:{kind}:", again.RemoteId, StringComparison.Ordinal);
        Assert.Single(Host.Emulator.Posts);
    }

    [Fact]
    public async Task A_duplicate_that_names_something_else_is_asked_about_and_not_sent_again()
    {
        Host.Emulator.Settings.DuplicateNamedAs = "activity";
        await Network.PublishAsync(Copy(), Host.AsMember(), default);
        var copy = Copy();

        Assert.IsType<DeliveryResult.Unknown>(await Network.PublishAsync(copy, Host.AsMember(), default));
        Assert.IsType<LookupResult.NeverReadable>(await Network.FindCopyAsync(copy, Host.AsMember(), default));
    }

    [Fact]
    public async Task Row_34_a_duplicate_that_answers_404_is_asked_about_and_makes_no_loop()
    {
        Host.Emulator.Settings.GhostFor = TimeSpan.FromHours(24);
        var first = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        await Network.DeleteAsync(new RemoteCopy(first.RemoteId, null), Host.AsPage(), default);
        Clock.Advance(TimeSpan.FromHours(1));
        var copy = Copy();

        var result = await Network.PublishAsync(copy, Host.AsPage(), default);
        var look = await Network.FindCopyAsync(copy, Host.AsPage(), default);
        var other = await Network.FindCopyAsync(Copy(), Host.AsPage(), default);

        Assert.Contains("no longer there", Assert.IsType<DeliveryResult.Unknown>(result).Reason, StringComparison.Ordinal);
        Assert.IsType<LookupResult.NeverReadable>(look);
        Assert.IsType<LookupResult.Absent>(other);
        Assert.Empty(Host.Emulator.Posts);
    }

    [Fact]
    public async Task A_duplicate_of_a_company_page_is_adopted_after_it_was_read()
    {
        var first = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));

        Assert.Equal(first, await Network.PublishAsync(Copy(), Host.AsPage(), default));

        Host.Emulator.Weather.Stand(Fault.Unavailable, CallKinds.Reading);
        Assert.IsType<DeliveryResult.Unknown>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        Assert.Single(Host.Emulator.Posts);
    }

    [Fact]
    public async Task Row_36_a_dead_version_is_replaced_by_the_next_listed_one_and_found_out_once()
    {
        Host.Emulator.Settings.Retire("202609", "202608");

        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        Assert.Equal(3, Host.Creates);

        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy("Another one"), Host.AsMember(), default));
        Assert.Equal(4, Host.Creates);
        Assert.Equal(2, Host.Emulator.Posts.Count);
    }

    [Fact]
    public async Task Row_36_without_a_living_version_the_post_waits_a_day_and_the_file_is_named()
    {
        Host.Emulator.Settings.LastVersion = "202401";

        var result = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Host.AsMember(), default));

        Assert.Equal(Clock.GetUtcNow().AddDays(1), result.NotBefore);
        Assert.Contains("networks/linkedin.json", result.Reason, StringComparison.Ordinal);
        Assert.Empty(Host.Emulator.Posts);
    }

    [Fact]
    public async Task A_machine_that_slept_before_the_call_makes_it_all_the_same()
    {
        await using var host = await LinkedInHost.StartAsync(new SleepyClock(Clock));

        Assert.IsType<DeliveryResult.Delivered>(await host.Network().PublishAsync(Copy(), host.AsMember(), default));
        Assert.Single(host.Emulator.Posts);
    }

    [Fact]
    public async Task The_owner_can_name_a_newer_version_without_a_release()
    {
        Host.WriteFacts("""{ "versions": [ "203001" ], "maxLength": 20 }""");
        Host.Emulator.Settings.FirstVersion = Host.Emulator.Settings.LastVersion = "203001";
        var network = Host.Network();

        Assert.IsType<DeliveryResult.Delivered>(await network.PublishAsync(Copy("Short"), Host.AsMember(), default));
        Assert.IsType<DeliveryResult.Rejected>(await network.PublishAsync(Copy("Longer than twenty characters"), Host.AsMember(), default));
        Assert.Equal(20, network.Descriptor.MaxLength);
    }

    [Theory]
    [InlineData("""{ "versions": [] }""", "versions")]
    [InlineData("""{ "versions": [ "202613" ] }""", "versions")]
    [InlineData("""{ "replayMinutes": 30 }""", "replayMinutes")]
    [InlineData("""{ "colour": "blue" }""", "colour")]
    [InlineData("""{ "errors": [ { "status": 400, "means": "whatever" } ] }""", "linkedin.json")]
    public async Task A_file_of_facts_that_can_not_be_used_says_what_is_wrong(string json, string named)
    {
        Host.WriteFacts(json);

        var thrown = Assert.Throws<InvalidDataException>(() => Host.Network());

        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_29_without_a_time_the_first_limit_waits_minutes_and_the_next_one_the_day()
    {
        Host.Emulator.Weather.Stand(Fault.RateLimited, CallKinds.Writing);

        var first = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        Clock.Advance(TimeSpan.FromMinutes(6));
        var second = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        var page = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Host.AsPage(), default));

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 5, 0, TimeSpan.Zero), first.NotBefore);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), second.NotBefore);
        Assert.Equal(Clock.GetUtcNow().AddMinutes(5), page.NotBefore);
    }

    [Fact]
    public async Task A_limit_that_passed_is_forgotten_with_the_next_post_and_the_next_day()
    {
        Host.Emulator.Weather.Strike(1, Fault.RateLimited);
        Host.Emulator.Weather.Strike(3, Fault.RateLimited);
        await Network.PublishAsync(Copy(), Host.AsMember(), default);
        await Network.PublishAsync(Copy(), Host.AsMember(), default);

        var later = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy("b"), Host.AsMember(), default));

        Assert.Equal(Clock.GetUtcNow().AddMinutes(5), later.NotBefore);
    }

    [Theory]
    [InlineData(Fault.RateLimitedRetryAfter, 120)]
    [InlineData(Fault.RateLimitedForever, 86400)]
    public async Task Row_28_29_a_time_that_LinkedIn_says_is_kept_up_to_a_day(Fault fault, int seconds)
    {
        Host.Emulator.Weather.Strike(1, fault);

        Assert.Equal(Clock.GetUtcNow().AddSeconds(seconds), Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), Host.AsMember(), default)).NotBefore);
    }

    [Fact]
    public async Task The_daily_quota_of_theNetwork_makes_the_post_wait_and_nothing_is_lost()
    {
        Host.Emulator.Settings.DailyQuota = 1;
        await Network.PublishAsync(Copy("a"), Host.AsMember(), default);

        Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy("b"), Host.AsMember(), default));
        Clock.Advance(TimeSpan.FromHours(17));
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy("b"), Host.AsMember(), default));
        Assert.Equal(2, Host.Emulator.Posts.Count);
    }

    [Fact]
    public async Task A_token_called_revoked_right_after_it_was_given_is_tried_once_more()
    {
        Host.Emulator.RevokeAll();
        var fresh = Host.AsMember(issuedAt: Clock.GetUtcNow().AddMinutes(-1));

        var first = Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(Copy(), fresh, default));
        Clock.Advance(first.NotBefore!.Value - Clock.GetUtcNow());
        var second = await Network.PublishAsync(Copy(), fresh, default);

        Assert.Contains("Connect LinkedIn again", Assert.IsType<DeliveryResult.Unauthorized>(second).Reason, StringComparison.Ordinal);
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
    }

    [Fact]
    public async Task A_token_that_is_over_or_a_role_that_was_taken_holds_the_connection()
    {
        Host.Emulator.AddPage(Host.Page.Id, Host.Page.Name, (Host.Member, "ANALYST"));
        var role = await Network.PublishAsync(Copy(), Host.AsPage(), default);
        Clock.Advance(TimeSpan.FromDays(60));
        var over = await Network.PublishAsync(Copy(), Host.AsMember(), default);

        Assert.Contains("role on the page", Assert.IsType<DeliveryResult.Unauthorized>(role).Reason, StringComparison.Ordinal);
        Assert.Contains("Connect LinkedIn again", Assert.IsType<DeliveryResult.Unauthorized>(over).Reason, StringComparison.Ordinal);
        Assert.Empty(Host.Emulator.Posts);
    }

    [Fact]
    public async Task Changes_deletions_and_uploads_that_end_unclearly_are_repeated()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        var remote = new RemoteCopy(made.RemoteId, null);
        foreach (var fault in new[] { Fault.CutBeforeCommit, Fault.CutAfterCommit, Fault.ErrorAfterCommit, Fault.Unavailable, Fault.HtmlGateway, Fault.Redirect, Fault.RateLimited })
        {
            Host.Emulator.Weather.Stand(fault);

            Assert.IsType<DeliveryResult.RetryLater>(await Network.EditAsync(Copy("Better"), remote, Host.AsMember(), default));
            Assert.IsType<DeliveryResult.RetryLater>(await Network.DeleteAsync(remote, Host.AsMember(), default));
            Assert.IsType<UploadResult.RetryLater>(await Network.UploadAsync(new OutgoingImage(Pictures.Png(2, 2), "image/png", ""), Host.AsMember(), default));
        }

        Host.Emulator.Weather.Stand(Fault.Unauthorized);
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.EditAsync(Copy("Better"), remote, Host.AsMember(), default));
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.DeleteAsync(remote, Host.AsMember(), default));
        Assert.IsType<UploadResult.Unauthorized>(await Network.UploadAsync(new OutgoingImage(Pictures.Png(2, 2), "image/png", ""), Host.AsMember(), default));
    }

    [Fact]
    public async Task A_lost_comment_is_never_repeated_blindly()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        Host.Emulator.Weather.Strike(2, Fault.CutAfterCommit);
        var comment = Copy("Read on") with { InReplyTo = made.RemoteId };

        Assert.IsType<DeliveryResult.Unknown>(await Network.PublishAsync(comment, Host.AsPage(), default));

        Assert.Equal($"urn:li:comment:({made.RemoteId},{Host.Emulator.Comments.Single().Id})", Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(comment, Host.AsPage(), default)).RemoteId);
        Assert.IsType<LookupResult.NeverReadable>(await Network.FindCopyAsync(comment, Host.AsMember(), default));
    }

    [SharedFact("contracts/data/linkedin/wire-errors.json")]
    public async Task Every_known_error_body_means_what_the_contract_says()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Shared!, "contracts/data/linkedin/wire-errors.json")));
        var facts = LinkedInFacts.Load(new Blog.Networks.FactsFile("/nowhere"));
        var answers = new LinkedInAnswers(facts, new LinkedInMemory(facts, Clock), Clock);
        var secret = new LinkedInSecret { Author = "urn:li:person:a", Token = "t", IssuedAt = Clock.GetUtcNow().AddDays(-1) };
        var expected = new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["duplicate"] = typeof(DeliveryResult.Unknown),
            ["unknown-outcome"] = typeof(DeliveryResult.Unknown),
            ["transient"] = typeof(DeliveryResult.RetryLater),
            ["rate-limit"] = typeof(DeliveryResult.RetryLater),
            ["config"] = typeof(DeliveryResult.RetryLater),
            ["permanent"] = typeof(DeliveryResult.Rejected),
            ["permission"] = typeof(DeliveryResult.Unauthorized),
            ["reconnect"] = typeof(DeliveryResult.Unauthorized),
        };

        var wrong = file.RootElement.GetProperty("errors").EnumerateArray()
            .Where(e => !e.GetProperty("id").GetString()!.StartsWith("oauth-", StringComparison.Ordinal))
            .Select(e => (Id: e.GetProperty("id").GetString(), Class: e.GetProperty("class").GetString()!, Result: answers.Read(Answer(e), LinkedInStep.Post, secret)))
            .Where(e => e.Result.GetType() != expected[e.Class])
            .Select(e => $"{e.Id} ({e.Class}) became {e.Result}");

        Assert.Empty(wrong);
    }

    // A call that hangs ends when the clock passes its deadline.
    private async Task<T> AnsweredAsync<T>(Task<T> call)
    {
        await Waiting.UntilAsync("the call is answered or hangs", () => Task.FromResult(call.IsCompleted || Host.Api.Hanging > 0));
        if (!call.IsCompleted)
        {
            Clock.Advance(Network.Descriptor.Deadline);
        }

        return await call;
    }

    private OutgoingCopy Copy(string? text = null) => new(Guid.NewGuid(), text ?? $"Añil (1)\n\nA colour & its story.\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());

    private static Blog.Outgoing.Exchange.Answered Answer(JsonElement error) =>
        new(error.GetProperty("status").GetInt32(), new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(error.GetProperty("body").GetRawText()));

    // Between any two looks at it an hour has gone by.
    private sealed class SleepyClock(TimeProvider inner) : TimeProvider
    {
        private long _looks;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * TimestampFrequency * 3600;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
    }
}
