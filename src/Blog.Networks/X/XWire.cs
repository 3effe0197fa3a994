using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blog.Networks.X;

/// <summary>Body of <c>POST /2/tweets</c>.</summary>
internal sealed record XNewPost(
    [property: JsonPropertyName("text"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text,
    [property: JsonPropertyName("media"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] XNewMedia? Media,
    [property: JsonPropertyName("reply"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] XNewReply? Reply);

/// <summary>Pictures of a new post.</summary>
internal sealed record XNewMedia([property: JsonPropertyName("media_ids")] IReadOnlyList<string> Ids);

/// <summary>What a new post answers.</summary>
internal sealed record XNewReply([property: JsonPropertyName("in_reply_to_tweet_id")] string ParentId);

/// <summary>Body of <c>POST /2/media/upload/initialize</c>.</summary>
internal sealed record XNewUpload(
    [property: JsonPropertyName("media_type")] string MediaType,
    [property: JsonPropertyName("total_bytes")] int TotalBytes,
    [property: JsonPropertyName("media_category")] string Category);

/// <summary>Body of <c>POST /2/media/metadata</c>.</summary>
internal sealed record XDescription(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("metadata")] XMetadata Metadata);

/// <summary>What is known about a picture.</summary>
internal sealed record XMetadata([property: JsonPropertyName("alt_text")] XAlt Alt);

/// <summary>Description of a picture.</summary>
internal sealed record XAlt([property: JsonPropertyName("text")] string Text);

/// <summary>Answer with one thing: a new post, who the keys belong to, an upload, a deletion.</summary>
internal sealed record XOne([property: JsonPropertyName("data")] XThing? Data);

/// <summary>Post, user or upload; only what is read.</summary>
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

    /// <summary>A text that is longer than <see cref="Text"/> may be, which then is cut; null: none.</summary>
    [JsonPropertyName("note_tweet")]
    public XNote? OldNote { get; init; }

    [JsonPropertyName("note_post")]
    public XNote? NewNote { get; init; }

    [JsonPropertyName("referenced_tweets")]
    public IReadOnlyList<XReference?>? OldReferences { get; init; }

    [JsonPropertyName("referenced_posts")]
    public IReadOnlyList<XReference?>? NewReferences { get; init; }

    [JsonPropertyName("deleted")]
    public bool? IsDeleted { get; init; }

    [JsonPropertyName("expires_after_secs")]
    public long? ExpiresAfter { get; init; }

    [JsonPropertyName("processing_info")]
    public XProcessing? Processing { get; init; }

    /// <summary>The whole text, whatever its length.</summary>
    public XNote Whole => (OldNote ?? NewNote) is { Text: not null } note ? note : new XNote(Text, Entities);

    /// <summary>The post that this one answers; null: none, or X did not say.</summary>
    public string? Parent => (OldReferences ?? NewReferences)?.FirstOrDefault(r => r?.Type == "replied_to")?.Id;
}

/// <summary>A text with its links.</summary>
internal sealed record XNote(
    [property: JsonPropertyName("text")] string? Text,
    [property: JsonPropertyName("entities")] XEntities? Entities);

/// <summary>A post that another one refers to.</summary>
internal sealed record XReference(
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("id")] string? Id);

/// <summary>Where the processing of an upload stands.</summary>
internal sealed record XProcessing(
    [property: JsonPropertyName("state")] string? State,
    [property: JsonPropertyName("check_after_secs")] int? CheckAfter);

/// <summary>Links of a post.</summary>
internal sealed record XEntities([property: JsonPropertyName("urls")] IReadOnlyList<XUrl?>? Urls);

/// <summary>A link of a post; in the text it is <see cref="Short"/>, the address that was posted is <see cref="Expanded"/>, where it led to <see cref="Unwound"/>.</summary>
internal sealed record XUrl(
    [property: JsonPropertyName("url")] string? Short,
    [property: JsonPropertyName("expanded_url")] string? Expanded,
    [property: JsonPropertyName("unwound_url")] string? Unwound,
    [property: JsonPropertyName("media_key")] string? MediaKey);

/// <summary>A page of a timeline. No posts: <see cref="Data"/> is absent and <see cref="Meta"/> counts 0.</summary>
internal sealed record XTimeline(
    [property: JsonPropertyName("data")] IReadOnlyList<XThing?>? Data,
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
    public IReadOnlyList<XError?>? Errors { get; init; }
}

/// <summary>An entry of the older list, or of what is missing beside a good answer.</summary>
internal sealed record XError(
    [property: JsonPropertyName("code")] int? Code,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("type")] string? Type);

/// <summary>Answer of the token endpoint, good or bad.</summary>
internal sealed record XTokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary>Seconds; whatever was sent.</summary>
    [JsonPropertyName("expires_in")]
    public JsonElement? ExpiresIn { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? Description { get; init; }
}

/// <summary>What is kept of a connection, protected by the caller.</summary>
internal sealed record XSecret
{
    /// <summary>User token of OAuth 2.0; null with the four keys of OAuth 1.0a.</summary>
    public string? Bearer { get; init; }

    /// <summary>Gets the next user token, once; null: there is none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The app of OAuth 2.0.</summary>
    public string? ClientId { get; init; }

    /// <summary>Null: a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The four keys; null with a bearer token.</summary>
    public OAuth1Keys? Keys { get; init; }

    /// <summary>Handle without @, for the addresses of copies.</summary>
    public required string Username { get; init; }

    /// <summary>Never prints a key.</summary>
    public override string ToString() => nameof(XSecret);
}

[JsonSerializable(typeof(XFacts))]
[JsonSerializable(typeof(XNewPost))]
[JsonSerializable(typeof(XNewUpload))]
[JsonSerializable(typeof(XDescription))]
[JsonSerializable(typeof(XOne))]
[JsonSerializable(typeof(XTimeline))]
[JsonSerializable(typeof(XProblem))]
[JsonSerializable(typeof(XTokenAnswer))]
[JsonSerializable(typeof(XSecret))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class XJson : JsonSerializerContext;
