using System.Globalization;
using System.Text;
using Blog.Media;

namespace Blog.Storage;

/// <summary>Words of a file as they are searched: case and accents of any script fall away, on both sides.</summary>
internal static class MediaWords
{
    public static string Of(MediaItem item) => Folded($"{item.Name} {item.Alt} {item.Path}");

    public static string Folded(string text) =>
        new([.. text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark).Select(char.ToLowerInvariant)]);
}
