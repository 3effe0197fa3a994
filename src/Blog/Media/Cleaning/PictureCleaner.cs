namespace Blog.Media.Cleaning;

/// <summary>
/// Takes out of a picture what it carries besides the picture: where and when it was taken, by whom and with what, earlier versions of it,
/// comments. Whole segments and chunks are left out and nothing is decoded, so that the picture itself stays as it is to the byte. What a
/// viewer needs stays: colour profile, orientation of a JPEG, transparency, animation.
/// </summary>
internal static class PictureCleaner
{
    /// <summary>
    /// The pieces of the clean picture in their order, most of them parts of <paramref name="file"/>; null if the file is damaged, cut off or
    /// of a kind that can't be cleaned and carries something. Cleaning a clean picture changes nothing.
    /// </summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Clean(ReadOnlyMemory<byte> file, string contentType) => contentType switch
    {
        "image/jpeg" => JpegCleaner.Clean(file),
        "image/png" => PngCleaner.Clean(file),
        "image/webp" => WebPCleaner.Clean(file),
        "image/gif" => GifCleaner.Clean(file),
        "image/avif" => AvifCheck.IsClean(file.Span) ? [file] : null,
        _ => [file],
    };
}
