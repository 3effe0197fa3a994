using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Blog.Site;
using Microsoft.Extensions.Options;

namespace Blog.Outgoing;

/// <summary>
/// Opens the connections of outgoing calls: resolves a name once, refuses it if any of its addresses is not public, and dials exactly
/// what was checked, so that a second answer of the name server changes nothing. Private addresses are dialled only if their
/// <c>host:port</c> is listed in <see cref="OutgoingOptions.AllowedPrivateHosts"/> or is this site itself in practice mode.
/// </summary>
public sealed class GuardedDialer(IOptions<OutgoingOptions> options, PracticeMode practice, SiteAddress site, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>True if this place may be called although it is private, and without encryption.</summary>
    public bool IsAllowedPrivate(string host, int port)
    {
        var wanted = new DnsEndPoint(host.Trim('[', ']'), port);
        return options.Value.AllowedPrivateHosts.Any(allowed => Same(allowed, wanted))
            || (practice.IsOn && Same(site.Base.Authority, wanted, site.Base.Port));
    }

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>. Throws <see cref="AddressRefusedException"/> or <see cref="SocketException"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var limit = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var place = context.DnsEndPoint;
        try
        {
            var addresses = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(place.Host, both.Token);
            if (!IsAllowedPrivate(place.Host, place.Port))
            {
                RefusePrivate(place, addresses);
            }

            return await DialAsync(addresses, place.Port, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    private static async Task<Stream> DialAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void RefusePrivate(DnsEndPoint place, IPAddress[] addresses)
    {
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .ToHashSet();
        if (addresses.Length == 0 || addresses.Any(a => !PublicAddress.IsPublic(a) || own.Contains(a)))
        {
            throw new AddressRefusedException(place);
        }
    }

    private static bool Same(string allowed, DnsEndPoint wanted, int? port = null) =>
        Uri.TryCreate("http://" + allowed, UriKind.Absolute, out var uri)
        && uri.Host.Trim('[', ']').Equals(wanted.Host, StringComparison.OrdinalIgnoreCase)
        && (port ?? uri.Port) == wanted.Port;
}

/// <summary>The address lies in a private network; nothing was sent.</summary>
public sealed class AddressRefusedException(DnsEndPoint place)
    : Exception($"{place.Host}:{place.Port} leads into a private network. Calls to it are refused; list it in Outgoing:AllowedPrivateHosts if it is meant.");
