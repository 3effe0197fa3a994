using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Blog.Accounts;

/// <summary>What an invitation's link is worth.</summary>
public enum InvitationState
{
    /// <summary>It makes an account.</summary>
    Open,

    /// <summary>It made one already.</summary>
    Used,

    /// <summary>Its seven days are over.</summary>
    Ended,

    /// <summary>Mistyped, cut short, or taken back.</summary>
    Unknown,
}

/// <summary>Makes invitations and the accounts that come of them. Nothing is sent by mail: the owner hands the link over.</summary>
public sealed class Invitations(IInvitationStore store, AccountSetup setup, TimeProvider time)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // Somebody who opens an old link is told that it ended or was used, for some weeks.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>Makes one. The path of its link is known now and never again.</summary>
    public async Task<(Invitation Invitation, string Path)> CreateAsync(AccountRole role, string whom, Account by, CancellationToken ct)
    {
        if (role == AccountRole.Owner)
        {
            throw new ArgumentOutOfRangeException(nameof(role), "Nobody becomes an owner by a link.");
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var invitation = new Invitation(Guid.CreateVersion7(now), HashOf(token), role, AccountRules.CleanName(whom), by.Name, now, now + Lifetime, null);
        await store.AddAsync(invitation, now - Remembered, ct);
        return (invitation, "/invite/" + token);
    }

    /// <summary>Looks at a link without using it up.</summary>
    public async Task<(InvitationState State, Invitation? Invitation)> CheckAsync(string token, CancellationToken ct) =>
        await store.FindAsync(HashOf(token), ct) switch
        {
            null => (InvitationState.Unknown, null),
            { UsedAt: not null } used => (InvitationState.Used, used),
            var known when known.EndsAt <= time.GetUtcNow() => (InvitationState.Ended, known),
            var known => (InvitationState.Open, known),
        };

    /// <summary>Makes the account. Problem <c>account</c>: the link was used, ended or taken back meanwhile.</summary>
    public async Task<AccountResult> AcceptAsync(string token, string email, string name, string password, CancellationToken ct)
    {
        var (account, problems) = await setup.PrepareAsync(new NewAccount(email, name, AccountRole.Contributor, password), ct);
        if (account is null)
        {
            return new AccountResult(null, null, problems);
        }

        switch (await store.AcceptAsync(HashOf(token), account, time.GetUtcNow(), ct))
        {
            case InvitationUse.Accepted:
                await setup.RefreshAsync(ct);
                return new AccountResult(account, null, AccountRules.None);
            case InvitationUse.Taken:
                return new AccountResult(null, null, new Dictionary<string, string> { ["mail"] = "Somebody has this address already. Nothing was saved." });
            default:
                return new AccountResult(null, null, new Dictionary<string, string> { ["account"] = "This invitation is closed." });
        }
    }

    // Looked up by its hash: neither the database nor the time of the look says anything about a token.
    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
