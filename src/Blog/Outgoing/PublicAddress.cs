using System.Net;
using System.Net.Sockets;

namespace Blog.Outgoing;

/// <summary>
/// Tells addresses of the open internet from those that lead back into this machine or its network. IPv4 addresses that are wrapped
/// in IPv6 (mapped, NAT64, 6to4, Teredo) are unwrapped first. Lists: IANA special-purpose registries, RFC 6890 and its updates.
/// </summary>
public static class PublicAddress
{
    private static readonly (uint Network, int Bits)[] Special4 =
    [
        (0x00000000, 8), (0x0A000000, 8), (0x64400000, 10), (0x7F000000, 8), (0xA9FE0000, 16), (0xAC100000, 12),
        (0xC0000000, 24), (0xC0000200, 24), (0xC0586300, 24), (0xC0A80000, 16), (0xC6120000, 15), (0xC6336400, 24),
        (0xCB007100, 24), (0xE0000000, 4), (0xF0000000, 4),
    ];

    /// <summary>True if <paramref name="address"/> is a unicast address of the open internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = address.GetAddressBytes();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => IsPublic4(bytes),
            AddressFamily.InterNetworkV6 => IsPublic6(bytes),
            _ => false,
        };
    }

    private static bool IsPublic4(ReadOnlySpan<byte> bytes)
    {
        var value = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        foreach (var (network, bits) in Special4)
        {
            if (value >> (32 - bits) == network >> (32 - bits))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPublic6(ReadOnlySpan<byte> bytes)
    {
        if (StartsWith(bytes, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]))
        {
            return IsPublic4(bytes[12..]);
        }

        // NAT64 with the well-known prefix; every other translation prefix (64:ff9b:1::/48) is local by definition.
        if (StartsWith(bytes, [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]))
        {
            return IsPublic4(bytes[12..]);
        }

        // 6to4 carries its IPv4 address in bytes 2 to 5.
        if (StartsWith(bytes, [0x20, 0x02]))
        {
            return IsPublic4(bytes[2..6]);
        }

        // Teredo: server in bytes 4 to 7, client inverted at the end.
        if (StartsWith(bytes, [0x20, 0x01, 0, 0]))
        {
            ReadOnlySpan<byte> client = [(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]];
            return IsPublic4(bytes[4..8]) && IsPublic4(client);
        }

        // Documentation, benchmarking, ORCHID.
        if (StartsWith(bytes, [0x20, 0x01, 0x0D, 0xB8]) || StartsWith(bytes, [0x20, 0x01, 0, 0x02, 0, 0])
            || (StartsWith(bytes, [0x20, 0x01, 0]) && (bytes[3] & 0xF0) is 0x10 or 0x20)
            || (bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10))
        {
            return false;
        }

        // Global unicast is 2000::/3; loopback, unspecified, unique local, link local, site local and multicast are outside of it.
        return (bytes[0] & 0xE0) == 0x20;
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> prefix) => bytes.StartsWith(prefix);
}
