using Microsoft.Extensions.DependencyInjection;

namespace Blog.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServices
{
    /// <summary>All ports on the engine that <c>Blog:Database</c> names (empty: SQLite in the data folder).</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        return services;
    }
}
