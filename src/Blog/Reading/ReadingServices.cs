using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Reading;

/// <summary>Registers this folder's services and addresses.</summary>
public static class ReadingServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddReading(this IServiceCollection services)
    {
        services.AddSingleton<ContentVersion>();
        services.AddSingleton<PostPages>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapReading(this IEndpointRouteBuilder routes)
    {
        return routes;
    }

    /// <summary>Middleware that comes before routing: problem pages, security headers, page cache.</summary>
    public static IApplicationBuilder UseReading(this IApplicationBuilder app)
    {
        return app;
    }
}
