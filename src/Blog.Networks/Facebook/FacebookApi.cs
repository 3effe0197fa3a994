using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>Whose token a call carries.</summary>
/// <param name="ApiBase">Address of the API.</param>
/// <param name="Token">Goes into the header: addresses end up in logs.</param>
/// <param name="AppSecret">Key of the proof.</param>
internal sealed record FacebookCaller(string ApiBase, string Token, string AppSecret)
{
    /// <summary>Lower-case hex HMAC-SHA256 of the token under the app secret; shows that the call comes from the app's server.</summary>
    public string Proof => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), Encoding.UTF8.GetBytes(Token)));

    /// <summary>Never prints keys.</summary>
    public override string ToString() => ApiBase;
}

/// <summary>The calls to the Graph API that the blog makes, as they go over the wire.</summary>
internal sealed class FacebookApi(NetworkClient client, FacebookFacts facts)
{
    private const string JsonType = "application/json";
    private const string MadeFields = "id,permalink_url";

    /// <summary>Turns the code of a sign-in into a token of the user that lives for an hour or two.</summary>
    public Task<Exchange> ExchangeCodeAsync(string apiBase, string appId, string appSecret, Uri redirect, string code, CancellationToken ct) =>
        TokenAsync(apiBase, [("client_id", appId), ("redirect_uri", redirect.OriginalString), ("client_secret", appSecret), ("code", code)], ct);

    /// <summary>Turns a token of the user into one that lives for about 60 days.</summary>
    public Task<Exchange> LengthenAsync(string apiBase, string appId, string appSecret, string token, CancellationToken ct) =>
        TokenAsync(apiBase, [("grant_type", "fb_exchange_token"), ("client_id", appId), ("client_secret", appSecret), ("fb_exchange_token", token)], ct);

    /// <summary>Reads.</summary>
    public Task<Exchange> GetAsync(FacebookCaller caller, string path, IEnumerable<(string Name, string Value)> query, CancellationToken ct) =>
        client.SendAsync(new NetworkCall(HttpMethod.Get, Address(caller.ApiBase, path, query.Append(("appsecret_proof", caller.Proof))), Header(caller), facts.Deadline), ct);

    /// <summary>Makes a post on a Page. Not repeat-safe: Facebook has no idempotency key.</summary>
    public Task<Exchange> PublishAsync(FacebookCaller caller, string pageId, OutgoingCopy copy, Uri? link, CancellationToken ct) =>
        PostAsync(caller, $"{Segment(pageId)}/feed", new FacebookNewPost
        {
            Message = copy.Text,
            Link = link?.AbsoluteUri,
            Media = copy.Images.Count == 0 ? null : [.. copy.Images.Select(i => new FacebookMedia(i.MediaId))],
            Fields = MadeFields,
            Proof = caller.Proof,
        }, ct);

    /// <summary>Answers a post or a comment as the Page. Not repeat-safe.</summary>
    public Task<Exchange> CommentAsync(FacebookCaller caller, string parentId, string text, CancellationToken ct) =>
        PostAsync(caller, $"{Segment(parentId)}/comments", new FacebookNewPost { Message = text, Fields = MadeFields, Proof = caller.Proof }, ct);

    /// <summary>Gives a post or comment another text.</summary>
    public Task<Exchange> EditAsync(FacebookCaller caller, string id, string text, CancellationToken ct) =>
        PostAsync(caller, Segment(id), new FacebookNewPost { Message = text, Proof = caller.Proof }, ct);

    /// <summary>Takes a post or comment away.</summary>
    public Task<Exchange> DeleteAsync(FacebookCaller caller, string id, CancellationToken ct) =>
        client.SendAsync(new NetworkCall(HttpMethod.Delete, Address(caller.ApiBase, Segment(id), [("appsecret_proof", caller.Proof)]), Header(caller), facts.Deadline, []), ct);

    /// <summary>Brings a picture that is shown nowhere until a post names it.</summary>
    public async Task<Exchange> UploadAsync(FacebookCaller caller, string pageId, OutgoingImage image, CancellationToken ct)
    {
        using var form = new MultipartFormDataContent();
        Add(form, new StringContent("false"), "published");
        Add(form, new StringContent("id"), "fields");
        Add(form, new StringContent(caller.Proof), "appsecret_proof");
        if (image.Alt.Length > 0)
        {
            Add(form, new StringContent(image.Alt), "alt_text_custom");
        }

        var file = new ByteArrayContent(image.Bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(image.MediaType);
        Add(form, file, "source", "picture." + image.MediaType[(image.MediaType.IndexOf('/') + 1)..]);
        return await client.SendAsync(
            new NetworkCall(HttpMethod.Post, Address(caller.ApiBase, $"{Segment(pageId)}/photos", []), Header(caller), facts.Deadline, await form.ReadAsByteArrayAsync(ct), form.Headers.ContentType!.ToString()), ct);
    }

    /// <summary>Looks at a page without any key.</summary>
    public Task<Exchange> LookAsync(Uri page, CancellationToken ct) => client.SendAsync(new NetworkCall(HttpMethod.Get, page, null, facts.Deadline), ct);

    private Task<Exchange> TokenAsync(string apiBase, IEnumerable<(string, string)> query, CancellationToken ct) =>
        client.SendAsync(new NetworkCall(HttpMethod.Get, Address(apiBase, "oauth/access_token", query), null, facts.Deadline), ct);

    private Task<Exchange> PostAsync(FacebookCaller caller, string path, FacebookNewPost body, CancellationToken ct) =>
        client.SendAsync(
            new NetworkCall(HttpMethod.Post, Address(caller.ApiBase, path, []), Header(caller), facts.Deadline, JsonSerializer.SerializeToUtf8Bytes(body, FacebookJson.Default.FacebookNewPost), JsonType), ct);

    private Uri Address(string apiBase, string path, IEnumerable<(string Name, string Value)> query)
    {
        var asked = string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"));
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{apiBase.TrimEnd('/')}/{facts.Version}/{path}{(asked.Length > 0 ? "?" : "")}{asked}"));
    }

    // The names are quoted as browsers do: not every reader of forms takes them bare.
    private static void Add(MultipartFormDataContent form, HttpContent part, string name, string? fileName = null)
    {
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"", FileName = fileName is null ? null : $"\"{fileName}\"" };
        form.Add(part);
    }

    private static string Header(FacebookCaller caller) => "Bearer " + caller.Token;

    private static string Segment(string id) => Uri.EscapeDataString(id);
}
