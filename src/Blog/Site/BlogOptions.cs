namespace Blog.Site;

/// <summary>
/// Deployment facts, section <c>Blog</c> of appsettings.json, environment (<c>Blog__Url</c>) and arguments (<c>--Blog:Url=…</c>).
/// What an author edits is <see cref="SiteSettings"/>.
/// </summary>
public sealed class BlogOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Blog";

    /// <summary>Data folder: database, media, keys. Relative to the working directory; never inside the folder the host watches.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Public address, such as <c>https://ines.example</c>. Used for every absolute link. Required in Production; in Development the first listening address.</summary>
    public string? Url { get; set; }

    /// <summary>Folder of Markdown posts that is brought in and watched; empty: none.</summary>
    public string Content { get; set; } = "content";

    /// <summary>Name of the theme: a folder under <c>themes</c>.</summary>
    public string Theme { get; set; } = "camp";

    /// <summary>Folder with the themes.</summary>
    public string Themes { get; set; } = "themes";

    /// <summary>Practice networks on this machine. Null: only in Development.</summary>
    public bool? Practice { get; set; }

    /// <summary>Connection string; empty: SQLite in the data folder.</summary>
    public string? Database { get; set; }

    /// <summary>Encrypts the key ring of a blog whose database is on a server; the same for all its processes, and not kept with the backups.</summary>
    public string? KeySecret { get; set; }

    /// <summary>Shows the blog and stores nothing: for a damaged database until a sound one is in its place.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>How long, in seconds, a process that was told to stop goes on answering while <c>/health/ready</c> says that it stops (see <see cref="Drain"/>).</summary>
    public int DrainSeconds { get; set; }

    /// <summary>Proxies whose <c>X-Forwarded-For</c> is believed: addresses or networks (see <see cref="TrustedProxies"/>). Null: this machine; empty: none.</summary>
    public string? Proxies { get; set; }

    /// <summary>Where the bytes of media lie: a shared folder, or <c>s3://bucket/prefix?endpoint=…</c> (see <see cref="Media.MediaPlace"/>); empty: in the data folder.</summary>
    public string? Media { get; set; }

    /// <summary>Key id for the media store; empty: the usual places of its client (environment, profile, machine role).</summary>
    public string? MediaKey { get; set; }

    /// <summary>Secret that belongs to <see cref="MediaKey"/>; best set in the environment.</summary>
    public string? MediaSecret { get; set; }
}

/// <summary>Section <c>Outgoing</c>: how the blog may call other machines.</summary>
public sealed class OutgoingOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Outgoing";

    /// <summary>Exact <c>host:port</c> of private addresses that may be called; empty except in tests and closed networks.</summary>
    public IList<string> AllowedPrivateHosts { get; } = [];
}
