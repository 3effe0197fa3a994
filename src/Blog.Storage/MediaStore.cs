using System.Data.Common;
using Blog.Media;
using Blog.Posts;

namespace Blog.Storage;

/// <inheritdoc cref="IMediaStore"/>
internal sealed class MediaStore(Database database) : IMediaStore
{
    private const string Columns = "uid, path, hash, content_type, bytes, width, height, alt, created_at, name, added_by";

    private const string Counted = "FROM media m JOIN media_use u ON u.media_id = m.id JOIN post p ON p.id = u.post_id AND p.status <> 'Deleted'";

    private const string Whole =
        """
        SELECT m.uid, m.path, m.hash, m.content_type, m.bytes, m.width, m.height, m.alt, m.created_at, m.name, m.added_by,
          v.path, v.content_type, v.width, v.height, v.bytes
        FROM media m LEFT JOIN media_variant v ON v.media_id = m.id
        """;

    private const string ById = $"{Whole} WHERE m.uid = @id";

    private const string ByPath = $"{Whole} WHERE m.path = @path";

    private const string ByHash = $"{Whole} WHERE m.hash = @hash";

    private const string Add =
        $"INSERT INTO media ({Columns}, words) VALUES (@id, @path, @hash, @type, @bytes, @width, @height, @alt, @created, @name, @by, @words) ON CONFLICT (hash) DO NOTHING RETURNING id";

    private const string Bare = "SELECT m.id FROM media m WHERE m.uid = @id AND NOT EXISTS (SELECT 1 FROM media_variant v WHERE v.media_id = m.id)";

    private const string AddVariant =
        "INSERT INTO media_variant (media_id, width, content_type, height, path, bytes) VALUES (@media, @width, @type, @height, @path, @bytes)";

    private const string SetAlt = "UPDATE media SET alt = @alt, words = @words WHERE uid = @id";

    private const string Newest =
        $"""
        SELECT {Columns} FROM media m WHERE (m.created_at, m.uid) < (@at, @id) AND (@search = '' OR m.words LIKE @search || '' ESCAPE '!')
          AND (@by = '' OR m.added_by = @by || '') AND (@bare = 0 OR (m.alt = '' AND m.width IS NOT NULL))
          AND (@unused = 0 OR NOT EXISTS (SELECT 1 FROM media_use u JOIN post p ON p.id = u.post_id AND p.status <> 'Deleted' WHERE u.media_id = m.id))
        ORDER BY m.created_at DESC, m.uid DESC LIMIT @limit + 0
        """;

    private const string UsesOf = $"SELECT p.uid, p.title, p.excerpt {Counted} WHERE m.uid = @id ORDER BY u.post_id DESC LIMIT @limit + 0";

    private const string UsesOfOne = $"SELECT count(*) {Counted} WHERE m.uid = @id";

    private const string NumberOf = "SELECT id FROM media WHERE uid = @id";

    private static readonly string[] Drop = ["DELETE FROM media_use WHERE media_id = @media", "DELETE FROM media_variant WHERE media_id = @media", "DELETE FROM media WHERE id = @media"];

    // More pictures than most posts have; what is left over is asked for in further rounds.
    private const int Round = 32;

    private static readonly string Places = string.Join(", ", Enumerable.Range(0, Round).Select(Place));

    private static readonly string ByPaths = $"{Whole} WHERE m.path IN ({Places})";

    private static readonly string UseCounts = $"SELECT m.uid, count(*) {Counted} WHERE m.uid IN ({Places}) GROUP BY m.uid";

    /// <summary>All its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [ById, ByPath, ByHash, ByPaths, Bare, SetAlt, Newest, UsesOf, UsesOfOne, UseCounts, NumberOf, .. Drop, .. MediaUses.Texts()];

    public Task<MediaItem?> FindAsync(Guid id, CancellationToken ct) => database.ReadAsync(session => First(session, ById, ("@id", id.Stored())), ct);

    public Task<MediaItem?> FindByPathAsync(string path, CancellationToken ct) => database.ReadAsync(session => First(session, ByPath, ("@path", path)), ct);

    public Task<MediaItem?> FindByHashAsync(string hash, CancellationToken ct) => database.ReadAsync(session => First(session, ByHash, ("@hash", hash)), ct);

    public async Task<IReadOnlyDictionary<string, MediaItem>> FindByPathsAsync(IReadOnlyCollection<string> paths, CancellationToken ct) => paths.Count == 0
        ? new Dictionary<string, MediaItem>(StringComparer.Ordinal)
        : await database.ReadAsync(
            session => paths.Distinct(StringComparer.Ordinal).Chunk(Round)
                .SelectMany(chunk => WholeItems(session, ByPaths, Filled(chunk)))
                .ToDictionary(m => m.Path, StringComparer.Ordinal),
            ct);

    public Task<MediaItem> AddAsync(MediaItem item, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var added = session.Scalar(
                Add,
                ("@id", item.Id.Stored()),
                ("@path", item.Path),
                ("@hash", item.Hash),
                ("@type", item.ContentType),
                ("@bytes", item.Bytes),
                ("@width", item.Width),
                ("@height", item.Height),
                ("@alt", item.Alt),
                ("@created", item.CreatedAt.Stored()),
                ("@name", item.Name),
                ("@by", item.AddedBy?.Stored()),
                ("@words", MediaWords.Of(item)));
            if (added is long id)
            {
                WriteVariants(session, id, item.Variants);
            }

            return First(session, ByHash, ("@hash", item.Hash))!;
        },
        ct);

    public Task<bool> AddVariantsAsync(Guid id, IReadOnlyList<MediaVariant> variants, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (session.Scalar(Bare, ("@id", id.Stored())) is not long media)
            {
                return false;
            }

            WriteVariants(session, media, variants);
            return true;
        },
        ct);

    public Task<bool> SetAltAsync(Guid id, string alt, CancellationToken ct) =>
        database.WriteAsync(
            session => First(session, ById, ("@id", id.Stored())) is { } item
                && session.Execute(SetAlt, ("@alt", alt), ("@words", MediaWords.Of(item with { Alt = alt })), ("@id", id.Stored())) > 0,
            ct);

    public Task<IReadOnlyList<MediaItem>> ListAsync(MediaFilter filter, PostCursor? before, int limit, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<MediaItem>)session.List(
            Newest,
            Read,
            ("@at", before?.At.Stored() ?? long.MaxValue),
            ("@id", before?.Id.Stored() ?? ""),
            ("@search", string.IsNullOrWhiteSpace(filter.Search) ? "" : $"%{MediaWords.Folded(filter.Search.Trim()).Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%"),
            ("@by", filter.AddedBy?.Stored() ?? ""),
            ("@bare", filter.WithoutAlt ? 1 : 0),
            ("@unused", filter.Unused ? 1 : 0),
            ("@limit", limit)),
        ct);

    public async Task<IReadOnlyDictionary<Guid, int>> CountUsesAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) => ids.Count == 0
        ? new Dictionary<Guid, int>()
        : await database.ReadAsync(
            session => ids.Select(id => id.Stored()).Chunk(Round).SelectMany(chunk => session.List(UseCounts, row => (Id: row.Id(0), Count: row.Int(1)), Filled(chunk))).ToDictionary(c => c.Id, c => c.Count),
            ct);

    public Task<IReadOnlyList<MediaUse>> ListUsesAsync(Guid id, int limit, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<MediaUse>)session.List(UsesOf, row => new MediaUse(row.Id(0), row.TextOrNull(1), row.Text(2)), ("@id", id.Stored()), ("@limit", limit)), ct);

    public Task<bool> DeleteAsync(Guid id, int knownUses, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (session.Scalar(NumberOf, ("@id", id.Stored())) is not long media || session.Scalar(UsesOfOne, ("@id", id.Stored())) is not long uses || uses > knownUses)
            {
                return false;
            }

            foreach (var sql in Drop)
            {
                session.Execute(sql, ("@media", media));
            }

            return true;
        },
        ct);

    private static string Place(int number) => "@p" + (char)('a' + (number / 16)) + (char)('a' + (number % 16));

    private static (string, object?)[] Filled(string[] values) => [.. Enumerable.Range(0, Round).Select(i => (Place(i), (object?)values[Math.Min(i, values.Length - 1)]))];

    private static MediaItem? First(Session session, string sql, params (string, object?)[] values) => WholeItems(session, sql, values).FirstOrDefault();

    // One row for each variant, or one for a file that has none.
    private static List<MediaItem> WholeItems(Session session, string sql, params (string, object?)[] values) =>
    [
        .. session.List(sql, row => (Item: Read(row), Variant: row.IsDBNull(11) ? null : ReadVariant(row)), values).GroupBy(r => r.Item.Id).Select(g => g.First() switch
        {
            { Variant: null } bare => bare.Item,
            var first => first.Item with { Variants = [.. g.Select(r => r.Variant!).OrderBy(v => v.Width).ThenBy(v => v.ContentType, StringComparer.Ordinal)] },
        }),
    ];

    private static void WriteVariants(Session session, long media, IReadOnlyList<MediaVariant> variants)
    {
        foreach (var variant in variants)
        {
            session.Execute(
                AddVariant,
                ("@media", media),
                ("@width", variant.Width),
                ("@type", variant.ContentType),
                ("@height", variant.Height),
                ("@path", variant.Path),
                ("@bytes", variant.Bytes));
        }
    }

    private static MediaItem Read(DbDataReader row) => new(
        row.Id(0), row.Text(1), row.Text(2), row.Text(3), row.GetInt64(4), row.IntOrNull(5), row.IntOrNull(6), row.Text(7), row.Instant(8))
    {
        Name = row.Text(9),
        AddedBy = row.IdOrNull(10),
    };

    private static MediaVariant ReadVariant(DbDataReader row) => new(row.Text(11), row.Text(12), row.Int(13), row.Int(14), row.GetInt64(15));
}
