using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Blog.Media;

/// <summary>Serves the media library. Addresses carry a hash of the bytes, so an answer may be kept for ever, and a known one is confirmed without looking.</summary>
internal static partial class MediaEndpoints
{
    // What is asked for next is kept small, so that a slow reader holds no more of a file in memory than this.
    private const int Step = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/media/{**path}", [HttpMethods.Get, HttpMethods.Head], Serve);

    private static async Task Serve(string? path, HttpContext context, IMediaFiles files, ILogger<MediaLibrary> log)
    {
        var address = "/media/" + path;
        var response = context.Response;
        if (!MediaPath.IsValid(address) || MediaPath.ContentType(address) is not { } type)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var ct = context.RequestAborted;
        try
        {
            var tag = new EntityTagHeaderValue($"\"{MediaPath.HashOf(address)}\"");
            if (MediaConditions.Known(context.Request, tag) is { } status)
            {
                Describe(response, address, type, tag);
                response.StatusCode = status;
                return;
            }

            if (HttpMethods.IsHead(context.Request.Method))
            {
                Answer(context, address, type, tag, await files.FindAsync(address, ct) is { } facts ? (facts, 0, facts.Bytes) : null);
                return;
            }

            var range = await MediaConditions.RangeAsync(context.Request, tag, files, address, ct);
            await using var bytes = await files.OpenAsync(address, range, ct);
            if (Answer(context, address, type, tag, bytes is null ? null : (bytes.Whole, bytes.From, bytes.Count), isPart: range is not null) && bytes is not null)
            {
                await SendAsync(bytes, response, ct);
            }
        }
        catch (MediaAwayException e)
        {
            Log.Away(log, address, e.Message);
            await SorryAsync(context);
        }
    }

    // True if the bytes follow.
    private static bool Answer(HttpContext context, string address, string type, EntityTagHeaderValue tag, (MediaFacts Whole, long From, long Count)? found, bool isPart = false)
    {
        var response = context.Response;
        if (found is not { } part)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        if (isPart && part.Count <= 0)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.ContentLength = 0;
            response.Headers.ContentRange = new ContentRangeHeaderValue(part.Whole.Bytes).ToString();
            return false;
        }

        Describe(response, address, type, tag);
        response.GetTypedHeaders().LastModified = part.Whole.ModifiedAt;
        if (MediaConditions.IsNotNewer(context.Request, part.Whole.ModifiedAt))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return false;
        }

        if (isPart)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = new ContentRangeHeaderValue(part.From, part.From + part.Count - 1, part.Whole.Bytes).ToString();
        }

        response.ContentLength = part.Count;
        return true;
    }

    private static void Describe(HttpResponse response, string address, string type, EntityTagHeaderValue tag)
    {
        var headers = response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";

        // What looks like a picture may also be readable as a page; this takes every right from it.
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentType = type;
        headers.ETag = tag.ToString();
        headers.AcceptRanges = "bytes";
        if (type == "application/pdf")
        {
            var download = new ContentDispositionHeaderValue("attachment");
            download.SetHttpFileName(MediaPath.NameOf(address));
            headers.ContentDisposition = download.ToString();
        }
    }

    private static async Task SendAsync(MediaBytes bytes, HttpResponse response, CancellationToken ct)
    {
        for (var left = bytes.Count; left > 0;)
        {
            // Nothing is promised before the place has sent something: until then a sentence can still take the answer's place.
            var read = await bytes.ReadAsync(response.BodyWriter.GetMemory(Step), ct);
            response.BodyWriter.Advance(read);
            left -= read;
            await response.BodyWriter.FlushAsync(ct);
        }
    }

    private static async Task SorryAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            // Half a picture must not be taken for a whole one.
            context.Abort();
            return;
        }

        foreach (var name in new[] { HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.ContentRange, HeaderNames.AcceptRanges, HeaderNames.ContentDisposition })
        {
            response.Headers.Remove(name);
        }

        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = "10";
        response.ContentType = "text/plain; charset=utf-8";
        var sentence = "The place where this blog keeps its pictures does not answer at the moment. Nothing was lost. Try again in a minute."u8.ToArray();
        response.ContentLength = sentence.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(sentence, context.RequestAborted);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Address} could not be served. {Reason}")]
        public static partial void Away(ILogger log, string address, string reason);
    }
}
