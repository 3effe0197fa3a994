using Blog.Site;

namespace Blog.Syndication;

/// <summary>Makes a stored target usable: finds its network and reads its keys.</summary>
public sealed class TargetOpener(ISyndicationStore store, NetworkCatalog networks, TargetSecrets secrets, SiteAddress site)
{
    /// <summary>Address of a practice network on this machine, as it listens now: its API and its pages lie below it.</summary>
    public static string PracticeApiBase(SiteAddress site, string network) => $"{site.Base.AbsoluteUri}practice/{network}/api";

    /// <summary>The target ready for a call, or why it can't be used.</summary>
    public async Task<OpenedTarget> OpenAsync(Guid targetId, CancellationToken ct)
    {
        if (await store.FindTargetAsync(targetId, ct) is not { } target)
        {
            return new OpenedTarget(null, null, "This connection no longer exists.");
        }

        if (networks.Find(target.Network) is not { } network)
        {
            return new OpenedTarget(null, null, $"This program does not know the network “{target.Network}”.");
        }

        if (secrets.TryUnprotect(target) is not { } secret)
        {
            return new OpenedTarget(network, null, $"The stored keys of {target.Name} can’t be read on this machine. Connect {network.Descriptor.Name} again; what waits goes out afterwards.");
        }

        // The port of a practice network may be another one since the target was made.
        var here = PracticeApiBase(site, target.Network);
        var current = target.IsPractice ? target with { ApiBase = here, WebBase = here } : target;
        return new OpenedTarget(network, new TargetAccess(current, secret), null);
    }
}

/// <summary>Answer of <see cref="TargetOpener"/>: access, or a problem.</summary>
/// <param name="Network">Null if the target or the network is gone.</param>
/// <param name="Access">Null if there is a problem.</param>
/// <param name="Problem">For the author.</param>
public sealed record OpenedTarget(INetwork? Network, TargetAccess? Access, string? Problem);
