using Blog.Media;

namespace Blog.Interactions;

/// <summary>Asks once for each media address of a text, and never for an answer again; knows the library's pictures among them.</summary>
internal sealed class MediaAddresses(Func<string, string?> resolve, IReadOnlyDictionary<string, MediaItem>? pictures = null)
{
    private static readonly string[] MediaEndings =
    [
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".mp4", ".m4v", ".webm", ".ogv", ".mov", ".mp3", ".m4a", ".ogg", ".oga",
        ".opus", ".wav", ".flac", ".vtt", ".pdf", ".epub", ".zip", ".csv", ".txt",
    ];

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Where the picture or player file lives; <paramref name="url"/> itself if nobody knows better.</summary>
    public string Resolve(string url)
    {
        if (!SafeUrl.IsLocal(url))
        {
            return url;
        }

        if (!_known.TryGetValue(url, out var found))
        {
            found = resolve(Uri.UnescapeDataString(url)) ?? url;
            _known[url] = found;
            _known.TryAdd(found, found);
        }

        return found;
    }

    /// <summary>The same answers, and what the library knows of some pictures, by path.</summary>
    public MediaAddresses With(IReadOnlyDictionary<string, MediaItem> known) => new(resolve, known);

    /// <summary>What the library knows of a picture; null if it is none of its own.</summary>
    public MediaItem? Picture(string path) => pictures?.GetValueOrDefault(path) is { Width: not null, Height: not null } picture ? picture : null;

    /// <summary>As <see cref="Resolve"/> for a link, which is media only if its name says so.</summary>
    public string ResolveLink(string url) => IsMediaFile(url) ? Resolve(url) : url;

    private static bool IsMediaFile(string url)
    {
        var end = url.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? url : url[..end];
        return MediaEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }
}
