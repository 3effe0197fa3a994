using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Blog.Accounts;

/// <summary>A password hash that belongs to nobody: an unknown address costs the same work as a wrong password.</summary>
internal sealed class DummyPassword(IOptions<PasswordHasherOptions> options)
{
    private readonly Lazy<string> _hash = new(() => new PasswordHasher<Account>(options).HashPassword(null!, Guid.NewGuid().ToString()));

    /// <summary>Always false, after as long as a real check takes.</summary>
    public bool Check(string password)
    {
        new PasswordHasher<Account>(options).VerifyHashedPassword(null!, _hash.Value, password);
        return false;
    }
}
