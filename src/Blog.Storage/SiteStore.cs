using Blog.Posts;
using Blog.Site;

namespace Blog.Storage;

/// <inheritdoc cref="ISiteStore"/>
internal sealed class SiteStore(Database database) : ISiteStore
{
    private const string Put = "INSERT INTO site (id, settings) VALUES (1, @settings) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings";

    private const string PutMark = "INSERT INTO mark (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    public Task<SiteSettings> LoadAsync(CancellationToken ct) => database.ReadAsync(
        session => session.Scalar("SELECT settings FROM site") is string settings ? StoredJson.ReadSettings(settings) : new SiteSettings(), ct);

    public Task<ContentStamp> SaveAsync(SiteSettings settings, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            session.Execute(Put, ("@settings", StoredJson.Write(settings)));
            return session.First(
                "UPDATE content_version SET site = site + 1 RETURNING site, lists", row => new ContentStamp(row.GetInt64(0), row.GetInt64(1)));
        },
        ct);

    public Task<ContentStamp> LoadStampAsync(CancellationToken ct) => database.ReadAsync(
        session => session.First("SELECT site, lists FROM content_version", row => new ContentStamp(row.GetInt64(0), row.GetInt64(1))), ct);

    public Task<string?> FindMarkAsync(string key, CancellationToken ct) =>
        database.ReadAsync(session => (string?)session.Scalar("SELECT value FROM mark WHERE name = @name", ("@name", key)), ct);

    public Task SetMarkAsync(string key, string? value, CancellationToken ct) => database.WriteAsync(
        session => value is null
            ? session.Execute("DELETE FROM mark WHERE name = @name", ("@name", key))
            : session.Execute(PutMark, ("@name", key), ("@value", value)),
        ct);
}
