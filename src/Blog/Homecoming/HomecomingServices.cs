using Microsoft.Extensions.DependencyInjection;

namespace Blog.Homecoming;

/// <summary>Registers this folder's services.</summary>
public static class HomecomingServices
{
    /// <summary>Imports.</summary>
    public static IServiceCollection AddHomecoming(this IServiceCollection services)
    {
        services.AddSingleton<MarkdownFolderImport>();
        services.AddSingleton<FilePublisher>();
        return services;
    }
}
