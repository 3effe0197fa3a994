using System.Buffers;
using Blog.Desk;
using Blog.Desk.Frame;
using Blog.Site;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Blog.Accounts;

/// <summary>
/// What every POST of a private address must pass: it comes from our own pages (Sec-Fetch-Site, Origin), it is not too large, and
/// it carries the antiforgery token. A refusal is a readable page that shows what was sent, so that no word is lost.
/// </summary>
internal sealed class PostGuard(IAntiforgery antiforgery, SiteAddress address, ShellFactory shells) : IEndpointFilter
{
    /// <summary>Larger bodies than this are cut off: whoever sends them does not wait for an answer.</summary>
    public const long MostDrained = 64L * 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            return await next(context);
        }

        if (!ComesFromHere(http.Request))
        {
            return await RefuseAsync(http, StatusCodes.Status400BadRequest, "This came from another site",
                "Somebody else’s page tried to act in your name, or the desk was opened under another address than its own. Nothing was done. Open the desk at {0} and try again.",
                await ReadFormAsync(http) is { } foreign ? TypedWords.Of(foreign) : [], address.Absolute("/desk"));
        }

        if (await ReadFormAsync(http) is not { } form)
        {
            return await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "That is too much for one post",
                "A post holds at most 2 MB of text; what was sent is larger. Nothing was saved. Go back: your browser still has the text. Split it, or move embedded pictures into files.",
                []);
        }

        if (http.Request.ContentLength > MaxBodyOf(http))
        {
            return await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "That is too much for one form",
                "This form takes a few pages of text; what was sent is larger. Nothing was saved. What you typed stands below: shorten it and send it again.",
                TypedWords.Of(form));
        }

        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return await RefuseAsync(http, StatusCodes.Status400BadRequest, "This page was open for too long",
                "Its key no longer fits: you signed in again meanwhile, or your browser keeps no cookies here. Nothing was saved. Go back, load the page anew and send it again.",
                TypedWords.Of(form));
        }

        return await next(context);
    }

    /// <summary>
    /// The form, or null if it is larger than is read here. The rest is read and thrown away, so that the answer arrives. What is larger than
    /// this address takes is refused by <see cref="InvokeAsync"/>.
    /// </summary>
    public static async Task<IFormCollection?> ReadFormAsync(HttpContext http)
    {
        if (http.Request.ContentLength is { } length && length > MaxBodyOf(http))
        {
            if (length > PrivateArea.WritingForm || !IsSignedIn(http))
            {
                await DrainAsync(http);
                return null;
            }

            // Too large to be taken, and read all the same: a small form of an author gives its words back.
            PrivateArea.LimitForm(http, PrivateArea.WritingForm);
        }

        if (!http.Request.HasFormContentType)
        {
            return FormCollection.Empty;
        }

        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            // A chunked body has no length to look at beforehand: the form reader stops at its limit.
            await DrainAsync(http);
            return null;
        }
    }

    /// <summary>True unless a browser says that another site's page sent it.</summary>
    public bool ComesFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none"))
        {
            return false;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsOurs(from, address.Base));
    }

    private static long MaxBodyOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PrivateArea>()?.MaxBody ?? PrivateArea.SmallForm;

    private static bool IsSignedIn(HttpContext http) => Session.Account(http) is not null;

    private static bool IsOurs(Uri from, Uri ours) =>
        from.Scheme == ours.Scheme && from.Port == ours.Port
        && (from.IdnHost == ours.IdnHost || (ours.IsLoopback && from.IsLoopback));

    private static async Task DrainAsync(HttpContext http)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            long read = 0;
            int count;
            while (read < MostDrained && (count = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            {
                read += count;
            }
        }
        catch (BadHttpRequestException)
        {
            // Larger than even this: the connection ends with the answer.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<IResult> RefuseAsync(HttpContext http, int status, string title, string text, IReadOnlyList<KeyValuePair<string, string>> kept, params object?[] values)
    {
        var shell = await shells.ForAsync(http, Place.None, http.RequestAborted);
        return DeskResult.Page<ProblemPage, ProblemView>(
            shell, new ProblemView(shell.Words.Say(title), shell.Words.Say(text, values), kept, "/desk", shell.Words.Say("To the desk")), status);
    }
}
