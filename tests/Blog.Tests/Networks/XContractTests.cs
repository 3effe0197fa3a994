using System.Text.Json;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;

namespace Blog.Tests.Networks;

/// <summary>What the practised X answers to the adapter's calls fits the published description of the real one; its refusals are those that were seen.</summary>
public sealed class XContractTests
{
    private const string Contracts = "contracts/data/x/openapi/";
    private const string Errors = "contracts/data/x/wire-errors.json";

    // The real one sends them and its guides show them; the description has forgotten them.
    private static readonly string[] OnlyInProse = ["$.data: image is not in the contract", "$.data: edit_history_tweet_ids is not in the contract"];

    private static readonly Uri Permalink = new("https://ines.example.com/2026/nine");

    [SharedFact(Contracts + "x-api-v2.159-tweet-naming.pruned.json")]
    public async Task What_X_answers_when_all_goes_well_fits_its_description()
    {
        var answers = new RecordedAnswers();
        await using var rig = await DeliveryRig.StartAsync(answers.Listen);
        var (network, access) = (rig.App.Get<NetworkCatalog>().Find("x")!, rig.X.Access());
        var picture = new OutgoingImage(Pictures.Png(8, 8, 40), "image/png", "The yard");

        rig.X.Emulator.Process(looks: 1, checkAfterSeconds: 1);
        var uploading = network.UploadAsync(picture, access, default);
        await Waiting.UntilAsync("the picture is processed", () =>
        {
            rig.Clock.Advance(TimeSpan.FromMilliseconds(200));
            return Task.FromResult(uploading.IsCompleted);
        });
        var uploaded = Assert.IsType<UploadResult.Uploaded>(await uploading);
        var copy = new OutgoingCopy(Guid.NewGuid(), $"Nine centimetres & more\n\n{Permalink}", Permalink, rig.Clock.GetUtcNow()) { Images = [new UploadedImage(uploaded.MediaId, "The yard")] };
        var sent = Assert.IsType<DeliveryResult.Delivered>(await network.PublishAsync(copy, access, default));
        var answer = copy with { Text = "And more", Images = [], InReplyTo = sent.RemoteId };
        Assert.IsType<DeliveryResult.Delivered>(await network.PublishAsync(answer, access, default));
        Assert.IsType<LookupResult.Found>(await network.FindCopyAsync(copy, access, default));
        Assert.IsType<LookupResult.Found>(await network.FindCopyAsync(answer, access, default));
        Assert.IsType<ReadBackResult.AsSent>(await network.ReadBackAsync(copy.Text, new RemoteCopy(sent.RemoteId, null), access, default));
        Assert.IsType<DeliveryResult.Delivered>(await network.DeleteAsync(new RemoteCopy(sent.RemoteId, sent.RemoteUrl), access, default));

        var checkedPaths = Check(answers.All);

        Assert.Equal(
            [
                "delete /2/tweets/{id}", "get /2/media/upload", "get /2/tweets/{id}", "get /2/users/me", "get /2/users/{id}/tweets", "post /2/media/metadata", "post /2/media/upload/initialize",
                "post /2/media/upload/{id}/append", "post /2/media/upload/{id}/finalize", "post /2/tweets",
            ],
            checkedPaths.Order(StringComparer.Ordinal));
    }

    [SharedFact(Contracts + "x-api-v2.167-post-naming.pruned.json")]
    public async Task A_timeline_fits_the_description_of_its_naming_old_or_new()
    {
        var answers = new RecordedAnswers();
        await using var rig = await DeliveryRig.StartAsync(answers.Listen);
        await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        using var http = new HttpClient(new SocketsHttpHandler());
        http.DefaultRequestHeaders.Authorization = new("Bearer", XHost.Bearer);

        foreach (var (naming, file) in new[] { ("tweet", "x-api-v2.159-tweet-naming.pruned.json"), ("post", "x-api-v2.167-post-naming.pruned.json") })
        {
            var body = await http.GetStringAsync($"{rig.X.Base}/2/users/{rig.X.Account.Id}/tweets?{naming}.fields=created_at,entities,public_metrics,conversation_id");
            using var parsed = JsonDocument.Parse(body);

            Assert.Empty(Open(file).Check("/2/users/{id}/tweets", "get", 200, "application/json", parsed.RootElement));
            Assert.NotEmpty(parsed.RootElement.GetProperty("data").EnumerateArray());
        }
    }

    [SharedFact(Contracts + "x-api-v2.159-tweet-naming.pruned.json")]
    public void The_check_sees_what_does_not_fit()
    {
        var contract = Open("x-api-v2.159-tweet-naming.pruned.json");
        IReadOnlyList<string> Of(string json) => contract.Check("/2/tweets", "post", 201, "application/json", JsonDocument.Parse(json).RootElement);

        Assert.Empty(Of("""{"data":{"id":"1445880548472328192","text":"a"}}"""));
        Assert.Equal(["$.data: text is missing"], Of("""{"data":{"id":"1445880548472328192"}}"""));
        Assert.Equal(["$.data.text: Number is no string"], Of("""{"data":{"id":"1445880548472328192","text":1}}"""));
        Assert.Single(Of("""{"data":{"id":"not a number","text":"a"}}"""));
        Assert.Equal(["$: surprise is not in the contract"], Of("""{"surprise":1}"""));
    }

    [SharedFact(Errors)]
    public async Task Refusals_are_word_by_word_those_that_were_seen()
    {
        var answers = new RecordedAnswers();
        await using var rig = await DeliveryRig.StartAsync(answers.Listen);
        var network = rig.App.Get<NetworkCatalog>().Find("x")!;
        var copy = new OutgoingCopy(Guid.NewGuid(), "Nine centimetres", Permalink, rig.Clock.GetUtcNow());
        await network.PublishAsync(copy, rig.X.Access(), default);
        var seen = Known();

        async Task SaysAsync(string id, TargetAccess? access = null, OutgoingCopy? other = null)
        {
            await network.PublishAsync(other ?? copy, access ?? rig.X.Access(), default);
            var last = answers.All[^1];
            var known = seen[id];
            Assert.True(known.GetProperty("status").GetInt32() == last.Status, $"{id}: {last}");
            Assert.Equal(known.GetProperty("contentType").GetString(), last.MediaType);
            var body = known.GetProperty("body");
            Assert.True(body.ValueKind == JsonValueKind.String ? body.GetString() == last.Body : JsonElement.DeepEquals(body, last.Json), $"{id}: {body}\n{last}");
        }

        await SaysAsync("duplicate-content");
        foreach (var (refusal, id) in new[]
        {
            (XRefusal.NotPermitted, "forbidden-generic"), (XRefusal.AppOnly, "unsupported-authentication"), (XRefusal.ReadOnlyApp, "oauth1-permissions"), (XRefusal.NotEnrolled, "client-not-enrolled"),
            (XRefusal.NoCredits, "credits-depleted"), (XRefusal.UsageCapped, "usage-capped"), (XRefusal.Suspended, "account-suspended"), (XRefusal.NotAuthenticated, "could-not-authenticate"),
        })
        {
            rig.X.Emulator.Refusing = refusal;
            await SaysAsync(id);
        }

        rig.X.Emulator.Refusing = null;
        foreach (var (fault, id) in new[]
        {
            (Fault.RateLimited, "rate-limit-v2"), (Fault.Unavailable, "service-unavailable"), (Fault.ErrorAfterCommit, "internal-error"), (Fault.HtmlGateway, "html-gateway"), (Fault.Unauthorized, "unauthorized"),
        })
        {
            rig.Weather.Stand(fault, CallKinds.Writing);
            await SaysAsync(id);
        }

        rig.Weather.Clear();
        await SaysAsync("invalid-media-ids", other: copy with { Text = "Another", Images = [new UploadedImage("1880028106020515840", "")] });
        await SaysAsync("unauthorized", rig.X.Access(bearer: "nobody"));
    }

    // The templates of the paths that were checked, each with its verb.
    private static HashSet<string> Check(IReadOnlyList<RecordedAnswer> answers)
    {
        var (old, now) = (Open("x-api-v2.159-tweet-naming.pruned.json"), Open("x-api-v2.167-post-naming.pruned.json"));
        var found = new HashSet<string>();
        foreach (var answer in answers)
        {
            var segments = answer.Path.Split('/');
            var path = string.Join('/', segments.Select((s, n) => n > 2 && s.All(char.IsAsciiDigit) ? "{id}" : s));
            var contract = answer.Query.Contains("post.fields", StringComparison.Ordinal) ? now : old;
            Assert.True(contract.Lists(path, answer.Method, answer.Status), $"{answer}");
            var wrong = contract.Check(path, answer.Method, answer.Status, answer.MediaType, answer.Json).Except(OnlyInProse).ToList();
            Assert.True(wrong.Count == 0, $"{answer}\n{string.Join('\n', wrong)}");
            found.Add($"{answer.Method} {path}");
        }

        return found;
    }

    private static JsonContract Open(string file) => new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, Contracts, file))));

    private static Dictionary<string, JsonElement> Known() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, Errors))).RootElement.GetProperty("errors").EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!);
}
