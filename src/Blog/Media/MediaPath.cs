using System.Globalization;
using System.Text.RegularExpressions;
using Blog.Posts;

namespace Blog.Media;

/// <summary>Addresses of media: <c>/media/2026/ab12cd34ef-kettle.jpg</c>. Made here and accepted only in this shape, so that no address can leave the folder.</summary>
public static partial class MediaPath
{
    private const int MaxWords = 60;

    private const int HashLength = 10;

    /// <summary>Makes one from the year, a hash of the bytes (hex) and the words of a file name.</summary>
    public static string Make(int year, string hash, string fileName, string extension)
    {
        var stem = Slug.From(Path.GetFileNameWithoutExtension(fileName.Replace('\\', '/')));
        var words = string.Concat(stem.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        words = Doubled().Replace(words, "-");
        words = words.Length > MaxWords ? words[..MaxWords].Trim('-') : words;
        return string.Create(CultureInfo.InvariantCulture, $"/media/{year:0000}/{hash[..HashLength]}-{(words.Length > 0 ? words : "file")}{extension}");
    }

    /// <summary>True for what <see cref="Make"/> may have made.</summary>
    public static bool IsValid(string path) => Shape().IsMatch(path);

    /// <summary>The paths that stand anywhere in a text, each once.</summary>
    public static IReadOnlyList<string> In(string text)
    {
        var found = new List<string>();
        if (!text.Contains("/media/", StringComparison.Ordinal))
        {
            return found;
        }

        foreach (var match in Anywhere().EnumerateMatches(text))
        {
            found.Add(text.Substring(match.Index, match.Length));
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The part of the hash that a valid path carries.</summary>
    public static string HashOf(string path) => FileOf(path)[..HashLength];

    /// <summary>The name of a valid path, without the hash.</summary>
    public static string NameOf(string path) => FileOf(path)[(HashLength + 1)..];

    /// <summary>Type that files with this extension are served with; null for what the library does not keep.</summary>
    public static string? ContentType(string path) => Path.GetExtension(path) switch
    {
        ".jpg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".avif" => "image/avif",
        ".mp4" => "video/mp4",
        ".webm" => "video/webm",
        ".mp3" => "audio/mpeg",
        ".m4a" => "audio/mp4",
        ".pdf" => "application/pdf",
        _ => null,
    };

    private static string FileOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"^/media/[0-9]{4}/[0-9a-f]{10}-[a-z0-9\-]{1,60}\.[a-z0-9]{3,4}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();

    [GeneratedRegex(@"/media/[0-9]{4}/[0-9a-f]{10}-[a-z0-9\-]{1,60}\.[a-z0-9]{3,4}", RegexOptions.NonBacktracking)]
    private static partial Regex Anywhere();

    [GeneratedRegex("-{2,}", RegexOptions.NonBacktracking)]
    private static partial Regex Doubled();
}
