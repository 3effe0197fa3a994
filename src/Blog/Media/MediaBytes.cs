namespace Blog.Media;

/// <summary>An open file of the library, or a part of it. Disposing it closes the file.</summary>
/// <param name="content">Stands at the first byte of the part; may hold more than the part.</param>
/// <param name="time">Clock of the deadlines.</param>
public sealed class MediaBytes(Stream content, TimeProvider time) : IAsyncDisposable
{
    // A place that sends nothing for so long has gone away in the middle.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _read;

    /// <summary>First byte of the part, counted from 0.</summary>
    public required long From { get; init; }

    /// <summary>Bytes of the part; 0 if it would begin behind the end.</summary>
    public required long Count { get; init; }

    /// <summary>Size of the whole file and when it was put there.</summary>
    public required MediaFacts Whole { get; init; }

    /// <summary>
    /// Reads on; 0 at the end of the part. Throws <see cref="MediaAwayException"/> if the place went away in the middle, so that what was read
    /// is never taken for the whole.
    /// </summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var left = Count - _read;
        if (left <= 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var read = 0;
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            read = await content.ReadAsync(left < buffer.Length ? buffer[..(int)left] : buffer, both.Token);
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw Gone();
        }

        _read += read;
        return read > 0 ? read : throw Gone();
    }

    /// <summary>The whole part in memory; for pictures that a network takes, never for what readers ask for.</summary>
    public async Task<byte[]> ReadAllAsync(CancellationToken ct)
    {
        var all = new byte[Count];
        for (var filled = 0; filled < all.Length;)
        {
            filled += await ReadAsync(all.AsMemory(filled), ct);
        }

        return all;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => content.DisposeAsync();

    private static MediaAwayException Gone() => new("The place of the media stopped in the middle of a file.");
}
