using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Blog.Site;

/// <summary>
/// The first thing that happens at a stop: for <c>Blog:DrainSeconds</c> the process goes on answering while it says that it is not ready, so that a proxy which
/// asks sends its readers elsewhere before the door closes. In the second half of this time nobody new gets in, and those who are in are still answered.
/// </summary>
public sealed partial class Drain(IOptions<BlogOptions> options, TimeProvider time, ILogger<Drain> logger) : IHostedLifecycleService
{
    private volatile bool _hasBegun;

    /// <summary>True once the process was told to stop.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>How long the door stays open, and then how long those inside are answered behind a closed one.</summary>
    public static TimeSpan Half(BlogOptions options) => TimeSpan.FromSeconds(options.DrainSeconds / 2.0);

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        if (options.Value.DrainSeconds is > 0 and var seconds)
        {
            Log.Draining(logger, seconds);
            await Task.Delay(Half(options.Value), time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Told to stop: not ready from now on, answering for {Seconds} s more.")]
        public static partial void Draining(ILogger logger, int seconds);
    }
}
