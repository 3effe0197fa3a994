using System.Text.RegularExpressions;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>Reads a post or comment of the Page and compares its text with what was sent.</summary>
internal sealed partial class FacebookReadBack(FacebookApi api, FacebookAnswers answers)
{
    /// <summary>See <see cref="INetwork.ReadBackAsync"/>.</summary>
    public async Task<ReadBackResult> ReadAsync(string sent, string id, FacebookCaller caller, CancellationToken ct)
    {
        // Facebook writes the name of a Page in the place of its number.
        if (Mention().IsMatch(sent))
        {
            return new ReadBackResult.NeverReadable();
        }

        var exchange = await api.GetAsync(caller, Uri.EscapeDataString(id), [("fields", "message")], ct);

        // A message may be left out for other reasons than that there is none.
        return exchange is Exchange.Answered { Status: 200 } answer && FacebookTroubles.Parse(answer.Body, FacebookJson.Default.FacebookPost)?.Message is { } kept
            ? KeptText.Compare(sent, kept, [])
            : answers.IsNotAllowed(exchange) ? new ReadBackResult.NeverReadable()
            : new ReadBackResult.Unreadable();
    }

    [GeneratedRegex(@"@\[[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Mention();
}
