namespace Blog.Media.Cleaning;

/// <summary>
/// AVIF keeps Exif and XMP as items whose places are told by offsets into the file (ISO/IEC 14496-12, 8.11), so nothing can be left out
/// without moving the picture. It is only found out whether there is any.
/// </summary>
internal static class AvifCheck
{
    /// <summary>True if no item is Exif or XMP. Looking for their names costs at worst a refusal of a picture that happens to hold such bytes.</summary>
    public static bool IsClean(ReadOnlySpan<byte> file)
    {
        var start = file[..Math.Min(file.Length, 64 * 1024)];
        return start.IndexOf("Exif"u8) < 0 && start.IndexOf("application/rdf+xml"u8) < 0;
    }
}
