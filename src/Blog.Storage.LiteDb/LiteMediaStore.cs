using Blog.Media;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IMediaStore"/>
internal sealed class LiteMediaStore(LiteStore store) : IMediaStore
{
    public Task<MediaItem?> FindByPathAsync(string path, CancellationToken ct) =>
        store.ReadAsync(session => Read(session.Media.First("path_key", LiteDocuments.Key(path))), ct);

    public Task<MediaItem?> FindByHashAsync(string hash, CancellationToken ct) => store.ReadAsync(session => Read(session.Media.Find(hash)), ct);

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

    public Task<IReadOnlyList<MediaItem>> ListAsync(int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<MediaItem>)[.. session.Media.Range("newest", "", char.MaxValue.ToString(), limit, backwards: true).Select(row => Read(row)!)], ct);

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
    };

    private static MediaItem? Read(BsonDocument? row) => row is null ? null : new(
        row.Id("uid"), row.Text("path"), row.Text("_id"), row.Text("content_type"), row.Long("bytes"), row.IntOrNull("width"), row.IntOrNull("height"), row.Text("alt"), row.Instant("created_at"));
}
