using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>Reads a post's copies with all that the desk shows about them.</summary>
internal sealed class CopyReader(ISyndicationStore store, NetworkCatalog networks)
{
    public string NameOf(string network) => networks.Find(network)?.Descriptor.Name ?? network;

    public async Task<IReadOnlyList<CopyView>> ReadAsync(Guid postId, CancellationToken ct)
    {
        var copies = new List<CopyView>();
        foreach (var delivery in await store.ListForPostAsync(postId, ct))
        {
            copies.Add(new CopyView(
                delivery,
                await store.FindTargetAsync(delivery.TargetId, ct),
                NameOf(delivery.Network),
                await store.ListAttemptsAsync(delivery.Id, ct)));
        }

        return copies;
    }

    /// <summary>A target with the words that it would get.</summary>
    public TargetView WithText(TargetView view, Post post, string permalink)
    {
        if (networks.Find(view.Target.Network) is not { } network)
        {
            return view;
        }

        var text = StatusText.Compose(post, null, permalink, network);
        return view with { Text = text, Length = network.Measure(text), MaxLength = network.Descriptor.MaxLength };
    }

    public async Task<IReadOnlyList<TargetView>> TargetsAsync(CancellationToken ct) =>
        [.. (await store.ListTargetsAsync(ct)).Select(t => new TargetView(t, NameOf(t.Network)))];
}
