using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary>
/// The page for somebody who sent a text while the store was away. A browser that goes back may have emptied the form, so the words that were sent stand in the
/// answer. It needs neither the theme nor the store.
/// </summary>
internal static class KeptForm
{
    // Shorter fields are choices and names; longer ones are work.
    private const int WorthKeeping = 20;

    /// <summary>The page; null if the request brought no text.</summary>
    public static async Task<byte[]?> RenderAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
        {
            return null;
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BadHttpRequestException)
        {
            // It did not arrive whole: then there is nothing to keep either.
            return null;
        }

        var kept = form.Where(f => !f.Key.StartsWith('_') && !f.Key.Contains("password", StringComparison.OrdinalIgnoreCase) && f.Value.ToString().Length >= WorthKeeping).ToList();
        var html = HtmlEncoder.Default;
        var page = new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Not stored</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"></head>
            <body><h1>Not stored</h1><p>The blog can’t reach its store at the moment. What you sent was not stored, and it is not lost: go back and send it again in a minute.
            """);
        page.Append(kept.Count > 0 ? " So that it is safe in any case, here it is to copy:</p>\n" : "</p>\n");
        foreach (var (name, value) in kept)
        {
            page.Append("<p><label>").Append(html.Encode(name)).Append("<br><textarea readonly rows=\"12\" cols=\"80\">\n").Append(html.Encode(value.ToString())).Append("</textarea></label></p>\n");
        }

        return Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
    }
}
