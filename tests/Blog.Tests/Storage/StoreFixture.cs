using Blog.Accounts;
using Blog.Interactions;
using Blog.Media;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;

namespace Blog.Tests.Storage;

/// <summary>All ports of one open, empty store. A second engine makes its own.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    public IPostStore Posts => Get<IPostStore>();

    public IDeskPosts Desk => Get<IDeskPosts>();

    public IBulkDeeds BulkDeeds => Get<IBulkDeeds>();

    public IWorkingCopies WorkingCopies => Get<IWorkingCopies>();

    public IPreviewLinks PreviewLinks => Get<IPreviewLinks>();

    public ISyndicationStore Syndication => Get<ISyndicationStore>();

    public IOutageStore Outages => Get<IOutageStore>();

    public ICopyWishes CopyWishes => Get<ICopyWishes>();

    public IInteractionStore Interactions => Get<IInteractionStore>();

    public IAccountStore Accounts => Get<IAccountStore>();

    public IInvitationStore Invitations => Get<IInvitationStore>();

    public IMediaStore Media => Get<IMediaStore>();

    public ISiteStore Site => Get<ISiteStore>();

    public IRateLimitStore RateLimits => Get<IRateLimitStore>();

    public IStoreHealth Health => Get<IStoreHealth>();

    public abstract Task OpenAsync();

    public abstract ValueTask DisposeAsync();

    protected abstract T Get<T>()
        where T : notnull;
}
