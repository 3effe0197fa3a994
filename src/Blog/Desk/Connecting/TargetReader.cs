using Blog.Syndication;

namespace Blog.Desk.Connecting;

/// <summary>Reads the connected accounts with how they fare.</summary>
internal sealed class TargetReader(ISyndicationStore store, NetworkCatalog networks, RehearsalReader rehearsals)
{
    private const int Newest = 300;

    public IReadOnlyList<NetworkDescriptor> Networks => [.. networks.All.Select(n => n.Descriptor)];

    public async Task<IReadOnlyList<TargetCardView>> ReadAsync(bool mayChange, CancellationToken ct)
    {
        var newest = (await store.ListRecentAsync(Newest, ct)).ToLookup(d => d.TargetId);
        var cards = new List<TargetCardView>();
        foreach (var target in await store.ListTargetsAsync(ct))
        {
            var own = newest[target.Id];
            cards.Add(new TargetCardView(
                target,
                networks.Find(target.Network)?.Descriptor,
                own.Count(d => d.State is DeliveryState.Queued or DeliveryState.Sending or DeliveryState.Held or DeliveryState.Unknown),
                own.LastOrDefault(d => d is { State: DeliveryState.Queued or DeliveryState.Unknown, Attempts: > 0, Reason: not null }),
                own.Where(d => d.State == DeliveryState.Seen).Select(d => (DateTimeOffset?)d.UpdatedAt).Max(),
                mayChange)
            {
                Rehearsal = await rehearsals.ReadAsync(target, own, ct),
            });
        }

        return cards;
    }
}
