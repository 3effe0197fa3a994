using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Blog.Site;

namespace Blog.Accounts;

/// <summary>What a set-up link is worth.</summary>
public enum SetupLinkState
{
    /// <summary>Printed within the last day.</summary>
    Valid,

    /// <summary>Printed, but its day is over.</summary>
    Expired,

    /// <summary>Never printed: mistyped or cut short.</summary>
    Unknown,

    /// <summary>The site has its owner; no link does anything any more.</summary>
    Done,
}

/// <summary>
/// The one-time link that makes the owner's account. Whoever can read the server's console is the owner; nothing is sent by mail,
/// and only the hash of the token is stored, each with its own day: of several processes on one database every printed link works, until
/// the first of them is used.
/// </summary>
public sealed class SetupLink(ISiteStore marks, IAccountStore accounts, TimeProvider time) : IDisposable
{
    private const string Prefix = "setup:";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _made;

    /// <summary>
    /// The path of the link, or null if the site has an owner. The first call of a process makes a new one; asked again within its day,
    /// it is the same.
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
                await marks.SetMarkAsync(MarkOf(_made), until.ToString(CultureInfo.InvariantCulture), ct);
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

        if (await marks.FindMarkAsync(MarkOf(token), ct) is not { } until)
        {
            return SetupLinkState.Unknown;
        }

        return long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? SetupLinkState.Valid : SetupLinkState.Expired;
    }

    /// <summary>Forgets a link after it made the owner's account. Others that were printed do nothing any more, as there is an owner.</summary>
    public Task ForgetAsync(string token, CancellationToken ct) => marks.SetMarkAsync(MarkOf(token), null, ct);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    // Looked up by its hash: neither the database nor the time of the look says anything about a token.
    private static string MarkOf(string token) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
