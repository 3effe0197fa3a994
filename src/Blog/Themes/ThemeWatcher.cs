using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Themes;

/// <summary>In Development: reads the active theme again as soon as its folder has been quiet for a moment after a change.</summary>
internal sealed partial class ThemeWatcher(ThemeCatalog catalog, IHostEnvironment environment, TimeProvider time, ILogger<ThemeWatcher> log) : BackgroundService
{
    // Editors write a file in several steps, and a checkout writes many files.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!environment.IsDevelopment() || !Directory.Exists(catalog.ActiveFolder))
        {
            return;
        }

        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = new FileSystemWatcher(catalog.ActiveFolder) { IncludeSubdirectories = true };
        FileSystemEventHandler changed = (_, _) => changes.Writer.TryWrite(true);
        watcher.Changed += changed;
        watcher.Created += changed;
        watcher.Deleted += changed;
        watcher.Renamed += (_, _) => changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;

        await foreach (var _ in changes.Reader.ReadAllAsync(stoppingToken))
        {
            do
            {
                await Task.Delay(Quiet, time, stoppingToken);
            }
            while (changes.Reader.TryRead(out var _));

            try
            {
                catalog.Reload();
            }
            catch (IOException locked)
            {
                Log.Unreadable(log, locked.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The theme's folder could not be read, so nothing changed; it is read again at the next change. {Reason}")]
        public static partial void Unreadable(ILogger log, string reason);
    }
}
