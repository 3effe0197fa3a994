using Blog.Site;
using Blog.Syndication;

namespace Blog.Desk.Connecting;

/// <summary>Where the connect form leads: to the real network, or in practice mode to the one on this machine.</summary>
internal sealed class PracticeOffer(IEnumerable<IPracticeNetwork> practice, PracticeMode mode, SiteAddress site)
{
    /// <summary>The practice network of this key; null if this process offers none.</summary>
    public IPracticeNetwork? Find(string network) => mode.IsOn ? practice.FirstOrDefault(p => p.Network == network) : null;

    /// <summary>The filled form with the addresses that it is for.</summary>
    public ConnectRequest Request(NetworkDescriptor network, ConnectWay way, bool isPractice, IReadOnlyDictionary<string, string> fields)
    {
        var here = isPractice ? TargetOpener.PracticeApiBase(site, network.Key) : null;
        return new ConnectRequest(way.Key, here ?? network.ApiBase, here ?? network.WebBase, fields);
    }

    /// <summary>Where the browser comes back to; the author registers exactly this with the network's app.</summary>
    public Uri Callback(string network) => new(site.Absolute($"/desk/networks/callback/{network}"));
}
