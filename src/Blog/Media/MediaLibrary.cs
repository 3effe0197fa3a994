using System.Buffers;
using System.Security.Cryptography;
using Blog.Site;

namespace Blog.Media;

/// <summary>Answer of <see cref="MediaLibrary"/>: exactly one of the two is set.</summary>
/// <param name="Item">The stored file.</param>
/// <param name="Problem">Why it was not stored and what to do, as a sentence.</param>
public sealed record MediaAdded(MediaItem? Item, string? Problem);

/// <summary>
/// Brings files into the data folder. A file is written under a name of its own, flushed to the disk and then renamed, so that an
/// address never answers half a picture; the same bytes are stored once.
/// </summary>
public sealed class MediaLibrary(IMediaStore store, DataFolder folder, TimeProvider time)
{
    /// <summary>Largest file that is accepted, in bytes.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Stores what <paramref name="content"/> holds. <paramref name="fileName"/> only lends its words to the address; type and
    /// extension come from the bytes. Throws <see cref="IOException"/> if the data folder can't be written.
    /// </summary>
    public async Task<MediaAdded> AddAsync(Stream content, string fileName, string alt, CancellationToken ct)
    {
        if (content.CanSeek && content.Length <= MaxBytes)
        {
            // A picture that is here already needs no second copy.
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
            if (await store.FindByHashAsync(hash, ct) is { } known && File.Exists(FindFile(known.Path)))
            {
                return new MediaAdded(known, null);
            }

            content.Position = 0;
        }

        return await StoreAsync(content, fileName, alt, ct);
    }

    /// <summary>Where the bytes of a public path lie; null for a path that this library did not make.</summary>
    public string? FindFile(string path) =>
        MediaPath.IsValid(path) ? Path.Combine(folder.Media, path["/media/".Length..].Replace('/', Path.DirectorySeparatorChar)) : null;

    private async Task<MediaAdded> StoreAsync(Stream content, string fileName, string alt, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var incoming = Path.Combine(folder.Media, ".incoming");
        Directory.CreateDirectory(incoming);
        var draft = Path.Combine(incoming, Guid.CreateVersion7(now).ToString("N"));
        try
        {
            string hash;
            MediaVerdict verdict;
            long bytes;
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                if (await CopyAsync(content, file, ct) is not { } found)
                {
                    return new MediaAdded(null, $"The file is larger than {MaxBytes / 1048576} MB. Make it smaller, or link to it where it lies.");
                }

                (hash, bytes) = (found, file.Length);
                verdict = MediaSniffer.Look(file);
                if (verdict.Kind is not null)
                {
                    file.Flush(flushToDisk: true);
                }
            }

            return verdict.Kind is { } kind
                ? new MediaAdded(await KeepAsync(draft, hash, bytes, kind, fileName, alt, now, ct), null)
                : new MediaAdded(null, verdict.Refusal);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task<MediaItem> KeepAsync(string draft, string hash, long bytes, MediaKind kind, string fileName, string alt, DateTimeOffset now, CancellationToken ct)
    {
        var known = await store.FindByHashAsync(hash, ct);
        var item = known ?? new MediaItem(Guid.CreateVersion7(now), MediaPath.Make(now.Year, hash, fileName, kind.Extension), hash, kind.ContentType, bytes, kind.Width, kind.Height, alt, now);

        // A known file is written again if somebody removed it from the folder.
        var place = FindFile(item.Path)!;
        if (!File.Exists(place))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(draft, place, overwrite: true);
        }

        if (known is not null)
        {
            return known;
        }

        var added = await store.AddAsync(item, ct);
        if (added.Path != item.Path)
        {
            // The same bytes came in under another name at the same moment; that name stays.
            File.Delete(place);
        }

        return added;
    }

    private static async Task<string?> CopyAsync(Stream from, FileStream to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (var total = 0L; ;)
            {
                var read = await from.ReadAsync(buffer, ct);
                if (read == 0)
                {
                    return Convert.ToHexStringLower(hash.GetHashAndReset());
                }

                total += read;
                if (total > MaxBytes)
                {
                    return null;
                }

                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
