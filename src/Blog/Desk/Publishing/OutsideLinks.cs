using System.Collections.Concurrent;
using System.Net;
using Blog.Outgoing;

namespace Blog.Desk.Publishing;

/// <summary>What a look at an address told.</summary>
public enum LinkLook
{
    /// <summary>Something answers.</summary>
    Answers,

    /// <summary>The server says that nothing is there: “not found” or “gone”.</summary>
    Dead,

    /// <summary>It could not be told now: too slow, out of order, or not to be called from here.</summary>
    Unclear,
}

/// <summary>
/// Calls the links of a post that lead elsewhere, when the author asks for it: at most <see cref="Most"/> of them, a few at a time and all within
/// <see cref="Longest"/>. What was found is known for a while, so that no page waits for it again. Nothing is sent but the address.
/// </summary>
internal sealed class OutsideLinks(NetworkClient client, GuardedDialer dialer, TimeProvider time)
{
    /// <summary>Links of one post that are called.</summary>
    public const int Most = 30;

    private const int AtOnce = 6;
    private const int MostKnown = 2000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OneCall = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<Uri, (LinkLook Look, DateTimeOffset At)> _known = new();

    /// <summary>What is known about an address; null: it was not looked at lately.</summary>
    public LinkLook? Find(Uri address) => _known.TryGetValue(address, out var known) && time.GetUtcNow() - known.At < Holds ? known.Look : null;

    /// <summary>Looks at those that are not known.</summary>
    public async Task LookAsync(IEnumerable<Uri> addresses, CancellationToken ct)
    {
        if (_known.Count > MostKnown)
        {
            _known.Clear();
        }

        using var limit = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var wanted = addresses.Where(a => Find(a) is null).Distinct().Take(Most).ToList();
        try
        {
            await Parallel.ForEachAsync(
                wanted,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = both.Token },
                async (address, token) => _known[address] = (await LookAsync(address, token), time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Those that took too long stay unclear until somebody asks again.
            foreach (var address in wanted.Where(a => Find(a) is null))
            {
                _known[address] = (LinkLook.Unclear, time.GetUtcNow());
            }
        }
    }

    // Many servers refuse to say only whether it is there: what they would not say is asked once more as a reader would. Nothing is called without
    // encryption; a page that has it answers there too.
    private async Task<LinkLook> LookAsync(Uri address, CancellationToken ct)
    {
        var isPlain = address.Scheme == Uri.UriSchemeHttp && !dialer.IsAllowedPrivate(address.Host, address.Port);
        var called = isPlain ? new UriBuilder(address) { Scheme = Uri.UriSchemeHttps, Port = address.IsDefaultPort ? -1 : address.Port }.Uri : address;
        var look = await CallAsync(HttpMethod.Head, called, ct);
        look = look == LinkLook.Answers ? look : await CallAsync(HttpMethod.Get, called, ct);
        return isPlain && look == LinkLook.Dead ? LinkLook.Unclear : look;
    }

    private async Task<LinkLook> CallAsync(HttpMethod method, Uri address, CancellationToken ct) =>
        await client.SendAsync(new NetworkCall(method, address, null, OneCall), ct) switch
        {
            Exchange.Answered { Status: (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone } => LinkLook.Dead,
            Exchange.Answered { Status: < 500 } => LinkLook.Answers,
            _ => LinkLook.Unclear,
        };
}
