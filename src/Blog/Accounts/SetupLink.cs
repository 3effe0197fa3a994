using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Blog.Site;

namespace Blog.Accounts;

/// <summary>What a set-up link is worth.</summary>
public enum SetupLinkState
{
    /// <summary>The one printed last, not older than a day.</summary>
    Valid,

    /// <summary>The one printed last, but its day is over.</summary>
    Expired,

    /// <summary>Not the one printed last.</summary>
    Unknown,

    /// <summary>The site has its owner; no link does anything any more.</summary>
    Done,
}

/// <summary>
/// The one-time link that makes the owner's account. Whoever can read the server's console is the owner; nothing is sent by mail,
/// and only the hash of the token is stored.
/// </summary>
public sealed class SetupLink(ISiteStore marks, IAccountStore accounts, TimeProvider time) : IDisposable
{
    private const string Mark = "setup";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _made;

    /// <summary>
    /// The path of the link, or null if the site has an owner. The first call of a process makes a new one, which ends those of earlier
    /// starts; asked again within its day, it is the same.
    /// </summary>
    public async Task<string?> CreateAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if ((await accounts.ListAsync(ct)).Count > 0)
            {
                return null;
            }

            if (_made is null || await CheckAsync(_made, ct) != SetupLinkState.Valid)
            {
                _made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
                var until = time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds();
                await marks.SetMarkAsync(Mark, string.Create(CultureInfo.InvariantCulture, $"{HashOf(_made)} {until}"), ct);
            }

            return $"/setup/{_made}";
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Looks at a token without using it up.</summary>
    public async Task<SetupLinkState> CheckAsync(string token, CancellationToken ct)
    {
        if ((await accounts.ListAsync(ct)).Count > 0)
        {
            return SetupLinkState.Done;
        }

        var parts = (await marks.FindMarkAsync(Mark, ct))?.Split(' ');
        if (parts is not [var hash, var until]
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(token))))
        {
            return SetupLinkState.Unknown;
        }

        return long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? SetupLinkState.Valid : SetupLinkState.Expired;
    }

    /// <summary>Forgets the link after the owner's account was made.</summary>
    public Task ForgetAsync(CancellationToken ct) => marks.SetMarkAsync(Mark, null, ct);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
