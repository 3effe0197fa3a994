using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Site;

/// <summary>Registers this folder's services.</summary>
public static class SiteServices
{
    /// <summary>Options (checked at start), folders, settings.</summary>
    public static IServiceCollection AddSite(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BlogOptions>().Bind(configuration.GetSection(BlogOptions.Section));
        services.AddOptions<OutgoingOptions>().Bind(configuration.GetSection(OutgoingOptions.Section));
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<SiteInfo>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<PracticeMode>();
        services.AddSingleton<StoreState>();
        services.AddSingleton<Drain>();
        services.AddSingleton<ClockSkew>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.AddSingleton(TimeProvider.System);
        return services;
    }
}
