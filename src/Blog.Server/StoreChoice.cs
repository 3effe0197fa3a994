using Blog.Storage;
#if WITH_LITEDB
using Blog.Storage.LiteDb;
#endif

namespace Blog.Server;

/// <summary>The engines that this program was built with; <c>Blog:Database</c> chooses among them.</summary>
internal static class StoreChoice
{
    /// <summary>SQLite and PostgreSQL, and LiteDB in a build that was told to have it (<c>-p:WithLiteDb=true</c>).</summary>
    public static IServiceCollection AddStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddStorage();
#if WITH_LITEDB
        services.AddLiteDbStorage(configuration["Blog:Database"]);
#endif
        return services;
    }
}
