using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Blog.Outgoing;

namespace Blog.Networks.X;

/// <summary>The calls to X that the blog makes (docs.x.com, API v2), as they go over the wire.</summary>
internal sealed class XApi(NetworkClient client, XFacts facts, TimeProvider time)
{
    /// <summary>Who the keys belong to.</summary>
    public Task<Exchange> WhoAmIAsync(string apiBase, XSecret secret, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"{Trim(apiBase)}/2/users/me", secret, null, ct);

    /// <summary>Makes a post. Not repeat-safe: X has no idempotency key.</summary>
    public Task<Exchange> CreateAsync(string apiBase, XSecret secret, string text, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Trim(apiBase)}/2/tweets", secret, JsonSerializer.SerializeToUtf8Bytes(new XNewPost(text), XJson.Default.XNewPost), ct);

    /// <summary>A page of the account's own posts since a moment, newest first.</summary>
    public Task<Exchange> TimelineAsync(
        string apiBase, XSecret secret, string accountId, DateTimeOffset since, string fieldParameter, string? page, CancellationToken ct)
    {
        var start = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"{Trim(apiBase)}/2/users/{Uri.EscapeDataString(accountId)}/tweets?max_results={facts.TimelinePageSize}&start_time={Uri.EscapeDataString(start)}&{fieldParameter}=created_at%2Centities%2Ctext");
        return SendAsync(HttpMethod.Get, page is null ? address : $"{address}&pagination_token={Uri.EscapeDataString(page)}", secret, null, ct);
    }

    private Task<Exchange> SendAsync(HttpMethod method, string address, XSecret secret, byte[]? body, CancellationToken ct)
    {
        var uri = new Uri(address);
        var authorization = secret.Keys is { } keys
            ? OAuth1.Header(method.Method, uri, [], keys, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), time.GetUtcNow())
            : $"Bearer {secret.Bearer}";
        return client.SendAsync(
            new NetworkCall(method, uri, authorization, TimeSpan.FromSeconds(facts.DeadlineSeconds), body, body is null ? null : "application/json"), ct);
    }

    private static string Trim(string apiBase) => apiBase.TrimEnd('/');
}
