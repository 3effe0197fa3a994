using System.Text.RegularExpressions;

namespace Blog.Interactions;

/// <summary>Players that an author may embed: known hosts, known paths, and an address that is put together anew.</summary>
internal static partial class Embed
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private const string YouTube = "www.youtube-nocookie.com";

    /// <summary>Hosts that an accepted address can have.</summary>
    public static IReadOnlyList<string> Hosts { get; } =
        [YouTube, "player.vimeo.com", "open.spotify.com", "w.soundcloud.com", "bandcamp.com", "archive.org", "www.openstreetmap.org"];

    /// <summary>The address to embed, or null if this player is not known.</summary>
    public static string? Accept(string url)
    {
        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            url = "https:" + url;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || !uri.IsDefaultPort || uri.UserInfo.Length > 0
            || !PlainQuery().IsMatch(uri.Query))
        {
            return null;
        }

        var path = uri.AbsolutePath;
        return uri.IdnHost switch
        {
            "youtube.com" or "www.youtube.com" or "m.youtube.com" or "youtube-nocookie.com" or YouTube when YouTubePath().IsMatch(path) => At(YouTube, uri),
            "player.vimeo.com" when VimeoPath().IsMatch(path) => At("player.vimeo.com", uri),
            "open.spotify.com" when SpotifyPath().IsMatch(path) => At("open.spotify.com", uri),
            "w.soundcloud.com" when path is "/player" or "/player/" => At("w.soundcloud.com", uri),
            "bandcamp.com" when BandcampPath().IsMatch(path) => At("bandcamp.com", uri),
            "archive.org" when ArchivePath().IsMatch(path) => At("archive.org", uri),
            "www.openstreetmap.org" when path == "/export/embed.html" => At("www.openstreetmap.org", uri),
            _ => null,
        };
    }

    private static string At(string host, Uri uri) => $"https://{host}{uri.AbsolutePath}{uri.Query}";

    [GeneratedRegex(@"^(\?[A-Za-z0-9_.,~%&=:/+;!-]*)?\z", Options)]
    private static partial Regex PlainQuery();

    [GeneratedRegex(@"^/embed/[A-Za-z0-9_-]{1,64}/?\z", Options)]
    private static partial Regex YouTubePath();

    [GeneratedRegex(@"^/video/[0-9]{1,20}\z", Options)]
    private static partial Regex VimeoPath();

    [GeneratedRegex(@"^/embed(-podcast)?/(track|album|playlist|artist|episode|show)/[A-Za-z0-9]{1,64}\z", Options)]
    private static partial Regex SpotifyPath();

    [GeneratedRegex(@"^/EmbeddedPlayer/[A-Za-z0-9_=/#.-]{1,200}\z", Options)]
    private static partial Regex BandcampPath();

    [GeneratedRegex(@"^/embed/[A-Za-z0-9_.-]{1,100}\z", Options)]
    private static partial Regex ArchivePath();
}
