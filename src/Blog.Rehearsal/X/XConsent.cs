using System.Text;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Rehearsal.X;

/// <summary>The pages on which a person lets an app act for an account, by OAuth 2.0 and by OAuth 1.0a. The emulator's lock is held.</summary>
internal sealed class XConsent(XState state, XSigning signing, XTokens tokens)
{
    private static readonly string[] Scopes =
    [
        "tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "users.email", "follows.read", "follows.write", "offline.access", "space.read", "mute.read",
        "mute.write", "like.read", "like.write", "list.read", "list.write", "block.read", "block.write", "bookmark.read", "bookmark.write", "media.write",
    ];

    private readonly Dictionary<string, XRequestToken> _requests = [];

    /// <summary>The consent page of OAuth 2.0 with PKCE, and what its form does.</summary>
    public WireReply Authorize(WireCall call)
    {
        string Asked(string name) => call.Asked(name) ?? "";

        var app = state.Apps.GetValueOrDefault(Asked("client_id"));
        var redirect = Asked("redirect_uri");
        var scopes = Asked("scope").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isPlain = Asked("code_challenge_method").Equals("plain", StringComparison.OrdinalIgnoreCase);
        if (app is null
            || !Uri.TryCreate(redirect, UriKind.Absolute, out _) || (app.Redirects.Count > 0 && !app.Redirects.Contains(redirect))
            || Asked("response_type") != "code"
            || scopes.Length == 0 || scopes.Except(Scopes).Any()
            || Asked("state").Length is 0 or > 500
            || Asked("code_challenge").Length is < 43 or > 128
            || !(isPlain || Asked("code_challenge_method").Equals("S256", StringComparison.OrdinalIgnoreCase)))
        {
            return XPages.Refused();
        }

        if (call.Method == "GET")
        {
            return XPages.Consent(app.ClientId, scopes, state.Accounts);
        }

        if (Decision(call) is not { } decision)
        {
            return XPages.Refused();
        }

        return WireReply.Redirect(QueryHelpers.AddQueryString(redirect, new Dictionary<string, string?>
        {
            ["state"] = Asked("state"),
            [decision.Length > 0 ? "code" : "error"] = decision.Length > 0
                ? tokens.NewCode(new XCode(app.ClientId, decision, redirect, Asked("code_challenge"), isPlain, scopes, default))
                : "access_denied",
        }));
    }

    /// <summary>First step of OAuth 1.0a.</summary>
    public WireReply RequestToken(WireCall call)
    {
        var parameters = XSigning.Parameters(call.Header("Authorization"));
        var consumer = XSigning.Find(parameters, "oauth_consumer_key") ?? "";
        if (state.Keys.Values.FirstOrDefault(k => k.Keys.ApiKey == consumer)?.Keys is not { } keys || !signing.IsSigned(call, parameters, keys.ApiSecret, ""))
        {
            return XProblems.BadKeys(32);
        }

        var callback = XSigning.Find(parameters.Concat(XForm.Read(call)), "oauth_callback") ?? "";
        var token = XState.Random();
        _requests[token] = new XRequestToken(keys, XState.Random(), callback, null, null);
        return Form(("oauth_token", token), ("oauth_token_secret", _requests[token].Secret), ("oauth_callback_confirmed", "true"));
    }

    /// <summary>Consent page of OAuth 1.0a.</summary>
    public WireReply AuthorizeOld(WireCall call)
    {
        var token = call.Asked("oauth_token") ?? "";
        if (!_requests.TryGetValue(token, out var request) || request.Verifier is not null || !Uri.TryCreate(request.Callback, UriKind.Absolute, out _))
        {
            return XPages.Refused();
        }

        if (call.Method == "GET")
        {
            return XPages.Consent(request.App.ApiKey, ["read", "write"], state.Accounts);
        }

        if (Decision(call) is not { } decision)
        {
            return XPages.Refused();
        }

        if (decision.Length == 0)
        {
            _requests.Remove(token);
            return WireReply.Redirect(QueryHelpers.AddQueryString(request.Callback, "denied", token));
        }

        var verifier = XState.Random();
        _requests[token] = request with { Verifier = verifier, AccountId = decision };
        return WireReply.Redirect(QueryHelpers.AddQueryString(request.Callback, new Dictionary<string, string?> { ["oauth_token"] = token, ["oauth_verifier"] = verifier }));
    }

    /// <summary>Last step of OAuth 1.0a.</summary>
    public WireReply AccessToken(WireCall call)
    {
        var parameters = XSigning.Parameters(call.Header("Authorization"));
        var token = XSigning.Find(parameters, "oauth_token") ?? "";
        var verifier = XSigning.Find(parameters.Concat(XForm.Read(call)), "oauth_verifier");
        if (!_requests.TryGetValue(token, out var request) || verifier is null || request.Verifier != verifier || state.Account(request.AccountId!) is not { } account
            || !signing.IsSigned(call, parameters, request.App.ApiSecret, request.Secret))
        {
            return XProblems.BadKeys(32);
        }

        _requests.Remove(token);
        var keys = request.App with { AccessToken = $"{account.Id}-{XState.Random()}", AccessTokenSecret = XState.Random() };
        state.Keys[keys.AccessToken] = new XKeys(keys, account.Id, false);
        state.Touch();
        return Form(("oauth_token", keys.AccessToken), ("oauth_token_secret", keys.AccessTokenSecret), ("user_id", account.Id), ("screen_name", account.Username));
    }

    // The account that was chosen; empty if the answer is no; null if the form is not one of ours or came from elsewhere.
    private string? Decision(WireCall call)
    {
        var form = XForm.Read(call);
        return call.Header("Sec-Fetch-Site") is not ("" or "same-origin" or "none") ? null
            : XSigning.Find(form, "decision") switch
            {
                "deny" => "",
                "allow" => state.Account(XSigning.Find(form, "account") ?? "")?.Id,
                _ => null,
            };
    }

    private static WireReply Form(params (string Name, string Value)[] fields) => new(
        200, Encoding.UTF8.GetBytes(string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"))), "application/x-www-form-urlencoded");

    private sealed record XRequestToken(OAuth1Keys App, string Secret, string Callback, string? Verifier, string? AccountId);
}
