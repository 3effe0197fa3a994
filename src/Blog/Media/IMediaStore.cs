using Blog.Posts;

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
    Guid Id, string Path, string Hash, string ContentType, long Bytes, int? Width, int? Height, string Alt, DateTimeOffset CreatedAt)
{
    /// <summary>The file's name as it came in; empty if nobody said one.</summary>
    public string Name { get; init; } = "";

    /// <summary>Account that brought it; null: an import or a program.</summary>
    public Guid? AddedBy { get; init; }

    /// <summary>The same picture in smaller, the smallest first.</summary>
    public IReadOnlyList<MediaVariant> Variants { get; init; } = [];
}

/// <summary>A picture of the library in a smaller size; a file of its own.</summary>
/// <param name="Path">Public path, made like <see cref="MediaItem.Path"/>.</param>
/// <param name="ContentType">Found by looking at the bytes.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">Size.</param>
public sealed record MediaVariant(string Path, string ContentType, int Width, int Height, long Bytes);

/// <summary>Which files are listed.</summary>
/// <param name="Search">A part of name, description or address; case and accents don't count. Null: all.</param>
/// <param name="WithoutAlt">Only pictures that nobody described.</param>
/// <param name="Unused">Only files that no post uses.</param>
/// <param name="AddedBy">Only what this account brought; null: everybody's.</param>
public sealed record MediaFilter(string? Search = null, bool WithoutAlt = false, bool Unused = false, Guid? AddedBy = null);

/// <summary>A post that uses a file.</summary>
/// <param name="PostId">Post.</param>
/// <param name="Title">Null for a note.</param>
/// <param name="Excerpt">What a note begins with.</param>
public sealed record MediaUse(Guid PostId, string? Title, string Excerpt);

/// <summary>Port to the catalogue of media; the bytes lie in <see cref="IMediaFiles"/>.</summary>
public interface IMediaStore
{
    /// <summary>By id.</summary>
    Task<MediaItem?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>By public path.</summary>
    Task<MediaItem?> FindByPathAsync(string path, CancellationToken ct);

    /// <summary>Those of the paths that are known, by path. One query for what a post usually shows.</summary>
    Task<IReadOnlyDictionary<string, MediaItem>> FindByPathsAsync(IReadOnlyCollection<string> paths, CancellationToken ct);

    /// <summary>By hash of the bytes.</summary>
    Task<MediaItem?> FindByHashAsync(string hash, CancellationToken ct);

    /// <summary>Adds with its variants; if the hash is known the known one is returned.</summary>
    Task<MediaItem> AddAsync(MediaItem item, CancellationToken ct);

    /// <summary>Adds variants to a picture that has none; false if it has some already or is gone.</summary>
    Task<bool> AddVariantsAsync(Guid id, IReadOnlyList<MediaVariant> variants, CancellationToken ct);

    /// <summary>Changes the description; false if the file is gone.</summary>
    Task<bool> SetAltAsync(Guid id, string alt, CancellationToken ct);

    /// <summary>Newest first, by keyset: those before a place in time (null: from the newest on). <see cref="MediaItem.Variants"/> are left out.</summary>
    Task<IReadOnlyList<MediaItem>> ListAsync(MediaFilter filter, PostCursor? before, int limit, CancellationToken ct);

    /// <summary>How many posts use each of the files; one that no post uses is left out. Deleted posts don't count.</summary>
    Task<IReadOnlyDictionary<Guid, int>> CountUsesAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>Posts that use a file, the newest first. Deleted posts don't count.</summary>
    Task<IReadOnlyList<MediaUse>> ListUsesAsync(Guid id, int limit, CancellationToken ct);

    /// <summary>Takes a file out of the catalogue, with what is known of its use; false if more than <paramref name="knownUses"/> posts use it, or it is gone.</summary>
    Task<bool> DeleteAsync(Guid id, int knownUses, CancellationToken ct);
}
