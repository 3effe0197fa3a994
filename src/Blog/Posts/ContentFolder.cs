using System.Text.Json;
using System.Threading.Channels;
using Blog.Homecoming;
using Blog.Site;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Blog.Posts;

/// <summary>
/// Brings in the Markdown files of <c>Blog:Content</c> and follows their changes while the blog runs. A file that can't be read is
/// reported and the others go on; a file that disappears does not take its post away, because a slip in a folder must not unpublish.
/// </summary>
public sealed partial class ContentFolder(
    MarkdownFolderImport import, IPostStore posts, IOptions<BlogOptions> options, ISiteStore marks, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ContentFolder> log)
    : BackgroundService
{
    // Editors write a file in several steps; a reading that waits for quiet sees it whole.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    // A folder of thousands of files goes on behind the first pages.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);

    // Something that writes without pause must not keep the posts waiting.
    private const int MaxRounds = 20;

    private const string Mark = "content-folder";
    private const int MaxKept = 200;

    private readonly Channel<string> _changes = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _firstReading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isNewBlog;

    /// <summary>The last reading in this process; null before the first one is done.</summary>
    public ImportReport? Report { get; private set; }

    /// <summary>
    /// What the last reading of any process found: failures, files left out and things to look at, with the most serious first. Empty if
    /// all is well or nothing was read yet.
    /// </summary>
    public static async Task<IReadOnlyList<ImportNote>> ListNotesAsync(ISiteStore marks, CancellationToken ct) =>
        await marks.FindMarkAsync(Mark, ct) is { } json ? JsonSerializer.Deserialize<List<ImportNote>>(json) ?? [] : [];

    /// <summary>
    /// Starts following the folder. A blog without a published post first waits for what the folder holds, so that its first visitor does
    /// not find it empty; every other start goes on at once.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _isNewBlog = await posts.CountPublicAsync(cancellationToken) == 0;
        await base.StartAsync(cancellationToken);
        if (!_isNewBlog)
        {
            return;
        }

        try
        {
            await _firstReading.Task.WaitAsync(FirstWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.StillReading(log, options.Value.Content);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowAsync(stoppingToken);
        }
        finally
        {
            _firstReading.TrySetResult();
        }
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrWhiteSpace(options.Value.Content))
        {
            return;
        }

        var folder = Path.GetFullPath(options.Value.Content);
        if (!_isNewBlog && !await StartedAsync(stoppingToken))
        {
            return;
        }

        if (!Directory.Exists(folder))
        {
            Log.Missing(log, folder);
            return;
        }

        try
        {
            _changes.Writer.TryWrite("");
            using var watcher = Watch(folder);
            while (await _changes.Reader.WaitToReadAsync(stoppingToken))
            {
                await SettleAsync(stoppingToken);
                await ReadAsync(folder, stoppingToken);
                _firstReading.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what was saved is saved, the rest is read at the next start.
        }
    }

    // The first page of a blog that has posts does not wait for the folder.
    private async Task<bool> StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await using var onStop = ct.Register(() => started.TrySetCanceled(ct));
        try
        {
            await started.Task;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private FileSystemWatcher Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
        watcher.Changed += (_, e) => _changes.Writer.TryWrite(e.FullPath);
        watcher.Created += (_, e) => _changes.Writer.TryWrite(e.FullPath);
        watcher.Renamed += (_, e) => _changes.Writer.TryWrite(e.FullPath);
        watcher.Deleted += (_, e) =>
        {
            if (FolderScan.IsMarkdown(e.FullPath))
            {
                Log.Gone(log, e.Name ?? e.FullPath);
            }

            _changes.Writer.TryWrite(e.FullPath);
        };

        // Too many events at once: everything is read again, so none of them matters.
        watcher.Error += (_, _) => _changes.Writer.TryWrite("");
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private async Task SettleAsync(CancellationToken ct)
    {
        for (var round = 0; round < MaxRounds && _changes.Reader.TryRead(out var change) && change.Length > 0; round++)
        {
            await Task.Delay(Quiet, time, ct);
        }
    }

    private async Task ReadAsync(string folder, CancellationToken ct)
    {
        try
        {
            var report = await import.RunAsync(folder, new ImportOptions { IsOwnContent = true }, progress: null, ct);
            await KeepAsync(report, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreUnusableException)
        {
            // A full disk or a folder that vanished: the blog goes on serving, the next change tries again.
            Log.Interrupted(log, folder, e.Message, e);
        }
    }

    private async Task KeepAsync(ImportReport report, CancellationToken ct)
    {
        var known = Report?.Failures.Concat(Report.SkippedFiles).ToHashSet() ?? [];
        Report = report;
        if (report.Created + report.Updated > 0)
        {
            Log.Read(log, report.Created, report.Updated, report.Read, report.Elapsed);
        }

        foreach (var failure in report.Failures.Where(f => !known.Contains(f)))
        {
            Log.Failed(log, failure);
        }

        foreach (var skipped in report.SkippedFiles.Where(s => !known.Contains(s)))
        {
            Log.Skipped(log, skipped);
        }

        var notes = report.Failures.Concat(report.SkippedFiles).Concat(report.Warnings).Take(MaxKept).ToList();
        var json = notes.Count > 0 ? JsonSerializer.Serialize(notes) : null;
        if (json != await marks.FindMarkAsync(Mark, ct))
        {
            await marks.SetMarkAsync(Mark, json, ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "There is no content folder {Folder}; nothing is brought in from files. Make it and start again, or set Blog:Content.")]
        public static partial void Missing(ILogger logger, string folder);

        [LoggerMessage(Level = LogLevel.Information, Message = "Content folder {Folder} holds a lot; the blog starts and reads on. Its posts appear as they are read.")]
        public static partial void StillReading(ILogger logger, string folder);

        [LoggerMessage(Level = LogLevel.Information, Message = "Content folder: {Created} new and {Updated} changed of {Read} files in {Elapsed}")]
        public static partial void Read(ILogger logger, int created, int updated, int read, TimeSpan elapsed);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Content folder: not brought in: {Note}")]
        public static partial void Failed(ILogger logger, ImportNote note);

        [LoggerMessage(Level = LogLevel.Information, Message = "Content folder: left out: {Note}")]
        public static partial void Skipped(ILogger logger, ImportNote note);

        [LoggerMessage(Level = LogLevel.Information, Message = "Content folder: {File} was removed; its post stays. Delete or unpublish the post on the desk if it is to go.")]
        public static partial void Gone(ILogger logger, string file);

        [LoggerMessage(Level = LogLevel.Error, Message = "Content folder {Folder} could not be read to the end: {Reason} What was brought in stays; the next change or start tries again.")]
        public static partial void Interrupted(ILogger logger, string folder, string reason, Exception e);
    }
}
