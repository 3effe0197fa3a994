using Blog.Media;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IMediaStore"/>
internal sealed class LiteMediaStore(LiteStore store) : IMediaStore
{
    public Task<MediaItem?> FindAsync(Guid id, CancellationToken ct) => store.ReadAsync(session => Read(session.Media.First("uid", id.Stored())), ct);

    public Task<MediaItem?> FindByPathAsync(string path, CancellationToken ct) =>
        store.ReadAsync(session => Read(session.Media.First("path_key", LiteDocuments.Key(path))), ct);

    public Task<MediaItem?> FindByHashAsync(string hash, CancellationToken ct) => store.ReadAsync(session => Read(session.Media.Find(hash)), ct);

    public Task<IReadOnlyDictionary<string, MediaItem>> FindByPathsAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyDictionary<string, MediaItem>)paths.Distinct(StringComparer.Ordinal)
            .Select(p => Read(session.Media.First("path_key", LiteDocuments.Key(p)))).OfType<MediaItem>().ToDictionary(m => m.Path, StringComparer.Ordinal),
        ct);

    public Task<MediaItem> AddAsync(MediaItem item, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (Read(session.Media.Find(item.Hash)) is { } known)
            {
                return known;
            }

            if (session.Media.First("path_key", LiteDocuments.Key(item.Path)) is not null)
            {
                throw new InvalidOperationException($"{item.Path} belongs to another file: nothing was stored.");
            }

            session.Media.Add(Write(item, session.Media.Count()));
            return item;
        },
        ct);

    public Task<bool> AddVariantsAsync(Guid id, IReadOnlyList<MediaVariant> variants, CancellationToken ct) =>
        ChangeAsync(id, row => row["variants"] is not { IsArray: true } known || known.AsArray.Count == 0, row => row["variants"] = Write(variants), ct);

    public Task<bool> SetAltAsync(Guid id, string alt, CancellationToken ct) => ChangeAsync(id, _ => true, row => row["alt"] = alt, ct);

    public Task<IReadOnlyList<MediaItem>> ListAsync(int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<MediaItem>)[.. session.Media.Range("newest", "", char.MaxValue.ToString(), limit, backwards: true).Select(row => Read(row)!)], ct);

    private Task<bool> ChangeAsync(Guid id, Func<BsonDocument, bool> may, Action<BsonDocument> change, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Media.First("uid", id.Stored()) is not { } row || !may(row))
            {
                return false;
            }

            change(row);
            session.Media.Put(row);
            return true;
        },
        ct);

    private static BsonArray Write(IReadOnlyList<MediaVariant> variants) => [.. variants.Select(v => new BsonDocument
    {
        ["path"] = v.Path,
        ["content_type"] = v.ContentType,
        ["width"] = v.Width,
        ["height"] = v.Height,
        ["bytes"] = v.Bytes,
    })];

    private static BsonDocument Write(MediaItem item, long number) => new()
    {
        ["_id"] = item.Hash,
        ["path_key"] = LiteDocuments.Key(item.Path),
        ["newest"] = LiteDocuments.Joined(item.CreatedAt.Stored().Sorted(), number.Sorted()),
        ["uid"] = item.Id.Stored(),
        ["path"] = item.Path,
        ["content_type"] = item.ContentType,
        ["bytes"] = item.Bytes,
        ["width"] = item.Width.Stored(),
        ["height"] = item.Height.Stored(),
        ["alt"] = item.Alt,
        ["created_at"] = item.CreatedAt.Stored(),
        ["name"] = item.Name,
        ["added_by"] = item.AddedBy.Stored(),
        ["variants"] = Write(item.Variants),
    };

    private static MediaItem? Read(BsonDocument? row) => row is null ? null : new(
        row.Id("uid"), row.Text("path"), row.Text("_id"), row.Text("content_type"), row.Long("bytes"), row.IntOrNull("width"), row.IntOrNull("height"), row.Text("alt"), row.Instant("created_at"))
    {
        Name = row.TextOrNull("name") ?? "",
        AddedBy = row.IdOrNull("added_by"),
        Variants = row["variants"] is { IsArray: true } variants ? [.. variants.AsArray.Select(v => Variant(v.AsDocument)).OrderBy(v => v.Width).ThenBy(v => v.ContentType, StringComparer.Ordinal)] : [],
    };

    private static MediaVariant Variant(BsonDocument row) => new(row.Text("path"), row.Text("content_type"), row.Int("width"), row.Int("height"), row.Long("bytes"));
}
