using Blog.Site;
using Microsoft.Extensions.Hosting;

namespace Blog.Syndication;

/// <summary>A practice network that this process offers; its emulator implements it.</summary>
public interface IPracticeNetwork
{
    /// <summary>Network key.</summary>
    string Network { get; }

    /// <summary>Name of the target: "Practice X".</summary>
    string Name { get; }

    /// <summary>The account that the owner practises with.</summary>
    string AccountId { get; }

    /// <summary>Its keys, as <see cref="ConnectedAccount.Secret"/> of the network.</summary>
    string Secret { get; }

    /// <summary>Values of the connect form with which its app lets the blog in, by <see cref="ConnectField.Key"/>; null: the form can't be tried there.</summary>
    IReadOnlyDictionary<string, string>? PracticeFields => null;
}

/// <summary>
/// In practice mode gives the owner one connected account per practice network, so that the first publication has somewhere to go.
/// A network to which the owner connected an account already gets none.
/// </summary>
public sealed class PracticeTargets(
    ISyndicationStore store, IEnumerable<IPracticeNetwork> practice, PracticeMode mode, SiteInfo info, SiteAddress address, TargetConnector connector) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Makes what is missing; does nothing without practice mode or before the owner is set up. Cheap to call often.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (!mode.IsOn || await info.OwnerAsync(ct) is null)
        {
            return;
        }

        await _gate.WaitAsync(ct);
        try
        {
            var targets = await store.ListTargetsAsync(ct);
            foreach (var network in practice)
            {
                var ofNetwork = targets.Where(t => t.Network == network.Network).ToList();
                if (ofNetwork.Count == 0 || ofNetwork.Any(t => t.IsPractice && t.State == TargetState.NeedsSignIn))
                {
                    var here = TargetOpener.PracticeApiBase(address, network.Network);
                    await connector.SaveAsync(
                        new NewTarget(network.Network, network.Name, network.AccountId, here, IsPractice: true, network.Secret) { WebBase = here }, ct);
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => EnsureAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
