using Blog.Media;
using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IMediaStore"/>
internal sealed class LiteMediaStore(LiteStore store) : IMediaStore
{
    private const int Step = 100;

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

            session.Media.Add(Write(item));
            return item;
        },
        ct);

    public Task<bool> AddVariantsAsync(Guid id, IReadOnlyList<MediaVariant> variants, CancellationToken ct) =>
        ChangeAsync(id, row => row["variants"] is not { IsArray: true } known || known.AsArray.Count == 0, row => row["variants"] = Write(variants), ct);

    public Task<bool> SetAltAsync(Guid id, string alt, CancellationToken ct) => ChangeAsync(id, _ => true, row => row["alt"] = alt, ct);

    public Task<IReadOnlyList<MediaItem>> ListAsync(MediaFilter filter, PostCursor? before, int limit, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var search = string.IsNullOrWhiteSpace(filter.Search) ? null : MediaWords.Folded(filter.Search.Trim());
            var found = new List<MediaItem>();
            for (var skip = 0; found.Count < limit;)
            {
                var rows = session.Media.Range("newest", "", before is { } place ? PlaceOf(place.At, place.Id) : char.MaxValue.ToString(), Step, backwards: true, skip);
                found.AddRange(rows.Select(row => Read(row)!).Where(m => m.Id != before?.Id && Fits(session, m, filter, search)).Take(limit - found.Count).Select(m => m with { Variants = [] }));
                skip += rows.Count;
                if (rows.Count < Step)
                {
                    break;
                }
            }

            return (IReadOnlyList<MediaItem>)found;
        },
        ct);

    public Task<IReadOnlyDictionary<Guid, int>> CountUsesAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyDictionary<Guid, int>)ids.Distinct().Select(id => (Id: id, Uses(session, id).Count)).Where(c => c.Count > 0).ToDictionary(c => c.Id, c => c.Count), ct);

    public Task<IReadOnlyList<MediaUse>> ListUsesAsync(Guid id, int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<MediaUse>)[.. Uses(session, id).OrderByDescending(p => p.Long("number")).Take(limit).Select(p => new MediaUse(Guid.ParseExact(p.Text("_id"), "D"), p.TextOrNull("title"), p.Text("excerpt")))], ct);

    public Task<bool> DeleteAsync(Guid id, int knownUses, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Media.First("uid", id.Stored()) is not { } row || Uses(session, id).Count > knownUses)
            {
                return false;
            }

            foreach (var use in session.MediaUses.With("media", id.Stored()))
            {
                session.MediaUses.Remove(use["_id"]);
            }

            session.Media.Remove(row["_id"]);
            return true;
        },
        ct);

    /// <summary>Writes what a post uses now, by paths; a path that the library does not know is nobody's.</summary>
    public static void Use(LiteSession session, Guid post, IReadOnlyList<string> paths)
    {
        foreach (var use in session.MediaUses.With("post", post.Stored()))
        {
            session.MediaUses.Remove(use["_id"]);
        }

        foreach (var path in paths)
        {
            if (Read(session.Media.First("path_key", LiteDocuments.Key(path))) is { } item)
            {
                session.MediaUses.AddOrPut(new BsonDocument { ["_id"] = LiteDocuments.Joined(item.Id.Stored(), post.Stored()), ["media"] = item.Id.Stored(), ["post"] = post.Stored() });
            }
        }
    }

    private static List<BsonDocument> Uses(LiteSession session, Guid id) =>
        [.. session.MediaUses.With("media", id.Stored()).Select(u => session.Posts.Find(u["post"])).OfType<BsonDocument>().Where(p => !p.Is("status", PostStatus.Deleted))];

    private static bool Fits(LiteSession session, MediaItem item, MediaFilter filter, string? search) =>
        (search is null || MediaWords.Of(item).Contains(search, StringComparison.Ordinal))
        && (filter.AddedBy is null || item.AddedBy == filter.AddedBy)
        && (!filter.WithoutAlt || item is { Alt: "", Width: not null })
        && (!filter.Unused || Uses(session, item.Id).Count == 0);

    private static string PlaceOf(DateTimeOffset at, Guid id) => LiteDocuments.Joined(at.Stored().Sorted(), id.Stored());

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

    private static BsonDocument Write(MediaItem item) => new()
    {
        ["_id"] = item.Hash,
        ["path_key"] = LiteDocuments.Key(item.Path),
        ["newest"] = PlaceOf(item.CreatedAt, item.Id),
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
        Variants = row["variants"] is { IsArray: true, AsArray.Count: > 0 } variants ? [.. variants.AsArray.Select(v => Variant(v.AsDocument)).OrderBy(v => v.Width).ThenBy(v => v.ContentType, StringComparer.Ordinal)] : [],
    };

    private static MediaVariant Variant(BsonDocument row) => new(row.Text("path"), row.Text("content_type"), row.Int("width"), row.Int("height"), row.Long("bytes"));
}
