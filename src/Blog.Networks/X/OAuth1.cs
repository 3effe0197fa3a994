using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Blog.Networks.X;

/// <summary>The four values that act for one account of one app.</summary>
/// <param name="ApiKey">Consumer key.</param>
/// <param name="ApiSecret">Consumer secret.</param>
/// <param name="AccessToken">Token of the account.</param>
/// <param name="AccessTokenSecret">Its secret.</param>
public sealed record OAuth1Keys(string ApiKey, string ApiSecret, string AccessToken, string AccessTokenSecret)
{
    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(OAuth1Keys);
}

/// <summary>Signs requests by OAuth 1.0a with HMAC-SHA1 (RFC 5849 section 3.4). JSON bodies are not part of the signature.</summary>
public static class OAuth1
{
    /// <summary>Value of the Authorization header.</summary>
    /// <param name="method">Verb in capitals.</param>
    /// <param name="address">With its query, which is signed.</param>
    /// <param name="form">Form fields of the body; empty for JSON.</param>
    /// <param name="keys">Keys.</param>
    /// <param name="nonce">Used once.</param>
    /// <param name="at">Now; the network refuses a clock that is minutes wrong.</param>
    public static string Header(
        string method, Uri address, IReadOnlyList<KeyValuePair<string, string>> form, OAuth1Keys keys, string nonce, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(keys);
        List<KeyValuePair<string, string>> own =
        [
            new("oauth_consumer_key", keys.ApiKey),
            new("oauth_nonce", nonce),
            new("oauth_signature_method", "HMAC-SHA1"),
            new("oauth_timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("oauth_token", keys.AccessToken),
            new("oauth_version", "1.0"),
        ];
        var signature = Sign(BaseString(method, address, [.. own, .. form]), keys.ApiSecret, keys.AccessTokenSecret);
        own.Add(new("oauth_signature", signature));
        return "OAuth " + string.Join(", ", own.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}=\"{Uri.EscapeDataString(p.Value)}\""));
    }

    /// <summary>What is signed: method, address without query, and all parameters sorted by their encoded form.</summary>
    public static string BaseString(string method, Uri address, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        ArgumentNullException.ThrowIfNull(address);
        var encoded = parameters.Concat(Query(address))
            .Select(p => (Key: Uri.EscapeDataString(p.Key), Value: Uri.EscapeDataString(p.Value)))
            .OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Key}={p.Value}");
        return $"{method}&{Uri.EscapeDataString(address.GetLeftPart(UriPartial.Path))}&{Uri.EscapeDataString(string.Join('&', encoded))}";
    }

    /// <summary>Signature in Base64.</summary>
    public static string Sign(string baseString, string consumerSecret, string tokenSecret)
    {
        var key = Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(consumerSecret)}&{Uri.EscapeDataString(tokenSecret)}");
#pragma warning disable CA5350 // The protocol prescribes HMAC-SHA1.
        return Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.ASCII.GetBytes(baseString)));
#pragma warning restore CA5350
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(Uri address) =>
        address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2))
            .Select(p => new KeyValuePair<string, string>(Decode(p[0]), p.Length > 1 ? Decode(p[1]) : ""));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
