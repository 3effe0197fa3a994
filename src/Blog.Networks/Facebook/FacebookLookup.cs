using System.Globalization;
using System.Web;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>
/// Looks for a copy among the posts of the Page, or for an answer among the comments. The list of a Page is ranked rather than in strict order,
/// so it is read until a whole page of it lies before the attempt; only then an absence is told.
/// </summary>
internal sealed class FacebookLookup(FacebookApi api, FacebookFacts facts, FacebookAnswers answers)
{
    // Facebook's clock and this one may differ; a copy made "before" the attempt by this much is still ours.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(10);

    /// <summary>See <see cref="INetwork.FindCopyAsync"/>.</summary>
    public async Task<LookupResult> FindAsync(OutgoingCopy copy, FacebookCaller caller, FacebookSecret secret, string pageId, CancellationToken ct)
    {
        if (copy.InReplyTo is { } parent)
        {
            return await FindCommentAsync(copy, caller, parent, pageId, ct) ?? Unasked;
        }

        var isLinked = LinkOf(copy) is not null;
        foreach (var fields in facts.LookupFields)
        {
            var found = await SearchAsync(
                copy, caller, $"{Uri.EscapeDataString(pageId)}/published_posts", [("fields", fields)],
                post => (post.Application?.Id is null || post.Application.Id == secret.AppId) && (isLinked ? Leads(post, copy.Permalink) : SameText(post.Message, copy.Text)), ct);
            if (found is not null)
            {
                return found;
            }
        }

        return Unasked;
    }

    /// <summary>The permalink if the text names it; null if it goes elsewhere (into a first comment).</summary>
    public static Uri? LinkOf(OutgoingCopy copy) => Names(copy.Text, copy.Permalink) ? copy.Permalink : null;

    private static LookupResult Unasked => new LookupResult.Unreadable("Facebook does not understand how its posts are asked for. A newer version of this program may be needed.");

    // Facebook leaves out who wrote a comment where it thinks that this is nobody's business: the same words may be a reader's then.
    private async Task<LookupResult?> FindCommentAsync(OutgoingCopy copy, FacebookCaller caller, string parent, string pageId, CancellationToken ct)
    {
        var isNameless = false;
        bool IsOurs(FacebookPost comment)
        {
            var isSame = SameText(comment.Message, copy.Text);
            isNameless |= isSame && comment.From?.Id is null;
            return isSame && comment.From?.Id == pageId;
        }

        var found = await SearchAsync(
            copy, caller, $"{Uri.EscapeDataString(parent)}/comments", [("filter", "stream"), ("order", "reverse_chronological"), ("fields", "id,message,from,created_time,permalink_url")], IsOurs, ct);
        return found is LookupResult.Absent && isNameless
            ? new LookupResult.Unreadable("There is a comment with these words on Facebook, but Facebook does not say whose it is. Look there.")
            : found;
    }

    // Null: Facebook does not know one of the fields.
    private async Task<LookupResult?> SearchAsync(
        OutgoingCopy copy, FacebookCaller caller, string path, IReadOnlyList<(string Name, string Value)> query, Func<FacebookPost, bool> isIt, CancellationToken ct)
    {
        var since = copy.Since - ClockAllowance;
        FacebookPost? oldest = null;
        string? after = null;
        for (var n = 0; n < facts.LookupPages; n++)
        {
            var asked = query.Append(("limit", facts.LookupPageSize.ToString(CultureInfo.InvariantCulture)));
            var exchange = await api.GetAsync(caller, path, after is null ? asked : asked.Append(("after", after)), ct);
            if (exchange is not Exchange.Answered { Status: 200 } answer || FacebookTroubles.Parse(answer.Body, FacebookJson.Default.FacebookListFacebookPost) is not { Data: { } posts } list)
            {
                return answers.IsUnknownField(exchange) ? null : answers.Unreadable(exchange);
            }

            oldest = posts.Where(p => p is not null && FacebookAnswers.IsId(p.Id) && IsSince(p, since) && isIt(p)).MinBy(p => TimeOf(p) ?? DateTimeOffset.MaxValue) ?? oldest;
            after = list.Paging is { Next: not null, Cursors.After: { Length: > 0 } next } ? next : null;
            var isReadWhole = after is null || (posts.Count > 0 && posts.All(p => p is not null && !IsSince(p, since)));
            if (isReadWhole)
            {
                return oldest is null ? new LookupResult.Absent() : new LookupResult.Found(oldest.Id!, oldest.Permalink);
            }
        }

        return oldest is null
            ? new LookupResult.Unreadable("There are more posts on Facebook since then than can be read.")
            : new LookupResult.Found(oldest.Id!, oldest.Permalink);
    }

    // A time that can't be read proves nothing, so the post stays a candidate.
    private static bool IsSince(FacebookPost post, DateTimeOffset since) => TimeOf(post) is not { } at || at >= since;

    // Offsets come without a colon: +0000.
    private static DateTimeOffset? TimeOf(FacebookPost post) =>
        DateTimeOffset.TryParseExact(post.CreatedTime, ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'+0000'", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static bool Leads(FacebookPost post, Uri permalink) =>
        post.Attachments?.Data?.Any(a => a is not null && (Same(a.UnshimmedUrl, permalink) || Same(a.Url, permalink))) == true || Names(post.Message, permalink);

    private static bool Names(string? text, Uri permalink) =>
        text?.Split([' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).Any(word => Same(word, permalink)) == true;

    // Facebook may lead a link through its own page, which has the address in "u", and may hang a mark of the click on it.
    private static bool Same(string? address, Uri permalink)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return false;
        }

        if (uri.AbsolutePath == "/l.php" && HttpUtility.ParseQueryString(uri.Query)["u"] is { } inner)
        {
            return Uri.TryCreate(inner, UriKind.Absolute, out var unwrapped) && WithoutMark(unwrapped) == permalink.AbsoluteUri;
        }

        return uri.AbsoluteUri == permalink.AbsoluteUri || WithoutMark(uri) == permalink.AbsoluteUri;
    }

    private static string WithoutMark(Uri uri)
    {
        var kept = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(q => !q.StartsWith("fbclid=", StringComparison.Ordinal)).ToList();
        return uri.GetLeftPart(UriPartial.Path) + (kept.Count > 0 ? "?" + string.Join('&', kept) : "") + uri.Fragment;
    }

    private static bool SameText(string? a, string b) => a is not null && Plain(a) == Plain(b);

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();
}
