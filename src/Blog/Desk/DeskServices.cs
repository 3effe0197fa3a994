using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Desk;

/// <summary>Registers this folder's services and addresses.</summary>
public static class DeskServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        // Pages are components rendered once on the server; no render mode is added, so nothing of them runs in the browser.
        services.AddRazorComponents();
        services.AddSingleton<ShellFactory>();
        services.AddSingleton<SettingsKeeper>();
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        DeskAssets.Map(routes);
        return routes;
    }
}
