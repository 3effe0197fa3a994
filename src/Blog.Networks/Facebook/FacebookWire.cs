using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blog.Networks.Facebook;

/// <summary>The error of an answer.</summary>
internal sealed record FacebookFailure([property: JsonPropertyName("error")] FacebookError? Error);

/// <summary>An error of the Graph API; its words are never shown, only compared.</summary>
internal sealed record FacebookError
{
    [JsonPropertyName("code")]
    public int? Code { get; init; }

    [JsonPropertyName("error_subcode")]
    public int? Subcode { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("is_transient")]
    public bool? IsTransient { get; init; }
}

/// <summary>What was made or changed.</summary>
internal sealed record FacebookMade
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("permalink_url")]
    public string? Permalink { get; init; }

    [JsonPropertyName("success")]
    public bool? Success { get; init; }
}

/// <summary>A token of a user.</summary>
internal sealed record FacebookToken(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long? ExpiresIn);

/// <summary>A page of a list.</summary>
internal sealed record FacebookList<T>(
    [property: JsonPropertyName("data")] IReadOnlyList<T>? Data,
    [property: JsonPropertyName("paging")] FacebookPaging? Paging);

/// <summary>How a list goes on; no <see cref="Next"/>: it does not.</summary>
internal sealed record FacebookPaging(
    [property: JsonPropertyName("cursors")] FacebookCursors? Cursors,
    [property: JsonPropertyName("next")] string? Next);

/// <summary>Where a list goes on.</summary>
internal sealed record FacebookCursors([property: JsonPropertyName("after")] string? After);

/// <summary>A right, of a user or of an app.</summary>
internal sealed record FacebookPermission(
    [property: JsonPropertyName("permission")] string? Name,
    [property: JsonPropertyName("status")] string? Status);

/// <summary>A Page that the user may do something on.</summary>
internal sealed record FacebookPage(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("tasks")] IReadOnlyList<string>? Tasks);

/// <summary>A post or a comment, as a look-up reads it.</summary>
internal sealed record FacebookPost
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("created_time")]
    public string? CreatedTime { get; init; }

    [JsonPropertyName("permalink_url")]
    public string? Permalink { get; init; }

    [JsonPropertyName("application")]
    public FacebookNamed? Application { get; init; }

    [JsonPropertyName("from")]
    public FacebookNamed? From { get; init; }

    [JsonPropertyName("attachments")]
    public FacebookList<FacebookAttachment>? Attachments { get; init; }
}

/// <summary>Somebody or something with an id.</summary>
internal sealed record FacebookNamed([property: JsonPropertyName("id")] string? Id);

/// <summary>What hangs on a post; <see cref="Url"/> may lead through Facebook's own redirect.</summary>
internal sealed record FacebookAttachment(
    [property: JsonPropertyName("url")] string? Url,
    [property: JsonPropertyName("unshimmed_url")] string? UnshimmedUrl);

/// <summary>Body of a call that publishes or changes; what is null is left out.</summary>
internal sealed record FacebookNewPost
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("link")]
    public string? Link { get; init; }

    [JsonPropertyName("attached_media")]
    public IReadOnlyList<FacebookMedia>? Media { get; init; }

    [JsonPropertyName("fields")]
    public string? Fields { get; init; }

    [JsonPropertyName("appsecret_proof")]
    public required string Proof { get; init; }
}

/// <summary>A picture that was uploaded before.</summary>
internal sealed record FacebookMedia([property: JsonPropertyName("media_fbid")] string Id);

/// <summary>What is kept of a connection, protected by the caller.</summary>
internal sealed record FacebookSecret
{
    /// <summary>Id of the app, to tell its posts from others.</summary>
    public required string AppId { get; init; }

    /// <summary>Its secret, for the proof on every call.</summary>
    public required string AppSecret { get; init; }

    /// <summary>Token of the Page; without an end.</summary>
    public required string PageToken { get; init; }

    /// <summary>UTC end of the user token that the Page's token was made with; only for a person who looks for the cause of a trouble.</summary>
    public DateTimeOffset? UserTokenEndsAt { get; init; }

    /// <summary>Permissions that were granted.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Tasks on the Page.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Never prints keys.</summary>
    public override string ToString() => $"app {AppId}";
}

[JsonSerializable(typeof(FacebookFacts))]
[JsonSerializable(typeof(FacebookFailure))]
[JsonSerializable(typeof(FacebookMade))]
[JsonSerializable(typeof(FacebookToken))]
[JsonSerializable(typeof(FacebookList<FacebookPermission>))]
[JsonSerializable(typeof(FacebookList<FacebookPage>))]
[JsonSerializable(typeof(FacebookList<FacebookPost>))]
[JsonSerializable(typeof(FacebookPost))]
[JsonSerializable(typeof(FacebookNewPost))]
[JsonSerializable(typeof(FacebookSecret))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class FacebookJson : JsonSerializerContext;
