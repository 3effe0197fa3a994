using Microsoft.Extensions.Options;

namespace Blog.Site;

/// <summary>The data folder: everything the blog must not lose lies in it. Relative settings count from the working directory.</summary>
public sealed class DataFolder(IOptions<BlogOptions> options)
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(options.Value.Data);

    /// <summary>The SQLite file.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Path, "blog.db");

    /// <summary>Media bytes, unless <see cref="BlogOptions.Media"/> names another place.</summary>
    public string Media => System.IO.Path.Combine(Path, "media");

    /// <summary>Files that are being brought in and were not looked at yet.</summary>
    public string Drafts => System.IO.Path.Combine(Path, "incoming");

    /// <summary>Key ring of data protection; kept out of the database on purpose.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>Snapshots made before migrations.</summary>
    public string Backups => System.IO.Path.Combine(Path, "backups");
}
