using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using Blog.Rehearsal.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Rehearsal;

/// <summary>What a newcomer sees of a practice network: a timeline of what arrived, and a switch for its weather.</summary>
internal sealed class PracticePages(PracticeNetwork practice, TimeProvider time)
{
    private readonly string _home = "/practice/" + practice.Network;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", (HttpContext http) => PageAsync(http, practice.Emulator.Shown, null));
        routes.MapGet("/status/{id}", StatusAsync);
        routes.MapGet("/media/{id}", ShowMedia);
        routes.MapPost("/weather", (Delegate)WeatherAsync);
        routes.MapGet(PracticeLook.Path, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=300";
            return Results.Bytes(PracticeLook.Css, "text/css; charset=utf-8");
        });
    }

    private async Task StatusAsync(HttpContext http, string id)
    {
        var found = practice.Emulator.Shown.Where(p => p.Id == id).ToList();
        http.Response.StatusCode = found.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await PageAsync(http, found, found.Count == 0 ? "This post is not on the practice network (any more)." : null);
    }

    private IResult ShowMedia(HttpContext http, string id)
    {
        if (practice.Emulator.Media(id) is not { } media || !media.MediaType.StartsWith("image/", StringComparison.Ordinal) || media.MediaType.Contains("svg", StringComparison.Ordinal))
        {
            return Results.NotFound();
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(media.Bytes, media.MediaType);
    }

    // A page elsewhere must not be able to turn the weather: browsers say where a form comes from.
    private async Task<IResult> WeatherAsync(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].FirstOrDefault() is { } site and not "same-origin" and not "none"
            || !http.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["weather"] == "down")
        {
            practice.Emulator.Weather.Stand(Fault.Unavailable);
        }
        else
        {
            practice.Emulator.Weather.Clear();
        }

        return Results.LocalRedirect("~" + _home);
    }

    private async Task PageAsync(HttpContext http, IEnumerable<ShownPost> posts, string? missing)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        await http.Response.WriteAsync(Render([.. posts], missing), http.RequestAborted);
    }

    private string Render(IReadOnlyList<ShownPost> posts, string? missing)
    {
        var isDown = practice.Emulator.Weather.IsBad;
        var (word, value, button) = isDown ? ("It is down", "up", "Make it work again") : ("It works", "down", "Take it down");
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escape(practice.Name)} · {posts.Count} arrived</title>
            <link rel="stylesheet" href="{_home}{PracticeLook.Path}">
            </head>
            <body>
            <header>
            <p class="back"><a href="/desk">← To the desk</a></p>
            <h1>{Escape(practice.Name)}</h1>
            <p class="what">A practice network on this machine. It counts, refuses and answers as {Escape(practice.NetworkName)} does, but nobody else sees it: what you publish to it stays here.</p>
            <form method="post" action="{_home}/weather" class="weather{(isDown ? " down" : "")}">
            <p><span aria-hidden="true">{(isDown ? "⛈" : "☀")}</span> <strong>{word}.</strong> {(isDown ? "Whatever is sent now waits at your blog and arrives once, when it works again." : "Take it down to see what your blog does in an outage.")}</p>
            <button name="weather" value="{value}">{button}</button>
            </form>
            </header>
            <main>

            """);
        if (posts.Count == 0)
        {
            page.Append(missing is null
                ? $"<section class=\"empty\"><h2>Nothing has arrived yet</h2><p>Publish a post on <a href=\"/desk\">the desk</a> with {Escape(practice.Name)} ticked: it appears here a moment later.</p></section>\n"
                : $"<section class=\"empty\"><h2>{Escape(missing)}</h2><p><a href=\"{_home}\">All that arrived</a></p></section>\n");
        }

        foreach (var post in posts)
        {
            AppendPost(page, post);
        }

        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private void AppendPost(StringBuilder page, ShownPost post)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <article id="p{Escape(post.Id)}">
            <p class="who"><strong>{Escape(post.Author)}</strong> <span>{Escape(post.Handle)}</span></p>
            {(post.InReplyTo is { } parent ? $"<p class=\"mark\">Answers <a href=\"{StatusOf(parent)}\">another post</a></p>\n" : "")}<p class="text" dir="auto">{Linked(post.Text)}</p>

            """);
        foreach (var image in post.Images)
        {
            AppendImage(page, image.Id, image.Alt);
        }

        if (post.Card is { } card)
        {
            AppendCard(page, card, isLinked: !post.Text.Contains(card.Address, StringComparison.Ordinal));
        }

        if (post.IsHidden)
        {
            page.Append("<p class=\"mark\">Hidden: only its author sees it; strangers get nothing.</p>\n");
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <p class="when"><a href="{StatusOf(post.Id)}"><time datetime="{post.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}">{Escape(Ago(post.At))}</time></a>{(post.IsEdited ? " · changed since" : "")}</p>
            </article>

            """);
    }

    private void AppendCard(StringBuilder page, ShownCard card, bool isLinked)
    {
        page.Append("<div class=\"card\">\n");
        if (card.ImageId is { } image)
        {
            AppendImage(page, image, "");
        }

        var uri = Uri.TryCreate(card.Address, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed : null;
        var title = Escape(card.Title ?? "A preview of the page");
        var words = isLinked && uri is not null ? $"<a rel=\"nofollow noopener\" href=\"{Escape(uri.AbsoluteUri)}\">{title}</a>" : title;
        page.Append(CultureInfo.InvariantCulture, $"<p>{words} <span>{Escape(uri?.Host ?? "")}</span></p>\n");
        if (card.Description is { Length: > 0 } description)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"what\">{Escape(description)}</p>\n");
        }

        page.Append("</div>\n");
    }

    private void AppendImage(StringBuilder page, string id, string alt) => page.Append(
        CultureInfo.InvariantCulture,
        $"<p class=\"image\"><img src=\"{_home}/media/{Uri.EscapeDataString(id)}\" alt=\"{Escape(alt)}\"></p>\n");

    private string StatusOf(string id) => $"{_home}/status/{Uri.EscapeDataString(id)}";

    private static string Linked(string text)
    {
        var linked = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            linked.Append(linked.Length > 0 ? "<br>" : "");
            linked.AppendJoin(' ', line.Split(' ').Select(word =>
                Uri.TryCreate(word, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                    ? $"<a rel=\"nofollow noopener\" href=\"{Escape(uri.AbsoluteUri)}\">{Escape(Shown(word))}</a>"
                    : Escape(word)));
        }

        return linked.ToString();
    }

    private static string Shown(string address) => address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..];

    private string Ago(DateTimeOffset at)
    {
        var past = time.GetUtcNow() - at;
        return past switch
        {
            { TotalMinutes: < 1 } => "just now",
            { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalMinutes} min ago"),
            { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalHours} h ago"),
            _ => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture),
        };
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
