namespace Blog.Site;

/// <summary>What the owner edits about the site; stored in the database (deployment facts are <see cref="BlogOptions"/>).</summary>
public sealed record SiteSettings
{
    /// <summary>Name of the site.</summary>
    public string Title { get; init; } = "Base Camp";

    /// <summary>One sentence under it.</summary>
    public string Tagline { get; init; } = "A place of one’s own on the web.";

    /// <summary>BCP 47 of the site; posts may differ.</summary>
    public string Language { get; init; } = "en";

    /// <summary>IANA zone of the site.</summary>
    public string ZoneId { get; init; } = "Etc/UTC";

    /// <summary>Posts on a list page, 5 to 50.</summary>
    public int PostsPerPage { get; init; } = 10;

    /// <summary>Navigation beside the built-in entries: label and path.</summary>
    public IReadOnlyList<NavigationLink> Navigation { get; init; } = [];
}

/// <summary>An entry of the navigation.</summary>
/// <param name="Label">Shown word.</param>
/// <param name="Url">Path on this site or absolute http(s) URL.</param>
public sealed record NavigationLink(string Label, string Url);

/// <summary>Port to the site's own rows: settings, content version, small marks.</summary>
public interface ISiteStore
{
    /// <summary>Settings, defaults if never saved.</summary>
    Task<SiteSettings> LoadAsync(CancellationToken ct);

    /// <summary>Saves, site scope of the content version + 1.</summary>
    Task<Posts.ContentStamp> SaveAsync(SiteSettings settings, CancellationToken ct);

    /// <summary>Content version now.</summary>
    Task<Posts.ContentStamp> LoadStampAsync(CancellationToken ct);

    /// <summary>A small durable mark by key (set-up token hash, last content scan …); null if unset.</summary>
    Task<string?> FindMarkAsync(string key, CancellationToken ct);

    /// <summary>Sets a mark; null removes it.</summary>
    Task SetMarkAsync(string key, string? value, CancellationToken ct);
}

/// <summary>Port to the engine itself: what <c>doctor</c>, the start-up card and the health checks ask.</summary>
public interface IStoreHealth
{
    /// <summary>Opens or creates the database, migrates it (snapshot first). Throws <see cref="StoreUnusableException"/> with the remedy.</summary>
    Task OpenAsync(CancellationToken ct);

    /// <summary>"SQLite 3.50.4, data/blog.db, WAL, schema 1".</summary>
    Task<StoreFacts> DescribeAsync(CancellationToken ct);

    /// <summary>Full integrity check; empty list if sound.</summary>
    Task<IReadOnlyList<string>> CheckIntegrityAsync(CancellationToken ct);

    /// <summary>Path of the newest snapshot in the data folder whose integrity was checked just now; null if there is none.</summary>
    Task<string?> FindSnapshotAsync(CancellationToken ct);
}

/// <summary>Facts of the open store.</summary>
/// <param name="Engine">"SQLite".</param>
/// <param name="EngineVersion">"3.50.4".</param>
/// <param name="Location">File path or host.</param>
/// <param name="SchemaVersion">Number of the last migration.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="Server">What tells this database from a copy of it on another server; null for a file, which its folder tells.</param>
/// <param name="Caveat">What this engine does not promise, for the owner; null if it promises all.</param>
public sealed record StoreFacts(string Engine, string EngineVersion, string Location, int SchemaVersion, long Bytes, string? Server = null, string? Caveat = null);

/// <summary>The store can't be used; the message names the thing and the remedy.</summary>
public sealed class StoreUnusableException : Exception
{
    /// <summary>With nothing to say.</summary>
    public StoreUnusableException()
    {
    }

    /// <summary>With the sentence that the owner reads.</summary>
    public StoreUnusableException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and its cause.</summary>
    public StoreUnusableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
