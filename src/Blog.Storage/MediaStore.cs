using System.Data.Common;
using Blog.Media;

namespace Blog.Storage;

/// <inheritdoc cref="IMediaStore"/>
internal sealed class MediaStore(Database database) : IMediaStore
{
    private const string Columns = "uid, path, hash, content_type, bytes, width, height, alt, created_at";

    private const string ByPath = $"SELECT {Columns} FROM media WHERE path = @path";

    private const string ByHash = $"SELECT {Columns} FROM media WHERE hash = @hash";

    private const string Add =
        $"INSERT INTO media ({Columns}) VALUES (@id, @path, @hash, @type, @bytes, @width, @height, @alt, @created) ON CONFLICT (hash) DO NOTHING";

    private const string Newest = $"SELECT {Columns} FROM media ORDER BY created_at DESC, id DESC LIMIT @limit + 0";

    /// <summary>All its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [ByPath, ByHash, Newest];

    public Task<MediaItem?> FindByPathAsync(string path, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ByPath, Read, ("@path", path)), ct);

    public Task<MediaItem?> FindByHashAsync(string hash, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ByHash, Read, ("@hash", hash)), ct);

    public Task<MediaItem> AddAsync(MediaItem item, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            session.Execute(
                Add,
                ("@id", item.Id.Stored()),
                ("@path", item.Path),
                ("@hash", item.Hash),
                ("@type", item.ContentType),
                ("@bytes", item.Bytes),
                ("@width", item.Width),
                ("@height", item.Height),
                ("@alt", item.Alt),
                ("@created", item.CreatedAt.Stored()));
            return session.First(ByHash, Read, ("@hash", item.Hash))!;
        },
        ct);

    public Task<IReadOnlyList<MediaItem>> ListAsync(int limit, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<MediaItem>)session.List(Newest, Read, ("@limit", limit)), ct);

    private static MediaItem Read(DbDataReader row) => new(
        row.Id(0), row.Text(1), row.Text(2), row.Text(3), row.GetInt64(4), row.IntOrNull(5), row.IntOrNull(6), row.Text(7), row.Instant(8));
}
