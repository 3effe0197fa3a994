namespace Blog.Media;

/// <summary>
/// Media in a folder: the own data folder's, or one that several machines share. A file is written under a name of its own beside the
/// others, flushed to the disk and then renamed, so that an address never answers half a picture.
/// </summary>
/// <param name="folder">Absolute path.</param>
/// <param name="isShared">A shared folder has to be there; the own one is made with the first file.</param>
/// <param name="time">Clock.</param>
public sealed class FolderMediaFiles(string folder, bool isShared, TimeProvider time) : IMediaFiles
{
    private readonly string _incoming = Path.Combine(folder, ".incoming");

    /// <inheritdoc/>
    public string Place => folder;

    /// <inheritdoc/>
    public async Task PutAsync(string path, Stream draft, CancellationToken ct)
    {
        var place = FileOf(path) ?? throw new ArgumentException($"“{path}” is no address of a file.", nameof(path));
        MustBeThere();
        try
        {
            Directory.CreateDirectory(_incoming);
            DraftFolder.Sweep(_incoming, time.GetUtcNow());
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            var copy = Path.Combine(_incoming, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
            try
            {
                draft.Position = 0;
                await using (var file = new FileStream(copy, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                {
                    await draft.CopyToAsync(file, ct);
                    file.Flush(flushToDisk: true);
                }

                File.Move(copy, place, overwrite: true);
            }
            finally
            {
                File.Delete(copy);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new MediaAwayException($"The folder of the media, {folder}, can't be written: give the blog’s user the right to.", e);
        }
    }

    /// <inheritdoc/>
    public Task<MediaFacts?> FindAsync(string path, CancellationToken ct)
    {
        if (FileOf(path) is { } place && new FileInfo(place) is { Exists: true } file)
        {
            return Task.FromResult<MediaFacts?>(FactsOf(file));
        }

        MustBeThere();
        return Task.FromResult<MediaFacts?>(null);
    }

    /// <inheritdoc/>
    public Task<MediaBytes?> OpenAsync(string path, MediaRange? range, CancellationToken ct)
    {
        if (FileOf(path) is { } place)
        {
            try
            {
                var content = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
                var size = content.Length;
                var from = Math.Min(range?.From ?? 0, size);
                content.Position = from;
                return Task.FromResult<MediaBytes?>(new MediaBytes(content, time)
                {
                    From = from,
                    Count = Math.Min(range?.To is { } to ? to + 1 : size, size) - from,
                    Whole = FactsOf(new FileInfo(place)) with { Bytes = size },
                });
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Then it is not there, or nothing is.
            }
            catch (UnauthorizedAccessException e)
            {
                throw new MediaAwayException($"A file in the folder of the media, {folder}, can't be read: give the blog’s user the right to.", e);
            }
        }

        MustBeThere();
        return Task.FromResult<MediaBytes?>(null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken ct)
    {
        MustBeThere();
        try
        {
            if (FileOf(path) is { } place && File.Exists(place))
            {
                File.Delete(place);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new MediaAwayException($"The folder of the media, {folder}, can't be written: give the blog’s user the right to.", e);
        }

        return Task.CompletedTask;
    }

    private static MediaFacts FactsOf(FileInfo file) => new(file.Length, new DateTimeOffset(file.LastWriteTimeUtc));

    private string? FileOf(string path) =>
        MediaPath.IsValid(path) ? Path.Combine(folder, path["/media/".Length..].Replace('/', Path.DirectorySeparatorChar)) : null;

    // A share that is not mounted must not look like a library without files.
    private void MustBeThere()
    {
        if (isShared && !Directory.Exists(folder))
        {
            throw new MediaAwayException($"The folder of the media, {folder}, is not there: mount it again.");
        }
    }
}
