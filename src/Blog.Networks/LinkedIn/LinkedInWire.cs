using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blog.Networks.LinkedIn;

/// <summary>Body of a new post.</summary>
internal sealed record LinkedInNewPost(string Author, string Commentary, LinkedInContent? Content)
{
    public string Visibility { get; init; } = "PUBLIC";

    public LinkedInDistribution Distribution { get; init; } = new();

    public string LifecycleState { get; init; } = "PUBLISHED";

    [JsonPropertyName("isReshareDisabledByAuthor")]
    public bool CannotBeReshared { get; init; }
}

/// <summary>Who gets it.</summary>
internal sealed record LinkedInDistribution
{
    public string FeedDistribution { get; init; } = "MAIN_FEED";

    public IReadOnlyList<string> TargetEntities { get; init; } = [];

    public IReadOnlyList<string> ThirdPartyDistributionChannels { get; init; } = [];
}

/// <summary>What hangs on a post: exactly one of the three.</summary>
internal sealed record LinkedInContent
{
    public LinkedInMedia? Media { get; init; }

    public LinkedInMultiImage? MultiImage { get; init; }

    public LinkedInArticle? Article { get; init; }
}

/// <summary>One picture.</summary>
internal sealed record LinkedInMedia(string Id, string? AltText);

/// <summary>Two to twenty pictures.</summary>
internal sealed record LinkedInMultiImage(IReadOnlyList<LinkedInMedia> Images);

/// <summary>A link card.</summary>
internal sealed record LinkedInArticle(string? Source, string? Title, string? Description, string? Thumbnail);

/// <summary>Body of a changed post.</summary>
internal sealed record LinkedInPatch(LinkedInSet Patch);

/// <summary>See <see cref="LinkedInPatch"/>.</summary>
internal sealed record LinkedInSet([property: JsonPropertyName("$set")] LinkedInChange Set);

/// <summary>See <see cref="LinkedInPatch"/>.</summary>
internal sealed record LinkedInChange(string Commentary);

/// <summary>Body of a comment, and a comment as it is read.</summary>
internal sealed record LinkedInComment(string? Actor, string? Object, LinkedInMessage? Message)
{
    public string? ParentComment { get; init; }

    public string? Id { get; init; }

    public LinkedInStamp? Created { get; init; }
}

/// <summary>Text of a comment; no markup.</summary>
internal sealed record LinkedInMessage(string? Text);

/// <summary>When.</summary>
internal sealed record LinkedInStamp(long? Time);

/// <summary>Body that asks for a place for a picture.</summary>
internal sealed record LinkedInUploadStart(LinkedInOwner InitializeUploadRequest);

/// <summary>Whose picture.</summary>
internal sealed record LinkedInOwner(string Owner);

/// <summary>Answer of an action.</summary>
internal sealed record LinkedInUploadPlace(LinkedInUploadValue? Value);

/// <summary>Where a picture goes.</summary>
internal sealed record LinkedInUploadValue(string? UploadUrl, string? Image);

/// <summary>A picture.</summary>
internal sealed record LinkedInImageState(string? Status);

/// <summary>A post as it is read.</summary>
internal sealed record LinkedInPostRead(string? Id, string? Author, string? Commentary, long? CreatedAt, string? LifecycleState, LinkedInContent? Content);

/// <summary>A page of a list.</summary>
internal sealed record LinkedInPage<T>(IReadOnlyList<T?>? Elements);

/// <summary>A role of the member on a company page; the page's member has changed its name between versions.</summary>
internal sealed record LinkedInRole(string? Organization, string? OrganizationTarget, string? State);

/// <summary>A company page.</summary>
internal sealed record LinkedInCompany(string? LocalizedName, string? VanityName);

/// <summary>Who signed in.</summary>
internal sealed record LinkedInPerson(string? Sub, string? Name);

/// <summary>Answer with keys.</summary>
internal sealed record LinkedInTokens
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("refresh_token_expires_in")]
    public long? RefreshTokenExpiresIn { get; init; }

    /// <summary>Separated by commas or blanks.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }
}

/// <summary>An error of the API or, with <see cref="Error"/>, of the token address.</summary>
internal sealed record LinkedInProblem
{
    public string? Code { get; init; }

    public int? ServiceErrorCode { get; init; }

    public string? Message { get; init; }

    public LinkedInProblemDetails? ErrorDetails { get; init; }

    public string? Error { get; init; }
}

/// <summary>Details of a problem.</summary>
internal sealed record LinkedInProblemDetails(IReadOnlyList<LinkedInInputError?>? InputErrors);

/// <summary>One of the details.</summary>
internal sealed record LinkedInInputError(string? Code);

/// <summary>What is kept of a connection, protected by the caller.</summary>
internal sealed record LinkedInSecret
{
    /// <summary>For the header.</summary>
    public required string Token { get; init; }

    /// <summary>UTC; see <see cref="LinkedInFacts.FreshTokenMinutes"/>.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>URN that posts.</summary>
    public required string Author { get; init; }

    /// <summary>Only approved apps get one.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>UTC end of <see cref="RefreshToken"/>, which a refresh does not move.</summary>
    public DateTimeOffset? RefreshEndsAt { get; init; }

    /// <summary>Of the app; kept only where a refresh needs it.</summary>
    public string? ClientId { get; init; }

    /// <summary>Of the app; kept only where a refresh needs it.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>A company page, which can be read; a profile can't.</summary>
    [JsonIgnore]
    public bool IsOrganization => LinkedInUrn.IsOrganization(Author);

    /// <summary>Never prints keys.</summary>
    public override string ToString() => Author;
}

[JsonSerializable(typeof(LinkedInNewPost))]
[JsonSerializable(typeof(LinkedInPatch))]
[JsonSerializable(typeof(LinkedInComment))]
[JsonSerializable(typeof(LinkedInUploadStart))]
[JsonSerializable(typeof(LinkedInUploadPlace))]
[JsonSerializable(typeof(LinkedInImageState))]
[JsonSerializable(typeof(LinkedInPostRead))]
[JsonSerializable(typeof(LinkedInPage<LinkedInPostRead>))]
[JsonSerializable(typeof(LinkedInPage<LinkedInComment>))]
[JsonSerializable(typeof(LinkedInPage<LinkedInRole>))]
[JsonSerializable(typeof(LinkedInCompany))]
[JsonSerializable(typeof(LinkedInPerson))]
[JsonSerializable(typeof(LinkedInTokens))]
[JsonSerializable(typeof(LinkedInProblem))]
[JsonSerializable(typeof(LinkedInSecret))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LinkedInJson : JsonSerializerContext;
