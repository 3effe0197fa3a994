using Blog.Site;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Logging;

namespace Blog.Reading;

/// <summary>
/// The first middleware. A stored page is answered here, before routing. For everything else the security headers are set before anybody can forget them, and
/// what goes wrong or stays empty becomes a page.
/// </summary>
internal sealed partial class ReadingFront
{
    // Seconds. A server that is started again is back within that.
    private const string RetryAfter = "10";

    private readonly RequestDelegate _next;
    private readonly PageCache _cache;
    private readonly SecurityHeaders _security;
    private readonly ProblemPages _problems;
    private readonly StoreState _store;
    private readonly Drain _drain;
    private readonly ILogger<ReadingFront> _log;

    public ReadingFront(
        RequestDelegate next, PageCache cache, SecurityHeaders security, ProblemPages problems, StoreState store, Drain drain, PageWarmer warmer, ILogger<ReadingFront> log)
    {
        (_next, _cache, _security, _problems, _store, _drain, _log) = (next, cache, security, problems, store, drain, log);
        warmer.Through(InvokeAsync);
    }

    /// <summary>Answers or passes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (_store.IsAway)
        {
            context.Response.Headers.Warning = CacheRules.StoreAway;
        }

        if (_drain.HasBegun && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            // A proxy that kept this connection would use it again just when the door closes, and nobody may repeat a form for it.
            context.Response.Headers.Connection = "close";
        }

        return _cache.Find(context) is { } page ? page.RespondAsync(context) : PassAsync(context);
    }

    private async Task PassAsync(HttpContext context)
    {
        var response = context.Response;
        _security.Apply(response.Headers);
        try
        {
            await _next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more.
            return;
        }
        catch (BadHttpRequestException e) when (!response.HasStarted)
        {
            await _problems.WriteAsync(context, e.StatusCode);
            return;
        }
        catch (StoreUnusableException e) when (!response.HasStarted)
        {
            Log.StoreAway(_log, context.Request.Method, context.Request.Path, e.Message);
            response.Headers.RetryAfter = RetryAfter;
            await _problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, await KeptForm.RenderAsync(context));
            return;
        }
        catch (Exception e) when (!response.HasStarted)
        {
            Log.Failed(_log, context.Request.Method, context.Request.Path, e);
            await _problems.WriteAsync(context, StatusCodes.Status500InternalServerError);
            return;
        }

        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }
            && context.GetEndpoint()?.Metadata.GetMetadata<ISkipStatusCodePagesMetadata>() is null)
        {
            await _problems.WriteAsync(context, response.StatusCode);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was answered with 503: {Reason}")]
        public static partial void StoreAway(ILogger log, string method, PathString path, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed; the reader got a page that says so")]
        public static partial void Failed(ILogger log, string method, PathString path, Exception e);
    }
}
