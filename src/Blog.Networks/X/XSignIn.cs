using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>Connecting an account of X, by its consent page (OAuth 2.0 with PKCE) or by four keys, and renewing tokens.</summary>
internal sealed class XSignIn(XApi api, XFacts facts, XAnswers answers, TimeProvider time)
{
    /// <summary>Key of the way over the consent page.</summary>
    public const string ByConsent = "oauth2";

    /// <summary>Key of the way with four keys.</summary>
    public const string ByKeys = "keys";

    // Room between the moment at which a token should be renewed and its end.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>See <see cref="NetworkDescriptor.Ways"/>.</summary>
    public static IReadOnlyList<ConnectWay> Ways { get; } =
    [
        new(ByConsent, "With X’s consent page", true,
        [
            new("clientId", "Client ID", false, "Developer console → your app → User authentication settings → OAuth 2.0. Register this blog’s address of return there as callback URI."),
            new("clientSecret", "Client secret", true, "Shown once beside the client ID. Leave it empty if the app is a native app (public client).", IsOptional: true),
        ]),
        new(ByKeys, "With four keys", false,
        [
            new("apiKey", "API key", false, "Developer console → your app → Keys and tokens → Consumer keys."),
            new("apiSecret", "API key secret", true, "Shown once beside the API key."),
            new("accessToken", "Access token", false, "Same page, made for your account with read and write permission."),
            new("accessTokenSecret", "Access token secret", true, "Shown once beside the access token."),
        ]),
    ];

    /// <summary>See <see cref="INetwork.BeginConsent"/>.</summary>
    public ConsentStart Begin(ConnectRequest request, ConsentReturn back)
    {
        if (request.Way != ByConsent)
        {
            return new ConsentStart(null, "This way to connect X has no consent page.");
        }

        if (request.Field("clientId") is not { } clientId)
        {
            return new ConsentStart(null, "X needs the client ID of your app. It stands in X’s developer console under User authentication settings.");
        }

        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(back.Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        (string Name, string Value)[] query =
        [
            ("response_type", "code"), ("client_id", clientId), ("redirect_uri", back.Address.AbsoluteUri), ("scope", string.Join(' ', facts.Scopes)),
            ("state", back.State), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ];
        var web = request.WebBase.Length > 0 ? request.WebBase.TrimEnd('/') : facts.WebBase;
        return new ConsentStart(new Uri($"{web}/i/oauth2/authorize?{string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"))}"), null);
    }

    /// <summary>See <see cref="INetwork.ConnectAsync"/>.</summary>
    public async Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct)
    {
        if (request.Way == ByConsent)
        {
            return await ByConsentAsync(request, ct);
        }

        return request.Field("apiKey") is { } key && request.Field("apiSecret") is { } secret && request.Field("accessToken") is { } token && request.Field("accessTokenSecret") is { } tokenSecret
            ? await AskAsync(request.ApiBase, new XSecret { Keys = new OAuth1Keys(key, secret, token, tokenSecret), Username = "" }, null, ct)
            : ConnectResult.Failed("X needs all four keys (API key, its secret, access token, its secret). Nothing was saved.");
    }

    /// <summary>See <see cref="INetwork.TestAsync"/>.</summary>
    public async Task<TestResult> TestAsync(SyndicationTarget target, XSecret secret, CancellationToken ct)
    {
        var (who, failed) = await ProveAsync(target.ApiBase, secret, ct);
        return failed is not null ? answers.Tested(failed)
            : who!.Id != target.RemoteAccountId ? new TestResult.MayNot($"The keys of X belong to another account than {target.Name}. Nothing was changed; connect X again with the right one.")
            : new TestResult.MayWrite();
    }

    /// <summary>See <see cref="INetwork.RefreshAsync"/>.</summary>
    public async Task<RefreshResult> RefreshAsync(string apiBase, XSecret secret, CancellationToken ct)
    {
        if (secret is not { RefreshToken: { Length: > 0 } refresh, ClientId: { } clientId })
        {
            return new RefreshResult.NotPossible();
        }

        var exchange = await api.TokenAsync(apiBase, clientId, secret.ClientSecret, [("grant_type", "refresh_token"), ("refresh_token", refresh)], ct);
        if (exchange is not Exchange.Answered answer)
        {
            return new RefreshResult.Later("X could not be asked for new keys. It is tried again by itself.");
        }

        var tokens = XAnswers.Parse(answer.Body, XJson.Default.XTokenAnswer);
        return answer.Status switch
        {
            200 when tokens is { AccessToken.Length: > 0 } => Renewed(secret, tokens),
            400 when tokens?.Error is not null => new RefreshResult.Refused("X no longer renews the keys of this connection. Connect X again; what waits goes out afterwards."),
            401 when tokens?.Error is not null => new RefreshResult.Refused("X does not accept the client ID or client secret of the app any more. Check them in X’s developer console and connect X again; what waits goes out afterwards."),
            _ => new RefreshResult.Later($"X gave no new keys this time (HTTP {answer.Status}). It is tried again by itself."),
        };
    }

    private RefreshResult.Refreshed Renewed(XSecret secret, XTokenAnswer tokens)
    {
        // A network that names no new refresh token goes on with the old one.
        var kept = secret with { Bearer = tokens.AccessToken, RefreshToken = tokens.RefreshToken is { Length: > 0 } next ? next : secret.RefreshToken };
        return new RefreshResult.Refreshed(Text(kept), RefreshAt(tokens), null);
    }

    private async Task<ConnectResult> ByConsentAsync(ConnectRequest request, CancellationToken ct)
    {
        if (request.Field("clientId") is not { } clientId || request.Consent is not { } consent)
        {
            return ConnectResult.Failed("X must be asked for your consent in the browser first, with the client ID of your app. Nothing was saved.");
        }

        if (consent.Query.TryGetValue("error", out var error))
        {
            return ConnectResult.Failed(error == "access_denied"
                ? "You did not allow it on X’s page. Nothing was saved; connect again if that was not what you meant."
                : "X broke off on its consent page. Check the app’s callback URI and permissions in X’s developer console and connect again; nothing was saved.");
        }

        if (!consent.Query.TryGetValue("code", out var code) || (consent.Query.TryGetValue("state", out var state) && state != consent.Back.State))
        {
            return ConnectResult.Failed("What came back from X does not belong to this attempt. Nothing was saved; connect again.");
        }

        var exchange = await api.TokenAsync(
            request.ApiBase, clientId, request.Field("clientSecret"),
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", consent.Back.Address.AbsoluteUri), ("code_verifier", consent.Back.Verifier)], ct);
        var tokens = exchange is Exchange.Answered answer ? XAnswers.Parse(answer.Body, XJson.Default.XTokenAnswer) : null;
        if (exchange is not Exchange.Answered { Status: 200 } || tokens is not { AccessToken.Length: > 0 })
        {
            return ConnectResult.Failed(WhyNoTokens(exchange, tokens));
        }

        var granted = tokens.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? facts.Scopes;
        if (facts.Scopes.Except(granted).ToList() is { Count: > 0 } missing)
        {
            return ConnectResult.Failed($"X did not give every right that is needed; missing: {string.Join(", ", missing)}. Switch them on for the app in X’s developer console and connect again; nothing was saved.");
        }

        var secret = new XSecret { Bearer = tokens.AccessToken, RefreshToken = tokens.RefreshToken, ClientId = clientId, ClientSecret = request.Field("clientSecret"), Username = "" };
        return await AskAsync(request.ApiBase, secret, tokens, ct);
    }

    private string WhyNoTokens(Exchange exchange, XTokenAnswer? tokens) => exchange switch
    {
        Exchange.Answered { Status: 401 } =>
            "X does not accept the client ID and client secret. Copy both again from X’s developer console; an app without a secret must be a native app. Nothing was saved.",
        Exchange.Answered { Status: 400 } when tokens?.Description?.Contains("redirect", StringComparison.OrdinalIgnoreCase) == true =>
            "X was given another address of return than the app has. Register this blog’s address of return letter by letter in X’s developer console and connect again; nothing was saved.",
        Exchange.Answered { Status: 400 } => "X’s consent is good for 30 seconds and for one use; this one was not good any more. Nothing was saved; connect again.",
        Exchange.Answered { Status: >= 200 and < 300 } => "X said yes, but gave no keys. Nothing was saved; connect again.",
        _ => answers.NotConnected(exchange),
    };

    // Who it is, and whether it may write: an upload is announced, which publishes nothing and is forgotten by itself.
    private async Task<(XThing? Who, Exchange? Failed)> ProveAsync(string apiBase, XSecret secret, CancellationToken ct)
    {
        var asked = await api.WhoAmIAsync(apiBase, secret, ct);
        if (asked is not Exchange.Answered { Status: 200 } answer || XAnswers.Parse(answer.Body, XJson.Default.XOne)?.Data is not { Username: { Length: > 0 } } who || !XAnswers.IsId(who.Id))
        {
            return (null, asked);
        }

        var written = await api.InitializeAsync(apiBase, secret, "image/png", 68, ct);
        return written is Exchange.Answered { Status: >= 200 and < 300 } ? (who, null) : (null, written);
    }

    private async Task<ConnectResult> AskAsync(string apiBase, XSecret secret, XTokenAnswer? tokens, CancellationToken ct)
    {
        var (who, failed) = await ProveAsync(apiBase, secret, ct);
        if (who is not { Id: { } id, Username: { } name })
        {
            return ConnectResult.Failed(answers.NotConnected(failed!));
        }

        var hasEnd = tokens is { RefreshToken: null or "" };
        return new ConnectResult(null,
        [
            new ConnectedAccount(id, "@" + name, "", Text(secret with { Username = name }))
            {
                RefreshAt = tokens is null || hasEnd ? null : RefreshAt(tokens),
                EndsAt = hasEnd ? time.GetUtcNow() + LifeOf(tokens!) : null,
                Notice = hasEnd ? "X gave no key to renew this connection: it ends within hours. Connect again with the right “offline.access”." : null,
            },
        ]);
    }

    private DateTimeOffset RefreshAt(XTokenAnswer tokens)
    {
        var life = LifeOf(tokens);
        return time.GetUtcNow() + (life > Margin * 3 ? life - Margin : life / 2);
    }

    // What is missing, negative or decades away is no life to rely on.
    private TimeSpan LifeOf(XTokenAnswer tokens)
    {
        var seconds = tokens.ExpiresIn switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) => value,
            { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
            _ => 0,
        };
        return TimeSpan.FromSeconds(seconds >= 60 && seconds <= facts.LongestTokenSeconds ? seconds : facts.ShortTokenSeconds);
    }

    private static string Text(XSecret secret) => JsonSerializer.Serialize(secret, XJson.Default.XSecret);
}
