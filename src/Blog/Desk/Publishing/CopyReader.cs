using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>Reads a post's copies with all that the desk shows about them.</summary>
internal sealed class CopyReader(ISyndicationStore store, NetworkCatalog networks, CopyPreviewer previewer)
{
    public string NameOf(string network) => networks.Find(network)?.Descriptor.Name ?? network;

    public async Task<IReadOnlyList<CopyView>> ReadAsync(Guid postId, CancellationToken ct)
    {
        var copies = new List<CopyView>();
        foreach (var delivery in await store.ListForPostAsync(postId, ct))
        {
            var target = await store.FindTargetAsync(delivery.TargetId, ct);
            copies.Add(new CopyView(delivery, target, NameOf(delivery.Network), TakesWords(delivery), await store.ListAttemptsAsync(delivery.Id, ct))
            {
                // A practice network has its pages on this machine.
                CopyExample = target is { IsPractice: true } ? null : networks.Find(delivery.Network)?.Descriptor.CopyExample,
            });
        }

        return copies;
    }

    /// <summary>
    /// Accounts that have no copy of the post, with what they would get. <paramref name="own"/>: the author's words by target; <paramref name="wishes"/>: what is
    /// wanted beside them, nothing if null.
    /// </summary>
    public async Task<IReadOnlyList<TargetView>> OfferAsync(Post post, IReadOnlyDictionary<Guid, string> own, CancellationToken ct, IReadOnlyList<CopyWish>? wishes = null)
    {
        var taken = (await store.ListForPostAsync(post.Id, ct)).Where(d => d.State != DeliveryState.Withdrawn).Select(d => d.TargetId).ToHashSet();
        var offered = new List<TargetView>();
        foreach (var target in (await store.ListTargetsAsync(ct)).Where(t => !taken.Contains(t.Id) && !TargetConnector.IsDisconnected(t)))
        {
            var text = own.GetValueOrDefault(target.Id);
            var wish = wishes?.FirstOrDefault(w => w.TargetId == target.Id);
            offered.Add(new TargetView(target, NameOf(target.Network), await previewer.PreviewAsync(post, text, target, ct, wish?.Comment), text)
            {
                Wish = wish,
                EditAt = wishes is null ? "#abroad" : $"/desk/write/{post.Id}/abroad#{TargetView.Anchor(target)}",
            });
        }

        return offered;
    }

    /// <summary>Whether the words of a copy can (still) be changed: it is not out yet, or its network can do that.</summary>
    public bool TakesWords(Delivery copy) => (copy.State, copy.RemoteId) switch
    {
        (DeliveryState.Accepted or DeliveryState.Seen, not null) => networks.Find(copy.Network)?.Descriptor.CanEdit == true,
        (DeliveryState.Failed, not null) => copy.Action == DeliveryAction.Edit && networks.Find(copy.Network)?.Descriptor.CanEdit == true,
        (DeliveryState.Queued or DeliveryState.Held or DeliveryState.Failed, null) => copy.Action == DeliveryAction.Publish,
        _ => false,
    };

    /// <summary>What is wrong with words for a copy, as a sentence; null: nothing.</summary>
    public async Task<string?> ProblemAsync(Post post, string? ownText, SyndicationTarget target, Words words, CancellationToken ct) =>
        ownText is null ? null : Problem(ownText, await previewer.PreviewAsync(post, ownText, target, ct), words);

    /// <summary>The same, if the copy was looked at already.</summary>
    public static string? Problem(string ownText, CopyPreview? preview, Words words) =>
        ownText.Length > MaxOwnText ? words.Say("At most 20,000 characters.")
        : preview is { TooLong: { } part } ? words.Say("{0} takes {1}; with its link this counts {2}.", preview.Network.Name, preview.Network.MaxLength, part.Length)
        : preview is { Refusal: { } refusal } ? words.Say(refusal)
        : null;

    private const int MaxOwnText = 20_000;
}
