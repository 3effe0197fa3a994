using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>What would go to a target now: planned by the parts that plan it when it is sent, and rehearsed by the network's own rules.</summary>
internal sealed class CopyPreviewer(CopyComposer composer, CopyRehearsal rehearsal, NetworkCatalog networks)
{
    /// <summary>Null if this program does not know the network. <paramref name="comment"/>: a first comment of the author's own.</summary>
    public async Task<CopyPreview?> PreviewAsync(Post post, string? ownText, SyndicationTarget target, CancellationToken ct, string? comment = null)
    {
        if (networks.Find(target.Network) is not { } network)
        {
            return null;
        }

        var plan = (await composer.PlanAsync(post, ownText, target, network, ct)).With(comment, network);
        if (await rehearsal.RunAsync(plan, target, ct) is not { } copy)
        {
            return null;
        }

        string? SourceOf(string? mediaId) => copy.Media.FirstOrDefault(m => m.MediaId == mediaId)?.Source;
        var first = copy.Parts[0].Shown;
        return new CopyPreview(network.Descriptor, [.. copy.Parts.Select(PreviewPart.Of)], plan.Permalink.AbsoluteUri)
        {
            Card = first?.Card is { } card ? new PreviewCard(card.Address, card.Title, card.Description, SourceOf(card.ImageId)) : null,
            Pictures = first is null
                ? [.. plan.Pictures.Select(p => new PreviewPicture(p.Source, p.Alt))]
                : [.. first.Images.Select(i => new PreviewPicture(SourceOf(i.MediaId) ?? "", i.Alt))],
            Left = plan.Parts[0].Left ?? [],
            Refusal = copy.Refusal,
        };
    }
}

/// <summary>A copy as the network would show it.</summary>
/// <param name="Network">Facts of its network.</param>
/// <param name="Parts">Its posts.</param>
/// <param name="Permalink">Address of the post.</param>
public sealed record CopyPreview(NetworkDescriptor Network, IReadOnlyList<PreviewPart> Parts, string Permalink)
{
    /// <summary>The link card; null: none.</summary>
    public PreviewCard? Card { get; init; }

    /// <summary>Pictures that go along.</summary>
    public IReadOnlyList<PreviewPicture> Pictures { get; init; } = [];

    /// <summary>Pictures that can't.</summary>
    public IReadOnlyList<LeftPicture> Left { get; init; } = [];

    /// <summary>Why the network would not take it, in the words that the copy would have afterwards; null: it would.</summary>
    public string? Refusal { get; init; }

    /// <summary>The first part that is too long; null: all fit.</summary>
    public PreviewPart? TooLong => Parts.FirstOrDefault(p => p.Length > Network.MaxLength);

    /// <summary>The words alone, without the link: what a reader of two networks would see twice.</summary>
    public string Words => string.Join('\n', Parts.Select(p => string.Join(' ', p.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith(Permalink, StringComparison.Ordinal)))));
}

/// <summary>One post of a copy.</summary>
/// <param name="Text">As people would read it; as it was to be sent, if the network does not take it.</param>
/// <param name="Length">As the network counts.</param>
/// <param name="IsCut">The network shows less than it was given.</param>
public sealed record PreviewPart(string Text, int Length, bool IsCut)
{
    /// <summary>As it is handed over.</summary>
    public string Sent { get; init; } = "";

    internal static PreviewPart Of(RehearsedPart part) =>
        new(part.Shown?.Text ?? part.Sent, part.Length, part.Shown is { } shown && shown.Text.Length < part.Sent.Length && part.Sent.StartsWith(shown.Text, StringComparison.Ordinal)) { Sent = part.Sent };
}

/// <summary>A link card.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Title">Null: the network makes the card from the page by itself.</param>
/// <param name="Description">Null: none.</param>
/// <param name="Picture">Address of its picture in the post; null: none.</param>
public sealed record PreviewCard(string Address, string? Title, string? Description, string? Picture);

/// <summary>A picture that goes along.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Alt">Description as it is kept there.</param>
public sealed record PreviewPicture(string Source, string Alt);
