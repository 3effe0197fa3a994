using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Reading;

/// <summary>
/// Makes the most read pages anew after a change, so that no reader waits for what an author wrote. Each is asked for as a reader would ask, through the whole
/// program; at most <see cref="Most"/> of them once a second, so that an import is not slowed down by pages that its next post makes old again.
/// </summary>
internal sealed partial class PageWarmer : BackgroundService
{
    /// <summary>Pages in one round.</summary>
    public const int Most = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _moved = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly PageCache _cache;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly ILogger<PageWarmer> _logger;
    private RequestDelegate? _serve;

    /// <summary>Listens to <paramref name="version"/> from now on.</summary>
    public PageWarmer(ContentVersion version, PageCache cache, IServiceScopeFactory scopes, TimeProvider time, ILogger<PageWarmer> logger)
    {
        (_cache, _scopes, _time, _logger) = (cache, scopes, time, logger);
        version.WhenMoved(() => _moved.Writer.TryWrite(true));
    }

    /// <summary>Where requests go that no stored page answers.</summary>
    public void Through(RequestDelegate serve) => _serve = serve;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _moved.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_moved.Reader.TryRead(out _))
            {
            }

            foreach (var key in _cache.MostRead(Most))
            {
                stoppingToken.ThrowIfCancellationRequested();
                await AskAsync(key);
            }

            await Task.Delay(Pause, _time, stoppingToken);
        }
    }

    private async Task AskAsync(string key)
    {
        if (_serve is not { } serve)
        {
            return;
        }

        var end = key.IndexOf('\0', StringComparison.Ordinal);
        await using var scope = _scopes.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = HttpMethods.Get;
        context.Request.Scheme = "http";
        context.Request.Path = end < 0 ? key : key[..end];
        context.Request.QueryString = end < 0 ? default : new QueryString("?" + key[(end + 1)..]);
        context.Response.Body = Stream.Null;
        try
        {
            await serve(context);
        }
#pragma warning disable CA1031 // The reader who comes next meets the same error, with a page that says so; here it is only written down.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(_logger, context.Request.Path, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} could not be made anew before a reader asks for it")]
        public static partial void Failed(ILogger logger, PathString path, Exception e);
    }
}
