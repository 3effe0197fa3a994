using System.Net;

namespace Blog.Themes;

/// <summary>
/// A page without a theme: the words and the links, in HTML that needs no style sheet. Readers get it while the theme is broken; it says so
/// without blaming anybody, and the log and <c>theme check</c> tell the owner what to mend.
/// </summary>
internal static class PlainPage
{
    public static void Write(PageView view, TextWriter page)
    {
        var head = view.Head;
        page.Write("<!doctype html>\n<html lang=\"");
        Text(page, head.Language);
        page.Write("\" dir=\"");
        Text(page, head.Direction);
        page.Write("\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
        Text(page, head.Title);
        page.Write("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n</head>\n<body>\n<p>");
        Link(page, "/", view.Site.Title);
        page.Write("</p>\n<main>\n");
        Content(view, page);
        page.Write("</main>\n<p>This page is shown without its design, which has a mistake at the moment. The words are complete.</p>\n</body>\n</html>\n");
    }

    private static void Content(PageView view, TextWriter page)
    {
        switch (view)
        {
            case PostPageView { Post: var post }:
                page.Write("<article class=\"h-entry\">\n");
                Heading(page, post.Title ?? view.Head.Title);
                page.Write("<div class=\"e-content\">");
                page.Write(post.Html?.Value);
                page.Write("</div>\n</article>\n");
                break;
            case HomePage home:
                Heading(page, view.Site.Title);
                List(page, home.Posts, home.Pager);
                break;
            case TagPage tag:
                Heading(page, tag.Tag.Name);
                List(page, tag.Posts, tag.Pager);
                break;
            case AuthorPage author:
                Heading(page, author.Author.Name);
                List(page, author.Posts, author.Pager);
                break;
            case ArchivePage archive:
                Heading(page, view.Head.Title);
                List(page, archive.Posts, archive.Pager);
                foreach (var year in archive.Years)
                {
                    page.Write("<p>");
                    Link(page, year.Url, $"{year.Year} ({year.Count})");
                    page.Write("</p>\n");
                }

                break;
            case SearchPage search:
                Heading(page, view.Head.Title);
                List(page, [.. search.Hits.Select(h => h.Post)], new PagerView(null, null));
                break;
            case ProblemPage problem:
                Heading(page, view.Head.Title);
                List(page, problem.Suggestions, new PagerView(null, null));
                break;
            default:
                Heading(page, view.Head.Title);
                break;
        }
    }

    private static void List(TextWriter page, IReadOnlyList<PostView> posts, PagerView pager)
    {
        page.Write("<ul>\n");
        foreach (var post in posts)
        {
            page.Write("<li>");
            Link(page, post.Path, post.Title ?? post.Excerpt);
            page.Write("</li>\n");
        }

        page.Write("</ul>\n");
        foreach (var (url, label) in new[] { (pager.NewerUrl, "←"), (pager.OlderUrl, "→") })
        {
            if (url is not null)
            {
                page.Write("<p>");
                Link(page, url, label);
                page.Write("</p>\n");
            }
        }
    }

    private static void Heading(TextWriter page, string text)
    {
        page.Write("<h1>");
        Text(page, text);
        page.Write("</h1>\n");
    }

    private static void Link(TextWriter page, string url, string label)
    {
        page.Write("<a href=\"");
        Text(page, url);
        page.Write("\">");
        Text(page, label);
        page.Write("</a>");
    }

    private static void Text(TextWriter page, string? text) => page.Write(WebUtility.HtmlEncode(text));
}
