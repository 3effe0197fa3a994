namespace Blog.Media;

/// <summary>
/// Port to the bytes of media: a folder, or a store that several processes share. Files are named by their public path
/// (<see cref="MediaPath"/>) and never change, because the path carries a hash of the bytes. Every verb throws
/// <see cref="MediaAwayException"/> if the place can't be used now.
/// </summary>
public interface IMediaFiles
{
    /// <summary>Where they lie, in words for the owner; holds no key.</summary>
    string Place { get; }

    /// <summary>
    /// Keeps a finished file. Readers see all of it or nothing; the same path twice is harmless. Throws <see cref="ArgumentException"/> for a
    /// path that <see cref="MediaPath"/> did not make.
    /// </summary>
    /// <param name="path">Public path.</param>
    /// <param name="draft">Seekable; read from its beginning, perhaps more than once, and left open.</param>
    /// <param name="ct">Stops the work; nothing is visible then.</param>
    Task PutAsync(string path, Stream draft, CancellationToken ct);

    /// <summary>Size and age; null if it is not there.</summary>
    Task<MediaFacts?> FindAsync(string path, CancellationToken ct);

    /// <summary>Opens it, or a part of it, for reading once from front to back; null if it is not there.</summary>
    Task<MediaBytes?> OpenAsync(string path, MediaRange? range, CancellationToken ct);

    /// <summary>Removes it; one that is not there is no error.</summary>
    Task DeleteAsync(string path, CancellationToken ct);
}

/// <summary>What is known of a file without reading it.</summary>
/// <param name="Bytes">Size.</param>
/// <param name="ModifiedAt">When it was put there, UTC.</param>
public sealed record MediaFacts(long Bytes, DateTimeOffset ModifiedAt);

/// <summary>A part of a file.</summary>
/// <param name="From">First byte, counted from 0.</param>
/// <param name="To">Last byte, included; null: to the end. May lie behind the end.</param>
public readonly record struct MediaRange(long From, long? To);

/// <summary>The place of the media can't be used now; the message says where and what to do, and holds no key.</summary>
public sealed class MediaAwayException : IOException
{
    /// <summary>With nothing to say.</summary>
    public MediaAwayException()
    {
    }

    /// <summary>With the sentence that the owner reads.</summary>
    public MediaAwayException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and its cause.</summary>
    public MediaAwayException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
