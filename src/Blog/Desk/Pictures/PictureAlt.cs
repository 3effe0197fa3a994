using Blog.Posts;

namespace Blog.Desk.Pictures;

/// <summary>Descriptions as they were typed, made fit to stand between the brackets of Markdown: one line.</summary>
internal static class PictureAlt
{
    private const int MaxLength = 1000;

    public static string From(string typed)
    {
        var alt = string.Join(' ', CleanText.From(typed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return alt.Length > MaxLength ? alt[..MaxLength] : alt;
    }
}
