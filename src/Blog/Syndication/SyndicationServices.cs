using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Syndication;

/// <summary>Registers this folder's services and addresses.</summary>
public static class SyndicationServices
{
    /// <summary>Services. A blog that only reads sends nothing and looks after no copy.</summary>
    public static IServiceCollection AddSyndication(this IServiceCollection services, bool isReadOnly)
    {
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<NetworkCatalog>();
        services.AddSingleton<TargetSecrets>();
        services.AddSingleton<TargetOpener>();
        services.AddSingleton<TargetEditor>();
        services.AddSingleton<TargetConnector>();
        services.AddSingleton<PracticeTargets>();
        services.AddSingleton<DeliveryMeters>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<CopyComposer>();
        services.AddSingleton<CopyRehearsal>();
        services.AddSingleton<PictureCarrier>();
        services.AddSingleton<TargetKeys>();
        services.AddSingleton<TargetTester>();
        services.AddSingleton<OutboxGuard>();
        services.AddSingleton<CopySender>();
        services.AddSingleton<CopyFinder>();
        services.AddSingleton<CopyChanger>();
        services.AddSingleton<Courier>();
        services.AddSingleton<SightWorker>();
        services.AddSingleton<OutageWatch>();
        if (!isReadOnly)
        {
            services.AddHostedService(provider => provider.GetRequiredService<PracticeTargets>());
            services.AddHostedService<DeliveryWorker>();
            services.AddHostedService(provider => provider.GetRequiredService<SightWorker>());
            services.AddHostedService(provider => provider.GetRequiredService<OutageWatch>());
        }

        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapSyndication(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
