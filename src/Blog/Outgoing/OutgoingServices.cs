using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Outgoing;

/// <summary>Registers this folder's services.</summary>
public static class OutgoingServices
{
    /// <summary>The client for networks and the guard behind it.</summary>
    public static IServiceCollection AddOutgoing(this IServiceCollection services)
    {
        services.AddSingleton<GuardedDialer>();
        services.AddSingleton<NetworkClient>();
        services.AddHttpClient(NetworkClient.ClientName, client =>
            {
                // NetworkClient has the deadline: one clock for the dial, the headers and the body.
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ConnectCallback = provider.GetRequiredService<GuardedDialer>().ConnectAsync,
            })
            .RemoveAllLoggers();
        return services;
    }
}
