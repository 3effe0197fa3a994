using System.Buffers;
using System.Security.Cryptography;
using Blog.Media.Cleaning;

namespace Blog.Media;

/// <summary>A file that was brought in, looked at and cleaned, and is not in the library yet. It is gone with the object.</summary>
/// <param name="File">The clean bytes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Hash">SHA-256 (hex) of the clean bytes.</param>
internal sealed record MediaDraft(FileStream File, MediaKind Kind, string Hash) : IAsyncDisposable
{
    private const string Damaged = "The picture is damaged or cut off, so what it may say about its place and time could not be removed. Nothing was stored: export it again.";

    private const string Talkative = "This AVIF picture carries facts about itself that can’t be removed here, such as where it was taken. Nothing was stored: export it without them, or as JPEG, PNG or WebP.";

    /// <summary>Takes it in. A problem is a sentence; then nothing is left of it.</summary>
    public static async Task<(MediaDraft? Draft, string? Problem)> TakeAsync(Stream content, string folder, long maxBytes, DateTimeOffset now, CancellationToken ct)
    {
        var file = Open(folder, now);
        try
        {
            if (!await CopyAsync(content, file, maxBytes, ct))
            {
                return (null, $"The file is larger than {maxBytes / 1048576} MB. Make it smaller, or link to it where it lies.");
            }

            var verdict = MediaSniffer.Look(file);
            if (verdict.Kind is not { } kind)
            {
                return (null, verdict.Refusal);
            }

            if (kind.ContentType.StartsWith("image/", StringComparison.Ordinal))
            {
                var bytes = new byte[file.Length];
                file.Position = 0;
                await file.ReadExactlyAsync(bytes, ct);
                if (PictureCleaner.Clean(bytes, kind.ContentType) is not { } pieces)
                {
                    return (null, kind.ContentType == "image/avif" ? Talkative : Damaged);
                }

                await WriteAsync(pieces, file, ct);
            }

            file.Position = 0;
            var draft = new MediaDraft(file, kind, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)));
            file = null;
            return (draft, null);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    public ValueTask DisposeAsync() => File.DisposeAsync();

    private static FileStream Open(string folder, DateTimeOffset now) => new(
        Path.Combine(folder, Guid.CreateVersion7(now).ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 4096, FileOptions.Asynchronous | FileOptions.DeleteOnClose);

    private static async Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces, FileStream file, CancellationToken ct)
    {
        file.SetLength(0);
        foreach (var piece in pieces)
        {
            await file.WriteAsync(piece, ct);
        }

        await file.FlushAsync(ct);
    }

    private static async Task<bool> CopyAsync(Stream from, FileStream to, long maxBytes, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (var total = 0L; ;)
            {
                var read = await from.ReadAsync(buffer, ct);
                if (read == 0)
                {
                    return true;
                }

                total += read;
                if (total > maxBytes)
                {
                    return false;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
