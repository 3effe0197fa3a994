using System.Text;
using Blog.Posts;
using Blog.Themes;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary><c>/search?q=</c>: never stored, never indexed.</summary>
internal sealed class SearchPages(IPostStore posts, ViewFactory views, PageRenderer renderer)
{
    private const int MaxQuery = 200;
    private const int MaxHits = 30;

    // How a hit is marked in the text of a snippet (see SearchHit).
    private const char HitStart = '\uE000';
    private const char HitEnd = '\uE001';

    /// <summary>The form and, if words were given, what they found.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var query = Clean(context.Request.Query["q"].ToString());
        var frame = await views.FrameAsync(ct);
        var site = frame.Site("/search");
        var hits = query.Length > 0 ? await posts.SearchAsync(query, MaxHits + 1, ct) : [];
        var title = ReadingWords.For(site).Search;
        var body = await renderer.RenderUtf8Async(
            new SearchPage
            {
                Site = site,
                Head = Heads.Unlisted(frame, site, query.Length > 0 ? $"{query} · {title}" : title),
                Place = "search",
                Query = query,
                Hits = [.. hits.Take(MaxHits).Select(h => new HitView(frame.Post(h.Post), Mark(h.Snippet)))],
                HasMore = hits.Count > MaxHits,
            },
            ct);

        var response = context.Response;
        response.Headers.CacheControl = CacheRules.Never;
        response.Headers.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body, ct);
        }
    }

    /// <summary>A snippet as HTML: everything escaped, hits in <c>mark</c>, every <c>mark</c> closed.</summary>
    internal static Markup Mark(string snippet)
    {
        var html = new StringBuilder(snippet.Length + 64);
        var open = false;
        foreach (var c in snippet)
        {
            switch (c)
            {
                case HitStart when !open:
                    html.Append("<mark>");
                    open = true;
                    break;
                case HitEnd when open:
                    html.Append("</mark>");
                    open = false;
                    break;
                case HitStart or HitEnd:
                    break;
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                case '&':
                    html.Append("&amp;");
                    break;
                default:
                    html.Append(c);
                    break;
            }
        }

        return new Markup(html.Append(open ? "</mark>" : "").ToString());
    }

    private static string Clean(string query)
    {
        var text = new StringBuilder(Math.Min(query.Length, MaxQuery));
        foreach (var rune in query.EnumerateRunes())
        {
            if (text.Length >= MaxQuery)
            {
                break;
            }

            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return text.ToString().Trim();
    }
}
