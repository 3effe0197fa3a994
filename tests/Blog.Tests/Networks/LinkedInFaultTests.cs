using System.Text.Json;
using Blog.Networks.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>What goes wrong between LinkedIn and the blog, and that there is one post afterwards or a question.</summary>
public sealed class LinkedInFaultTests : IAsyncLifetime
{
    private static readonly Uri Permalink = new("https://ines.example.com/2026/a%C3%B1il");

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
    private LinkedInHost _host = null!;
    private INetwork _network = null!;

    public async Task InitializeAsync()
    {
        _host = await LinkedInHost.StartAsync(_clock);
        _network = _host.Network();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

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
        _host.Emulator.Weather.Strike(1, fault);
        var copy = Copy();

        var struck = await AnsweredAsync(_network.PublishAsync(copy, _host.AsMember(), default));
        var afterwards = _host.Emulator.Posts.Count;
        var again = await _network.PublishAsync(copy, _host.AsMember(), default);

        Assert.IsType(expected, struck);
        Assert.Equal(stored, afterwards);
        Assert.Equal(_host.Emulator.Posts.Single().Urn, Assert.IsType<DeliveryResult.Delivered>(again).RemoteId);
        Assert.Equal(2, _host.Creates);
    }

    [Theory]
    [InlineData(Fault.HangAfterCommit)]
    [InlineData(Fault.CutAfterCommit)]
    [InlineData(Fault.ErrorAfterCommit)]
    [InlineData(Fault.EmptyBody)]
    public async Task Row_05_06_07_10_a_lost_answer_of_a_company_page_is_found_by_reading(Fault fault)
    {
        _host.Emulator.Weather.Strike(1, fault);
        var copy = Copy() with { Card = new OutgoingCard(Permalink, "Añil", "", null), Text = "No link here" };

        Assert.IsType<DeliveryResult.Unknown>(await AnsweredAsync(_network.PublishAsync(copy, _host.AsPage(), default)));

        Assert.Equal(_host.Emulator.Posts.Single().Urn, Assert.IsType<LookupResult.Found>(await _network.FindCopyAsync(copy, _host.AsPage(), default)).RemoteId);
    }

    [Fact]
    public async Task Nothing_is_unknown_about_a_call_that_never_went_out()
    {
        var nobody = _host.Access(_host.Member.Urn, LinkedInHost.MemberToken, null, $"http://127.0.0.1:{Ports.Free()}");
        var network = _host.Network(null, new Uri(nobody.Target.ApiBase).Authority);

        Assert.Contains("Nothing was published", Assert.IsType<DeliveryResult.RetryLater>(await network.PublishAsync(Copy(), nobody, default)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_15_a_redirect_is_not_followed_and_the_other_host_hears_nothing()
    {
        await using var other = await LinkedInHost.StartAsync(_clock);
        var network = _host.Network(null, other.Address.Authority);
        _host.Emulator.Weather.RedirectTo = other.Base + "/rest/posts";
        _host.Emulator.Weather.Strike(1, Fault.Redirect);

        Assert.IsType<DeliveryResult.RetryLater>(await network.PublishAsync(Copy(), _host.AsMember(), default));
        Assert.Empty(other.Api.Calls);
    }

    [Theory]
    [InlineData("ugcPost")]
    [InlineData("share")]
    public async Task A_duplicate_of_a_profile_that_names_the_post_is_the_post(string kind)
    {
        _host.Emulator.Settings.DuplicateNamedAs = kind;
        await _network.PublishAsync(Copy(), _host.AsMember(), default);

        var again = Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy(), _host.AsMember(), default));

        Assert.StartsWith($"urn:li:{kind}:", again.RemoteId, StringComparison.Ordinal);
        Assert.Single(_host.Emulator.Posts);
    }

    [Fact]
    public async Task A_duplicate_that_names_something_else_is_asked_about_and_not_sent_again()
    {
        _host.Emulator.Settings.DuplicateNamedAs = "activity";
        await _network.PublishAsync(Copy(), _host.AsMember(), default);
        var copy = Copy();

        Assert.IsType<DeliveryResult.Unknown>(await _network.PublishAsync(copy, _host.AsMember(), default));
        Assert.IsType<LookupResult.NeverReadable>(await _network.FindCopyAsync(copy, _host.AsMember(), default));
    }

    [Fact]
    public async Task Row_34_a_duplicate_that_answers_404_is_asked_about_and_makes_no_loop()
    {
        _host.Emulator.Settings.GhostFor = TimeSpan.FromHours(24);
        var first = Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy(), _host.AsPage(), default));
        await _network.DeleteAsync(new RemoteCopy(first.RemoteId, null), _host.AsPage(), default);
        _clock.Advance(TimeSpan.FromHours(1));
        var copy = Copy();

        var result = await _network.PublishAsync(copy, _host.AsPage(), default);
        var look = await _network.FindCopyAsync(copy, _host.AsPage(), default);
        var other = await _network.FindCopyAsync(Copy(), _host.AsPage(), default);

        Assert.Contains("no longer there", Assert.IsType<DeliveryResult.Unknown>(result).Reason, StringComparison.Ordinal);
        Assert.IsType<LookupResult.NeverReadable>(look);
        Assert.IsType<LookupResult.Absent>(other);
        Assert.Empty(_host.Emulator.Posts);
    }

    [Fact]
    public async Task A_duplicate_of_a_company_page_is_adopted_after_it_was_read()
    {
        var first = Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy(), _host.AsPage(), default));

        Assert.Equal(first, await _network.PublishAsync(Copy(), _host.AsPage(), default));

        _host.Emulator.Weather.Stand(Fault.Unavailable, CallKinds.Reading);
        Assert.IsType<DeliveryResult.Unknown>(await _network.PublishAsync(Copy(), _host.AsPage(), default));
        Assert.Single(_host.Emulator.Posts);
    }

    [Fact]
    public async Task Row_36_a_dead_version_is_replaced_by_the_next_listed_one_and_found_out_once()
    {
        _host.Emulator.Settings.Retire("202609", "202608");

        Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy(), _host.AsMember(), default));
        Assert.Equal(3, _host.Creates);

        Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy("Another one"), _host.AsMember(), default));
        Assert.Equal(4, _host.Creates);
        Assert.Equal(2, _host.Emulator.Posts.Count);
    }

    [Fact]
    public async Task Row_36_without_a_living_version_the_post_waits_a_day_and_the_file_is_named()
    {
        _host.Emulator.Settings.LastVersion = "202401";

        var result = Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy(), _host.AsMember(), default));

        Assert.Equal(_clock.GetUtcNow().AddDays(1), result.NotBefore);
        Assert.Contains("networks/linkedin.json", result.Reason, StringComparison.Ordinal);
        Assert.Empty(_host.Emulator.Posts);
    }

    [Fact]
    public async Task The_owner_can_name_a_newer_version_without_a_release()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "linkedin.json"), """{ "versions": [ "203001" ], "maxLength": 20 }""");
        _host.Emulator.Settings.FirstVersion = _host.Emulator.Settings.LastVersion = "203001";
        var network = _host.Network(folder.FullName);

        Assert.IsType<DeliveryResult.Delivered>(await network.PublishAsync(Copy("Short"), _host.AsMember(), default));
        Assert.IsType<DeliveryResult.Rejected>(await network.PublishAsync(Copy("Longer than twenty characters"), _host.AsMember(), default));
        Assert.Equal(20, network.Descriptor.MaxLength);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("""{ "versions": [] }""", "versions")]
    [InlineData("""{ "versions": [ "202613" ] }""", "versions")]
    [InlineData("""{ "replayMinutes": 30 }""", "replayMinutes")]
    [InlineData("""{ "colour": "blue" }""", "colour")]
    [InlineData("""{ "errors": [ { "status": 400, "means": "whatever" } ] }""", "linkedin.json")]
    public async Task A_file_of_facts_that_can_not_be_used_says_what_is_wrong(string json, string named)
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "linkedin.json"), json);

        var thrown = Assert.Throws<InvalidDataException>(() => _host.Network(folder.FullName));

        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Row_29_without_a_time_the_first_limit_waits_minutes_and_the_next_one_the_day()
    {
        _host.Emulator.Weather.Stand(Fault.RateLimited, CallKinds.Writing);

        var first = Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy(), _host.AsMember(), default));
        _clock.Advance(TimeSpan.FromMinutes(6));
        var second = Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy(), _host.AsMember(), default));
        var page = Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy(), _host.AsPage(), default));

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 5, 0, TimeSpan.Zero), first.NotBefore);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), second.NotBefore);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), page.NotBefore);
    }

    [Fact]
    public async Task A_limit_that_passed_is_forgotten_with_the_next_post_and_the_next_day()
    {
        _host.Emulator.Weather.Strike(1, Fault.RateLimited);
        _host.Emulator.Weather.Strike(3, Fault.RateLimited);
        await _network.PublishAsync(Copy(), _host.AsMember(), default);
        await _network.PublishAsync(Copy(), _host.AsMember(), default);

        var later = Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy("b"), _host.AsMember(), default));

        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), later.NotBefore);
    }

    [Theory]
    [InlineData(Fault.RateLimitedRetryAfter, 120)]
    [InlineData(Fault.RateLimitedForever, 86400)]
    public async Task Row_28_29_a_time_that_LinkedIn_says_is_kept_up_to_a_day(Fault fault, int seconds)
    {
        _host.Emulator.Weather.Strike(1, fault);

        Assert.Equal(_clock.GetUtcNow().AddSeconds(seconds), Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy(), _host.AsMember(), default)).NotBefore);
    }

    [Fact]
    public async Task The_daily_quota_of_the_network_makes_the_post_wait_and_nothing_is_lost()
    {
        _host.Emulator.Settings.DailyQuota = 1;
        await _network.PublishAsync(Copy("a"), _host.AsMember(), default);

        Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy("b"), _host.AsMember(), default));
        _clock.Advance(TimeSpan.FromHours(17));
        Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy("b"), _host.AsMember(), default));
        Assert.Equal(2, _host.Emulator.Posts.Count);
    }

    [Fact]
    public async Task A_token_called_revoked_right_after_it_was_given_is_tried_once_more()
    {
        _host.Emulator.RevokeAll();
        var fresh = _host.AsMember(issuedAt: _clock.GetUtcNow().AddMinutes(-1));

        var first = Assert.IsType<DeliveryResult.RetryLater>(await _network.PublishAsync(Copy(), fresh, default));
        _clock.Advance(first.NotBefore!.Value - _clock.GetUtcNow());
        var second = await _network.PublishAsync(Copy(), fresh, default);

        Assert.Contains("Connect LinkedIn again", Assert.IsType<DeliveryResult.Unauthorized>(second).Reason, StringComparison.Ordinal);
        Assert.IsType<DeliveryResult.Unauthorized>(await _network.PublishAsync(Copy(), _host.AsMember(), default));
    }

    [Fact]
    public async Task A_token_that_is_over_or_a_role_that_was_taken_holds_the_connection()
    {
        _host.Emulator.AddPage(_host.Page.Id, _host.Page.Name, (_host.Member, "ANALYST"));
        var role = await _network.PublishAsync(Copy(), _host.AsPage(), default);
        _clock.Advance(TimeSpan.FromDays(60));
        var over = await _network.PublishAsync(Copy(), _host.AsMember(), default);

        Assert.Contains("role on the page", Assert.IsType<DeliveryResult.Unauthorized>(role).Reason, StringComparison.Ordinal);
        Assert.Contains("Connect LinkedIn again", Assert.IsType<DeliveryResult.Unauthorized>(over).Reason, StringComparison.Ordinal);
        Assert.Empty(_host.Emulator.Posts);
    }

    [Fact]
    public async Task Changes_deletions_and_uploads_that_end_unclearly_are_repeated()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy(), _host.AsMember(), default));
        var remote = new RemoteCopy(made.RemoteId, null);
        foreach (var fault in new[] { Fault.CutBeforeCommit, Fault.CutAfterCommit, Fault.ErrorAfterCommit, Fault.Unavailable, Fault.HtmlGateway, Fault.Redirect, Fault.RateLimited })
        {
            _host.Emulator.Weather.Stand(fault);

            Assert.IsType<DeliveryResult.RetryLater>(await _network.EditAsync(Copy("Better"), remote, _host.AsMember(), default));
            Assert.IsType<DeliveryResult.RetryLater>(await _network.DeleteAsync(remote, _host.AsMember(), default));
            Assert.IsType<UploadResult.RetryLater>(await _network.UploadAsync(new OutgoingImage(Pictures.Png(2, 2), "image/png", ""), _host.AsMember(), default));
        }

        _host.Emulator.Weather.Stand(Fault.Unauthorized);
        Assert.IsType<DeliveryResult.Unauthorized>(await _network.EditAsync(Copy("Better"), remote, _host.AsMember(), default));
        Assert.IsType<DeliveryResult.Unauthorized>(await _network.DeleteAsync(remote, _host.AsMember(), default));
        Assert.IsType<UploadResult.Unauthorized>(await _network.UploadAsync(new OutgoingImage(Pictures.Png(2, 2), "image/png", ""), _host.AsMember(), default));
    }

    [Fact]
    public async Task A_lost_comment_is_never_repeated_blindly()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await _network.PublishAsync(Copy(), _host.AsPage(), default));
        _host.Emulator.Weather.Strike(2, Fault.CutAfterCommit);
        var comment = Copy("Read on") with { InReplyTo = made.RemoteId };

        Assert.IsType<DeliveryResult.Unknown>(await _network.PublishAsync(comment, _host.AsPage(), default));

        Assert.Equal($"urn:li:comment:({made.RemoteId},{_host.Emulator.Comments.Single().Id})", Assert.IsType<LookupResult.Found>(await _network.FindCopyAsync(comment, _host.AsPage(), default)).RemoteId);
        Assert.IsType<LookupResult.NeverReadable>(await _network.FindCopyAsync(comment, _host.AsMember(), default));
    }

    [SharedFact("contracts/data/linkedin/wire-errors.json")]
    public async Task Every_known_error_body_means_what_the_contract_says()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Shared!, "contracts/data/linkedin/wire-errors.json")));
        var facts = LinkedInFacts.Load(new Blog.Networks.FactsFile("/nowhere"));
        var answers = new LinkedInAnswers(facts, new LinkedInMemory(facts, _clock), _clock);
        var secret = new LinkedInSecret { Author = "urn:li:person:a", Token = "t", IssuedAt = _clock.GetUtcNow().AddDays(-1) };
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
        await Waiting.UntilAsync("the call is answered or hangs", () => Task.FromResult(call.IsCompleted || _host.Api.Hanging > 0));
        if (!call.IsCompleted)
        {
            _clock.Advance(_network.Descriptor.Deadline);
        }

        return await call;
    }

    private OutgoingCopy Copy(string? text = null) => new(Guid.NewGuid(), text ?? $"Añil (1)\n\nA colour & its story.\n\n{Permalink.AbsoluteUri}", Permalink, _clock.GetUtcNow());

    private static Blog.Outgoing.Exchange.Answered Answer(JsonElement error) =>
        new(error.GetProperty("status").GetInt32(), new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(error.GetProperty("body").GetRawText()));
}
