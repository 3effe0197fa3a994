using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Outgoing;

namespace Blog.Networks.LinkedIn;

/// <summary>The calls to LinkedIn that the blog makes (Posts, Images and Comments API of the versioned <c>/rest</c>), as they go over the wire.</summary>
internal sealed class LinkedInApi(NetworkClient client, LinkedInFacts facts, TimeProvider time)
{
    // The version that was answered last; a dead one is found out once, not with every call.
    private string? _lastGood;

    /// <summary>Exchanges a code or a refresh token for keys.</summary>
    public Task<Exchange> TokenAsync(string webBase, IReadOnlyList<(string Name, string Value)> form, CancellationToken ct)
    {
        var body = string.Join('&', form.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"));
        return client.SendAsync(
            new NetworkCall(HttpMethod.Post, new Uri($"{webBase}/oauth/v2/accessToken"), null, facts.Deadline, Encoding.ASCII.GetBytes(body), "application/x-www-form-urlencoded"), ct);
    }

    /// <summary>Who the token belongs to.</summary>
    public Task<Exchange> WhoAmIAsync(string apiBase, string token, CancellationToken ct) =>
        client.SendAsync(new NetworkCall(HttpMethod.Get, new Uri($"{Trim(apiBase)}/v2/userinfo"), Bearer(token), facts.Deadline), ct);

    /// <summary>Company pages on which the member has a role.</summary>
    public Task<Exchange> RolesAsync(string apiBase, string token, string role, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Get, "finder", "/organizationAcls?" + Restli.Query(new JsonObject { ["q"] = "roleAssignee", ["role"] = role, ["state"] = "APPROVED" })), ct);

    /// <summary>A company page.</summary>
    /// <param name="apiBase">Where to call.</param>
    /// <param name="token">Token.</param>
    /// <param name="number">Last part of its URN.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Exchange> CompanyAsync(string apiBase, string token, string number, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Get, "get", "/organizations/" + Restli.Encode(number)), ct);

    /// <summary>Asks for a place for a picture; needs the right to write for <paramref name="owner"/>.</summary>
    public Task<Exchange> BeginUploadAsync(string apiBase, string token, string owner, CancellationToken ct) => RestAsync(
        apiBase,
        token,
        new RestCall(HttpMethod.Post, "action", "/images?action=initializeUpload", JsonSerializer.SerializeToUtf8Bytes(new LinkedInUploadStart(new LinkedInOwner(owner)), LinkedInJson.Default.LinkedInUploadStart)),
        ct);

    /// <summary>Brings a picture to its place.</summary>
    public Task<Exchange> UploadAsync(Uri place, string token, byte[] bytes, string mediaType, CancellationToken ct) =>
        client.SendAsync(new NetworkCall(HttpMethod.Put, place, Bearer(token), facts.Deadline, bytes, mediaType), ct);

    /// <summary>How a picture is getting on; company pages only.</summary>
    public Task<Exchange> ImageAsync(string apiBase, string token, string urn, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Get, "get", "/images/" + Restli.Encode(urn)), ct);

    /// <summary>Makes a post. Not repeat-safe but for LinkedIn's own window for duplicates.</summary>
    public Task<Exchange> CreateAsync(string apiBase, string token, LinkedInNewPost post, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Post, "create", "/posts", JsonSerializer.SerializeToUtf8Bytes(post, LinkedInJson.Default.LinkedInNewPost)), ct);

    /// <summary>Gives a post another text.</summary>
    public Task<Exchange> ChangeAsync(string apiBase, string token, string urn, string commentary, CancellationToken ct) => RestAsync(
        apiBase,
        token,
        new RestCall(HttpMethod.Post, "partial_update", "/posts/" + Restli.Encode(urn), JsonSerializer.SerializeToUtf8Bytes(new LinkedInPatch(new LinkedInSet(new LinkedInChange(commentary))), LinkedInJson.Default.LinkedInPatch)),
        ct);

    /// <summary>Takes a post away.</summary>
    public Task<Exchange> DeleteAsync(string apiBase, string token, string urn, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Delete, "delete", "/posts/" + Restli.Encode(urn), []), ct);

    /// <summary>Reads a post; company pages only.</summary>
    public Task<Exchange> PostAsync(string apiBase, string token, string urn, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Get, "get", "/posts/" + Restli.Encode(urn)), ct);

    /// <summary>A page of a company page's posts, newest first.</summary>
    public Task<Exchange> TimelineAsync(string apiBase, string token, string author, int start, CancellationToken ct)
    {
        var query = Restli.Query(new JsonObject { ["q"] = "author", ["author"] = author, ["isDsc"] = false, ["start"] = start, ["count"] = facts.PageSize, ["sortBy"] = "CREATED" });
        return RestAsync(apiBase, token, new RestCall(HttpMethod.Get, "finder", "/posts?" + query), ct);
    }

    /// <summary>Comments on. Not repeat-safe.</summary>
    public Task<Exchange> CommentAsync(string apiBase, string token, string on, LinkedInComment comment, CancellationToken ct) => RestAsync(
        apiBase, token, new RestCall(HttpMethod.Post, "create", $"/socialActions/{Restli.Encode(on)}/comments", JsonSerializer.SerializeToUtf8Bytes(comment, LinkedInJson.Default.LinkedInComment)), ct);

    /// <summary>A page of the comments on a post; company pages only.</summary>
    public Task<Exchange> CommentsAsync(string apiBase, string token, string on, int start, CancellationToken ct)
    {
        var query = Restli.Query(new JsonObject { ["start"] = start, ["count"] = facts.PageSize });
        return RestAsync(apiBase, token, new RestCall(HttpMethod.Get, "get_all", $"/socialActions/{Restli.Encode(on)}/comments?{query}"), ct);
    }

    /// <summary>Takes a comment away.</summary>
    public Task<Exchange> DeleteCommentAsync(string apiBase, string token, string on, string number, string actor, CancellationToken ct) =>
        RestAsync(apiBase, token, new RestCall(HttpMethod.Delete, "delete", $"/socialActions/{Restli.Encode(on)}/comments/{number}?actor={Restli.Encode(actor)}", []), ct);

    /// <summary>A page as a stranger gets it.</summary>
    public Task<Exchange> PageAsync(Uri address, CancellationToken ct) => client.SendAsync(new NetworkCall(HttpMethod.Get, address, null, facts.Deadline), ct);

    // A call that was refused because its version is dead did nothing, so the next listed version is safe to try; all of them share one deadline.
    private async Task<Exchange> RestAsync(string apiBase, string token, RestCall call, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var address = new Uri($"{Trim(apiBase)}/rest{call.Path}");
        var good = Volatile.Read(ref _lastGood);
        Exchange? answer = null;
        foreach (var version in good is null ? facts.Versions : facts.Versions.Where(v => v != good).Prepend(good))
        {
            // The first call has all of it, even if the machine slept since this method was entered.
            var left = answer is null ? facts.Deadline : facts.Deadline - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                break;
            }

            answer = await client.SendAsync(
                new NetworkCall(call.Method, address, Bearer(token), left, call.Body, call.Body is { Length: > 0 } ? "application/json" : null) { Headers = HeadersOf(version, call.Name) }, ct);
            if (answer is not Exchange.Answered { Status: 426 })
            {
                if (answer is Exchange.Answered)
                {
                    Volatile.Write(ref _lastGood, version);
                }

                break;
            }
        }

        return answer!;
    }

    private static Dictionary<string, string> HeadersOf(string version, string method) => new()
    {
        ["LinkedIn-Version"] = version,
        ["X-Restli-Protocol-Version"] = "2.0.0",
        ["X-RestLi-Method"] = method,
    };

    private static string Bearer(string token) => $"Bearer {token}";

    private static string Trim(string apiBase) => apiBase.TrimEnd('/');

    private sealed record RestCall(HttpMethod Method, string Name, string Path, byte[]? Body = null);
}
