using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Blog.Accounts;

/// <summary>
/// Slows down guessing without handing a stranger the key to lock the author out. Three counters:
/// five wrong tries for one account from one place (an address, or a device that has signed in before) rest that place for five
/// minutes; twenty from one address, whatever the account, rest the address; fifty for one account from places that never signed
/// in (counted in the database, so that a restart forgets nothing) rest the account for such places only. A device of the author
/// carries a cookie that proves it was signed in before, and is counted by itself.
/// </summary>
internal sealed class SignInGuard(TimeProvider time)
{
    public const int TriesPerPlace = 5;
    public const int TriesPerAddress = 20;
    public const int TriesPerAccount = 50;
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    // As many keys as a flood can make us hold; the ones that end first go first.
    private const int MostKeys = 20_000;

    private readonly ConcurrentDictionary<string, Tries> _tries = new();

    private readonly record struct Tries(int Count, DateTimeOffset Until);

    /// <summary>Until when this attempt must wait; null if it may go on.</summary>
    public DateTimeOffset? RestsUntil(SignInAttempt attempt)
    {
        var now = time.GetUtcNow();
        var place = _tries.GetValueOrDefault(attempt.PlaceKey);
        var address = _tries.GetValueOrDefault(attempt.AddressKey);
        if (place.Count >= TriesPerPlace && place.Until > now)
        {
            return place.Until;
        }

        return address.Count >= TriesPerAddress && address.Until > now ? address.Until : null;
    }

    public void Failed(SignInAttempt attempt)
    {
        Count(attempt.PlaceKey);
        Count(attempt.AddressKey);
    }

    /// <summary>Tries that are left for this place before it rests.</summary>
    public int Left(SignInAttempt attempt) => Math.Max(0, TriesPerPlace - _tries.GetValueOrDefault(attempt.PlaceKey).Count);

    public void Succeeded(SignInAttempt attempt) => _tries.TryRemove(attempt.PlaceKey, out _);

    private void Count(string key)
    {
        var now = time.GetUtcNow();
        if (_tries.Count >= MostKeys)
        {
            foreach (var (old, _) in _tries.OrderBy(t => t.Value.Until).Take(MostKeys / 10))
            {
                _tries.TryRemove(old, out _);
            }
        }

        // Each wrong try begins the five minutes anew, so that a patient guesser gets no more than five in them.
        _tries.AddOrUpdate(key, _ => new Tries(1, now + Rest), (_, known) => new Tries(known.Until > now ? known.Count + 1 : 1, now + Rest));
    }
}

/// <summary>One try to sign in: for whom and from where.</summary>
internal sealed record SignInAttempt
{
    public SignInAttempt(string normalizedEmail, IPAddress? address, string? device)
    {
        AddressKey = "a " + PrefixOf(address);
        PlaceKey = $"p {Hash(normalizedEmail)} {(device is null ? PrefixOf(address) : "d " + device)}";
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
