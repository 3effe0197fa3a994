using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Writing;

/// <summary>The page as readers would see it, in the real theme, inside a frame that runs no script and sends no form.</summary>
internal static class PreviewEndpoints
{
    // The theme's own needs: its style, pictures and media from anywhere the author links to. No script, whatever the theme says.
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' https: data:; media-src 'self' https:; font-src 'self'; "
        + "form-action 'none'; base-uri 'none'; sandbox allow-same-origin; frame-ancestors ";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/preview", maxBody: PrivateArea.WritingForm);
        group.MapPost("", ShowTypedAsync);
        group.MapGet("/{id:guid}", ShowStoredAsync);
        group.MapGet("/empty", (HttpContext context) => Html(context, "<!doctype html><title>…</title>"));
    }

    private static async Task<IResult> ShowTypedAsync(HttpContext context, TypedPosts typed, PostPages pages, CancellationToken ct)
    {
        var form = WriteForm.Read(context.Request.Form);
        if (System.Text.Encoding.UTF8.GetByteCount(form.Markdown) > PostComposer.MaxMarkdownBytes)
        {
            return Html(context, Sentence("This text is larger than a post can be; it is not shown."));
        }

        try
        {
            return Html(context, await pages.PreviewAsync(await typed.MakeAsync(form, null, context.Me(), ct), ct));
        }
        catch (MarkdownTooComplexException e)
        {
            return Html(context, Sentence(e.Message));
        }
    }

    private static async Task<IResult> ShowStoredAsync(HttpContext context, Guid id, IPostStore posts, PostPages pages, CancellationToken ct) =>
        await posts.FindAsync(id, ct) is { } post && context.Me().MayEdit(post)
            ? Html(context, await pages.PreviewAsync(post, ct))
            : Html(context, Sentence("This post does not exist."), StatusCodes.Status404NotFound);

    /// <summary>The page for somebody who is not signed in: in no frame, kept by nobody, and its address goes to nobody.</summary>
    public static IResult Shared(HttpContext context, string html)
    {
        var answer = Html(context, html, ancestors: "'none'");
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return answer;
    }

    private static ContentHttpResult Html(HttpContext context, string html, int status = StatusCodes.Status200OK, string ancestors = "'self'")
    {
        PrivateArea.SetHeaders(context.Response, ancestors);
        context.Response.Headers.ContentSecurityPolicy = Policy + ancestors;
        return TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);
    }

    private static string Sentence(string text) => $"<!doctype html><title>…</title><p>{System.Net.WebUtility.HtmlEncode(text)}</p>";
}
