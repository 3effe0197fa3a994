namespace Blog.Homecoming;

/// <summary>A Markdown file that was found.</summary>
/// <param name="Relative">Path below the folder, with <c>/</c>.</param>
/// <param name="Full">Absolute path.</param>
/// <param name="Skip">Why it is left out; null if it is to be read.</param>
internal sealed record FoundFile(string Relative, string Full, string? Skip);

/// <summary>
/// Finds the Markdown files of a folder, in a stable order. Links are not followed: one that leads out would bring in what nobody
/// asked for, one that leads up would never end.
/// </summary>
internal sealed class FolderScan
{
    private static readonly string[] Extensions = [".md", ".markdown", ".mdown"];

    private static readonly string[] NoPosts =
    [
        "README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "CONTRIBUTORS", "CODE_OF_CONDUCT", "SECURITY",
        "SOURCES", "CREDITS", "AUTHORS", "NOTICE", "SUPPORT",
    ];

    private readonly string _root;
    private readonly List<FoundFile> _files = [];
    private readonly List<ImportNote> _notes = [];

    private FolderScan(string root) => _root = root;

    /// <summary>The files, and notes about links and folders that could not be entered.</summary>
    public static (List<FoundFile> Files, List<ImportNote> Notes) Run(string root)
    {
        var scan = new FolderScan(root);
        scan.Enter(root, "", null);
        scan._files.Sort((a, b) => string.CompareOrdinal(a.Relative, b.Relative));
        return (scan._files, scan._notes);
    }

    /// <summary>True for a file that is read by its name.</summary>
    public static bool IsMarkdown(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    private void Enter(string folder, string relative, string? skip)
    {
        List<FileSystemInfo> entries;
        try
        {
            entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            _notes.Add(new ImportNote(relative, null, $"The folder cannot be read ({e.Message}). Give the blog’s user the right to read it."));
            return;
        }

        // A leaf bundle of Hugo: what lies beside its index are parts of it, not posts.
        var isBundle = relative.Length > 0 && entries.Exists(e => e is FileInfo && IsMarkdown(e.Name) && e.Name.StartsWith("index.", StringComparison.OrdinalIgnoreCase));
        foreach (var entry in entries)
        {
            var name = relative + entry.Name;
            if (entry is DirectoryInfo)
            {
                if (entry.LinkTarget is { } target)
                {
                    _notes.Add(new ImportNote(name, null, $"This is a link to the folder {target}; links are not followed. Copy the folder in, or import it by itself."));
                }
                else if (!entry.Name.StartsWith('.') && entry.Name is not "node_modules")
                {
                    Enter(entry.FullName, name + "/", skip ?? ReasonToSkipFolder(entry.Name));
                }
            }
            else if (IsMarkdown(entry.Name) && !entry.Name.StartsWith('.'))
            {
                _files.Add(new FoundFile(name, entry.FullName, skip ?? ReasonToSkip(entry, relative, isBundle)));
            }
        }
    }

    private static string? ReasonToSkipFolder(string name) =>
        name.StartsWith('_') && name is not ("_posts" or "_drafts" or "_pages")
            ? $"lies in {name}/, a folder that sites keep for their own parts, not for posts."
            : null;

    private string? ReasonToSkip(FileSystemInfo file, string relative, bool isBundle)
    {
        if (file.LinkTarget is { } target)
        {
            return $"is a link to {target}; links are not followed. Copy the file in.";
        }

        var stem = Path.GetFileNameWithoutExtension(file.Name);
        var first = stem.Split('.', '-')[0];
        if (stem.StartsWith("_index", StringComparison.Ordinal))
        {
            return "is the head of a section, not a post; this blog makes its lists itself.";
        }

        if (NoPosts.Contains(first, StringComparer.Ordinal) || NoPosts.Contains(stem, StringComparer.OrdinalIgnoreCase))
        {
            return "describes the folder and is not a post.";
        }

        var isIndex = first.Equals("index", StringComparison.OrdinalIgnoreCase) && (stem.Length == 5 || stem[5] == '.');
        if (isIndex && relative.Length == 0)
        {
            return "is the old site’s front page; this blog makes its own.";
        }

        return isBundle && !isIndex ? $"lies beside the index of {relative.TrimEnd('/')}, so it is a part of that post and no post of its own." : null;
    }
}
