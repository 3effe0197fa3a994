using System.Text.Json.Serialization;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>An app of the emulator.</summary>
/// <param name="Id">Digits.</param>
/// <param name="Secret">App secret.</param>
/// <param name="Name">As the consent page says it.</param>
public sealed record StoredApp(string Id, string Secret, string Name)
{
    /// <summary>Redirect addresses that were registered, letter by letter; empty: any will do.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>False: in development mode; only people with a role in it can sign in and see what it posts.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Its permissions were approved for people without a role in it.</summary>
    public bool IsReviewed { get; init; } = true;

    /// <summary>Calls without <c>appsecret_proof</c> are refused.</summary>
    public bool RequiresProof { get; init; }

    /// <summary>People with a role in the app.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Name} {Id}";
}

/// <summary>What keeps a person's tokens from working.</summary>
public enum PersonState
{
    /// <summary>Nothing.</summary>
    Normal,

    /// <summary>A checkpoint that must be cleared in the browser.</summary>
    Checkpointed,

    /// <summary>Not confirmed.</summary>
    Unconfirmed,
}

/// <summary>A person who can sign in.</summary>
/// <param name="Id">Digits.</param>
/// <param name="Name">As the consent page says it.</param>
public sealed record StoredPerson(string Id, string Name)
{
    /// <summary>See <see cref="PersonState"/>.</summary>
    public PersonState State { get; init; }

    /// <summary>UTC; tokens that are older died with the password.</summary>
    public DateTimeOffset? PasswordChangedAt { get; init; }
}

/// <summary>Why a Page may not publish at the moment.</summary>
public enum PageObstacle
{
    /// <summary>It may.</summary>
    None,

    /// <summary>A security check of the person is due.</summary>
    SecurityCheck,

    /// <summary>The identity must be confirmed.</summary>
    PublishingAuthorization,

    /// <summary>A policy.</summary>
    Policy,

    /// <summary>It posts too fast.</summary>
    TooFast,
}

/// <summary>A Page.</summary>
/// <param name="Id">Digits.</param>
/// <param name="Name">As people see it.</param>
public sealed record StoredPage(string Id, string Name)
{
    /// <summary>Tasks by person.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>See <see cref="PageObstacle"/>.</summary>
    public PageObstacle Obstacle { get; init; }

    /// <summary>What was posted last, to refuse the same once more; null: nothing, or it was deleted.</summary>
    public string? LastSignature { get; init; }

    /// <summary>The post of <see cref="LastSignature"/>.</summary>
    public string? LastPostId { get; init; }
}

/// <summary>What a person granted to an app.</summary>
/// <param name="AppId">App.</param>
/// <param name="PersonId">Person.</param>
/// <param name="Permissions"><c>granted</c> or <c>declined</c> by permission.</param>
/// <param name="PageIds">Pages that were ticked.</param>
public sealed record StoredGrant(string AppId, string PersonId, IReadOnlyDictionary<string, string> Permissions, IReadOnlyList<string> PageIds);

/// <summary>A token.</summary>
/// <param name="Value">As it is sent.</param>
/// <param name="AppId">App.</param>
/// <param name="PersonId">Person.</param>
/// <param name="PageId">Null: it acts for the person.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null: never.</param>
public sealed record StoredToken(string Value, string AppId, string PersonId, string? PageId, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => $"token of {PersonId} for {PageId ?? "the person"}";
}

/// <summary>A code of a sign-in.</summary>
/// <param name="Value">As it is sent.</param>
/// <param name="AppId">App.</param>
/// <param name="PersonId">Person.</param>
/// <param name="Redirect">Where the browser was sent.</param>
/// <param name="IssuedAt">UTC.</param>
/// <param name="IsUsed">A token was given for it.</param>
public sealed record StoredCode(string Value, string AppId, string PersonId, string Redirect, DateTimeOffset IssuedAt, bool IsUsed);

/// <summary>A post as the emulator stored it.</summary>
/// <param name="Id">Page and post: <c>12_34</c>.</param>
/// <param name="PageId">Whose.</param>
/// <param name="AppId">App that made it.</param>
/// <param name="Message">As it was sent; empty if there was none.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record StoredPost(string Id, string PageId, string AppId, string Message, DateTimeOffset CreatedAt)
{
    /// <summary>Link of the card; null: none.</summary>
    public string? Link { get; init; }

    /// <summary>Photos in their order.</summary>
    public IReadOnlyList<string> PhotoIds { get; init; } = [];

    /// <summary>False: made with <c>published=false</c>.</summary>
    public bool IsPublished { get; init; } = true;

    /// <summary>Strangers can't see it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Earlier texts, oldest first.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];

    /// <summary>How often people shared it.</summary>
    public int Shares { get; init; }

    /// <summary>UTC of the last change; null: none.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>A photo as the emulator stored it.</summary>
/// <param name="Id">Digits.</param>
/// <param name="PageId">Whose.</param>
/// <param name="Bytes">The file; empty if only an address was given.</param>
/// <param name="MediaType">By the first bytes.</param>
/// <param name="Alt">Description; empty: none.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record StoredPhoto(string Id, string PageId, byte[] Bytes, string MediaType, string Alt, DateTimeOffset CreatedAt)
{
    /// <summary>Where it was to be fetched; null: it was sent.</summary>
    public string? Url { get; init; }

    /// <summary>Post that shows it; null: none yet, and then it is forgotten after a day.</summary>
    public string? PostId { get; init; }
}

/// <summary>A comment.</summary>
/// <param name="Id">Post and comment: <c>34_56</c>.</param>
/// <param name="PostId">Post.</param>
/// <param name="ParentId">Comment that it answers; null: the post.</param>
/// <param name="FromId">Person or Page.</param>
/// <param name="FromName">Its name.</param>
/// <param name="Message">Text.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record StoredComment(string Id, string PostId, string? ParentId, string FromId, string FromName, string Message, DateTimeOffset CreatedAt)
{
    /// <summary>Earlier texts, oldest first.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = [];
}

/// <summary>A reaction.</summary>
/// <param name="PostId">Post.</param>
/// <param name="PersonId">Whose.</param>
/// <param name="Name">Name of the person.</param>
/// <param name="Type">Such as <c>LIKE</c>.</param>
public sealed record StoredReaction(string PostId, string PersonId, string Name, string Type);

/// <summary>Posts by the number behind their Page’s.</summary>
internal sealed class FacebookPosts() : Shelf<StoredPost>(p => p.Id[(p.PageId.Length + 1)..], p => p.PageId);

/// <summary>Photos by their id.</summary>
internal sealed class FacebookPhotos() : Shelf<StoredPhoto>(p => p.Id, p => p.PageId);

/// <summary>Tokens by their value.</summary>
internal sealed class FacebookTokens() : Shelf<StoredToken>(t => t.Value, t => t.PersonId);

/// <summary>Everything that outlives a restart.</summary>
internal sealed record FacebookState
{
    public List<StoredApp> Apps { get; init; } = [];

    public List<StoredPerson> People { get; init; } = [];

    public List<StoredPage> Pages { get; init; } = [];

    public List<StoredGrant> Grants { get; init; } = [];

    public FacebookTokens Tokens { get; init; } = [];

    public List<StoredCode> Codes { get; init; } = [];

    public FacebookPosts Posts { get; init; } = [];

    public FacebookPhotos Photos { get; init; } = [];

    public List<StoredComment> Comments { get; init; } = [];

    public List<StoredReaction> Reactions { get; init; } = [];

    public List<string> Deleted { get; init; } = [];

    public long LastId { get; set; }
}

[JsonSerializable(typeof(FacebookState))]
internal sealed partial class FacebookStateJson : JsonSerializerContext;
