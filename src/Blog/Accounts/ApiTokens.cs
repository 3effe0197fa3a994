using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Blog.Accounts;

/// <summary>A token that was just made.</summary>
/// <param name="Text">What the program sends; shown once, stored nowhere.</param>
/// <param name="Token">What is stored.</param>
public sealed record NewApiToken(string Text, ApiToken Token);

/// <summary>Makes and checks the keys of programs. The text is <c>blog_</c> and 256 random bits; only its SHA-256 is stored.</summary>
public sealed class ApiTokens(IAccountStore accounts, TimeProvider time)
{
    /// <summary>The scopes there are.</summary>
    public static readonly IReadOnlyList<string> Scopes = ["read", "create", "update", "delete", "media"];

    private const string Prefix = "blog_";

    /// <summary>Makes a token for the account, valid until <paramref name="expiresAt"/>.</summary>
    /// <exception cref="ArgumentException">A scope that is not among <see cref="Scopes"/>, or an end that has passed.</exception>
    public async Task<NewApiToken> CreateAsync(Account account, string name, IReadOnlyList<string> scopes, DateTimeOffset expiresAt, CancellationToken ct)
    {
        if (scopes.Count == 0 || scopes.FirstOrDefault(s => !Scopes.Contains(s)) is { } _)
        {
            throw new ArgumentException($"A token needs at least one of these scopes: {string.Join(", ", Scopes)}.", nameof(scopes));
        }

        var now = time.GetUtcNow();
        if (expiresAt <= now)
        {
            throw new ArgumentException("The end of the token has passed already.", nameof(expiresAt));
        }

        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var token = new ApiToken(Guid.CreateVersion7(now), account.Id, name, string.Join(' ', scopes.Distinct()), HashOf(text), now, expiresAt);
        await accounts.AddTokenAsync(token, ct);
        return new NewApiToken(text, token);
    }

    /// <summary>The token behind the text, if it is known, still valid, and allows <paramref name="scope"/>; else null.</summary>
    public async Task<ApiToken?> VerifyAsync(string text, string scope, CancellationToken ct)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 200)
        {
            return null;
        }

        // The look-up goes by hash, so how long it takes tells nothing about the token itself.
        var token = await accounts.FindTokenAsync(HashOf(text), ct);
        return token is not null && token.ExpiresAt > time.GetUtcNow() && token.Scope.Split(' ').Contains(scope) ? token : null;
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
