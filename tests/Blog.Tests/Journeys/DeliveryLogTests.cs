using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Networks.LinkedIn;
using Blog.Posts;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>What the program writes into its log about deliveries: one line for each attempt, and no key of any network.</summary>
public sealed class DeliveryLogTests
{
    private static readonly string[] NamesOfSecrets = ["token", "secret", "bearer", "key"];

    [Fact]
    public async Task Each_attempt_has_one_line_with_post_target_number_outcome_and_duration()
    {
        using var log = new CapturedLog();
        await using var rig = await DeliveryRig.StartAsync(log.Listen);
        await DeliveryXTests.SignInAsync(rig);
        rig.Weather.Strike(1, Fault.Unauthorized); // Refused, made once more with new keys.
        rig.Weather.Strike(2, Fault.CutAfterCommit); // Unclear, adopted afterwards.
        var first = await rig.UntilAsync(await rig.PublishAsync("First"), DeliveryState.Accepted);
        rig.Weather.Strike(3, Fault.RateLimitedRetryAfter);
        var second = await rig.UntilAsync(await rig.PublishAsync("Second"), DeliveryState.Accepted);

        string[] Lines(Delivery of) =>
        [
            .. log.Lines
                .Where(l => l.Category.EndsWith(".DeliveryLedger", StringComparison.Ordinal) && l.Event == 1 && Equals(l.Values["Delivery"], of.Id))
                .Select(l => $"{l.Values["Attempt"]} {l.Values["Outcome"]} {Equals(l.Values["Post"], of.PostId)} {Equals(l.Values["Target"], of.TargetId)} {(long)l.Values["Milliseconds"]! >= 0}"),
        ];

        // A line is written once its outcome is stored.
        await Waiting.UntilAsync("both ends are logged", () => Task.FromResult(Lines(first).Length + Lines(second).Length >= 5));
        Assert.Equal(["1 Unauthorized True True True", "2 Unknown True True True", "2 Adopted True True True"], Lines(first));
        Assert.Equal(["1 RetryLater True True True", "2 Delivered True True True"], Lines(second));
        Assert.Equal(["Rejected", "Unknown", "Adopted"], await rig.OutcomesAsync(first));
        Assert.Equal(["RetryLater", "Delivered"], await rig.OutcomesAsync(second));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("linkedin")]
    public async Task No_line_carries_a_key_through_sign_in_publishing_renewal_and_failure(string network)
    {
        using var log = new CapturedLog();
        await using var rig = await StartAsync(network, log);
        var secrets = new HashSet<string>();
        await GatherAsync(rig, secrets);
        var target = (await rig.Store.FindTargetAsync(rig.Target.Id, default))!;
        await rig.Store.SaveTargetAsync(target with { Style = target.Style with { Pictures = true } }, default);
        var picture = await rig.AddPictureAsync(40);

        var body = $"Snow fell all night.\n\n![The yard]({picture})";
        var copy = await rig.UntilAsync(await rig.PublishAsync(new PostDraft { Title = "One", Markdown = body }), DeliveryState.Accepted);
        await RenewAsync(rig, secrets);
        var writes = rig.Api.Calls.Count;
        rig.Weather.Strike(2, Fault.HangBeforeCommit);
        rig.Weather.Strike(3, Fault.ErrorAfterCommit);
        await rig.UntilAsync(await rig.PublishAsync(new PostDraft { Title = "Two", Markdown = body }), DeliveryState.Accepted);
        await rig.DeleteAsync(copy);
        await rig.UntilAsync(copy, DeliveryState.Withdrawn);
        rig.Weather.Stand(Fault.Unauthorized);
        await rig.UntilAsync(await rig.PublishAsync("Three"), DeliveryState.Held);
        rig.Weather.Clear();
        await GatherAsync(rig, secrets);

        Assert.True(rig.Api.Calls.Count > writes && secrets.Count >= (network == "facebook" ? 2 : 3), string.Join(' ', secrets));
        Assert.Contains(log.Lines, l => l.Category.EndsWith(".DeliveryLedger", StringComparison.Ordinal));
        Assert.Empty(log.Lines.Where(l => secrets.Any(s => Holds(l, s))).Select(l => $"{l.Category}: {l.Text}"));
        Assert.DoesNotContain(log.Lines, l => l.Text.Contains("appsecret_proof", StringComparison.Ordinal) || l.Text.Contains("Bearer ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_scan_finds_a_key_in_the_text_and_in_the_values()
    {
        using var log = new CapturedLog();
        var logger = log.CreateLogger("a");
        logger.Log(LogLevel.Trace, new EventId(1), "hidden-1234", null, (text, _) => "said " + text);
        IReadOnlyList<KeyValuePair<string, object?>> state = [KeyValuePair.Create("key", (object?)"hidden-1234")];
        logger.Log(LogLevel.Trace, new EventId(2), state, null, (_, _) => "nothing");

        Assert.All(log.Lines, l => Assert.True(Holds(l, "hidden-1234")));
        Assert.All(log.Lines, l => Assert.False(Holds(l, "hidden-5678")));
    }

    private static bool Holds(CapturedLine line, string secret) =>
        line.Text.Contains(secret, StringComparison.Ordinal) || line.Values.Values.Any(v => v?.ToString()?.Contains(secret, StringComparison.Ordinal) == true);

    private static async Task<DeliveryRig> StartAsync(string network, CapturedLog log)
    {
        switch (network)
        {
            case "x":
                var x = await DeliveryRig.StartAsync(log.Listen);
                await DeliveryXTests.SignInAsync(x);
                return x;
            case "facebook":
                return await DeliveryRig.StartFacebookAsync(log.Listen);
            default:
                var linkedIn = await DeliveryRig.StartLinkedInAsync(isPage: true, log.Listen);
                var (now, host) = (linkedIn.Clock.GetUtcNow(), linkedIn.LinkedIn);
                host.Emulator.AddToken(new LinkedInToken("page-refresh-token", "pages", host.Member.Id, LinkedInHost.PageScopes, now, now.AddDays(300), IsRefresh: true));
                var access = host.AsPage();
                var secret = JsonSerializer.Deserialize(access.Secret, LinkedInJson.Default.LinkedInSecret)! with
                {
                    RefreshToken = "page-refresh-token",
                    RefreshEndsAt = now.AddDays(300),
                    ClientId = "pages",
                    ClientSecret = "page secret",
                };
                await linkedIn.SaveAsync(access with { Secret = JsonSerializer.Serialize(secret, LinkedInJson.Default.LinkedInSecret) }, now.AddDays(59));
                return linkedIn;
        }
    }

    // Facebook's keys have no end; the others get new ones now.
    private static async Task RenewAsync(DeliveryRig rig, HashSet<string> secrets)
    {
        if (rig.Target.Network == "facebook")
        {
            return;
        }

        var before = secrets.Count;
        var target = (await rig.Store.FindTargetAsync(rig.Target.Id, default))!;
        await rig.Store.SaveTargetAsync(target with { RefreshAt = rig.Clock.GetUtcNow() }, default);
        await rig.UntilAsync(await rig.PublishAsync("Renewed"), DeliveryState.Accepted);
        await GatherAsync(rig, secrets);
        Assert.True(secrets.Count > before, "new keys were issued");
    }

    private static async Task GatherAsync(DeliveryRig rig, HashSet<string> secrets)
    {
        foreach (var target in await rig.Store.ListTargetsAsync(default))
        {
            var secret = JsonNode.Parse(rig.App.Get<TargetSecrets>().TryUnprotect(target)!)!.AsObject();
            foreach (var (name, value) in secret.Concat(secret.Select(m => m.Value).OfType<JsonObject>().SelectMany(o => o)))
            {
                if (value is JsonValue && value.GetValueKind() == JsonValueKind.String && NamesOfSecrets.Any(n => name.Contains(n, StringComparison.OrdinalIgnoreCase)) && !name.EndsWith("At", StringComparison.Ordinal))
                {
                    secrets.Add(value.GetValue<string>());
                }
            }
        }
    }
}
