using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blog.Networks.X;

/// <summary>Body of <c>POST /2/tweets</c>.</summary>
internal sealed record XNewPost([property: JsonPropertyName("text")] string Text);

/// <summary>Answer with one thing: a new post, or who the keys belong to.</summary>
internal sealed record XOne([property: JsonPropertyName("data")] XThing? Data);

/// <summary>Post or user; only what is read.</summary>
internal sealed record XThing
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("text")]
    public string? Text { get; init; }

    [JsonPropertyName("entities")]
    public XEntities? Entities { get; init; }
}

/// <summary>Links of a post.</summary>
internal sealed record XEntities([property: JsonPropertyName("urls")] IReadOnlyList<XUrl>? Urls);

/// <summary>A link of a post; the address that was posted is <see cref="Expanded"/>, where it led to <see cref="Unwound"/>.</summary>
internal sealed record XUrl(
    [property: JsonPropertyName("expanded_url")] string? Expanded,
    [property: JsonPropertyName("unwound_url")] string? Unwound);

/// <summary>A page of a timeline. No posts: <see cref="Data"/> is absent and <see cref="Meta"/> counts 0.</summary>
internal sealed record XTimeline(
    [property: JsonPropertyName("data")] IReadOnlyList<XThing>? Data,
    [property: JsonPropertyName("meta")] XMeta? Meta);

/// <summary>How a timeline goes on.</summary>
internal sealed record XMeta(
    [property: JsonPropertyName("result_count")] int? Count,
    [property: JsonPropertyName("next_token")] string? NextToken);

/// <summary>An error: problem details, the older list with codes, or both.</summary>
internal sealed record XProblem
{
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    [JsonPropertyName("detail")]
    public string? Detail { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("errors")]
    public IReadOnlyList<XError>? Errors { get; init; }
}

/// <summary>An entry of the older list.</summary>
internal sealed record XError(
    [property: JsonPropertyName("code")] int? Code,
    [property: JsonPropertyName("message")] string? Message);

/// <summary>What is kept of a connection, protected by the caller.</summary>
internal sealed record XSecret
{
    /// <summary>User token of OAuth 2.0; null with the four keys of OAuth 1.0a.</summary>
    public string? Bearer { get; init; }

    /// <summary>The four keys; null with a bearer token.</summary>
    public OAuth1Keys? Keys { get; init; }

    /// <summary>Handle without @, for the addresses of copies.</summary>
    public required string Username { get; init; }
}

[JsonSerializable(typeof(XFacts))]
[JsonSerializable(typeof(XNewPost))]
[JsonSerializable(typeof(XOne))]
[JsonSerializable(typeof(XTimeline))]
[JsonSerializable(typeof(XProblem))]
[JsonSerializable(typeof(XSecret))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class XJson : JsonSerializerContext;
