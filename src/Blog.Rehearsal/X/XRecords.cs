namespace Blog.Rehearsal.X;

/// <summary>An account of the emulator.</summary>
/// <param name="Id">Digits.</param>
/// <param name="Username">Handle without @.</param>
/// <param name="Name">As shown.</param>
public sealed record XAccount(string Id, string Username, string Name);

/// <summary>A developer's app, for consent by OAuth 2.0.</summary>
/// <param name="ClientId">Id.</param>
/// <param name="ClientSecret">Null: a public client.</param>
/// <param name="Redirects">Addresses that the browser may come back to, letter by letter; none: any, as practice needs it.</param>
public sealed record XApp(string ClientId, string? ClientSecret, IReadOnlyList<string> Redirects)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => ClientId;
}

/// <summary>A post as the emulator stored it.</summary>
/// <param name="Id">Digits.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Text">As it was sent.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record XPost(string Id, string AccountId, string Text, DateTimeOffset CreatedAt)
{
    /// <summary>Its pictures, with the description that they had when the post was made.</summary>
    public IReadOnlyList<XPicture> Pictures { get; init; } = [];

    /// <summary>Post that it answers; null: none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Strangers can't see it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>An answer that the author of the conversation has hidden.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Accounts that like it.</summary>
    public IReadOnlyList<string> LikedBy { get; init; } = [];

    /// <summary>Accounts that reposted it.</summary>
    public IReadOnlyList<string> RepostedBy { get; init; } = [];
}

/// <summary>A picture of a post.</summary>
/// <param name="MediaId">Digits.</param>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="Alt">Description; empty if there is none.</param>
public sealed record XPicture(string MediaId, string MediaType, string Alt);

/// <summary>An upload as the emulator stored it.</summary>
/// <param name="Id">Digits.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="MediaType">As it was announced.</param>
/// <param name="Bytes">What arrived so far.</param>
/// <param name="Alt">Description; empty if there is none.</param>
/// <param name="ExpiresAt">UTC; can't be used from then on.</param>
/// <param name="IsReady">Can be used in a post.</param>
public sealed record XUpload(string Id, string AccountId, string MediaType, byte[] Bytes, string Alt, DateTimeOffset ExpiresAt, bool IsReady);

/// <summary>What X answers to every call of its API while it is switched on.</summary>
public enum XRefusal
{
    /// <summary>The account is suspended.</summary>
    Suspended,

    /// <summary>The app has no credits left; reading costs too.</summary>
    NoCredits,

    /// <summary>The monthly cap of the product is reached.</summary>
    UsageCapped,

    /// <summary>The spending limit of the app is reached.</summary>
    SpendCapped,

    /// <summary>The app was read-only when the keys were made.</summary>
    ReadOnlyApp,

    /// <summary>The app is not attached to a project.</summary>
    NotEnrolled,

    /// <summary>The keys act for an app, not for a user.</summary>
    AppOnly,

    /// <summary>X does not recognise the way of signing in, which passes.</summary>
    UnknownAuthentication,

    /// <summary>The catch-all of refusals.</summary>
    NotPermitted,

    /// <summary>OAuth 1.0a: bad signature or clock.</summary>
    NotAuthenticated,
}

/// <summary>How X answers to a deletion of what is gone; its documentation does not say.</summary>
public enum XGone
{
    /// <summary>404.</summary>
    NotFound,

    /// <summary>200 with a list of errors and no data.</summary>
    PartialError,

    /// <summary>200 as if it had been there.</summary>
    Deleted,
}
