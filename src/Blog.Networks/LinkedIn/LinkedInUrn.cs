using System.Text.RegularExpressions;

namespace Blog.Networks.LinkedIn;

/// <summary>LinkedIn's names of things. What comes from the network is checked before it goes into an address.</summary>
internal static partial class LinkedInUrn
{
    /// <summary>True for a post: the two kinds that LinkedIn itself makes of one.</summary>
    public static bool IsPost(string? urn) => urn is not null && Post().IsMatch(urn);

    /// <summary>True for an uploaded picture.</summary>
    public static bool IsImage(string? urn) => urn is not null && Image().IsMatch(urn);

    /// <summary>True for a company page.</summary>
    public static bool IsOrganization(string? urn) => urn is not null && Organization().IsMatch(urn);

    /// <summary>The URN of a member by the <c>sub</c> of the sign-in; null if that is none.</summary>
    public static string? PersonOf(string? sub) => sub is not null && Sub().IsMatch(sub) ? "urn:li:person:" + sub : null;

    /// <summary>How a comment is kept: LinkedIn says only its number, which means nothing without the post.</summary>
    public static string CommentOf(string post, string number) => $"urn:li:comment:({post},{number})";

    /// <summary>Post and number of a comment; null if it is none.</summary>
    public static (string Post, string Number)? ReadComment(string urn) =>
        Comment().Match(urn) is { Success: true } match ? (match.Groups["post"].Value, match.Groups["number"].Value) : null;

    /// <summary>True for the number of a comment.</summary>
    public static bool IsNumber(string? text) => text is { Length: > 0 and <= 20 } && text.All(char.IsAsciiDigit);

    /// <summary>The post that a refusal names as the one that is there already; null if it names none of the two kinds.</summary>
    public static string? DuplicateIn(string? message) => message is not null && Duplicate().Match(message) is { Success: true } match ? match.Groups["urn"].Value : null;

    [GeneratedRegex("^urn:li:(?:share|ugcPost):[0-9]{1,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Post();

    [GeneratedRegex("^urn:li:(?:image|digitalmediaAsset):[A-Za-z0-9_-]{1,100}$", RegexOptions.NonBacktracking)]
    private static partial Regex Image();

    [GeneratedRegex("^urn:li:organization:[0-9]{1,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Organization();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Sub();

    [GeneratedRegex(@"^urn:li:comment:\((?<post>urn:li:(?:share|ugcPost|activity):[0-9]{1,20}),(?<number>[0-9]{1,20})\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex(@"duplicate of (?<urn>urn:li:(?:share|ugcPost):[0-9]{1,20})\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Duplicate();
}
