using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Accounts;

/// <summary>Registers this folder's services and addresses.</summary>
public static class AccountServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        return routes;
    }

    /// <summary>Middleware between routing and endpoints: authentication, authorization, antiforgery.</summary>
    public static IApplicationBuilder UseAccounts(this IApplicationBuilder app)
    {
        return app;
    }
}
