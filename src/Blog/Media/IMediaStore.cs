namespace Blog.Media;

/// <summary>A file of the media library.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Path">Public path, server-made: <c>/media/2026/ab12cd34ef-kettle.jpg</c>. The content decides the extension.</param>
/// <param name="Hash">SHA-256 (hex) of the bytes; unique, so that the same picture is stored once.</param>
/// <param name="ContentType">Found by looking at the bytes.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Width">Pixels for pictures.</param>
/// <param name="Height">Pixels for pictures.</param>
/// <param name="Alt">Description, empty if none was given yet.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record MediaItem(
    Guid Id, string Path, string Hash, string ContentType, long Bytes, int? Width, int? Height, string Alt, DateTimeOffset CreatedAt);

/// <summary>Port to the catalogue of media; the bytes lie in <see cref="IMediaFiles"/>.</summary>
public interface IMediaStore
{
    /// <summary>By public path.</summary>
    Task<MediaItem?> FindByPathAsync(string path, CancellationToken ct);

    /// <summary>By hash of the bytes.</summary>
    Task<MediaItem?> FindByHashAsync(string hash, CancellationToken ct);

    /// <summary>Adds; if the hash is known the known one is returned.</summary>
    Task<MediaItem> AddAsync(MediaItem item, CancellationToken ct);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<MediaItem>> ListAsync(int limit, CancellationToken ct);
}
