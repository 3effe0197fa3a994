using System.Buffers.Text;
using System.Security.Cryptography;
using Blog.Accounts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Blog.Desk.Connecting;

/// <summary>A connection that is half made. It holds keys, so that it never prints itself and never leaves this process.</summary>
/// <param name="Network">Network key.</param>
/// <param name="IsPractice">Of the practice network of this machine.</param>
/// <param name="Request">The form.</param>
internal abstract record PendingConnection(string Network, bool IsPractice, ConnectRequest Request)
{
    public sealed override string ToString() => Network;
}

/// <summary>The browser is at the network and is to come back.</summary>
internal sealed record PendingConsent(string Network, bool IsPractice, ConnectRequest Request, ConsentReturn Back, Uri Address) : PendingConnection(Network, IsPractice, Request);

/// <summary>The network named several accounts, and the author is to choose.</summary>
internal sealed record PendingChoice(string Network, bool IsPractice, ConnectRequest Request, IReadOnlyList<ConnectedAccount> Accounts) : PendingConnection(Network, IsPractice, Request);

/// <summary>
/// Keeps half-made connections for a quarter of an hour: the browser holds a random handle in a cookie and nothing else, and the handle works for the
/// account that began, in the browser that began, once. A restart forgets them; the author starts again from the form.
/// </summary>
internal sealed class PendingConnections(TimeProvider time, IOptions<BlogOptions> options)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    // Far more than one owner has open at a time; the oldest go first.
    private const int Most = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept> _kept = [];

    private sealed record Kept(PendingConnection Connection, Guid AccountId, DateTimeOffset Until);

    private string Cookie => Session.CookieName(options.Value, "connect");

    /// <summary>Random letters for an address: 256 bits or more.</summary>
    public static string Random(int bytes = 32) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>Keeps it for this browser; what it had before is forgotten.</summary>
    public void Keep(HttpContext context, PendingConnection connection)
    {
        var handle = Random();
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _kept.Remove(context.Request.Cookies[Cookie] ?? "");
            foreach (var old in _kept.Where(k => k.Value.Until <= now).Select(k => k.Key).ToList())
            {
                _kept.Remove(old);
            }

            if (_kept.Count >= Most)
            {
                _kept.Remove(_kept.MinBy(k => k.Value.Until).Key);
            }

            _kept[handle] = new Kept(connection, context.Me().Id, now + Lifetime);
        }

        // Lax: the browser sends it when the network sends it back to us.
        context.Response.Cookies.Append(Cookie, handle, Hardened(Lifetime));
    }

    /// <summary>What this browser began with this network; null if there is nothing (any more).</summary>
    public T? Find<T>(HttpContext context, string network)
        where T : PendingConnection
    {
        lock (_gate)
        {
            return Find(context) is { Connection: T connection } && connection.Network == network ? connection : null;
        }
    }

    /// <summary>The same, and it is gone afterwards. Of two who take it at once, one gets it.</summary>
    public T? Take<T>(HttpContext context, string network)
        where T : PendingConnection
    {
        lock (_gate)
        {
            if (Find(context) is not { Connection: T connection } || connection.Network != network)
            {
                return null;
            }

            _kept.Remove(context.Request.Cookies[Cookie]!);
            context.Response.Cookies.Delete(Cookie, Hardened(null));
            return connection;
        }
    }

    private Kept? Find(HttpContext context) =>
        context.Request.Cookies[Cookie] is { Length: > 0 } handle && _kept.GetValueOrDefault(handle) is { } kept
        && kept.AccountId == context.Me().Id && kept.Until > time.GetUtcNow() ? kept : null;

    private CookieOptions Hardened(TimeSpan? age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = Session.IsSecure(options.Value),
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
