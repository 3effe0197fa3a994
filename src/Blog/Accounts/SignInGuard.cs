using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Blog.Site;

namespace Blog.Accounts;

/// <summary>
/// Slows down guessing without handing a stranger the key to lock the author out. Three counters, all in the store, so that they count
/// over all processes and a restart forgets nothing: five wrong tries for one account from one place (an address, or a device that has
/// signed in before) rest that place for five minutes; twenty from one address, whatever the account, rest the address; fifty for one
/// account from places that never signed in rest the account for such places only (<see cref="IAccountStore.CountFailureAsync"/>). A device
/// of the author carries a cookie that proves it was signed in before, and is counted by itself.
/// </summary>
internal sealed class SignInGuard(IRateLimitStore limits, TimeProvider time)
{
    public const int TriesPerPlace = 5;
    public const int TriesPerAddress = 20;
    public const int TriesPerAccount = 50;
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>Until when this attempt must wait; null if it may go on.</summary>
    public async Task<DateTimeOffset?> RestsUntilAsync(SignInAttempt attempt, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var place = await limits.FindAsync(attempt.PlaceKey, now, ct);
        if (place is { Count: >= TriesPerPlace, Until: var until })
        {
            return until;
        }

        var address = await limits.FindAsync(attempt.AddressKey, now, ct);
        return address is { Count: >= TriesPerAddress, Until: var end } ? end : null;
    }

    /// <summary>Counts it. Each wrong try begins the five minutes anew, so that a patient guesser gets no more than five in them.</summary>
    /// <returns>Tries that are left for this place before it rests.</returns>
    public async Task<int> FailedAsync(SignInAttempt attempt, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var counts = await limits.CountAsync([attempt.PlaceKey, attempt.AddressKey], now, now + Rest, ct);
        return Math.Max(0, TriesPerPlace - counts[0]);
    }

    /// <summary>The place begins anew. Writes only if there is something to forget: a full disk keeps nobody out.</summary>
    public async Task SucceededAsync(SignInAttempt attempt, CancellationToken ct)
    {
        if (await limits.FindAsync(attempt.PlaceKey, time.GetUtcNow(), ct) is not null)
        {
            await limits.ForgetAsync(attempt.PlaceKey, ct);
        }
    }
}

/// <summary>One try to sign in: for whom and from where.</summary>
internal sealed record SignInAttempt
{
    public SignInAttempt(string normalizedEmail, IPAddress? address, string? device)
    {
        // Hashed: the database is no list of who came from where.
        AddressKey = "sign-in " + Hash(PrefixOf(address));
        PlaceKey = $"sign-in {Hash(normalizedEmail)} {Hash(device is null ? PrefixOf(address) : "d " + device)}";
    }

    public string AddressKey { get; }

    public string PlaceKey { get; }

    // A home or a server has a whole /64 of IPv6: counting single addresses would count nothing.
    private static string PrefixOf(IPAddress? address)
    {
        if (address is null)
        {
            return "local";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(plain.GetAddressBytes().AsSpan(0, 8))
            : plain.ToString();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
