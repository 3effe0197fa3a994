using System.Text.RegularExpressions;

namespace Blog.Networks.LinkedIn;

/// <summary>LinkedIn's names of things. What comes from the network is checked before it goes into an address.</summary>
internal static partial class LinkedInUrn
{
    /// <summary>True for a post: the two kinds that LinkedIn itself makes of one.</summary>
    public static bool IsPost(string? urn) => urn is not null && Post().IsMatch(urn);

    /// <summary>True for the place of a post in the feed: pages name posts so, but no program can change one by it.</summary>
    public static bool IsActivity(string? urn) => urn is not null && Activity().IsMatch(urn);

    /// <summary>
    /// The post or comment that an address of LinkedIn names: <c>/feed/update/URN</c> (also embedded, also with <c>commentUrn</c>) or <c>/posts/NAME-activity-ID-xxxx</c>;
    /// or the bare URN. Null if it names none.
    /// </summary>
    public static string? ReadPasted(string pasted, PastedLink? link)
    {
        if (link is null)
        {
            return pasted.Trim() is var bare && (IsPost(bare) || IsActivity(bare) || Comment().IsMatch(bare)) ? bare : null;
        }

        if (link.Asked("commentUrn") is { } comment)
        {
            return Commented().Match(comment) is { Success: true } on ? CommentOf("urn:li:" + on.Groups["post"].Value, on.Groups["number"].Value) : null;
        }

        return link.Segments switch
        {
            [.., "update" or "status", var urn] when IsPost(urn) || IsActivity(urn) => urn,
            ["posts", var name] when Named().Match(name) is { Success: true } named => $"urn:li:{named.Groups["kind"].Value}:{named.Groups["number"].Value}",
            _ => null,
        };
    }

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

    [GeneratedRegex("^urn:li:activity:[0-9]{1,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Activity();

    [GeneratedRegex("-(?<kind>activity|share|ugcPost)-(?<number>[0-9]{10,20})(?:-[A-Za-z0-9_-]*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"^urn:li:(?:fsd_)?comment:\((?:urn:li:)?(?<post>(?:share|ugcPost|activity):[0-9]{1,20}),(?<number>[0-9]{1,20})\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Commented();

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
