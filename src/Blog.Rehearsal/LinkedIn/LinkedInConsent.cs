using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>The consent page and the addresses that give out, renew and explain tokens.</summary>
internal sealed class LinkedInConsent(TimeProvider time, LinkedInSettings settings)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(30);
    private static readonly string[] Asked = ["response_type", "client_id", "redirect_uri", "state", "scope"];
    private static readonly char[] Separators = [' ', ','];

    public WireReply Answer(LinkedInState state, WireCall call) => (call.Method, call.Segments[^1]) switch
    {
        ("GET", "authorization") => Ask(state, call.Query),
        ("POST", "authorization") => Decide(state, Form(call)),
        ("POST", "accessToken") => Token(state, Form(call)),
        ("POST", "introspectToken") => Introspect(state, Form(call)),
        _ => LinkedInErrors.NotFound(),
    };

    private static WireReply Ask(LinkedInState state, IReadOnlyDictionary<string, StringValues> asked)
    {
        if (Checked(state, asked, out var app) is { } refused)
        {
            return refused;
        }

        var hidden = Asked.Select(n => (n, Value(asked, n)));
        return LinkedInPages.Consent(app!.ClientId, ScopesIn(Value(asked, "scope")), state.Members, [.. hidden]);
    }

    private WireReply Decide(LinkedInState state, IReadOnlyDictionary<string, StringValues> asked)
    {
        if (Checked(state, asked, out var app) is { } refused)
        {
            return refused;
        }

        if (Value(asked, "decision") != "allow")
        {
            return Back(asked, ("error", "user_cancelled_authorize"), ("error_description", "The user cancelled the authorization"));
        }

        if (state.Members.FirstOrDefault(m => m.Id == Value(asked, "member")) is not { } member)
        {
            return Back(asked, ("error", "user_cancelled_login"), ("error_description", "The user cancelled the login"));
        }

        var code = Random(24);
        state.Codes.Add(new LinkedInCode(code, app!.ClientId, Value(asked, "redirect_uri"), member.Id, [.. ScopesIn(Value(asked, "scope")).Except(settings.WithheldScopes)], time.GetUtcNow()));
        return Back(asked, ("code", code));
    }

    // A wrong app or a strange way back is told to the person, never to the address.
    private static WireReply? Checked(LinkedInState state, IReadOnlyDictionary<string, StringValues> asked, out LinkedInApp? app)
    {
        var known = state.Apps.FirstOrDefault(a => a.ClientId == Value(asked, "client_id"));
        app = known;
        if (known is null)
        {
            return LinkedInPages.Refusal("The passed in client_id is invalid");
        }

        if (known.Redirects.Count > 0 ? !known.Redirects.Contains(Value(asked, "redirect_uri"), StringComparer.Ordinal) : !Uri.TryCreate(Value(asked, "redirect_uri"), UriKind.Absolute, out _))
        {
            return LinkedInPages.Refusal("The redirect_uri does not match the registered value");
        }

        if (Value(asked, "response_type") != "code")
        {
            return Back(asked, ("error", "invalid_request"), ("error_description", "response_type must be code"));
        }

        return ScopesIn(Value(asked, "scope")).FirstOrDefault(s => !known.Scopes.Contains(s)) is { } scope
            ? Back(asked, ("error", "unauthorized_scope_error"), ("error_description", $"Scope \"{scope}\" is not authorized for your application"))
            : null;
    }

    private static WireReply Back(IReadOnlyDictionary<string, StringValues> asked, params (string Name, string Value)[] with)
    {
        var parameters = with.Append(("state", Value(asked, "state"))).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}");
        var redirect = Value(asked, "redirect_uri");
        return WireReply.Redirect($"{redirect}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', parameters)}");
    }

    private WireReply Token(LinkedInState state, IReadOnlyDictionary<string, StringValues> form)
    {
        if (state.Apps.FirstOrDefault(a => a.ClientId == Value(form, "client_id") && a.ClientSecret == Value(form, "client_secret")) is not { } app)
        {
            return LinkedInErrors.ClientRefused();
        }

        return Value(form, "grant_type") switch
        {
            "authorization_code" => Exchange(state, form, app),
            "refresh_token" => Refresh(state, form, app),
            _ => LinkedInErrors.OAuth(400, "invalid_request", "A required parameter \"grant_type\" is missing or not valid"),
        };
    }

    private WireReply Exchange(LinkedInState state, IReadOnlyDictionary<string, StringValues> form, LinkedInApp app)
    {
        var now = time.GetUtcNow();
        var code = state.Codes.FirstOrDefault(c => c.Value == Value(form, "code"));
        if (code is null || code.ClientId != app.ClientId || code.Redirect != Value(form, "redirect_uri") || code.At + CodeLife <= now)
        {
            return LinkedInErrors.CodeRefused();
        }

        state.Codes.Remove(code);

        // Other rights than before end what was given before.
        foreach (var old in state.Tokens.Of(code.MemberId))
        {
            if (old.ClientId == app.ClientId && !old.Scopes.ToHashSet().SetEquals(code.Scopes))
            {
                state.Tokens.Replace(old, old with { IsRevoked = true });
            }
        }

        var token = new LinkedInToken(Random(32), app.ClientId, code.MemberId, code.Scopes, now, now + settings.TokenLife);
        state.Tokens.Add(token);
        LinkedInToken? refresh = null;
        if (app.HasRefresh)
        {
            refresh = token with { Value = Random(32), EndsAt = now + settings.RefreshLife, IsRefresh = true };
            state.Tokens.Add(refresh);
        }

        return Given(token, refresh);
    }

    private WireReply Refresh(LinkedInState state, IReadOnlyDictionary<string, StringValues> form, LinkedInApp app)
    {
        var now = time.GetUtcNow();
        if (state.Tokens.Find(Value(form, "refresh_token")) is not { IsRefresh: true, IsRevoked: false } refresh || refresh.ClientId != app.ClientId || refresh.EndsAt <= now)
        {
            return LinkedInErrors.RefreshRefused();
        }

        var token = refresh with { Value = Random(32), IsRefresh = false, IssuedAt = now, EndsAt = now + settings.TokenLife };
        state.Tokens.Add(token);
        return Given(token, settings.OmitsRefreshToken ? null : refresh);
    }

    private WireReply Given(LinkedInToken token, LinkedInToken? refresh)
    {
        var now = time.GetUtcNow();
        var answer = new JsonObject { ["access_token"] = token.Value, ["expires_in"] = settings.ExpiresInSaid ?? (long)(token.EndsAt - now).TotalSeconds };
        if (settings.SaysScope)
        {
            answer["scope"] = string.Join(',', token.Scopes);
        }

        if (refresh is not null)
        {
            answer["refresh_token"] = refresh.Value;
            answer["refresh_token_expires_in"] = settings.RefreshExpiresInSaid ?? (long)(refresh.EndsAt - now).TotalSeconds;
        }

        return WireReply.Json(200, answer);
    }

    private WireReply Introspect(LinkedInState state, IReadOnlyDictionary<string, StringValues> form)
    {
        if (!state.Apps.Any(a => a.ClientId == Value(form, "client_id") && a.ClientSecret == Value(form, "client_secret")))
        {
            return LinkedInErrors.ClientRefused();
        }

        if (state.Tokens.Find(Value(form, "token")) is not { } token || token.ClientId != Value(form, "client_id"))
        {
            return WireReply.Json(200, new JsonObject { ["active"] = false });
        }

        var status = token.IsRevoked ? "revoked" : token.EndsAt <= time.GetUtcNow() ? "expired" : "active";
        return WireReply.Json(200, new JsonObject
        {
            ["active"] = status == "active",
            ["status"] = status,
            ["scope"] = string.Join(',', token.Scopes),
            ["client_id"] = token.ClientId,
            ["created_at"] = token.IssuedAt.ToUnixTimeSeconds(),
            ["expires_at"] = token.EndsAt.ToUnixTimeSeconds(),
            ["authorized_at"] = token.IssuedAt.ToUnixTimeSeconds(),
            ["auth_type"] = "3L",
        });
    }

    private static Dictionary<string, StringValues> Form(WireCall call) =>
        call.Header("Content-Type").StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(call.Body)) : [];

    private static string Value(IReadOnlyDictionary<string, StringValues> form, string name) => form.TryGetValue(name, out var values) ? values.ToString() : "";

    private static string[] ScopesIn(string scope) => scope.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    private static string Random(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
