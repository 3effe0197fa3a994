using System.Text.Json.Serialization;

namespace Blog.Networks.LinkedIn;

/// <summary>Numbers, addresses, versions and error codes of LinkedIn that change without the code changing; read from <c>network.json</c> beside this file.</summary>
internal sealed record LinkedInFacts
{
    /// <summary>Address of the API, without a slash at the end.</summary>
    public required string ApiBase { get; init; }

    /// <summary>Address of the pages that people see; consent and tokens are below it too.</summary>
    public required string WebBase { get; init; }

    /// <summary>Page of a post for somebody who is not signed in; <c>{id}</c> is its URN.</summary>
    public required string StrangerPage { get; init; }

    /// <summary>Hosts of the pages that show posts, and with them all hosts below.</summary>
    public required IReadOnlyList<string> PostHosts { get; init; }

    /// <summary>See <see cref="Blog.Syndication.NetworkDescriptor.CopyExample"/>.</summary>
    public required string CopyExample { get; init; }

    /// <summary>Hosts besides the API's own that an upload may go to, with the token.</summary>
    public required IReadOnlyList<string> UploadHosts { get; init; }

    /// <summary>Hosts of the short addresses that LinkedIn may put in the place of a link.</summary>
    public required IReadOnlyList<string> ShortLinkHosts { get; init; }

    /// <summary>API versions (YYYYMM), the best first; each dies after about a year.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>Rights asked for, and needed, for a profile.</summary>
    public required IReadOnlyList<string> MemberScopes { get; init; }

    /// <summary>Rights asked for, for company pages.</summary>
    public required IReadOnlyList<string> OrganizationScopes { get; init; }

    /// <summary>Those of them without which nothing works.</summary>
    public required IReadOnlyList<string> OrganizationNeeds { get; init; }

    /// <summary>Roles on a company page that may post for it.</summary>
    public required IReadOnlyList<string> PostingRoles { get; init; }

    /// <summary>Longest text, in UTF-16 units.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Longest comment, in UTF-16 units.</summary>
    public required int MaxComment { get; init; }

    /// <summary>Longest title of a link card.</summary>
    public required int MaxTitle { get; init; }

    /// <summary>Longest description of a link card that is sent.</summary>
    public required int MaxDescription { get; init; }

    /// <summary>Longest description of a picture.</summary>
    public required int MaxAlt { get; init; }

    /// <summary>Most pictures of one post.</summary>
    public required int MaxImages { get; init; }

    /// <summary>Largest picture, in bytes; LinkedIn documents none, this is what its own composer takes.</summary>
    public required int MaxImageBytes { get; init; }

    /// <summary>Most pixels of a picture.</summary>
    public required long MaxPixels { get; init; }

    /// <summary>Media types of pictures.</summary>
    public required IReadOnlyList<string> ImageTypes { get; init; }

    /// <summary>Total deadline of a call, further versions included, in seconds.</summary>
    public required int DeadlineSeconds { get; init; }

    /// <summary>Shortest time between two posts of an account, in seconds.</summary>
    public required int PaceSeconds { get; init; }

    /// <summary>How long after the first attempt the identical call is surely refused as a duplicate; LinkedIn's own window is two minutes longer.</summary>
    public required int ReplayMinutes { get; init; }

    /// <summary>Age of a token, in minutes, below which "revoked" may be a slip of LinkedIn.</summary>
    public required int FreshTokenMinutes { get; init; }

    /// <summary>Assumed life of a token whose life LinkedIn did not say.</summary>
    public required int UnknownTokenHours { get; init; }

    /// <summary>Longest life of a token that is believed.</summary>
    public required int MaxTokenDays { get; init; }

    /// <summary>Longest life of a refresh token that is believed.</summary>
    public required int MaxRefreshDays { get; init; }

    /// <summary>Pause after the first "too many calls" of a day, in minutes; after the next one the day's end (UTC) is waited for.</summary>
    public required int LimitMinutes { get; init; }

    /// <summary>How long LinkedIn may take a deleted post for a duplicate, in hours.</summary>
    public required int GhostHours { get; init; }

    /// <summary>Posts on one page of a timeline, at most 100.</summary>
    public required int PageSize { get; init; }

    /// <summary>Pages that a look-up reads before it gives up.</summary>
    public required int Pages { get; init; }

    /// <summary>What error answers mean; the first that fits counts.</summary>
    public required IReadOnlyList<LinkedInError> Errors { get; init; }

    /// <summary>Total deadline of a call.</summary>
    [JsonIgnore]
    public TimeSpan Deadline => TimeSpan.FromSeconds(DeadlineSeconds);

    /// <summary>The facts that hold for this blog. Throws <see cref="InvalidDataException"/> if the owner's file can't be used.</summary>
    public static LinkedInFacts Load(FactsFile file) =>
        file.Load("linkedin", "Blog.Networks.LinkedIn.network.json", LinkedInFactsJson.Default.LinkedInFacts, Check);

    private static IEnumerable<string> Check(LinkedInFacts facts)
    {
        if (facts.Versions.Count == 0 || facts.Versions.Any(v => v.Length != 6 || !v.All(char.IsAsciiDigit) || v[4..] is "00" || string.CompareOrdinal(v[4..], "12") > 0))
        {
            yield return "“versions” must list at least one version as six digits, year and month: \"202609\".";
        }

        foreach (var (name, value) in new[] { ("apiBase", facts.ApiBase), ("webBase", facts.WebBase), ("strangerPage", facts.StrangerPage.Replace("{id}", "", StringComparison.Ordinal)) })
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                yield return $"“{name}” must be an address that begins with https://.";
            }
        }

        if (facts.UploadHosts.Any(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
        {
            yield return "“uploadHosts” must list names of hosts, without https:// and without a port.";
        }

        if (facts.DeadlineSeconds is < 5 or > 150)
        {
            yield return "“deadlineSeconds” must be from 5 to 150.";
        }

        if (facts.PageSize is < 1 or > 100 || facts.Pages < 1)
        {
            yield return "“pageSize” must be from 1 to 100, “pages” at least 1.";
        }

        if (facts.MaxLength < 1 || facts.MaxComment < 1 || facts.MaxTitle < 1 || facts.MaxImages is < 1 or > 20)
        {
            yield return "“maxLength”, “maxComment” and “maxTitle” must be at least 1, “maxImages” from 1 to 20.";
        }

        if (facts.ReplayMinutes is < 0 or > 9)
        {
            yield return "“replayMinutes” must be from 0 to 9: LinkedIn knows a duplicate for ten minutes, and a later call would make a second post.";
        }

        if (facts.MemberScopes.Count == 0 || facts.OrganizationScopes.Count == 0 || facts.PostingRoles.Count == 0)
        {
            yield return "“memberScopes”, “organizationScopes” and “postingRoles” must not be empty.";
        }
    }
}

/// <summary>One line of the error table.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Means">See <see cref="LinkedInMeaning"/>.</param>
/// <param name="Code">LinkedIn's code, in the envelope or in its list of input errors; null: any.</param>
/// <param name="ServiceCode">LinkedIn's number; fits as well as <paramref name="Code"/>.</param>
/// <param name="Says">Words of the message; null: any.</param>
internal sealed record LinkedInError(int Status, LinkedInMeaning Means, string? Code = null, int? ServiceCode = null, string? Says = null);

/// <summary>What an error answer means.</summary>
internal enum LinkedInMeaning
{
    /// <summary>It may have been done.</summary>
    Unclear,

    /// <summary>The token is dead.</summary>
    SignIn,

    /// <summary>The token is called revoked, which is also said by mistake right after it was made.</summary>
    Revoked,

    /// <summary>A right, a product or a role is missing.</summary>
    Forbidden,

    /// <summary>A text is too long.</summary>
    TooLong,

    /// <summary>The request is not accepted as it is.</summary>
    Invalid,

    /// <summary>The picture is not ready yet.</summary>
    ImageNotReady,

    /// <summary>The picture can't be used.</summary>
    ImageFailed,

    /// <summary>It is not there, or not for us.</summary>
    Gone,

    /// <summary>It is there already.</summary>
    Duplicate,

    /// <summary>The API version is dead.</summary>
    Version,

    /// <summary>Too many calls.</summary>
    Limit,
}

[JsonSerializable(typeof(LinkedInFacts))]
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class LinkedInFactsJson : JsonSerializerContext;
