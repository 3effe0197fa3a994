using System.Net;
using System.Text.RegularExpressions;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>Reads a post of the account and compares its text with what was sent.</summary>
internal sealed partial class XReadBack(XApi api, XFacts facts)
{
    /// <summary>See <see cref="INetwork.ReadBackAsync"/>.</summary>
    public async Task<ReadBackResult> ReadAsync(string sent, string id, TargetAccess target, XSecret secret, CancellationToken ct)
    {
        // X is renaming its fields: one that refuses the first names is asked by the others.
        foreach (var fields in facts.PostQueries)
        {
            switch (await api.PostAsync(target.Target.ApiBase, secret, id, fields, ct))
            {
                case Exchange.Answered { Status: 400 }:
                    continue;
                case Exchange.Answered { Status: 200 } answer when XAnswers.Parse(answer.Body, XJson.Default.XOne)?.Data is { Whole: { Text: not null } whole }:
                    return KeptText.Compare(sent, AsWritten(whole, keepsNames: sent.StartsWith('@')), facts.ShortLinkHosts);
                default:
                    return new ReadBackResult.Unreadable();
            }
        }

        return new ReadBackResult.Unreadable();
    }

    // Short links replaced by what they stand for; the one that X adds for pictures and the names that it puts before an answer left out.
    private static string AsWritten(XNote kept, bool keepsNames)
    {
        var text = WebUtility.HtmlDecode(kept.Text ?? "");
        foreach (var url in (kept.Entities?.Urls ?? []).Where(u => u?.Short is { Length: > 0 }).OrderByDescending(u => u!.Short!.Length))
        {
            var isPicture = url!.MediaKey is not null || (url.Expanded is not null && Picture().IsMatch(url.Expanded));
            text = text.Replace(url.Short!, isPicture ? "" : url.Expanded ?? url.Short!, StringComparison.Ordinal);
        }

        return keepsNames ? text : Names().Replace(text, "");
    }

    [GeneratedRegex(@"/status/[0-9]+/(?:photo|video)/[0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^(?:@\w{1,15}\s+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
