using System.Text.Json.Serialization;

namespace Blog.Networks.X;

/// <summary>Numbers, addresses and words of X that may change without the code changing; read from <c>network.json</c> beside this file.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record XFacts : NetworkFacts
{
    /// <summary>What a link counts.</summary>
    public required int LinkLength { get; init; }

    /// <summary>Bytes of one segment of an upload.</summary>
    public required int SegmentBytes { get; init; }

    /// <summary>How long a picture may be processed before it is tried again later.</summary>
    public required int ProcessingSeconds { get; init; }

    /// <summary>Rights that are asked for; each is needed.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Life of an access token whose life X did not tell in a way to be believed.</summary>
    public required int ShortTokenSeconds { get; init; }

    /// <summary>A longer life than this is not believed.</summary>
    public required int LongestTokenSeconds { get; init; }

    /// <summary>How a timeline is asked for its fields, the likelier first: X is renaming them.</summary>
    public required IReadOnlyList<string> TimelineQueries { get; init; }

    /// <summary>How a post is asked for its text and links, the likelier first.</summary>
    public required IReadOnlyList<string> PostQueries { get; init; }

    /// <summary>Hosts of the short links that stand in the place of those that were sent.</summary>
    public required IReadOnlyList<string> ShortLinkHosts { get; init; }

    /// <summary>Posts on one page of a timeline, 5 to 100.</summary>
    public required int TimelinePageSize { get; init; }

    /// <summary>Pages that a look-up reads before it gives up.</summary>
    public required int TimelinePages { get; init; }

    /// <summary>What X can't do or costs, for the author.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>What refusals mean; the first row that fits counts.</summary>
    public required IReadOnlyList<XErrorRow> Errors { get; init; }

    /// <summary>The facts that ship, with the owner's laid over them.</summary>
    public static XFacts Load(FactsFile files) => files.Load("x", "Blog.Networks.X.network.json", XJson.Default.XFacts, f => f.Check());

    private IEnumerable<string> Check()
    {
        foreach (var wrong in CheckBasics())
        {
            yield return wrong;
        }

        int[] numbers = [LinkLength, SegmentBytes, ProcessingSeconds, ShortTokenSeconds, LongestTokenSeconds, TimelinePages];
        if (numbers.Any(n => n <= 0) || MaxImages > 4 || TimelinePageSize is < 5 or > 100)
        {
            yield return "A number is out of its range: maxImages goes to 4, timelinePageSize from 5 to 100, all others are above 0.";
        }

        if (Scopes.Count == 0 || TimelineQueries.Count == 0 || PostQueries.Count == 0)
        {
            yield return "scopes, timelineQueries and postQueries must not be empty.";
        }
    }
}

/// <summary>What a refusal means; a member that is not there fits anything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record XErrorRow
{
    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>End of the problem's type: <c>usage-capped</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Code in the older list of errors.</summary>
    public int? Code { get; init; }

    /// <summary>Words in the detail or in a message, any case.</summary>
    public string? Says { get; init; }

    /// <summary>The whole detail.</summary>
    public string? Detail { get; init; }

    /// <summary>What it means.</summary>
    public required XMeaning Means { get; init; }
}

/// <summary>What X means by a refusal.</summary>
internal enum XMeaning
{
    /// <summary>It has this text already, perhaps.</summary>
    Duplicate,

    /// <summary>A picture is gone, not ready, or can't be beside the others.</summary>
    BadMedia,

    /// <summary>The request is not valid.</summary>
    InvalidRequest,

    /// <summary>Signature or clock.</summary>
    BadSignature,

    /// <summary>The keys have ended.</summary>
    DeadKeys,

    /// <summary>The app has no credits.</summary>
    NoCredits,

    /// <summary>The app's spending limit is reached.</summary>
    SpendCap,

    /// <summary>The app's quota of the month is used up.</summary>
    MonthlyCap,

    /// <summary>Too many calls for now.</summary>
    RateLimit,

    /// <summary>A fault of X that passes.</summary>
    Passing,

    /// <summary>The keys act for an app.</summary>
    AppOnly,

    /// <summary>The app was read-only when the keys were made.</summary>
    ReadOnlyApp,

    /// <summary>The app may not use the API.</summary>
    NotEnrolled,

    /// <summary>The account is suspended.</summary>
    Suspended,

    /// <summary>The keys lack a right.</summary>
    MissingRight,

    /// <summary>What is answered is not there, or not yet.</summary>
    ParentMissing,

    /// <summary>More than one cashtag.</summary>
    Cashtags,

    /// <summary>Not allowed, for whatever reason.</summary>
    NotPermitted,

    /// <summary>It is not there.</summary>
    NotFound,
}
