using Blog.Accounts;
using Blog.Interactions;
using Blog.Media;
using Blog.Posts;
using Blog.Reading;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Storage.LiteDb;

/// <summary>Registers the stores of the opt-in engine.</summary>
public static class LiteDbServices
{
    /// <summary>All ports on the LiteDB file that <paramref name="database"/> (as <c>Blog:Database</c>) names; leaves what was registered before if it names none.</summary>
    public static IServiceCollection AddLiteDbStorage(this IServiceCollection services, string? database)
    {
        if (!LiteAddress.IsNamedBy(database))
        {
            return services;
        }

        services.AddSingleton<LiteStore>();
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<LiteStore>());
        services.AddSingleton<IPostStore, LitePostStore>();
        services.AddSingleton<IDeskPosts, LiteDeskPosts>();
        services.AddSingleton<IBulkDeeds, LiteBulkDeeds>();
        services.AddSingleton<IWorkingCopies, LiteWorkingCopies>();
        services.AddSingleton<IPreviewLinks, LitePreviewLinks>();
        services.AddSingleton<ICopyWishes, LiteCopyWishes>();
        services.AddSingleton<ISyndicationStore, LiteSyndicationStore>();
        services.AddSingleton<IOutageStore, LiteOutageStore>();
        services.AddSingleton<IInteractionStore, LiteInteractionStore>();
        services.AddSingleton<IAccountStore, LiteAccountStore>();
        services.AddSingleton<IInvitationStore, LiteInvitationStore>();
        services.AddSingleton<IMediaStore, LiteMediaStore>();
        services.AddSingleton<ISiteStore, LiteSiteStore>();
        services.AddSingleton<IRateLimitStore, LiteRateLimitStore>();
        services.AddSingleton<IKeyRingStore, LiteKeyRingStore>();
        services.AddSingleton<IStoreClock, LiteStoreClock>();
        services.AddSingleton<IContentFeed, LiteContentFeed>();
        services.AddSingleton<IStoreMove, LiteStoreMove>();
        return services;
    }
}
