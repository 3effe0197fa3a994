using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Rehearsal;

/// <summary>Registers this folder's services and addresses.</summary>
public static class RehearsalServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddRehearsal(this IServiceCollection services)
    {
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapRehearsal(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
