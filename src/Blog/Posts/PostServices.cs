using Microsoft.Extensions.DependencyInjection;

namespace Blog.Posts;

/// <summary>Registers this folder's services.</summary>
public static class PostServices
{
    /// <summary>Services. A blog that only reads follows no folder and publishes nothing by itself.</summary>
    public static IServiceCollection AddPosts(this IServiceCollection services, bool isReadOnly)
    {
        services.AddSingleton<PostComposer>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<PublishEffects>();
        services.AddSingleton<ScheduleSignal>();
        services.AddSingleton<MarkdownRenderer>();
        services.AddSingleton<PostHtml>();
        services.AddSingleton<ContentFolder>();
        services.AddSingleton<BulkWork>();
        if (!isReadOnly)
        {
            services.AddHostedService<PublishScheduler>();
            services.AddHostedService(provider => provider.GetRequiredService<BulkWork>());
            services.AddHostedService(provider => provider.GetRequiredService<ContentFolder>());
        }

        return services;
    }
}
