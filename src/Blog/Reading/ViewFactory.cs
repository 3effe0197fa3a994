using Blog.Accounts;
using Blog.Site;
using Blog.Syndication;
using Blog.Themes;

namespace Blog.Reading;

/// <summary>Makes what templates see of what is stored.</summary>
internal sealed class ViewFactory(
    SiteInfo site, SiteAddress address, IAccountStore accounts, ISyndicationStore syndication, IEnumerable<INetwork> networks, ContentVersion version)
{
    private readonly Dictionary<string, string> _networkNames = networks.ToDictionary(n => n.Descriptor.Key, n => n.Descriptor.Name);
    private SiteFrame? _frame;

    /// <summary>What all pages of this version of the site have in common.</summary>
    public async ValueTask<SiteFrame> FrameAsync(CancellationToken ct)
    {
        var before = version.Site;
        if (Volatile.Read(ref _frame) is { } known && known.Version == before)
        {
            return known;
        }

        var frame = new SiteFrame(before, await site.SettingsAsync(ct), address, await accounts.ListAsync(ct))
        {
            Away = (await syndication.ListTargetsAsync(ct)).Where(t => t.IsAway).Select(t => t.Id).ToHashSet(),
        };
        Volatile.Write(ref _frame, frame);
        return frame;
    }

    /// <summary>Where else a post lives: copies that a network took, with an address that a reader can open.</summary>
    public async Task<IReadOnlyList<CopyView>> CopiesAsync(Guid postId, SiteFrame frame, CancellationToken ct)
    {
        var deliveries = await syndication.ListForPostAsync(postId, ct);
        return
        [
            .. deliveries
                .Where(d => d.Action == DeliveryAction.Publish && d.State is DeliveryState.Accepted or DeliveryState.Seen && IsWeb(d.RemoteUrl))
                .Select(d => new CopyView(d.Network, _networkNames.GetValueOrDefault(d.Network, d.Network), d.RemoteUrl!, frame.Away.Contains(d.TargetId))),
        ];
    }

    private static bool IsWeb(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
