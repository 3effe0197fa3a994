using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Themes;

/// <summary>Registers this folder's services and addresses.</summary>
public static class ThemeServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddThemes(this IServiceCollection services)
    {
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapThemes(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
