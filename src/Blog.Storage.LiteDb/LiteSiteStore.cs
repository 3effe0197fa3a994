using Blog.Accounts;
using Blog.Posts;
using Blog.Reading;
using Blog.Site;
using Blog.Storage.Moving;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="ISiteStore"/>
internal sealed class LiteSiteStore(LiteStore store) : ISiteStore
{
    private const string SettingsKey = "settings";

    public Task<SiteSettings> LoadAsync(CancellationToken ct) => store.ReadAsync(
        session => session.Site.Find(SettingsKey) is { } row ? StoredJson.ReadSettings(row.Text("value")) : new SiteSettings(), ct);

    public Task<ContentStamp> SaveAsync(SiteSettings settings, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.Site.AddOrPut(new BsonDocument { ["_id"] = SettingsKey, ["value"] = StoredJson.Write(settings) });
            return session.Bump(site: 1);
        },
        ct);

    public Task<ContentStamp> LoadStampAsync(CancellationToken ct) => store.ReadAsync(session => session.Stamp(), ct);

    public Task<string?> FindMarkAsync(string key, CancellationToken ct) =>
        store.ReadAsync(session => session.Marks.Find(LiteDocuments.Key(key))?.Text("value"), ct);

    public Task SetMarkAsync(string key, string? value, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            var name = LiteDocuments.Key(key);
            if (value is null)
            {
                session.Marks.Remove(name);
            }
            else
            {
                session.Marks.AddOrPut(new BsonDocument { ["_id"] = name, ["value"] = value });
            }

            return true;
        },
        ct);
}

/// <summary>The file belongs to one process: its keys lie in a folder beside it.</summary>
internal sealed class LiteKeyRingStore : IKeyRingStore
{
    public bool IsShared => false;

    public IReadOnlyList<string> List() => [];

    public void Put(string name, string xml) => throw new InvalidOperationException("The keys of a blog of one process lie in its data folder.");
}

/// <summary>The file belongs to one process: there is no other clock.</summary>
internal sealed class LiteStoreClock : IStoreClock
{
    public Task<DateTimeOffset?> FindAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);
}

/// <summary>The file belongs to one process: nobody else changes it.</summary>
internal sealed class LiteContentFeed(LiteStore store, TimeProvider time) : IContentFeed
{
    public bool IsShared => false;

    public Task<long> FindLastAsync(CancellationToken ct) => Task.FromResult(0L);

    public Task<ContentChanges> LoadAsync(long after, int limit, CancellationToken ct) => store.ReadAsync(session => new ContentChanges(session.Stamp(), after, []), ct);

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => Task.Delay(atMost, time, ct);
}

/// <summary>A LiteDB file is not moved: the other engines copy table by table, and this one has other tables.</summary>
internal sealed class LiteStoreMove : IStoreMove
{
    public Task<StoreMoveReport> RunAsync(string to, IProgress<StoreMoveProgress> progress, CancellationToken ct) => throw new StoreUnusableException(StoreMove.OnlySql);
}
