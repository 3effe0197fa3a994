namespace Blog.Accounts;

/// <summary>What somebody may do. Stored by name.</summary>
public enum AccountRole
{
    /// <summary>Everything.</summary>
    Owner,

    /// <summary>All posts.</summary>
    Editor,

    /// <summary>Own posts.</summary>
    Author,

    /// <summary>Own drafts; an editor publishes them.</summary>
    Contributor,
}

/// <summary>Somebody who can sign in. The user type of ASP.NET Core Identity, on our own storage.</summary>
public sealed class Account
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Mail address; what one signs in with. Never shown.</summary>
    public required string Email { get; set; }

    /// <summary>Upper-case form for look-ups; unique.</summary>
    public required string NormalizedEmail { get; set; }

    /// <summary>Name that readers see.</summary>
    public required string Name { get; set; }

    /// <summary>Address of the author page; unique.</summary>
    public required string Slug { get; set; }

    /// <summary>A sentence about them, plain text.</summary>
    public string? Bio { get; set; }

    /// <summary>Own links, shown with <c>rel=me</c>.</summary>
    public IReadOnlyList<string> Links { get; set; } = [];

    /// <summary>Path of the portrait.</summary>
    public string? PhotoUrl { get; set; }

    /// <summary>Role.</summary>
    public required AccountRole Role { get; set; }

    /// <summary>Hash as Identity makes it; null until a password is set.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with every change of credentials; ends old sessions.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>Failed sign-ins since the last good one.</summary>
    public int AccessFailedCount { get; set; }

    /// <summary>UTC; no sign-in before.</summary>
    public DateTimeOffset? LockoutEnd { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, to the minute: when the desk was last asked for by this account; null if never.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }
}

/// <summary>What came of changing somebody's role or removing them.</summary>
public enum PersonChange
{
    /// <summary>It is stored and counts at once.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    Unknown,

    /// <summary>It is the only owner; nothing was changed.</summary>
    LastOwner,
}

/// <summary>A key for programs. Only the hash is stored.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="AccountId">Whom it acts for.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Scope">Space-separated: <c>read</c>, <c>create</c>, <c>update</c>, <c>delete</c>, <c>media</c>.</param>
/// <param name="Hash">SHA-256 (hex) of the token.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record ApiToken(Guid Id, Guid AccountId, string Name, string Scope, string Hash, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Port to accounts and tokens.</summary>
public interface IAccountStore
{
    /// <summary>By id.</summary>
    Task<Account?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>By normalised mail address.</summary>
    Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken ct);

    /// <summary>By author slug.</summary>
    Task<Account?> FindBySlugAsync(string slug, CancellationToken ct);

    /// <summary>All, owner first, then oldest.</summary>
    Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct);

    /// <summary>Inserts; false if the mail address or the slug is taken.</summary>
    Task<bool> AddAsync(Account account, CancellationToken ct);

    /// <summary>Inserts the very first account, the owner; false if there is any account already (two set-up links raced).</summary>
    Task<bool> AddFirstAsync(Account account, CancellationToken ct);

    /// <summary>Replaces by id; false if unknown, or mail address or slug is taken. Bumps the site scope of the content version.</summary>
    Task<bool> UpdateAsync(Account account, CancellationToken ct);

    /// <summary>Counts a failed sign-in atomically and locks when <paramref name="max"/> is reached; returns the new count.</summary>
    Task<int> CountFailureAsync(Guid id, int max, DateTimeOffset lockUntil, CancellationToken ct);

    /// <summary>Remembers that the account was here; changes nothing else.</summary>
    Task SeenAsync(Guid id, DateTimeOffset at, CancellationToken ct);

    /// <summary>Gives another role, unless no owner would be left. Bumps the site scope of the content version.</summary>
    Task<PersonChange> ChangeRoleAsync(Guid id, AccountRole role, CancellationToken ct);

    /// <summary>Removes the account with its tokens, unless no owner would be left; posts keep their bylines. Bumps the site scope.</summary>
    Task<PersonChange> RemoveAsync(Guid id, CancellationToken ct);

    /// <summary>Stores a token.</summary>
    Task AddTokenAsync(ApiToken token, CancellationToken ct);

    /// <summary>By hash; null if unknown.</summary>
    Task<ApiToken?> FindTokenAsync(string hash, CancellationToken ct);
}
