using AngleSharp.Html.Parser;
using Blog.Posts;
using Blog.Site;

namespace Blog.Syndication;

/// <summary>A picture of the post.</summary>
/// <param name="Source">Its path in the media library.</param>
/// <param name="Alt">Description, cut to what the network keeps.</param>
internal sealed record CopyPicture(string Source, string Alt);

/// <summary>A copy as it is to be.</summary>
/// <param name="Permalink">Absolute address of the post.</param>
/// <param name="Parts">Its posts, the first one with the card.</param>
/// <param name="Pictures">Pictures of the first one.</param>
internal sealed record CopyPlan(Uri Permalink, IReadOnlyList<CopyPart> Parts, IReadOnlyList<CopyPicture> Pictures)
{
    /// <summary>The same with a first comment of the author's own below, where the network has one.</summary>
    public CopyPlan With(string? comment, INetwork network) =>
        string.IsNullOrWhiteSpace(comment) || !network.Descriptor.CanComment ? this : this with { Parts = [.. Parts, new CopyPart(comment)] };
}

/// <summary>Makes the copy of a post for a target: its texts, its card, its pictures.</summary>
internal sealed class CopyComposer(SiteAddress site, PictureCarrier pictures)
{
    /// <summary>The plan; nothing is sent or stored.</summary>
    public async Task<CopyPlan> PlanAsync(Post post, string? ownText, SyndicationTarget target, INetwork network, CancellationToken ct)
    {
        var facts = network.Descriptor;
        var permalink = new Uri(site.Absolute(post.Path));
        var link = target.Style.Utm ? WithUtm(permalink, facts.Key) : permalink.AbsoluteUri;
        var texts = StatusText.Compose(post, ownText, link, target.Style, network);
        var (chosen, left) = target.Style.Pictures && facts.MaxImages > 0 ? await FitAsync(PicturesOf(post), facts, ct) : ([], []);
        var card = facts.CanCard && chosen.Count == 0 ? await CardAsync(post, link, facts, left, ct) : null;
        return new CopyPlan(permalink, [.. texts.Select((text, n) => n == 0 ? new CopyPart(text, null, card, left.Count == 0 ? null : left) : new CopyPart(text))], chosen);
    }

    private async Task<(List<CopyPicture> Fitting, List<LeftPicture> Left)> FitAsync(IEnumerable<CopyPicture> all, NetworkDescriptor facts, CancellationToken ct)
    {
        var fitting = new List<CopyPicture>();
        var left = new List<LeftPicture>();
        foreach (var picture in all)
        {
            var why = await pictures.WhyNotAsync(picture.Source, facts, ct);
            if (why is null && fitting.Count < facts.MaxImages)
            {
                fitting.Add(picture with { Alt = StatusCut.To(picture.Alt, alt => alt.Length <= facts.MaxAlt, Math.Max(facts.MaxAlt, 1)) });
            }
            else
            {
                left.Add(new LeftPicture(picture.Source, why));
            }
        }

        return (fitting, left);
    }

    private async Task<SentCard> CardAsync(Post post, string link, NetworkDescriptor facts, List<LeftPicture> left, CancellationToken ct)
    {
        var cover = post.Cover?.Url;
        var why = cover is null ? null : await pictures.WhyNotAsync(cover, facts, ct);
        if (why is not null && left.TrueForAll(l => l.Source != cover))
        {
            left.Add(new LeftPicture(cover!, why));
        }

        return new SentCard(link, post.Title ?? Excerpt.From(post.Text, 100), post.Title is null ? "" : post.Excerpt, why is null ? cover : null);
    }

    private static IEnumerable<CopyPicture> PicturesOf(Post post)
    {
        var cover = post.Cover is { } c ? [new CopyPicture(c.Url, c.Alt)] : Array.Empty<CopyPicture>();
        return cover.Concat(InText(post.Html)).Where(p => p.Source.Length > 0).DistinctBy(p => p.Source);
    }

    private static IEnumerable<CopyPicture> InText(string html) =>
        html.Contains("<img", StringComparison.Ordinal)
            ? new HtmlParser().ParseDocument(html).QuerySelectorAll("img").Select(i => new CopyPicture(i.GetAttribute("src") ?? "", i.GetAttribute("alt") ?? ""))
            : [];

    private static string WithUtm(Uri permalink, string network) =>
        $"{permalink.AbsoluteUri}{(permalink.Query.Length == 0 ? "?" : "&")}utm_source={network}&utm_medium=social";
}
