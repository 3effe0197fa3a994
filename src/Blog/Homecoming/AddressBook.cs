using System.Text.RegularExpressions;
using Blog.Interactions;

namespace Blog.Homecoming;

/// <summary>Finds the new address behind an old one: by file, by old address, by the name that a tag uses.</summary>
internal sealed partial class AddressBook
{
    private readonly Dictionary<string, SourcePost> _byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourcePost> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourcePost> _byName = new(StringComparer.Ordinal);
    private readonly Uri? _oldSite;

    public AddressBook(IEnumerable<SourcePost> posts, Uri? oldSite)
    {
        _oldSite = oldSite;
        foreach (var post in posts)
        {
            var file = post.File.Relative;
            var stem = file[..^Path.GetExtension(file).Length];
            _byFile[file] = post;
            _byFile.TryAdd(stem, post);
            if (stem.EndsWith("/index", StringComparison.Ordinal))
            {
                _byFile.TryAdd(stem[..^"/index".Length], post);
            }

            _byName.TryAdd(Path.GetFileName(stem), post);
            foreach (var path in post.OldPaths)
            {
                _byPath.TryAdd(Key(path), post);
            }
        }
    }

    /// <summary>
    /// New address of the post to which <paramref name="address"/> leads from <paramref name="folder"/> (relative, closing slash), with
    /// its fragment; null if it leads to none of these posts.
    /// </summary>
    public string? Find(string folder, string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash >= 0 && hash + 1 < address.Length ? ElementId.OwnTarget(address[hash..]) : "";
        var target = (hash >= 0 ? address[..hash] : address).Split('?')[0];
        if (target.Length == 0 || Local(target) is not { } local)
        {
            return null;
        }

        var found = (local.StartsWith('/') ? null : _byFile.GetValueOrDefault(Join(folder, local)))
            ?? _byFile.GetValueOrDefault(local.TrimStart('/'))
            ?? _byFile.GetValueOrDefault("content" + (local.StartsWith('/') ? local : "/" + local))
            ?? _byPath.GetValueOrDefault(Key(local.StartsWith('/') ? local : "/" + Join(folder, local)))
            ?? (DatedTail().Match(local) is { Success: true } dated ? _byPath.GetValueOrDefault(Key(dated.Value)) : null)
            ?? (FolderScan.IsMarkdown(local) ? _byName.GetValueOrDefault(Path.GetFileNameWithoutExtension(local)) : null);
        return found is { Path.Length: > 0 } post ? Encode(post.Path) + fragment : null;
    }

    /// <summary>For tags that name a post by its file: <c>2014-01-02-snow</c>, <c>_posts/2014-01-02-snow.md</c>, <c>blog/snow.md</c>.</summary>
    public string? FindByName(string name)
    {
        var file = name.Trim().Trim('"', '\'').TrimStart('/');
        var post = _byFile.GetValueOrDefault(file) ?? _byFile.GetValueOrDefault("content/" + file)
            ?? _byName.GetValueOrDefault(Path.GetFileName(file)) ?? _byName.GetValueOrDefault(Path.GetFileNameWithoutExtension(file));
        return post is { Path.Length: > 0 } ? Encode(post.Path) : null;
    }

    /// <summary>The part of an address that is about this site; null for one that leads elsewhere.</summary>
    public string? Local(string address)
    {
        if (address.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        var scheme = address.AsSpan().IndexOfAny(":/?#");
        if (scheme > 0 && address[scheme] == ':')
        {
            return _oldSite is not null && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                && uri.Host.Equals(_oldSite.Host, StringComparison.OrdinalIgnoreCase)
                ? Uri.UnescapeDataString(uri.AbsolutePath)
                : null;
        }

        return Uri.UnescapeDataString(address);
    }

    /// <summary>Joins a relative path to a folder; <c>..</c> stops at the root.</summary>
    public static string Join(string folder, string relative)
    {
        var parts = new List<string>();
        foreach (var part in (folder + relative).Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    // Engines differ in closing slash and ".html"; authors mix them.
    private static string Key(string path)
    {
        var clean = OldAddresses.Clean(path);
        return clean.EndsWith(".html", StringComparison.Ordinal) ? clean[..^".html".Length] : clean;
    }

    // Slugs may hold any script; in a Markdown destination only these would end it.
    private static string Encode(string path) =>
        path.Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    [GeneratedRegex(@"/\d{4}/\d{1,2}/\d{1,2}/[^/]+/?$", RegexOptions.NonBacktracking)]
    private static partial Regex DatedTail();
}
