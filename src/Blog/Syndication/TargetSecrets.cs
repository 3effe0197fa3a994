using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Blog.Syndication;

/// <summary>Keeps the keys of a target as one protected value, each target with a purpose of its own: a value moved to another target can't be read.</summary>
public sealed class TargetSecrets(IDataProtectionProvider protection)
{
    /// <summary>What is stored for <paramref name="secret"/>.</summary>
    public string Protect(Guid targetId, string secret) => ProtectorOf(targetId).Protect(secret);

    /// <summary>The keys in the clear; null if they can't be read any more (the key ring was lost or belongs to another machine).</summary>
    public string? TryUnprotect(SyndicationTarget target)
    {
        try
        {
            return ProtectorOf(target.Id).Unprotect(target.ProtectedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorOf(Guid targetId) =>
        protection.CreateProtector("Blog.Syndication.TargetSecrets.v1", targetId.ToString("N"));
}
