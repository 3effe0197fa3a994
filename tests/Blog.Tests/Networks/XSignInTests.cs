using System.Globalization;
using System.Text.Json;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Tests.Networks;

/// <summary>Connecting an account of X and keeping it connected.</summary>
public sealed class XSignInTests : XTest
{
    private const string Verifier = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";
    private static readonly Uri Return = new("https://ines.example.com/desk/networks/return/x");
    private static readonly ConsentReturn Back = new(Return, "state-1", Verifier);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        X.Emulator.AddApp(new XApp("client", "client secret", [Return.AbsoluteUri]));
        X.Emulator.AddApp(new XApp("native", null, [Return.AbsoluteUri]));
    }

    [Theory]
    [InlineData("client", "client secret")]
    [InlineData("native", "")]
    public async Task Consent_connects_the_account_with_keys_that_can_be_renewed(string clientId, string clientSecret)
    {
        var result = await ConnectAsync("allow", clientId, clientSecret);

        Assert.Null(result.Problem);
        var account = Assert.Single(result.Accounts);
        Assert.Equal(("2244994945", "@inesq"), (account.Id, account.Name));
        Assert.Equal(Clock.GetUtcNow().AddMinutes(110), account.RefreshAt);
        Assert.Null(account.EndsAt);
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Access(account.Secret), default));
    }

    [Fact]
    public async Task Connecting_tries_the_right_to_write_and_publishes_nothing()
    {
        await ConnectAsync("allow");

        Assert.Contains(X.Api.Calls, c => c.Path == "/2/media/upload/initialize");
        Assert.Equal(0, X.Emulator.CreateCalls);
    }

    [Fact]
    public async Task Saying_no_on_the_consent_page_is_told_and_saves_nothing()
    {
        var result = await ConnectAsync("deny");

        Assert.Contains("You did not allow it", result.Problem, StringComparison.Ordinal);
        Assert.Empty(result.Accounts);
        Assert.DoesNotContain(X.Api.Calls, c => c.Path == "/2/oauth2/token");
    }

    [Fact]
    public async Task A_wrong_client_secret_is_told_with_its_remedy()
    {
        var result = await ConnectAsync("allow", "client", "other secret");

        Assert.Contains("does not accept the client ID and client secret", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_that_is_not_registered_gets_no_consent_page()
    {
        var start = Network.BeginConsent(Request("client", "client secret"), Back with { Address = new Uri("https://evil.example/") });
        using var browser = new HttpClient(new SocketsHttpHandler());

        using var page = await browser.GetAsync(start.Address);

        Assert.Equal(400, (int)page.StatusCode);
    }

    [Fact]
    public async Task Another_return_at_the_exchange_is_told_with_its_remedy()
    {
        var result = await ConnectAsync("allow", spoil: a => a with { Back = a.Back with { Address = new Uri("https://ines.example.com/other") } });

        Assert.Contains("another address of return", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_that_is_older_than_30_seconds_or_used_is_asked_for_again()
    {
        var late = await ConnectAsync("allow", before: () => Clock.Advance(TimeSpan.FromSeconds(31)));
        var wrongVerifier = await ConnectAsync("allow", spoil: a => a with { Back = a.Back with { Verifier = Verifier + "x" } });

        Assert.Contains("30 seconds", late.Problem, StringComparison.Ordinal);
        Assert.Contains("not good any more", wrongVerifier.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_another_attempt_is_refused_without_a_call()
    {
        var result = await ConnectAsync("allow", spoil: a => a with { Back = a.Back with { State = "state-2" } });

        Assert.Contains("does not belong to this attempt", result.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(X.Api.Calls, c => c.Path == "/2/oauth2/token");
    }

    [Fact]
    public async Task A_right_that_was_not_given_is_named()
    {
        X.Emulator.SpoilTokens = answer => answer["scope"] = "tweet.read users.read offline.access";

        var result = await ConnectAsync("allow");

        Assert.Contains("missing: tweet.write, media.write.", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_consent_page_needs_the_client_id_and_belongs_to_one_way_only()
    {
        Assert.Contains("client ID", Network.BeginConsent(Request("", ""), Back).Problem, StringComparison.Ordinal);
        Assert.NotNull(Network.BeginConsent(Request("client", "") with { Way = "keys" }, Back).Problem);
        Assert.Equal(["oauth2", "keys"], Network.Descriptor.Ways.Select(w => w.Key));
    }

    [Theory]
    [InlineData(XRefusal.NoCredits, "no API credits")]
    [InlineData(XRefusal.Suspended, "suspended")]
    [InlineData(XRefusal.NotEnrolled, "Enrol it")]
    [InlineData(XRefusal.AppOnly, "act for an app")]
    [InlineData(XRefusal.NotPermitted, "does not accept these keys")]
    [InlineData(XRefusal.UsageCapped, "monthly quota")]
    public async Task What_stands_against_connecting_is_told_with_its_remedy(XRefusal refusal, string words)
    {
        X.Emulator.Refusing = refusal;

        var result = await KeysAsync();

        Assert.Contains(words, result.Problem, StringComparison.Ordinal);
        Assert.Contains("othing was saved", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_an_app_that_was_read_only_are_found_out_at_once()
    {
        X.Emulator.AddKeys(X.Account, new OAuth1Keys("app-key", "app-secret", XHost.Bearer, XHost.Bearer + "-secret"), isReadOnly: true);

        Assert.Contains("read-only when the keys were made", (await KeysAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_52_a_wrongClock_is_named_instead_of_the_keys()
    {
        X.Emulator.Weather.ClockSkew = TimeSpan.FromMinutes(-7);

        var connecting = await KeysAsync();
        var publishing = await Network.PublishAsync(Copy(), KeysAccess(), default);

        Assert.Contains("clock is 7 minutes fast", connecting.Problem, StringComparison.Ordinal);
        Assert.Contains("clock is 7 minutes fast", Assert.IsType<DeliveryResult.Unauthorized>(publishing).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_while_X_is_down_says_so_whatever_the_fault()
    {
        foreach (var fault in Faults())
        {
            X.Emulator.Weather.Stand(fault, CallKinds.Reading);

            Assert.Contains("othing was saved", (await KeysAsync()).Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refresh_gives_new_keys_and_ends_the_old_ones()
    {
        var old = (await ConnectAsync("allow")).Accounts[0].Secret;
        Clock.Advance(TimeSpan.FromMinutes(110));

        var refreshed = Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(old), default));

        Assert.Equal(Clock.GetUtcNow().AddMinutes(110), refreshed.RefreshAt);
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), Access(old), default));
        var delivered = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Access(refreshed.Secret), default));
        Assert.Contains("/inesq/status/", delivered.RemoteUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_ended_asks_for_a_new_sign_in()
    {
        var secret = (await ConnectAsync("allow")).Accounts[0].Secret;
        Clock.Advance(TimeSpan.FromHours(2));

        Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), Access(secret), default));
    }

    [Fact]
    public async Task Row_17_a_rotated_token_whose_answer_was_lost_ends_in_a_new_sign_in()
    {
        var secret = (await ConnectAsync("allow")).Accounts[0].Secret;
        X.Emulator.Weather.Stand(Fault.CutAfterCommit, CallKinds.Signing);
        Assert.IsType<RefreshResult.Later>(await Network.RefreshAsync(Access(secret), default));
        X.Emulator.Weather.Clear();

        var refused = Assert.IsType<RefreshResult.Refused>(await Network.RefreshAsync(Access(secret), default));

        Assert.Contains("Connect X again", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_19_a_token_endpoint_in_trouble_leaves_the_keys_as_they_are()
    {
        var secret = (await ConnectAsync("allow")).Accounts[0].Secret;
        foreach (var fault in Faults().Where(f => f is not (Fault.CutAfterCommit or Fault.ErrorAfterCommit or Fault.TruncatedJson or Fault.EmptyBody or Fault.HugeBody or Fault.CompressedBomb)))
        {
            X.Emulator.Weather.Stand(fault, CallKinds.Signing);
            Assert.IsType<RefreshResult.Later>(await Network.RefreshAsync(Access(secret), default));
        }

        X.Emulator.Weather.Clear();
        Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(secret), default));
        Assert.Equal(1, X.Emulator.Refreshes);
    }

    [Fact]
    public async Task Row_21_a_refresh_without_a_new_refresh_token_keeps_the_old_one()
    {
        var secret = (await ConnectAsync("allow")).Accounts[0].Secret;
        X.Emulator.KeepsRefreshToken = true;
        var first = Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(secret), default));
        X.Emulator.SpoilTokens = answer => answer["refresh_token"] = "";
        var second = Assert.IsType<RefreshResult.Refreshed>(await Network.RefreshAsync(Access(first.Secret), default));

        var third = await Network.RefreshAsync(Access(second.Secret), default);

        Assert.IsType<RefreshResult.Refreshed>(third);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("1000000000")]
    [InlineData("2789424000")]
    [InlineData("1e300")]
    [InlineData("\"soon\"")]
    public async Task Row_22_a_life_that_cannot_be_true_counts_as_a_short_one(string expires)
    {
        X.Emulator.SpoilTokens = answer => answer["expires_in"] = System.Text.Json.Nodes.JsonNode.Parse(expires);

        var account = (await ConnectAsync("allow")).Accounts[0];

        Assert.Equal(Clock.GetUtcNow().AddMinutes(15), account.RefreshAt);
    }

    [Fact]
    public async Task A_connection_without_a_refresh_token_says_when_it_ends()
    {
        X.Emulator.SpoilTokens = answer => answer.Remove("refresh_token");

        var account = (await ConnectAsync("allow")).Accounts[0];

        Assert.Equal((Clock.GetUtcNow().AddHours(2), null), (account.EndsAt, account.RefreshAt));
        Assert.Contains("ends within hours", account.Notice, StringComparison.Ordinal);
        Assert.IsType<RefreshResult.NotPossible>(await Network.RefreshAsync(Access(account.Secret), default));
    }

    [Fact]
    public async Task Four_keys_have_no_refresh_and_a_wrong_app_is_told()
    {
        var connected = (await ConnectAsync("allow")).Accounts[0].Secret;
        X.Emulator.AddApp(new XApp("client", "changed", [Return.AbsoluteUri]));

        Assert.IsType<RefreshResult.NotPossible>(await Network.RefreshAsync(KeysAccess(), default));
        Assert.Contains("client secret", Assert.IsType<RefreshResult.Refused>(await Network.RefreshAsync(Access(connected), default)).Reason, StringComparison.Ordinal);
        Assert.IsType<RefreshResult.Refused>(await Network.RefreshAsync(Access("no json"), default));
    }

    [Fact]
    public async Task No_key_is_ever_printed()
    {
        var account = (await ConnectAsync("allow")).Accounts[0];
        var secret = JsonSerializer.Deserialize(account.Secret, XJson.Default.XSecret)!;

        string[] printed = [account.ToString(), secret.ToString(), Access(account.Secret).ToString(), Request("client", "client secret").ToString()];

        Assert.DoesNotContain(printed, p => p.Contains(secret.Bearer!, StringComparison.Ordinal) || p.Contains("client secret", StringComparison.Ordinal));
    }

    // All that end by themselves; the others need the clock to be moved.
    private static IEnumerable<Fault> Faults() =>
        Enum.GetValues<Fault>().Where(f => f is not (Fault.HangBeforeCommit or Fault.HangAfterCommit or Fault.SlowBody or Fault.AcceptedButHidden));

    private async Task<ConnectResult> ConnectAsync(
        string decision, string clientId = "client", string clientSecret = "client secret", Func<ConsentAnswer, ConsentAnswer>? spoil = null, Action? before = null)
    {
        var request = Request(clientId, clientSecret);
        var start = Network.BeginConsent(request, Back);
        var came = await X.AnswerConsentAsync(start.Address!, decision);
        Assert.StartsWith(Return.AbsoluteUri, came.AbsoluteUri, StringComparison.Ordinal);
        var answer = new ConsentAnswer(Back, QueryHelpers.ParseQuery(came.Query).ToDictionary(q => q.Key, q => q.Value.ToString()));
        before?.Invoke();
        return await Network.ConnectAsync(request with { Consent = spoil?.Invoke(answer) ?? answer }, default);
    }

    private Task<ConnectResult> KeysAsync() => Network.ConnectAsync(new ConnectRequest("keys", X.Base, X.Base, XHost.KeyFields()), default);

    private ConnectRequest Request(string clientId, string clientSecret) =>
        new("oauth2", X.Base, X.Base, new Dictionary<string, string> { ["clientId"] = clientId, ["clientSecret"] = clientSecret });

    private TargetAccess Access(string secret) => X.Access() with { Secret = secret };

    private TargetAccess KeysAccess() => Access(JsonSerializer.Serialize(
        new XSecret { Keys = new OAuth1Keys("app-key", "app-secret", XHost.Bearer, XHost.Bearer + "-secret"), Username = "inesq" }, XJson.Default.XSecret));

    private OutgoingCopy Copy() => new(Guid.NewGuid(), "At " + Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), new Uri("https://ines.example.com/2026/x"), Clock.GetUtcNow());
}
