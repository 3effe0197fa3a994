using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>A consent that waits to be exchanged.</summary>
internal sealed record XCode(string ClientId, string AccountId, string Redirect, string Challenge, bool IsPlain, IReadOnlyList<string> Scopes, DateTimeOffset EndsAt);

/// <summary>The token endpoint of OAuth 2.0: codes live 30 seconds, access tokens two hours, refresh tokens one use. The emulator's lock is held.</summary>
internal sealed class XTokens(XState state)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, XCode> _codes = [];

    /// <summary>Life of an access token.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromHours(2);

    /// <summary>A refresh names no new refresh token: the old one stays good.</summary>
    public bool KeepsRefreshToken { get; set; }

    /// <summary>Changes the answer of a token before it goes out.</summary>
    public Action<JsonObject>? Spoil { get; set; }

    /// <summary>Refreshes that were answered well.</summary>
    public int Refreshes { get; private set; }

    public string NewCode(XCode code)
    {
        var value = XState.Random();
        _codes[value] = code with { EndsAt = state.Now + CodeLife };
        return value;
    }

    public WireReply Exchange(WireCall call)
    {
        var fields = XForm.ReadAny(call);
        if (Client(call, fields) is not { } app)
        {
            return XProblems.OAuth2(401, "unauthorized_client", "Missing valid authorization header");
        }

        return fields.GetValueOrDefault("grant_type") switch
        {
            "authorization_code" => ByCode(app, fields),
            "refresh_token" => ByRefresh(app, fields),
            _ => Invalid("Missing required parameter [grant_type]."),
        };
    }

    public WireReply Revoke(WireCall call)
    {
        var fields = XForm.ReadAny(call);
        if (Client(call, fields) is not { } app)
        {
            return XProblems.OAuth2(401, "unauthorized_client", "Missing valid authorization header");
        }

        var token = fields.GetValueOrDefault("token", "");
        if (state.Refreshes.TryGetValue(token, out var refresh) && refresh.ClientId == app.ClientId)
        {
            state.Refreshes.Remove(token);
            state.Tokens.Remove(refresh.AccessToken);
        }

        if (state.Tokens.TryGetValue(token, out var access) && access.ClientId == app.ClientId)
        {
            state.Tokens.Remove(token);
        }

        state.Touch();
        return WireReply.Json(200, new JsonObject { ["revoked"] = true });
    }

    // A confidential client proves itself by the header, a public one only names itself.
    private XApp? Client(WireCall call, Dictionary<string, string> fields)
    {
        var header = call.Header("Authorization");
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            return state.Apps.GetValueOrDefault(fields.GetValueOrDefault("client_id", "")) is { ClientSecret: null } open ? open : null;
        }

        var bytes = new byte[header.Length];
        var pair = Convert.TryFromBase64String(header["Basic ".Length..], bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count).Split(':', 2) : [];
        return pair is [var id, var secret] && state.Apps.GetValueOrDefault(Uri.UnescapeDataString(id)) is { ClientSecret: { } known } app && known == Uri.UnescapeDataString(secret) ? app : null;
    }

    private WireReply ByCode(XApp app, Dictionary<string, string> fields)
    {
        foreach (var name in new[] { "code", "redirect_uri", "code_verifier" })
        {
            if (fields.GetValueOrDefault(name, "").Length == 0)
            {
                return Invalid($"Missing required parameter [{name}].");
            }
        }

        if (!_codes.Remove(fields["code"], out var code) || code.EndsAt <= state.Now || code.ClientId != app.ClientId || !Fits(fields["code_verifier"], code))
        {
            return Invalid("Value passed for the authorization code was invalid.");
        }

        return code.Redirect == fields["redirect_uri"]
            ? Issue(code.AccountId, app.ClientId, code.Scopes)
            : Invalid("Value passed for the redirect uri did not match the uri of the authorization code.");
    }

    private static bool Fits(string verifier, XCode code) =>
        verifier.Length is >= 43 and <= 128
        && code.Challenge == (code.IsPlain ? verifier : Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_'));

    private WireReply ByRefresh(XApp app, Dictionary<string, string> fields)
    {
        var value = fields.GetValueOrDefault("refresh_token", "");
        if (!state.Refreshes.TryGetValue(value, out var old) || old.ClientId != app.ClientId)
        {
            return Invalid("Value passed for the token was invalid.");
        }

        state.Refreshes.Remove(value);
        state.Tokens.Remove(old.AccessToken);
        Refreshes++;
        return Issue(old.AccountId, app.ClientId, old.Scopes, KeepsRefreshToken ? value : null);
    }

    private WireReply Issue(string accountId, string clientId, IReadOnlyList<string> scopes, string? keptRefresh = null)
    {
        var access = XState.Random();
        state.Tokens[access] = new XToken(accountId, scopes, state.Now + Life, clientId);
        var answer = new JsonObject
        {
            ["token_type"] = "bearer",
            ["expires_in"] = (long)Life.TotalSeconds,
            ["access_token"] = access,
            ["scope"] = string.Join(' ', scopes),
        };
        if (scopes.Contains("offline.access"))
        {
            var refresh = keptRefresh ?? XState.Random();
            state.Refreshes[refresh] = new XRefreshToken(accountId, clientId, scopes, access);
            if (keptRefresh is null)
            {
                answer["refresh_token"] = refresh;
            }
        }

        Spoil?.Invoke(answer);
        state.Touch();
        return WireReply.Json(200, answer);
    }

    private static WireReply Invalid(string description) => XProblems.OAuth2(400, "invalid_request", description);
}
