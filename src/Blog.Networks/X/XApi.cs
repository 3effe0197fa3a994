using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Blog.Outgoing;

namespace Blog.Networks.X;

/// <summary>The calls to X that the blog makes (docs.x.com, API v2), as they go over the wire.</summary>
internal sealed class XApi(NetworkClient client, XFacts facts, TimeProvider time)
{
    private const string Json = "application/json";

    /// <summary>Who the keys belong to.</summary>
    public Task<Exchange> WhoAmIAsync(string apiBase, XSecret secret, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"{Trim(apiBase)}/2/users/me", secret, null, null, ct);

    /// <summary>Makes a post. Not repeat-safe: X has no idempotency key.</summary>
    public Task<Exchange> CreateAsync(string apiBase, XSecret secret, XNewPost post, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Trim(apiBase)}/2/tweets", secret, JsonSerializer.SerializeToUtf8Bytes(post, XJson.Default.XNewPost), Json, ct);

    /// <summary>Takes a post away.</summary>
    public Task<Exchange> DeleteAsync(string apiBase, XSecret secret, string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Trim(apiBase)}/2/tweets/{id}", secret, [], null, ct);

    /// <summary>A post.</summary>
    public Task<Exchange> PostAsync(string apiBase, XSecret secret, string id, string fields, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"{Trim(apiBase)}/2/tweets/{id}?{fields}", secret, null, null, ct);

    /// <summary>A page of the account's own posts since a moment, newest first.</summary>
    public Task<Exchange> TimelineAsync(string apiBase, XSecret secret, string accountId, DateTimeOffset since, string fields, string? page, CancellationToken ct)
    {
        var start = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"{Trim(apiBase)}/2/users/{Uri.EscapeDataString(accountId)}/tweets?max_results={facts.TimelinePageSize}&start_time={Uri.EscapeDataString(start)}&{fields}");
        return SendAsync(HttpMethod.Get, page is null ? address : $"{address}&pagination_token={Uri.EscapeDataString(page)}", secret, null, null, ct);
    }

    /// <summary>Announces an upload. Publishes nothing, and needs the right to write.</summary>
    public Task<Exchange> InitializeAsync(string apiBase, XSecret secret, string mediaType, int bytes, CancellationToken ct) =>
        SendAsync(
            HttpMethod.Post, $"{Trim(apiBase)}/2/media/upload/initialize", secret,
            JsonSerializer.SerializeToUtf8Bytes(new XNewUpload(mediaType, bytes, mediaType == "image/gif" ? "tweet_gif" : "tweet_image"), XJson.Default.XNewUpload), Json, ct);

    /// <summary>One segment of an upload.</summary>
    public Task<Exchange> AppendAsync(string apiBase, XSecret secret, string id, int segment, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var boundary = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n{segment}\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"media\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        byte[] body = [.. Encoding.ASCII.GetBytes(head), .. bytes.Span, .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")];
        return SendAsync(HttpMethod.Post, $"{Trim(apiBase)}/2/media/upload/{id}/append", secret, body, "multipart/form-data; boundary=" + boundary, ct);
    }

    /// <summary>Ends an upload.</summary>
    public Task<Exchange> FinalizeAsync(string apiBase, XSecret secret, string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Trim(apiBase)}/2/media/upload/{id}/finalize", secret, "{}"u8.ToArray(), Json, ct);

    /// <summary>Where the processing of an upload stands.</summary>
    public Task<Exchange> UploadStateAsync(string apiBase, XSecret secret, string id, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, $"{Trim(apiBase)}/2/media/upload?command=STATUS&media_id={id}", secret, null, null, ct);

    /// <summary>Describes an upload.</summary>
    public Task<Exchange> DescribeAsync(string apiBase, XSecret secret, string id, string alt, CancellationToken ct) =>
        SendAsync(
            HttpMethod.Post, $"{Trim(apiBase)}/2/media/metadata", secret,
            JsonSerializer.SerializeToUtf8Bytes(new XDescription(id, new XMetadata(new XAlt(alt))), XJson.Default.XDescription), Json, ct);

    /// <summary>Changes a code or a refresh token into tokens. A client with a secret proves itself by a header, one without names itself.</summary>
    public Task<Exchange> TokenAsync(string apiBase, string clientId, string? clientSecret, IEnumerable<(string Name, string Value)> fields, CancellationToken ct)
    {
        var form = clientSecret is null ? fields.Append(("client_id", clientId)) : fields;
        var body = string.Join('&', form.Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}"));
        var authorization = clientSecret is null
            ? null
            : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}"));
        return client.SendAsync(
            new NetworkCall(
                HttpMethod.Post, new Uri(Trim(apiBase) + "/2/oauth2/token"), authorization, facts.Deadline, Encoding.ASCII.GetBytes(body),
                "application/x-www-form-urlencoded"),
            ct);
    }

    /// <summary>A page, without any key.</summary>
    public Task<Exchange> LookAsync(string address, CancellationToken ct) =>
        client.SendAsync(new NetworkCall(HttpMethod.Get, new Uri(address), null, facts.Deadline), ct);

    private Task<Exchange> SendAsync(HttpMethod method, string address, XSecret secret, byte[]? body, string? mediaType, CancellationToken ct)
    {
        var uri = new Uri(address);
        var authorization = secret.Keys is { } keys
            ? OAuth1.Header(method.Method, uri, [], keys, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), time.GetUtcNow())
            : $"Bearer {secret.Bearer}";
        return client.SendAsync(new NetworkCall(method, uri, authorization, facts.Deadline, body, mediaType), ct);
    }

    private static string Trim(string apiBase) => apiBase.TrimEnd('/');
}
