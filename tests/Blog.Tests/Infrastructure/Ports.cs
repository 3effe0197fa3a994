using System.Net;
using System.Net.Sockets;

namespace Blog.Tests.Infrastructure;

public static class Ports
{
    /// <summary>A port of loopback that nobody listens on now.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
