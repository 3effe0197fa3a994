using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>What people see in a browser who are not signed in: a post, or that there is none.</summary>
internal sealed class FacebookPages(FacebookWorld world)
{
    /// <summary>A page by its path; 404 if strangers can't see it.</summary>
    public WireReply Answer(FacebookRequest request) => request.Path switch
    {
        ["sharer", "sharer.php"] => Whole(200, "Share on Facebook", $"<p>Sign in to share {Escape(request["u"] ?? "")}.</p>"),
        [var id] when world.Post(id) is { } post && world.IsPublic(post) && id == post.Id => Show(post),
        [var page, "posts", var id] when world.Post(id) is { } post && post.PageId == page && world.IsPublic(post) => Show(post),
        [var id] when world.Page(id) is { } page => Whole(200, page.Name, $"<p>{Escape(page.Name)}</p>"),
        _ => Whole(404, "This content isn’t available right now", "<p>When this happens, it is usually because the owner only shared it with a small group of people, changed who can see it or it has been deleted.</p>"),
    };

    /// <summary>A page around a body.</summary>
    public static WireReply Whole(int status, string title, string body) => WireReply.Html(
        status,
        $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Escape(title)}</title></head>
        <body>
        <h1>{Escape(title)}</h1>
        {body}
        </body>
        </html>

        """);

    private WireReply Show(StoredPost post)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<p>{string.Join("<br>", post.Message.Split('\n').Select(Escape))}</p>");
        if (post.Link is { } link)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p><a rel=\"nofollow noopener\" href=\"{Escape(link)}\">{Escape(link)}</a></p>");
        }

        foreach (var photo in post.PhotoIds.Select(world.Photo).OfType<StoredPhoto>())
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>Photo: {Escape(photo.Alt.Length > 0 ? photo.Alt : "without a description")}</p>");
        }

        return Whole(200, world.Page(post.PageId)?.Name ?? post.PageId, page.ToString());
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
