using System.Net;
using System.Text.Json;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>X: text with a link. Has no idempotency key, so after an unclear answer the account's own timeline is read for the permalink.</summary>
internal sealed class XNetwork(NetworkClient client, TimeProvider time) : INetwork
{
    private static readonly XFacts Facts = XFacts.Load();

    // X's clock and this one may differ; a copy made "before" the attempt by this much is still ours.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(10);

    private readonly XApi _api = new(client, Facts, time);

    /// <inheritdoc/>
    public NetworkDescriptor Descriptor { get; } = new()
    {
        Key = "x",
        Name = "X",
        ApiBase = Facts.ApiBase,
        MaxLength = Facts.MaxLength,
        LinkLength = Facts.LinkLength,
        Deadline = TimeSpan.FromSeconds(Facts.DeadlineSeconds),
        CanReadBack = true,
        ConnectFields =
        [
            new ConnectField("apiKey", "API key", false, "Developer console → your app → Keys and tokens → Consumer keys."),
            new ConnectField("apiSecret", "API key secret", true, "Shown once beside the API key."),
            new ConnectField("accessToken", "Access token", false, "Same page, made for your account with read and write permission."),
            new ConnectField("accessTokenSecret", "Access token secret", true, "Shown once beside the access token."),
            new ConnectField("bearer", "User token (instead of the four keys)", true, "Only if you have an OAuth 2.0 user token; leave it empty otherwise."),
        ],
    };

    /// <inheritdoc/>
    public int Measure(string text) => WeightedText.Measure(text);

    /// <inheritdoc/>
    public async Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct)
    {
        if (SecretOf(request.Fields) is not { } secret)
        {
            return new ConnectResult("X needs all four keys (API key, its secret, access token, its secret), or one user token. Nothing was saved.");
        }

        return await _api.WhoAmIAsync(request.ApiBase, secret, ct) switch
        {
            Exchange.Answered { Status: 200 } answer when XAnswers.Parse(answer.Body, XJson.Default.XOne)?.Data is { Username: { Length: > 0 } name } user && XAnswers.IsId(user.Id) =>
                new ConnectResult(null, user.Id, "@" + name, JsonSerializer.Serialize(secret with { Username = name }, XJson.Default.XSecret)),
            Exchange.Answered { Status: 401 or 403 } => new ConnectResult("X does not accept these keys. Check that they were copied whole and belong to one app with read and write permission; nothing was saved."),
            Exchange.Answered { Status: 402 } => new ConnectResult("The X app has no API credits. Buy some in X’s developer console and connect again; nothing was saved."),
            Exchange.Answered { Status: 429 } => new ConnectResult("X takes no more calls for the moment. Try again in a quarter of an hour; nothing was saved."),
            Exchange.Answered answer => new ConnectResult($"X answered something unexpected (HTTP {answer.Status}). Try again later; nothing was saved."),
            Exchange.NotSent(var why) => new ConnectResult($"X could not be reached: {why}. Nothing was saved."),
            Exchange.NoAnswer(var why) => new ConnectResult($"X could not be asked: {why}. Try again; nothing was saved."),
            _ => throw new InvalidOperationException("Unknown exchange."),
        };
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        if (ReadSecret(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(UnreadableSecret);
        }

        if (!WeightedText.IsAllowed(copy.Text))
        {
            return new DeliveryResult.Rejected("The text is empty or holds a character that X refuses. Nothing was sent; change the text for X and try again.");
        }

        var exchange = await _api.CreateAsync(target.Target.ApiBase, secret, copy.Text, ct);
        return XAnswers.Read(exchange, id => AddressOf(id, target, secret), time.GetUtcNow());
    }

    /// <inheritdoc/>
    public async Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        if (ReadSecret(target) is not { } secret)
        {
            return new LookupResult.Unreadable(UnreadableSecret);
        }

        // X is renaming a parameter: one that refuses the first name is asked by the other.
        LookupResult? found = null;
        foreach (var parameter in Facts.FieldParameters)
        {
            found = await SearchAsync(copy, target, secret, parameter, ct);
            if (found is not null)
            {
                break;
            }
        }

        return found ?? new LookupResult.Unreadable("X does not understand how its timeline is asked for. A newer version of this program may be needed.");
    }

    private const string UnreadableSecret = "The stored keys of X can’t be read. Connect X again; nothing was sent.";

    // Null: X refused the name of the parameter.
    private async Task<LookupResult?> SearchAsync(OutgoingCopy copy, TargetAccess target, XSecret secret, string parameter, CancellationToken ct)
    {
        string? page = null;
        string? oldest = null;
        for (var n = 0; n < Facts.TimelinePages; n++)
        {
            var exchange = await _api.TimelineAsync(
                target.Target.ApiBase, secret, target.Target.RemoteAccountId, copy.Since - ClockAllowance, parameter, page, ct);
            switch (exchange)
            {
                case Exchange.Answered { Status: 400 }:
                    return null;
                case Exchange.Answered { Status: 200 } answer when XAnswers.Parse(answer.Body, XJson.Default.XTimeline) is { Meta: { } meta } timeline:
                    oldest = timeline.Data?.LastOrDefault(p => p is not null && XAnswers.IsId(p.Id) && Leads(p, copy.Permalink))?.Id ?? oldest;
                    page = meta.NextToken;
                    break;
                default:
                    return new LookupResult.Unreadable(WhyUnreadable(exchange));
            }

            if (string.IsNullOrEmpty(page))
            {
                return oldest is null ? new LookupResult.Absent() : new LookupResult.Found(oldest, AddressOf(oldest, target, secret));
            }
        }

        return oldest is null
            ? new LookupResult.Unreadable("There are more posts on X since then than can be read.")
            : new LookupResult.Found(oldest, AddressOf(oldest, target, secret));
    }

    // X replaces what it takes for a link by a short one and names the original in the entities; what it does not (a local address) stays in the text.
    private static bool Leads(XThing post, Uri permalink) =>
        post.Entities?.Urls?.Any(u => Same(u?.Expanded, permalink) || Same(u?.Unwound, permalink)) == true
        || WebUtility.HtmlDecode(post.Text ?? "").Split([' ', '\n', '\t']).Any(word => Same(word, permalink));

    private static bool Same(string? address, Uri permalink) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.AbsoluteUri == permalink.AbsoluteUri;

    private static string WhyUnreadable(Exchange exchange) => exchange switch
    {
        Exchange.Answered { Status: 401 or 403 } => "X no longer lets the timeline be read with these keys. Connect X again.",
        Exchange.Answered { Status: 402 } => "The X app has no API credits, and reading the timeline needs some.",
        Exchange.Answered { Status: 429 } => "X takes no more calls for the moment (rate limit).",
        Exchange.Answered answer => $"X’s timeline could not be read (HTTP {answer.Status}).",
        Exchange.NotSent(var why) => $"X could not be reached: {why}.",
        Exchange.NoAnswer(var why) => $"X’s timeline could not be read: {why}.",
        _ => throw new InvalidOperationException("Unknown exchange."),
    };

    // A practice network has its pages beside its API.
    private static string AddressOf(string id, TargetAccess target, XSecret secret)
    {
        var api = target.Target.ApiBase.TrimEnd('/');
        return api.EndsWith("/practice/x/api", StringComparison.Ordinal)
            ? $"{api[..^"/api".Length]}/status/{id}"
            : $"{Facts.WebBase}/{secret.Username}/status/{id}";
    }

    private static XSecret? ReadSecret(TargetAccess target)
    {
        try
        {
            return JsonSerializer.Deserialize(target.Secret, XJson.Default.XSecret);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static XSecret? SecretOf(IReadOnlyDictionary<string, string> fields)
    {
        string? Field(string key) => fields.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

        if (Field("bearer") is { } bearer)
        {
            return new XSecret { Bearer = bearer, Username = "" };
        }

        return Field("apiKey") is { } key && Field("apiSecret") is { } secret && Field("accessToken") is { } token && Field("accessTokenSecret") is { } tokenSecret
            ? new XSecret { Keys = new OAuth1Keys(key, secret, token, tokenSecret), Username = "" }
            : null;
    }
}
