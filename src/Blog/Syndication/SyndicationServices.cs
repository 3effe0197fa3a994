using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Syndication;

/// <summary>Registers this folder's services and addresses.</summary>
public static class SyndicationServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddSyndication(this IServiceCollection services)
    {
        services.AddSingleton<DeliverySignal>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapSyndication(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
