using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>What a person sees: the consent page, and a post as somebody who is not signed in.</summary>
internal static class LinkedInPages
{
    private const string Policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Asks a member to allow an app what it wants; all of it or nothing.</summary>
    public static WireReply Consent(string app, IReadOnlyList<string> scopes, IReadOnlyList<LinkedInMember> members, IReadOnlyList<(string Name, string Value)> hidden)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<h1>Allow “{Escape(app)}” to use LinkedIn for you?</h1>\n<p>It asks for:</p>\n<ul>\n");
        foreach (var scope in scopes)
        {
            page.Append(CultureInfo.InvariantCulture, $"<li>{Escape(scope)}</li>\n");
        }

        page.Append("</ul>\n<form method=\"post\" action=\"authorization\">\n");
        foreach (var (name, value) in hidden)
        {
            page.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{name}\" value=\"{Escape(value)}\">\n");
        }

        page.Append("<p><label for=\"member\">You are</label> <select id=\"member\" name=\"member\">\n");
        foreach (var member in members)
        {
            page.Append(CultureInfo.InvariantCulture, $"<option value=\"{Escape(member.Id)}\">{Escape(member.Name)}</option>\n");
        }

        page.Append("</select></p>\n<p><button name=\"decision\" value=\"allow\">Allow</button> <button name=\"decision\" value=\"deny\">Cancel</button></p>\n</form>\n");
        return Page(200, "Allow access", page.ToString());
    }

    /// <summary>Why there is no way back to the app.</summary>
    public static WireReply Refusal(string why) => Page(400, "Something went wrong", $"<h1>Bummer, something went wrong.</h1>\n<p>{Escape(why)}</p>\n");

    /// <summary>A post for strangers: 404 if it is hidden, deleted or only for some.</summary>
    public static WireReply Post(LinkedInState state, string urn)
    {
        if (state.FindPost(urn) is not { IsHidden: false, Visibility: "PUBLIC" } post)
        {
            return Page(404, "Not found", "<h1>This post cannot be displayed</h1>\n");
        }

        var text = Escape(post.Text).Replace("&#xA;", "<br>", StringComparison.Ordinal);
        var card = post.Card is { } c ? $"<p><a rel=\"nofollow noopener\" href=\"{Escape(c.Source)}\">{Escape(c.Title ?? c.Source)}</a></p>\n" : "";
        var name = NameOf(state, post.Author);
        return Page(200, name, $"<article>\n<h1>{Escape(name)}</h1>\n<p dir=\"auto\">{text}</p>\n{card}</article>\n");
    }

    /// <summary>What lies on the timeline, newest first, comments among it.</summary>
    public static IReadOnlyList<ShownPost> Shown(LinkedInState state)
    {
        var posts = state.Posts.Where(p => p.DeletedAt is null).Select(p => new ShownPost(p.Urn, NameOf(state, p.Author), HandleOf(state, p.Author), p.Text, p.CreatedAt)
        {
            Card = p.Card is { } card ? new ShownCard(card.Source, card.Title, card.Description, card.Thumbnail) : null,
            Images = [.. p.Media.Select(m => new ShownImage(m.Image, m.Alt ?? ""))],
            IsHidden = p.IsHidden,
            IsEdited = p.EditedAt is not null,
        });
        var comments = state.Comments.Where(c => state.FindPost(c.Post) is not null).Select(c => new ShownPost(c.Id, NameOf(state, c.Actor), HandleOf(state, c.Actor), c.Text, c.At) { InReplyTo = c.Parent ?? c.Post });
        return [.. posts.Concat(comments).OrderByDescending(p => p.At).ThenByDescending(p => LinkedInState.NumberOf(p.Id), StringComparer.Ordinal)];
    }

    private static string NameOf(LinkedInState state, string urn) =>
        state.FindPage(urn)?.Name ?? state.Members.FirstOrDefault(m => m.Urn == urn)?.Name ?? "A member";

    private static string HandleOf(LinkedInState state, string urn) =>
        state.FindPage(urn) is { } page ? "company/" + page.VanityName : "in/" + LinkedInState.NumberOf(urn);

    private static WireReply Page(int status, string title, string body) => WireReply.Html(
        status,
        $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Escape(title)} · LinkedIn on this machine</title>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n")
        .With("Content-Security-Policy", Policy);

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
