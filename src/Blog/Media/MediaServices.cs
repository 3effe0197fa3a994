using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Media;

/// <summary>Registers this folder's services and addresses.</summary>
public static class MediaServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddSingleton<MediaLibrary>();
        services.AddSingleton<MediaProbe>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapMedia(this IEndpointRouteBuilder routes)
    {
        MediaEndpoints.Map(routes);
        return routes;
    }
}
