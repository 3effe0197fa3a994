using Blog.Accounts;
using Blog.Posts;
using Blog.Reading;

namespace Blog.Site;

/// <summary>The site's settings and owner, kept in memory and read again when the site scope of the content version moved.</summary>
public sealed class SiteInfo(ISiteStore store, IAccountStore accounts, ContentVersion version)
{
    // First segments of addresses that belong to the engine; a page may not take one.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "desk", "tag", "author", "archive", "search", "media", "assets", "practice", "preview", "api", "feed", "atom", "sitemap", "robots",
        "webmention", "health", "setup", "invite", "sign-in", "sign-out", "micropub", "auth", "token", ".well-known", "favicon", "comments", "x",
    };

    private sealed record Loaded(long Version, SiteSettings Settings, Account? Owner);

    private Loaded? _loaded;

    /// <summary>True if an engine address starts with this segment.</summary>
    public static bool IsReservedSegment(string segment) =>
        Reserved.Contains(segment) || (segment.Length == 4 && segment.All(char.IsAsciiDigit));

    /// <summary>Settings now.</summary>
    public async ValueTask<SiteSettings> SettingsAsync(CancellationToken ct) => (await LoadAsync(ct)).Settings;

    /// <summary>The owner; null before set-up.</summary>
    public async ValueTask<Account?> OwnerAsync(CancellationToken ct) => (await LoadAsync(ct)).Owner;

    /// <summary>How a post names the owner when no author is given.</summary>
    public async ValueTask<Byline> OwnerBylineAsync(CancellationToken ct)
    {
        var loaded = await LoadAsync(ct);
        return loaded.Owner is { } owner
            ? new Byline(owner.Id, owner.Name, owner.Slug)
            : new Byline(null, loaded.Settings.Title, Slug.From(loaded.Settings.Title));
    }

    /// <summary>Forgets what is in memory: settings or owner were changed by this process.</summary>
    public void Forget() => Volatile.Write(ref _loaded, null);

    private async ValueTask<Loaded> LoadAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _loaded) is { } known && known.Version == version.Site)
        {
            return known;
        }

        var before = version.Site;
        var settings = await store.LoadAsync(ct);
        var owner = (await accounts.ListAsync(ct)).FirstOrDefault(a => a.Role == AccountRole.Owner);
        var loaded = new Loaded(before, settings, owner);
        Volatile.Write(ref _loaded, loaded);
        return loaded;
    }
}
