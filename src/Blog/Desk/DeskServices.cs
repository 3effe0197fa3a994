using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Desk;

/// <summary>Registers this folder's services and addresses.</summary>
public static class DeskServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
