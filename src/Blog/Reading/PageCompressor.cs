using System.IO.Compression;
using Microsoft.Extensions.Hosting;

namespace Blog.Reading;

/// <summary>
/// Makes the compressed forms of stored pages that were asked for again, off the path of any request and one at a time: the first readers of a page
/// get it plain, everybody after a moment gets it small, and a crawl through all pages compresses none.
/// </summary>
internal sealed class PageCompressor(PageCache cache) : BackgroundService
{
    // Above 6 Brotli wins a few percent of an HTML page and takes ten times as long.
    private const int BrotliQuality = 6;
    private const int BrotliWindow = 22;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await cache.Uncompressed.WaitToReadAsync(stoppingToken))
        {
            CompressWaiting(stoppingToken);
        }
    }

    /// <summary>Makes the compressed forms of all pages that wait for them now.</summary>
    internal void CompressWaiting(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && cache.Uncompressed.TryRead(out var page))
        {
            cache.Add(page, Gzip(page.Identity.Span), Brotli(page.Identity.Span));
        }
    }

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var result = new MemoryStream(bytes.Length / 2);
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }

    private static byte[] Brotli(ReadOnlySpan<byte> bytes)
    {
        var result = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, result, out var written, BrotliQuality, BrotliWindow)
            ? result[..written]
            : throw new InvalidOperationException("Brotli needs more room than it says itself.");
    }
}
