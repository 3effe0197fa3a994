using System.Net.Mail;
using System.Security.Cryptography;
using Blog.Posts;
using Blog.Reading;
using Blog.Site;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Accounts;

/// <summary>Who shall get an account.</summary>
/// <param name="Email">What they sign in with.</param>
/// <param name="Name">Name that readers see.</param>
/// <param name="Role">What they may do. <see cref="AccountRole.Owner"/> works once, for the very first account.</param>
/// <param name="Password">At least 12 characters; null: one is generated and returned.</param>
public sealed record NewAccount(string Email, string Name, AccountRole Role, string? Password = null);

/// <summary>What came of it.</summary>
/// <param name="Account">The account; null if there was a problem.</param>
/// <param name="Password">The password if it was generated: shown once, stored nowhere.</param>
/// <param name="Problems">Field (<c>mail</c>, <c>name</c>, <c>password</c>, <c>account</c>) and a sentence for the person; empty if it worked.</param>
public sealed record AccountResult(Account? Account, string? Password, IReadOnlyDictionary<string, string> Problems);

/// <summary>Makes accounts and gives them new passwords; behind the set-up page and the <c>account</c> verbs.</summary>
public sealed class AccountSetup(IServiceScopeFactory scopes, IAccountStore accounts, SiteInfo site, ContentVersion version, ISiteStore marks, TimeProvider time)
{
    /// <summary>Makes an account. Nothing is stored if there is any problem.</summary>
    public async Task<AccountResult> AddAsync(NewAccount wish, CancellationToken ct)
    {
        var problems = AccountRules.Check(wish);
        if (problems.Count > 0)
        {
            return new AccountResult(null, null, problems);
        }

        var generated = wish.Password is null ? GeneratePassword() : null;
        var account = await MakeAsync(wish, ct);
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var made = await users.CreateAsync(account, wish.Password ?? generated!);
        if (!made.Succeeded)
        {
            return new AccountResult(null, null, Problems(made));
        }

        await RefreshAsync(ct);
        return new AccountResult(account, generated, AccountRules.None);
    }

    /// <summary>An account with its password that is not stored yet; null with all that is wrong.</summary>
    internal async Task<(Account? Account, IReadOnlyDictionary<string, string> Problems)> PrepareAsync(NewAccount wish, CancellationToken ct)
    {
        var problems = AccountRules.Check(wish);
        if (problems.Count > 0)
        {
            return (null, problems);
        }

        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await MakeAsync(wish, ct);
        account.NormalizedEmail = users.NormalizeEmail(account.Email)!;
        account.PasswordHash = users.PasswordHasher.HashPassword(account, wish.Password!);
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        return (account, AccountRules.None);
    }

    /// <summary>Gives another role; it counts with the next request of that account.</summary>
    public async Task<PersonChange> ChangeRoleAsync(Guid id, AccountRole role, CancellationToken ct)
    {
        var change = await accounts.ChangeRoleAsync(id, role, ct);
        await RefreshAsync(ct);
        return change;
    }

    /// <summary>Removes somebody; all their sessions and tokens end. What they wrote stays with their name.</summary>
    public async Task<PersonChange> RemoveAsync(Guid id, CancellationToken ct)
    {
        var change = await accounts.RemoveAsync(id, ct);
        await RefreshAsync(ct);
        return change;
    }

    /// <summary>Gives the account with this mail address a generated password and ends all its sessions.</summary>
    public async Task<AccountResult> ResetPasswordAsync(string email, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await users.FindByEmailAsync(email.Trim()) is not { } account)
        {
            return new AccountResult(null, null, new Dictionary<string, string> { ["mail"] = $"No account has the address {email}. Nothing was changed." });
        }

        var password = GeneratePassword();
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        var changed = await users.UpdateSecurityStampAsync(account);
        if (!changed.Succeeded)
        {
            return new AccountResult(null, null, Problems(changed));
        }

        await RefreshAsync(ct);
        return new AccountResult(account, password, AccountRules.None);
    }

    /// <summary>Lets this process know that accounts changed.</summary>
    internal async Task RefreshAsync(CancellationToken ct)
    {
        version.Observe(await marks.LoadStampAsync(ct));
        site.Forget();
    }

    private async Task<Account> MakeAsync(NewAccount wish, CancellationToken ct) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Email = wish.Email.Trim(),
        NormalizedEmail = "",
        Name = AccountRules.CleanName(wish.Name),
        Slug = await FreeSlugAsync(wish.Name, ct),
        Role = wish.Role,
        SecurityStamp = "",
        CreatedAt = time.GetUtcNow(),
    };

    private static Dictionary<string, string> Problems(IdentityResult result) => result.Errors.First().Code switch
    {
        "OwnerExists" => new() { ["account"] = "This site has an owner already; there is exactly one. Nothing was changed." },
        "Taken" or "DuplicateEmail" or "DuplicateUserName" => new() { ["mail"] = "Somebody has this address already. Nothing was saved." },
        var code => new() { ["account"] = $"The account could not be saved ({code}). Nothing was changed." },
    };

    // 20 characters out of 57 that nobody confuses on paper: about 116 bits.
    private static string GeneratePassword() =>
        RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 20);

    private async Task<string> FreeSlugAsync(string name, CancellationToken ct)
    {
        var wished = Slug.From(name) is { Length: > 0 } slug ? slug : "author";
        for (var n = 1; ; n++)
        {
            var candidate = n == 1 ? wished : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wished}-{n}");
            if (await accounts.FindBySlugAsync(candidate, ct) is null)
            {
                return candidate;
            }
        }
    }
}

/// <summary>What a mail address, a name and a password must be like.</summary>
internal static class AccountRules
{
    public const int MinPassword = 12;
    public const int MaxPassword = 256;

    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static Dictionary<string, string> Check(NewAccount wish)
    {
        var problems = new Dictionary<string, string>();
        if (!IsMail(wish.Email))
        {
            problems["mail"] = "An address has an @ in it, such as marta@refuge.example.";
        }

        if (CleanName(wish.Name).Length is 0 or > 100)
        {
            problems["name"] = "A name has 1 to 100 characters.";
        }

        if (wish.Password is { } password && CheckPassword(password) is { } problem)
        {
            problems["password"] = problem;
        }

        return problems;
    }

    /// <summary>Length is what counts (NIST SP 800-63B 3.1.1.2); a sentence of one letter is none.</summary>
    public static string? CheckPassword(string password) => password switch
    {
        { Length: < MinPassword } => "At least 12 characters; a sentence is easy to remember.",
        { Length: > MaxPassword } => "At most 256 characters.",
        _ when password.Distinct().Count() < 5 => "Too many of its characters are the same. Take a sentence you like.",
        _ => null,
    };

    public static string CleanName(string name) => string.Concat(name.Where(c => !char.IsControl(c))).Trim();

    private static bool IsMail(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length is > 2 and <= 254 && !trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && MailAddress.TryCreate(trimmed, out var address) && address.Address == trimmed;
    }
}
