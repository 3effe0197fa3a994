using System.Buffers;
using System.Security.Cryptography;
using Blog.Site;

namespace Blog.Media;

/// <summary>Answer of <see cref="MediaLibrary"/>: exactly one of the two is set.</summary>
/// <param name="Item">The stored file.</param>
/// <param name="Problem">Why it was not stored and what to do, as a sentence.</param>
public sealed record MediaAdded(MediaItem? Item, string? Problem);

/// <summary>
/// Brings files into the library. A file is first looked at as a draft in the data folder, then put where the bytes of all files lie
/// (<see cref="IMediaFiles"/>), then catalogued, so that nothing points to half a picture; the same bytes are stored once.
/// </summary>
public sealed class MediaLibrary(IMediaStore store, IMediaFiles files, DataFolder folder, TimeProvider time)
{
    /// <summary>Largest file that is accepted, in bytes.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Stores what <paramref name="content"/> holds. <paramref name="fileName"/> only lends its words to the address; type and
    /// extension come from the bytes. Throws <see cref="IOException"/> if the data folder can't be written or the place of the bytes is away.
    /// </summary>
    public async Task<MediaAdded> AddAsync(Stream content, string fileName, string alt, CancellationToken ct)
    {
        if (content.CanSeek && content.Length <= MaxBytes)
        {
            // A picture that is here already needs no second copy.
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
            if (await store.FindByHashAsync(hash, ct) is { } known && await HasAllAsync(known, ct))
            {
                return new MediaAdded(known, null);
            }

            content.Position = 0;
        }

        return await StoreAsync(content, fileName, alt, ct);
    }

    private async Task<MediaAdded> StoreAsync(Stream content, string fileName, string alt, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        Directory.CreateDirectory(folder.Drafts);
        DraftFolder.Sweep(folder.Drafts, now);
        var name = Path.Combine(folder.Drafts, Guid.CreateVersion7(now).ToString("N"));
        await using var draft = new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 4096, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (await CopyAsync(content, draft, ct) is not { } hash)
        {
            return new MediaAdded(null, $"The file is larger than {MaxBytes / 1048576} MB. Make it smaller, or link to it where it lies.");
        }

        var verdict = MediaSniffer.Look(draft);
        return verdict.Kind is { } kind
            ? new MediaAdded(await KeepAsync(draft, hash, kind, fileName, alt, now, ct), null)
            : new MediaAdded(null, verdict.Refusal);
    }

    private async Task<MediaItem> KeepAsync(FileStream draft, string hash, MediaKind kind, string fileName, string alt, DateTimeOffset now, CancellationToken ct)
    {
        var known = await store.FindByHashAsync(hash, ct);
        var item = known ?? new MediaItem(Guid.CreateVersion7(now), MediaPath.Make(now.Year, hash, fileName, kind.Extension), hash, kind.ContentType, draft.Length, kind.Width, kind.Height, alt, now);

        // A known file is written again if somebody removed it or cut it short.
        if (known is null || !await HasAllAsync(known, ct))
        {
            await files.PutAsync(item.Path, draft, ct);
        }

        if (known is not null)
        {
            return known;
        }

        var added = await store.AddAsync(item, ct);
        if (added.Path != item.Path)
        {
            // The same bytes came in under another name at the same moment; that name stays.
            await files.DeleteAsync(item.Path, ct);
        }

        return added;
    }

    private async Task<bool> HasAllAsync(MediaItem known, CancellationToken ct) => (await files.FindAsync(known.Path, ct))?.Bytes == known.Bytes;

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
