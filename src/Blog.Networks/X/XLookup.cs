using System.Net;
using System.Text;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>
/// Looks for a copy in the account's own timeline: by the permalink that the text carries; by the whole text if it carries none, or if the copy is an
/// answer, which then must answer the same post.
/// </summary>
internal sealed class XLookup(XApi api, XFacts facts, XAnswers answers)
{
    // X's clock and this one may differ; a copy made "before" the attempt by this much is still ours.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(10);

    /// <summary>See <see cref="INetwork.FindCopyAsync"/>.</summary>
    public async Task<LookupResult> FindAsync(OutgoingCopy copy, TargetAccess target, XSecret secret, CancellationToken ct)
    {
        // X is renaming its fields: one that refuses the first names is asked by the others.
        foreach (var fields in facts.TimelineQueries)
        {
            if (await SearchAsync(copy, target, secret, fields, ct) is { } found)
            {
                return found;
            }
        }

        return new LookupResult.Unreadable("X does not understand how its timeline is asked for. A newer version of this program may be needed.");
    }

    // Null: X refused the names of the fields.
    private async Task<LookupResult?> SearchAsync(OutgoingCopy copy, TargetAccess target, XSecret secret, string fields, CancellationToken ct)
    {
        var isOurs = Condition(copy);
        string? page = null;
        string? oldest = null;
        for (var n = 0; n < facts.TimelinePages; n++)
        {
            var exchange = await api.TimelineAsync(target.Target.ApiBase, secret, target.Target.RemoteAccountId, copy.Since - ClockAllowance, fields, page, ct);
            switch (exchange)
            {
                case Exchange.Answered { Status: 400 }:
                    return null;
                case Exchange.Answered { Status: 200 } answer when XAnswers.Parse(answer.Body, XJson.Default.XTimeline) is { Meta: { } meta } timeline:
                    oldest = timeline.Data?.LastOrDefault(p => p is not null && XAnswers.IsId(p.Id) && isOurs(p))?.Id ?? oldest;
                    page = meta.NextToken;
                    break;
                default:
                    return new LookupResult.Unreadable(answers.NotRead(exchange));
            }

            if (string.IsNullOrEmpty(page))
            {
                return oldest is null ? new LookupResult.Absent() : new LookupResult.Found(oldest, XPlaces.PageOf(oldest, target, secret, facts));
            }
        }

        return oldest is null
            ? new LookupResult.Unreadable("There are more posts on X since then than can be read.")
            : new LookupResult.Found(oldest, XPlaces.PageOf(oldest, target, secret, facts));
    }

    private static Func<XThing, bool> Condition(OutgoingCopy copy)
    {
        var text = Comparable(copy.Text);
        if (copy.InReplyTo is { } parent)
        {
            return post => (post.Parent is null || post.Parent == parent) && Plain(post) == text;
        }

        return Words(copy.Text).Any(w => Same(w, copy.Permalink))
            ? post => post.Parent is null && Leads(post, copy.Permalink)
            : post => post.Parent is null && Plain(post) == text;
    }

    // X replaces what it takes for a link by a short one and names the original in the entities; what it does not (a local address) stays in the text.
    private static bool Leads(XThing post, Uri permalink) =>
        post.Whole.Entities?.Urls?.Any(u => Same(u?.Expanded, permalink) || Same(u?.Unwound, permalink)) == true
        || Words(WebUtility.HtmlDecode(post.Whole.Text ?? "")).Any(word => Same(word, permalink));

    // The text as it was sent: short links replaced by what they stand for, the one that X adds for pictures left out.
    private static string Plain(XThing post)
    {
        var text = WebUtility.HtmlDecode(post.Whole.Text ?? "");
        foreach (var url in (post.Whole.Entities?.Urls ?? []).Where(u => u?.Short is { Length: > 0 }).OrderByDescending(u => u!.Short!.Length))
        {
            text = text.Replace(url!.Short!, url.MediaKey is not null ? "" : Canonical(url.Expanded ?? ""), StringComparison.Ordinal);
        }

        return Spaced(text);
    }

    private static string Comparable(string text)
    {
        var source = text.Normalize();
        var plain = new StringBuilder();
        var at = 0;
        foreach (var link in LinkScanner.Find(source).Where(l => l.IsCertain))
        {
            plain.Append(source, at, link.Start - at).Append(Canonical(source.Substring(link.Start, link.Length)));
            at = link.Start + link.Length;
        }

        return Spaced(plain.Append(source, at, source.Length - at).ToString());
    }

    private static string Canonical(string address) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "http://" + address, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : address;

    private static string Spaced(string text) => string.Join(' ', Words(text.Normalize()));

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool Same(string? address, Uri permalink) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.AbsoluteUri == permalink.AbsoluteUri;
}
