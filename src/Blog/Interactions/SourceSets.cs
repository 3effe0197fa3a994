using System.Globalization;
using Blog.Media;

namespace Blog.Interactions;

/// <summary>The sizes of a picture among which a browser chooses (HTML Living Standard, 4.8.4.2.1).</summary>
/// <param name="WebP">WebP files; null if there are none beside the picture itself.</param>
/// <param name="Plain">Files that every browser shows, and the picture itself; null if there is only that.</param>
internal readonly record struct SourceSets(string? WebP, string? Plain)
{
    /// <summary>How wide a picture is shown: the column of text, or the whole of a small screen.</summary>
    public const string Sizes = "(min-width: 42rem) 38rem, 100vw";

    private const string Type = "image/webp";

    /// <summary>Those of a picture of the library.</summary>
    public static SourceSets Of(MediaItem picture)
    {
        var isWebP = picture.ContentType == Type;
        var webP = picture.Variants.Where(v => v.ContentType == Type).ToList();
        var plain = isWebP ? webP : [.. picture.Variants.Where(v => v.ContentType != Type).DistinctBy(v => v.Width)];
        return new SourceSets(
            isWebP || webP.Count == 0 ? null : string.Join(", ", webP.Select(Written)),
            plain.Count == 0 ? null : string.Join(", ", plain.Select(Written).Append(Written(picture.Path, picture.Width!.Value))));
    }

    private static string Written(MediaVariant variant) => Written(variant.Path, variant.Width);

    private static string Written(string path, int width) => string.Create(CultureInfo.InvariantCulture, $"{path} {width}w");
}
