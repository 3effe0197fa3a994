using Blog.Networks.Facebook;
using Blog.Networks.LinkedIn;
using Blog.Networks.X;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Blog.Networks;

/// <summary>Registers this folder's services and addresses.</summary>
public static class NetworkServices
{
    /// <summary>One line per network.</summary>
    public static IServiceCollection AddNetworks(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new FactsFile(Path.Combine(provider.GetRequiredService<DataFolder>().Path, "networks")));
        services.AddSingleton<INetwork, FacebookNetwork>();
        services.AddSingleton<INetwork, LinkedInNetwork>();
        services.AddSingleton<INetwork, XNetwork>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapNetworks(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
