using System.Globalization;
using System.Text.Json.Serialization;

namespace Blog.Networks.Facebook;

/// <summary>Numbers, addresses and the error table of Facebook that may change without the code changing; read from <c>network.json</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FacebookFacts : NetworkFacts
{
    /// <summary>Version of the API: <c>v26.0</c>. Each lives about two years.</summary>
    public required string Version { get; init; }

    /// <summary>How long an uploaded picture can be used, in hours; Facebook keeps it about a day.</summary>
    public required int UploadHours { get; init; }

    /// <summary>Permissions without which nothing works.</summary>
    public required IReadOnlyList<string> RequiredScopes { get; init; }

    /// <summary>Permissions without which only the first comment does not work.</summary>
    public required IReadOnlyList<string> OptionalScopes { get; init; }

    /// <summary>Tasks on a Page of which one is needed.</summary>
    public required IReadOnlyList<string> PostingTasks { get; init; }

    /// <summary>Pages of the list of Pages that are read.</summary>
    public required int AccountPages { get; init; }

    /// <summary>What a look-up asks for, the best first: a field that Facebook does not know leads to the next.</summary>
    public required IReadOnlyList<string> LookupFields { get; init; }

    /// <summary>Posts on one page of a timeline, at most 100.</summary>
    public required int LookupPageSize { get; init; }

    /// <summary>Pages that a look-up reads before it gives up.</summary>
    public required int LookupPages { get; init; }

    /// <summary>Pause after too many calls when Facebook names no end, in minutes.</summary>
    public required int RateMinutes { get; init; }

    /// <summary>Pause after "posting too fast", in minutes.</summary>
    public required int SlowDownMinutes { get; init; }

    /// <summary>Pause after a block that the author must clear, in minutes.</summary>
    public required int BlockedMinutes { get; init; }

    /// <summary>What errors mean; the first rule that fits counts.</summary>
    public required IReadOnlyList<FacebookRule> Errors { get; init; }

    /// <summary>What errors mean while a code is exchanged; looked at before <see cref="Errors"/>.</summary>
    public required IReadOnlyList<FacebookRule> SignInErrors { get; init; }

    /// <summary>The facts in use.</summary>
    public static FacebookFacts Load(FactsFile file) =>
        file.Load("facebook", "Blog.Networks.Facebook.network.json", FacebookJson.Default.FacebookFacts, facts => facts.Wrong());

    private IEnumerable<string> Wrong()
    {
        foreach (var wrong in CheckBasics())
        {
            yield return wrong;
        }

        if (!IsVersion(Version))
        {
            yield return "“version” must look like v26.0.";
        }

        int[] numbers = [UploadHours, AccountPages, LookupPageSize, LookupPages, RateMinutes, SlowDownMinutes, BlockedMinutes];
        if (numbers.Any(n => n <= 0) || LookupPageSize > 100)
        {
            yield return "Numbers must be greater than zero, and “lookupPageSize” at most 100.";
        }

        if (RequiredScopes.Count == 0 || PostingTasks.Count == 0 || LookupFields.Count == 0)
        {
            yield return "“requiredScopes”, “postingTasks” and “lookupFields” must not be empty.";
        }

        if (Errors.Concat(SignInErrors).Any(r => !r.IsValid))
        {
            yield return "A rule for errors needs codes such as “4,17,200-299” or subcodes.";
        }
    }

    // Asked at each start, where an expression would first have to be compiled.
    private static bool IsVersion(string text) =>
        text.Split('.') is [['v', .. var major], var minor] && IsNumber(major, most: 3) && IsNumber(minor, most: 2);

    private static bool IsNumber(string text, int most) => text.Length > 0 && text.Length <= most && text.All(char.IsAsciiDigit);
}

/// <summary>What an error of the Graph API means for the outbox.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FacebookMeaning>))]
internal enum FacebookMeaning
{
    /// <summary>Says nothing about what was done.</summary>
    Unknown,

    /// <summary>The same was posted already, perhaps.</summary>
    Duplicate,

    /// <summary>Too many calls.</summary>
    Rate,

    /// <summary>Posting too fast.</summary>
    SlowDown,

    /// <summary>Blocked until the author clears it with Facebook.</summary>
    Blocked,

    /// <summary>A permission or a task on the Page is missing.</summary>
    Permission,

    /// <summary>The token is dead.</summary>
    Token,

    /// <summary>The proof of the app secret is missing or wrong.</summary>
    Proof,

    /// <summary>The object is not there, or not for this token.</summary>
    Gone,

    /// <summary>Something in the request is not taken.</summary>
    Parameter,

    /// <summary>A field that was asked for does not exist.</summary>
    Field,

    /// <summary>The link could not be read.</summary>
    Link,

    /// <summary>The picture is not taken.</summary>
    Picture,

    /// <summary>The path, most likely its version, is not known.</summary>
    Version,

    /// <summary>The app secret is wrong.</summary>
    Secret,

    /// <summary>The redirect address is not the one that was registered or used before.</summary>
    Redirect,

    /// <summary>The code of the sign-in is used up, too old or wrong.</summary>
    Code,

    /// <summary>There is no such app.</summary>
    App,
}

/// <summary>A row of the error table.</summary>
/// <param name="Means">Its meaning.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FacebookRule([property: JsonRequired] FacebookMeaning Means)
{
    /// <summary>Codes and ranges of codes: <c>4,17,200-299</c>; null: any.</summary>
    public string? Codes { get; init; }

    /// <summary>Subcodes; null: any.</summary>
    public IReadOnlyList<int>? Subcodes { get; init; }

    /// <summary>Words of the message, any case; null: any.</summary>
    public string? Says { get; init; }

    /// <summary>Names codes that can be read, or subcodes.</summary>
    [JsonIgnore]
    public bool IsValid => Codes is null ? Subcodes is { Count: > 0 } : Ranges(Codes).All(r => r is not null);

    /// <summary>True if <paramref name="error"/> is of this row.</summary>
    public bool Fits(FacebookError error) =>
        (Codes is null || Ranges(Codes).Any(r => r is { } range && error.Code >= range.From && error.Code <= range.To))
        && (Subcodes is null || (error.Subcode is { } subcode && Subcodes.Contains(subcode)))
        && (Says is null || error.Message?.Contains(Says, StringComparison.OrdinalIgnoreCase) == true);

    private static IEnumerable<(int From, int To)?> Ranges(string codes) => codes.Split(',').Select(part =>
    {
        var ends = part.Trim().Split('-');
        return ends.Length <= 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? (from, to) : ((int, int)?)null;
    });
}
