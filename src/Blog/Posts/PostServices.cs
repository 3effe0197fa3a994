using Microsoft.Extensions.DependencyInjection;

namespace Blog.Posts;

/// <summary>Registers this folder's services.</summary>
public static class PostServices
{
    /// <summary>Services.</summary>
    public static IServiceCollection AddPosts(this IServiceCollection services)
    {
        services.AddSingleton<PostComposer>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<PublishEffects>();
        services.AddSingleton<ScheduleSignal>();
        services.AddSingleton<MarkdownRenderer>();
        services.AddHostedService<PublishScheduler>();
        services.AddSingleton<ContentFolder>();
        services.AddHostedService(provider => provider.GetRequiredService<ContentFolder>());
        return services;
    }
}
