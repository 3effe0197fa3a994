using Blog.Accounts;
using Blog.Interactions;
using Blog.Media;
using Blog.Posts;
using Blog.Reading;
using Blog.Site;
using Blog.Storage.Media;
using Blog.Storage.Moving;
using Blog.Syndication;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServices
{
    /// <summary>All ports on the engine that <c>Blog:Database</c> names (empty: SQLite in the data folder).</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<Database>();
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<Database>());
        services.AddSingleton<IStoreClock>(provider => provider.GetRequiredService<Database>());
        services.AddSingleton<IContentFeed, ContentFeed>();
        services.AddSingleton<MovedKeys>();
        services.AddSingleton<IStoreMove, StoreMove>();
        services.AddSingleton<IPostStore, PostStore>();
        services.AddSingleton<IDeskPosts, DeskPostStore>();
        services.AddSingleton<IBulkDeeds, BulkDeedStore>();
        services.AddSingleton<IWorkingCopies, WorkingCopyStore>();
        services.AddSingleton<IPreviewLinks, PreviewLinkStore>();
        services.AddSingleton<ICopyWishes, CopyWishStore>();
        services.AddSingleton<ISyndicationStore, SyndicationStore>();
        services.AddSingleton<IOutageStore, OutageStore>();
        services.AddSingleton<IInteractionStore, InteractionStore>();
        services.AddSingleton<IAccountStore, AccountStore>();
        services.AddSingleton<IInvitationStore, InvitationStore>();
        services.AddSingleton<IRateLimitStore, RateLimitStore>();
        services.AddSingleton<IKeyRingStore, KeyRingStore>();
        services.AddSingleton<IMediaStore, MediaStore>();
        services.AddMediaFiles();
        services.AddSingleton<ISiteStore, SiteStore>();
        return services;
    }
}
