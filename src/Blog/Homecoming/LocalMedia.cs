using System.Collections.Concurrent;
using Blog.Media;

namespace Blog.Homecoming;

/// <summary>What an address of a post means for the media library.</summary>
/// <param name="Item">The file in the library; null if it is not there.</param>
/// <param name="Warning">What the author should know; null if there is nothing.</param>
internal sealed record LocalFile(MediaItem? Item, string? Warning);

/// <summary>
/// Brings files that posts of one folder show or offer into the media library, each once. Only what really lies inside the folder is
/// ever opened: not by <c>..</c>, not by an absolute path, not by a link.
/// </summary>
internal sealed class LocalMedia(string root, MediaLibrary library, Uri? oldSite)
{
    private static readonly string[] WebRoots = ["", "static", "public", "assets", "src", "source"];
    private static readonly string[] Pages = [".md", ".markdown", ".mdown", ".html", ".htm"];

    private readonly ConcurrentDictionary<string, Lazy<Task<MediaAdded>>> _known = new(StringComparer.Ordinal);

    /// <summary>Files brought in or found in the library in this run.</summary>
    public int Count => _known.Values.Count(v => v.IsValueCreated && v.Value is { IsCompletedSuccessfully: true } task && task.GetAwaiter().GetResult().Item is not null);

    /// <summary>
    /// Looks for <paramref name="path"/> (without host, decoded) as seen from <paramref name="folder"/> (relative, closing slash). Null if
    /// nothing is there and nothing is wrong with that.
    /// </summary>
    public async Task<LocalFile?> FindAsync(string folder, string path, bool isShown, CancellationToken ct)
    {
        path = path.Split('?', '#')[0];
        if (path.Length == 0 || path.EndsWith('/') || path.Contains('\0', StringComparison.Ordinal) || Pages.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        if (LeavesRoot(path.StartsWith('/') ? "" : folder, path))
        {
            return new LocalFile(null, $"“{path}” leads out of the folder and was not opened. Copy the file into the folder and correct the address.");
        }

        foreach (var place in Places(folder, path))
        {
            var full = Path.GetFullPath(Path.Combine(root, place));
            if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(full))
            {
                continue;
            }

            if (HasLink(full))
            {
                return new LocalFile(null, $"“{path}” is or lies behind a symbolic link and was not opened. Copy the file into the folder.");
            }

            var added = await _known.GetOrAdd(full, f => new Lazy<Task<MediaAdded>>(() => AddAsync(f, ct))).Value;
            return added.Item is { } item ? new LocalFile(item, null) : new LocalFile(null, $"“{path}” was not brought in. {added.Problem}");
        }

        var end = oldSite is not null && path.StartsWith('/') ? $"the address leads to {oldSite.Host} now." : "the address was left as it is.";
        return isShown ? new LocalFile(null, $"“{path}” is not in the folder; {end}") : null;
    }

    private async Task<MediaAdded> AddAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var content = File.OpenRead(file);
            return await library.AddAsync(content, Path.GetFileName(file), "", ct);
        }
        catch (UnauthorizedAccessException)
        {
            return new MediaAdded(null, "It cannot be opened: give the blog’s user the right to read it.");
        }
    }

    private static bool LeavesRoot(string folder, string path)
    {
        var depth = 0;
        foreach (var part in (folder + path).Split('/', '\\'))
        {
            depth += part is ".." ? -1 : part is "" or "." ? 0 : 1;
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }

    // Beside the post; then below each folder above it (the site's source may lie anywhere in what was given), as web roots are laid out.
    private static IEnumerable<string> Places(string folder, string path)
    {
        if (!path.StartsWith('/'))
        {
            yield return AddressBook.Join(folder, path);
        }

        var relative = path.TrimStart('/');
        for (var above = folder.TrimEnd('/'); above.Length > 0;)
        {
            above = above.LastIndexOf('/') is >= 0 and var slash ? above[..slash] : "";
            yield return AddressBook.Join(above + "/", relative);
        }

        foreach (var web in WebRoots)
        {
            yield return AddressBook.Join(web + "/", relative);
        }
    }

    private bool HasLink(string full)
    {
        for (var at = full; at is not null && at.Length > root.Length; at = Path.GetDirectoryName(at))
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
