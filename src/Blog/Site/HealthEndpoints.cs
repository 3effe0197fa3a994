using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Site;

/// <summary>
/// For proxies and watchers. <c>/health/live</c> says that the process answers; <c>/health/ready</c> that it can serve, and names the part that can't. Neither
/// tells an address or a version.
/// </summary>
public static partial class HealthEndpoints
{
    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", (HttpContext context) => Answer(context, isWell: true, "live"));
        routes.MapGet("/health/ready", ReadyAsync);
        return routes;
    }

    private static async Task ReadyAsync(HttpContext context, ISiteStore store, IHostApplicationLifetime lifetime, Drain drain, ILogger<HealthReport> logger)
    {
        if (drain.HasBegun || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Answer(context, isWell: false, "stopping");
            return;
        }

        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            await Answer(context, isWell: false, "starting");
            return;
        }

        try
        {
            await store.LoadStampAsync(context.RequestAborted);
            await Answer(context, isWell: true, "ready");
        }
        catch (StoreUnusableException e)
        {
            Log.NotReady(logger, e.Message);
            await Answer(context, isWell: false, "not ready: the store does not answer");
        }
    }

    private static Task Answer(HttpContext context, bool isWell, string says)
    {
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(says + "\n", context.RequestAborted);
    }

    /// <summary>Names the log.</summary>
    internal sealed class HealthReport;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "/health/ready: {Reason}")]
        public static partial void NotReady(ILogger logger, string reason);
    }
}
