namespace Blog.Accounts;

/// <summary>A link by which one person may make an account. Only the hash of its token is stored.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Hash">SHA-256 (hex) of the token.</param>
/// <param name="Role">What the account will be; never <see cref="AccountRole.Owner"/>.</param>
/// <param name="Whom">For whom it is, in the owner's words; may be empty.</param>
/// <param name="InvitedBy">Name of who made it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="EndsAt">UTC; worth nothing from then on.</param>
/// <param name="UsedAt">UTC; null while it is open.</param>
public sealed record Invitation(
    Guid Id, string Hash, AccountRole Role, string Whom, string InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset EndsAt, DateTimeOffset? UsedAt);

/// <summary>What came of using an invitation.</summary>
public enum InvitationUse
{
    /// <summary>The account is there, and the invitation is used up.</summary>
    Accepted,

    /// <summary>It was used, has ended, or was taken back; no account was made.</summary>
    Closed,

    /// <summary>Mail address or slug are taken; the invitation stays open.</summary>
    Taken,
}

/// <summary>Port to invitations.</summary>
public interface IInvitationStore
{
    /// <summary>Stores one, and drops those that ended before <paramref name="before"/>.</summary>
    Task AddAsync(Invitation invitation, DateTimeOffset before, CancellationToken ct);

    /// <summary>By hash, used and ended ones too; null if unknown.</summary>
    Task<Invitation?> FindAsync(string hash, CancellationToken ct);

    /// <summary>Those that can still be used, oldest first.</summary>
    Task<IReadOnlyList<Invitation>> ListOpenAsync(DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes an open one back; false if it was used or is unknown.</summary>
    Task<bool> RevokeAsync(Guid id, CancellationToken ct);

    /// <summary>Uses it up and inserts the account in one transaction: of two at once one gets it. The role is the invitation's. Bumps the site scope.</summary>
    Task<InvitationUse> AcceptAsync(string hash, Account account, DateTimeOffset now, CancellationToken ct);
}
