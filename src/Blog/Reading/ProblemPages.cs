using System.Globalization;
using System.Text;
using Blog.Posts;
using Blog.Themes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Blog.Reading;

/// <summary>
/// Dead ends that still help: 404, 410, 500 and the rest as pages of the theme. They say nothing about what is inside, and where even
/// the theme or the store is broken a plain page is left.
/// </summary>
internal sealed partial class ProblemPages(
    IPostStore posts, ViewFactory views, PageRenderer renderer, SecurityHeaders security, ILogger<ProblemPages> log)
{
    private const int MaxSuggestions = 5;
    private const int MaxWords = 6;
    private const int MaxSearchedPath = 200;

    // A flood of wrong addresses must not become a flood of searches: one at a time, the others get the page without suggestions.
    private int _searching;

    /// <summary>Writes the page for <paramref name="status"/> in place of whatever was prepared. Never throws because of the theme or the store. <paramref name="ready"/> is the page if it is made already.</summary>
    public async Task WriteAsync(HttpContext context, int status, byte[]? ready = null)
    {
        var body = ready is not null ? ready : await RenderAsync(context.Request.Path.Value ?? "/", status, context.RequestAborted);
        var response = context.Response;
        var headers = response.Headers;
        var allowed = headers.Allow;
        var retry = headers.RetryAfter;
        var warning = headers.Warning;
        response.Clear();
        security.Apply(headers);
        (headers.Allow, headers.RetryAfter, headers.Warning) = (allowed, retry, warning);
        response.StatusCode = status;
        headers.CacheControl = status is StatusCodes.Status404NotFound or StatusCodes.Status410Gone ? CacheRules.Absent : CacheRules.Never;
        headers.ContentType = "text/html; charset=utf-8";
        headers.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }

    private async Task<ReadOnlyMemory<byte>> RenderAsync(string path, int status, CancellationToken ct)
    {
        try
        {
            var frame = await views.FrameAsync(ct);
            var site = frame.Site(path);
            var query = status == StatusCodes.Status404NotFound ? WordsOf(path) : "";
            return await renderer.RenderUtf8Async(
                new ProblemPage
                {
                    Site = site,
                    Head = Heads.Unlisted(frame, site, ReadingWords.For(site).Problem(status)),
                    Status = status,
                    Query = query,
                    Suggestions = query.Length > 0 ? await SuggestAsync(frame, query, ct) : [],
                },
                ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.PlainProblem(log, status, e);
            return Encoding.UTF8.GetBytes(
                $"""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>{status}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"></head>
                <body><h1>{status}</h1><p>This page can’t be shown at the moment. Nothing was lost. Try again in a minute, or go to <a href="/">the first page</a>.</p></body></html>

                """);
        }
    }

    private async Task<IReadOnlyList<PostView>> SuggestAsync(SiteFrame frame, string query, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _searching, 1) != 0)
        {
            return [];
        }

        try
        {
            var hits = await posts.SearchAsync(query, MaxSuggestions, ct);
            if (hits.Count == 0 && query.Split(' ').MaxBy(w => w.Length) is { Length: > 3 } longest && longest != query)
            {
                hits = await posts.SearchAsync(longest, MaxSuggestions, ct);
            }

            return [.. hits.Select(h => frame.Post(h.Post))];
        }
        finally
        {
            Volatile.Write(ref _searching, 0);
        }
    }

    /// <summary>The words of an address that a person may have typed or followed; empty for the addresses that only programs ask for.</summary>
    private static string WordsOf(string path)
    {
        var dot = path.LastIndexOf('.');
        var hasExtension = dot > path.LastIndexOf('/');
        if (path.Length > MaxSearchedPath || (hasExtension && path[dot..] is not (".html" or ".htm")))
        {
            return "";
        }

        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in (hasExtension ? path[..dot] : path) + "/")
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
            {
                word.Append(c);
                continue;
            }

            // Dates and page numbers are part of most addresses and of few searches.
            if (word.Length > 1 && !int.TryParse(word.ToString(), CultureInfo.InvariantCulture, out _) && words.Count < MaxWords)
            {
                words.Add(word.ToString());
            }

            word.Clear();
        }

        return string.Join(' ', words);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The page for status {Status} could not be made; a plain one was sent")]
        public static partial void PlainProblem(ILogger log, int status, Exception e);
    }
}
