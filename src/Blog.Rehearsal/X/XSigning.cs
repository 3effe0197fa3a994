using System.Globalization;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Who a call acts for.</summary>
/// <param name="Account">Null: an app alone.</param>
/// <param name="Scopes">Rights of OAuth 2.0; null: all, by OAuth 1.0a.</param>
/// <param name="IsReadOnly">OAuth 1.0a keys that were made while the app was read-only.</param>
internal sealed record XCaller(XAccount? Account, IReadOnlyList<string>? Scopes, bool IsReadOnly);

/// <summary>Reads the Authorization header: bearer tokens and signatures of OAuth 1.0a. The emulator's lock is held.</summary>
internal sealed class XSigning(XState state, Weather weather)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly HashSet<(string Token, string Nonce)> _nonces = [];

    /// <summary>Who calls, or the refusal.</summary>
    public (XCaller? Caller, WireReply? Refusal) Authenticate(WireCall call)
    {
        var header = call.Header("Authorization");
        if (header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return state.Tokens.TryGetValue(header["Bearer ".Length..], out var token) && !(token.EndsAt <= state.Now)
                ? (new XCaller(state.Account(token.AccountId), token.Scopes, false), null)
                : (null, XProblems.Unauthorized());
        }

        if (!header.StartsWith("OAuth ", StringComparison.Ordinal))
        {
            return (null, XProblems.Unauthorized());
        }

        var parameters = Parameters(header);
        if (!state.Keys.TryGetValue(Find(parameters, "oauth_token") ?? "", out var known))
        {
            return (null, XProblems.BadKeys(89));
        }

        return Find(parameters, "oauth_consumer_key") == known.Keys.ApiKey && IsSigned(call, parameters, known.Keys.ApiSecret, known.Keys.AccessTokenSecret)
            ? (new XCaller(state.Account(known.AccountId), null, known.IsReadOnly), null)
            : (null, XProblems.BadKeys(32));
    }

    /// <summary>Parameters of an OAuth 1.0a header.</summary>
    public static List<KeyValuePair<string, string>> Parameters(string header) =>
        [.. (header.StartsWith("OAuth ", StringComparison.Ordinal) ? header["OAuth ".Length..] : "").Split(',')
            .Select(p => p.Trim().Split('=', 2))
            .Where(p => p.Length == 2)
            .Select(p => new KeyValuePair<string, string>(Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1].Trim('"'))))];

    public static string? Find(IEnumerable<KeyValuePair<string, string>> parameters, string name) =>
        parameters.Where(p => p.Key == name).Select(p => p.Value).FirstOrDefault();

    /// <summary>Checks signature, clock and nonce. Fields of a form are signed, JSON and multipart are not.</summary>
    public bool IsSigned(WireCall call, IReadOnlyList<KeyValuePair<string, string>> parameters, string consumerSecret, string tokenSecret)
    {
        var form = call.Header("Content-Type").StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? XForm.Read(call) : [];
        var signed = OAuth1.BaseString(call.Method, call.Address, [.. parameters.Where(p => p.Key != "oauth_signature"), .. form]);
        return Find(parameters, "oauth_signature") == OAuth1.Sign(signed, consumerSecret, tokenSecret)
            && Find(parameters, "oauth_signature_method") == "HMAC-SHA1"
            && long.TryParse(Find(parameters, "oauth_timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 99_999_999_999
            && (DateTimeOffset.FromUnixTimeSeconds(at) - (state.Now + weather.ClockSkew)).Duration() <= ClockTolerance
            && Find(parameters, "oauth_nonce") is { Length: > 0 } nonce
            && _nonces.Add((Find(parameters, "oauth_token") ?? "", nonce));
    }
}
