using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Media;

/// <summary>Registers this folder's services and addresses.</summary>
public static class MediaServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapMedia(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
