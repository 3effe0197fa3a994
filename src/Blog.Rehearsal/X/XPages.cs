using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Pages for people: consent, and a post as somebody sees it who is not signed in.</summary>
internal static class XPages
{
    public static WireReply Consent(string app, IReadOnlyList<string> scopes, IReadOnlyList<XAccount> accounts)
    {
        var choices = new StringBuilder();
        foreach (var (account, n) in accounts.Select((a, n) => (a, n)))
        {
            choices.Append(
                CultureInfo.InvariantCulture,
                $"<p><label><input type=\"radio\" name=\"account\" value=\"{Escape(account.Id)}\"{(n == 0 ? " checked" : "")}> {Escape(account.Name)} @{Escape(account.Username)}</label></p>\n");
        }

        return Page(200, "Authorize app", $"""
            <h1>Authorize app</h1>
            <p><strong>{Escape(app)}</strong> wants to access your X account:</p>
            <ul>{string.Concat(scopes.Select(s => $"<li>{Escape(s)}</li>"))}</ul>
            <form method="post">
            {choices}<p><button name="decision" value="allow">Authorize app</button> <button name="decision" value="deny">Cancel</button></p>
            </form>
            """);
    }

    public static WireReply Refused() => Page(400, "Something went wrong", "<h1>Something went wrong</h1>\n<p>You weren’t able to give access to the App. Go back and try logging in again.</p>");

    public static WireReply Post(XPost post, XAccount author, string mediaBase) => Page(200, $"{author.Name} on X", $"""
        <article>
        <p><strong>{Escape(author.Name)}</strong> @{Escape(author.Username)}</p>
        <p dir="auto">{Escape(post.Text).Replace("&#xA;", "<br>", StringComparison.Ordinal)}</p>
        {string.Concat(post.Pictures.Select(p => $"<p><img src=\"{Escape(mediaBase)}/media/{p.MediaId}\" alt=\"{Escape(p.Alt)}\"></p>\n"))}<p><time>{post.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC</time></p>
        </article>
        """);

    public static WireReply Missing() => Page(404, "Not here", "<h1>Hmm…this page doesn’t exist.</h1>\n<p>Try searching for something else.</p>");

    private static WireReply Page(int status, string title, string body) => WireReply.Html(status, $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{Escape(title)}</title></head>
        <body>
        {body}
        </body>
        </html>

        """).With("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
