using Blog.Posts;

namespace Blog.Desk.Pictures;

/// <summary>Descriptions as they were typed, made fit to stand between the brackets of Markdown: one line.</summary>
internal static class PictureAlt
{
    /// <summary>What is said of a longer one; nothing is cut off unasked.</summary>
    public const string TooLong = "A description has at most 1,000 characters. Nothing was stored; shorten it.";

    private const int MaxLength = 1000;

    /// <summary>The description, or null if it is too long.</summary>
    public static string? From(string typed)
    {
        var alt = string.Join(' ', CleanText.From(typed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return alt.Length > MaxLength ? null : alt;
    }
}
