using AngleSharp.Html.Parser;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>What would go to a target now: made by the same parts that make it when it is sent.</summary>
internal sealed class CopyPreviewer(CopyComposer composer, PictureCarrier carrier, NetworkCatalog networks)
{
    /// <summary>Null if this program does not know the network.</summary>
    public async Task<CopyPreview?> PreviewAsync(Post post, string? ownText, SyndicationTarget target, CancellationToken ct)
    {
        if (networks.Find(target.Network) is not { } network)
        {
            return null;
        }

        var facts = network.Descriptor;
        var plan = await composer.PlanAsync(post, ownText, target, network, ct);
        var going = plan.Pictures.Select(p => p.Source).ToHashSet();
        var left = new List<LeftPicture>();
        if (target.Style.Pictures && facts.MaxImages > 0)
        {
            foreach (var source in Sources(post).Where(s => !going.Contains(s)))
            {
                left.Add(new LeftPicture(source, await carrier.WhyNotAsync(source, facts, ct)));
            }
        }

        return new CopyPreview(
            facts,
            [.. plan.Parts.Select(p => new PreviewPart(p.Text, network.Measure(p.Text)))],
            plan.Parts[0].Card,
            [.. plan.Pictures.Select(p => new PreviewPicture(p.Source, p.Alt))],
            left,
            plan.Permalink.AbsoluteUri);
    }

    private static IEnumerable<string> Sources(Post post)
    {
        var inText = post.Html.Contains("<img", StringComparison.Ordinal)
            ? new HtmlParser().ParseDocument(post.Html).QuerySelectorAll("img").Select(i => i.GetAttribute("src") ?? "")
            : [];
        return (post.Cover is { } cover ? inText.Prepend(cover.Url) : inText).Where(s => s.Length > 0).Distinct();
    }
}

/// <summary>A copy as it would go out.</summary>
/// <param name="Network">Facts of its network.</param>
/// <param name="Parts">Its posts.</param>
/// <param name="Card">The link card that is sent along; null: none.</param>
/// <param name="Pictures">Pictures that go along.</param>
/// <param name="Left">Pictures that can't.</param>
/// <param name="Permalink">Address of the post.</param>
public sealed record CopyPreview(
    NetworkDescriptor Network, IReadOnlyList<PreviewPart> Parts, SentCard? Card, IReadOnlyList<PreviewPicture> Pictures, IReadOnlyList<LeftPicture> Left, string Permalink)
{
    /// <summary>The first part that is too long, as half a sentence; null: all fit.</summary>
    public PreviewPart? TooLong => Parts.FirstOrDefault(p => p.Length > Network.MaxLength);

    /// <summary>The words alone, without the link: what a reader of two networks would see twice.</summary>
    public string Words => string.Join('\n', Parts.Select(p => string.Join(' ', p.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith(Permalink, StringComparison.Ordinal)))));
}

/// <summary>One post of a copy.</summary>
/// <param name="Text">As it goes out.</param>
/// <param name="Length">As the network counts.</param>
public sealed record PreviewPart(string Text, int Length);

/// <summary>A picture that goes along.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Alt">Description as it is kept there.</param>
public sealed record PreviewPicture(string Source, string Alt);

/// <summary>A picture that can't go.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Why">Half a sentence; null: there are more than the network takes.</param>
public sealed record LeftPicture(string Source, string? Why);
