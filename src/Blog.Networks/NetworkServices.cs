using Blog.Networks.X;
using Blog.Syndication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Networks;

/// <summary>Registers this folder's services and addresses.</summary>
public static class NetworkServices
{
    /// <summary>One line per network.</summary>
    public static IServiceCollection AddNetworks(this IServiceCollection services)
    {
        services.AddSingleton<INetwork, XNetwork>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapNetworks(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
