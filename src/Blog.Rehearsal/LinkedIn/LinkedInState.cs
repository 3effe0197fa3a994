using System.Text.Json.Serialization;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>An app of the developer portal.</summary>
/// <param name="ClientId">Public.</param>
/// <param name="ClientSecret">Secret.</param>
/// <param name="Redirects">Addresses that the browser may be sent back to, letter by letter; empty: to any.</param>
/// <param name="Scopes">Rights that its products give.</param>
/// <param name="HasRefresh">Whether it was approved for refresh tokens.</param>
public sealed record LinkedInApp(string ClientId, string ClientSecret, IReadOnlyList<string> Redirects, IReadOnlyList<string> Scopes, bool HasRefresh = false);

/// <summary>A member.</summary>
/// <param name="Id">Last part of the URN.</param>
/// <param name="Name">Full name.</param>
public sealed record LinkedInMember(string Id, string Name)
{
    /// <summary>Name in the API.</summary>
    [JsonIgnore]
    public string Urn => "urn:li:person:" + Id;
}

/// <summary>A company page.</summary>
/// <param name="Id">Digits.</param>
/// <param name="Name">As shown.</param>
/// <param name="VanityName">In addresses.</param>
/// <param name="Roles">Role of each member who has one: <c>ADMINISTRATOR</c>.</param>
public sealed record LinkedInCompanyPage(string Id, string Name, string VanityName, IReadOnlyDictionary<string, string> Roles)
{
    /// <summary>Name in the API.</summary>
    [JsonIgnore]
    public string Urn => "urn:li:organization:" + Id;
}

/// <summary>A token that was given out.</summary>
/// <param name="Value">The token.</param>
/// <param name="ClientId">App.</param>
/// <param name="MemberId">Who allowed it.</param>
/// <param name="Scopes">Rights.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="EndsAt">UTC.</param>
/// <param name="IsRefresh">A refresh token.</param>
public sealed record LinkedInToken(string Value, string ClientId, string MemberId, IReadOnlyList<string> Scopes, DateTimeOffset IssuedAt, DateTimeOffset EndsAt, bool IsRefresh = false)
{
    /// <summary>Ended before its time.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Never prints the token.</summary>
    public override string ToString() => $"{ClientId} for {MemberId}";
}

/// <summary>A post as the emulator stored it.</summary>
/// <param name="Urn">Its name, a share or a ugcPost.</param>
/// <param name="Author">URN of a member or a company page.</param>
/// <param name="Commentary">As it was sent, markup included.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record LinkedInStoredPost(string Urn, string Author, string Commentary, DateTimeOffset CreatedAt)
{
    /// <summary>As people read it: markup resolved, and cut where a reserved character stood bare.</summary>
    public string Text { get; init; } = "";

    /// <summary>Words of its hashtags.</summary>
    public IReadOnlyList<string> Hashtags { get; init; } = [];

    /// <summary>Whether it was cut.</summary>
    public bool WasCut { get; init; }

    /// <summary><c>PUBLIC</c> and others.</summary>
    public string Visibility { get; init; } = "PUBLIC";

    /// <summary>The link card; null: none.</summary>
    public LinkedInStoredCard? Card { get; init; }

    /// <summary>Pictures in their order.</summary>
    public IReadOnlyList<LinkedInStoredMedia> Media { get; init; } = [];

    /// <summary>Hash of the body that made it; another body is another post.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Commentaries before the present one.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>UTC of the last change; null: never.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>UTC; null: it is there.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Strangers can't see it.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>A link card as it was stored.</summary>
public sealed record LinkedInStoredCard(string Source, string? Title, string? Description, string? Thumbnail);

/// <summary>A picture of a post.</summary>
/// <param name="Image">URN.</param>
/// <param name="Alt">Description; null: none was sent.</param>
public sealed record LinkedInStoredMedia(string Image, string? Alt);

/// <summary>An uploaded picture.</summary>
/// <param name="Urn">Its name.</param>
/// <param name="Owner">URN of who may post it.</param>
/// <param name="UploadUntil">UTC end of its place.</param>
public sealed record LinkedInStoredImage(string Urn, string Owner, DateTimeOffset UploadUntil)
{
    /// <summary>The file; empty while it is waited for.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>As the upload said.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>UTC end of the processing; null while the file is waited for.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The processing ends badly.</summary>
    public bool IsBad { get; init; }
}

/// <summary>A comment.</summary>
/// <param name="Id">Digits.</param>
/// <param name="Post">URN of the post.</param>
/// <param name="Actor">Who wrote it.</param>
/// <param name="Text">No markup.</param>
/// <param name="At">UTC.</param>
/// <param name="Parent">Number of the comment that it answers; null: it answers the post.</param>
public sealed record LinkedInStoredComment(string Id, string Post, string Actor, string Text, DateTimeOffset At, string? Parent);

/// <summary>A reaction.</summary>
/// <param name="Post">URN of the post.</param>
/// <param name="Actor">Who.</param>
/// <param name="Kind"><c>LIKE</c>, <c>PRAISE</c>, <c>EMPATHY</c>, <c>INTEREST</c>, <c>APPRECIATION</c>, <c>ENTERTAINMENT</c>.</param>
/// <param name="At">UTC.</param>
public sealed record LinkedInStoredReaction(string Post, string Actor, string Kind, DateTimeOffset At);

/// <summary>A code on its way from the consent page to the token address.</summary>
internal sealed record LinkedInCode(string Value, string ClientId, string Redirect, string MemberId, IReadOnlyList<string> Scopes, DateTimeOffset At);

/// <summary>Tokens by their value, dead ones included.</summary>
internal sealed class LinkedInTokenShelf() : Shelf<LinkedInToken>(t => t.Value, t => t.MemberId);

/// <summary>Posts by their URN, deleted ones included.</summary>
internal sealed class LinkedInPostShelf() : Shelf<LinkedInStoredPost>(p => p.Urn, p => p.Author);

/// <summary>Pictures by their URN.</summary>
internal sealed class LinkedInImageShelf() : Shelf<LinkedInStoredImage>(i => i.Urn, i => i.Owner);

/// <summary>Everything that lasts. Guarded by the emulator's lock.</summary>
internal sealed class LinkedInState
{
    public List<LinkedInApp> Apps { get; init; } = [];

    public List<LinkedInMember> Members { get; init; } = [];

    public List<LinkedInCompanyPage> Pages { get; init; } = [];

    public List<LinkedInCode> Codes { get; init; } = [];

    public LinkedInTokenShelf Tokens { get; init; } = [];

    public LinkedInPostShelf Posts { get; init; } = [];

    public LinkedInImageShelf Images { get; init; } = [];

    public List<LinkedInStoredComment> Comments { get; init; } = [];

    public List<LinkedInStoredReaction> Reactions { get; init; } = [];

    public long LastNumber { get; set; }

    public int CreateCalls { get; set; }

    /// <summary>As LinkedIn's numbers: time in the upper bits, growing.</summary>
    public long NextNumber(DateTimeOffset now) => LastNumber = Math.Max(LastNumber + 1, (now.ToUnixTimeMilliseconds() - 1_288_834_974_657) << 22);

    /// <summary>A post by its URN or by the URN of its activity; null if it is not there (any more).</summary>
    public LinkedInStoredPost? FindPost(string urn) =>
        NamesOf(urn).Select(Posts.Find).FirstOrDefault(p => p is { DeletedAt: null });

    public LinkedInCompanyPage? FindPage(string urn) => Pages.FirstOrDefault(p => p.Urn == urn);

    public static string NumberOf(string urn) => urn[(urn.LastIndexOf(':') + 1)..];

    private static string[] NamesOf(string urn) =>
        urn.StartsWith("urn:li:activity:", StringComparison.Ordinal) ? [urn, "urn:li:share:" + NumberOf(urn), "urn:li:ugcPost:" + NumberOf(urn)] : [urn];
}

[JsonSerializable(typeof(LinkedInState))]
internal sealed partial class LinkedInStateJson : JsonSerializerContext;
