using System.Data.Common;
using Blog.Posts;

namespace Blog.Storage;

/// <inheritdoc cref="IPostStore"/>
internal sealed class PostStore(Database database) : IPostStore
{
    private const string ById = $"SELECT {PostRows.Whole} FROM {PostRows.WholeFrom} WHERE p.uid = @id";

    private const string BySlug = $"SELECT {PostRows.Whole} FROM {PostRows.WholeFrom} WHERE p.slug = @slug";

    private const string BySource = $"SELECT {PostRows.Whole} FROM {PostRows.WholeFrom} WHERE p.source_key = @key";

    private const string ByPath = $"SELECT {PostRows.Whole} FROM {PostRows.WholeFrom} WHERE p.path = @path AND p.path <> ''";

    private const string ByOldPath = $"SELECT {PostRows.Whole} FROM post_path o CROSS JOIN {PostRows.WholeFrom} WHERE o.path = @path AND p.id = o.post_id";

    private const string Sources =
        """
        SELECT source_key, uid, source_hash, source_revision, revision, status FROM post
        WHERE source_key IS NOT NULL AND source_key >= @from AND source_key < @to
        """;

    private const string DeskAll =
        $"""
        SELECT {PostRows.Summary} FROM post p WHERE p.status <> 'Deleted' AND (p.updated_at, p.uid) < (@at, @id)
        ORDER BY p.updated_at DESC, p.uid DESC LIMIT @limit + 0
        """;

    private const string DeskByStatus =
        $"""
        SELECT {PostRows.Summary} FROM post p WHERE p.status = @status || '' AND (p.updated_at, p.uid) < (@at, @id)
        ORDER BY p.updated_at DESC, p.uid DESC LIMIT @limit + 0
        """;

    private const string DeskHasNewer = "SELECT 1 FROM post p WHERE p.status <> 'Deleted' AND (p.updated_at, p.uid) > (@at, @id) LIMIT 1";

    private const string DeskHasNewerByStatus = "SELECT 1 FROM post p WHERE p.status = @status || '' AND (p.updated_at, p.uid) > (@at, @id) LIMIT 1";

    private const string Years = "SELECT year, posts FROM year_count WHERE posts > 0 ORDER BY year DESC";

    private const string Tags = "SELECT name, slug, posts FROM tag WHERE posts > 0 ORDER BY posts DESC, slug LIMIT @limit + 0";

    private const string TagBySlug = "SELECT name, slug, posts FROM tag WHERE slug = @slug AND posts > 0";

    private const string AuthorBySlug = "SELECT account, name, slug FROM byline WHERE slug = @slug AND posts > 0";

    private const string Sitemap = "SELECT path, updated_at FROM post WHERE is_public = 1 AND id > @after AND id <= @last ORDER BY id";

    // From each part to the next that holds an address, by index.
    private const string SitemapParts =
        """
        WITH RECURSIVE part (number) AS (
          SELECT (min(id) - 1) / @size FROM post WHERE is_public = 1
          UNION ALL
          SELECT ((SELECT min(p.id) FROM post p WHERE p.is_public = 1 AND p.id > (part.number + 1) * @size) - 1) / @size FROM part WHERE part.number IS NOT NULL)
        SELECT number + 1 FROM part WHERE number IS NOT NULL
        """;

    private const string Due = "SELECT uid FROM post WHERE status = 'Scheduled' AND published_at <= @now ORDER BY published_at LIMIT @limit + 0";

    private const string NextDue = "SELECT min(published_at) FROM post WHERE status = 'Scheduled'";

    private const string Revisions =
        """
        SELECT p.uid, r.number, r.saved_at, r.origin, r.title, r.markdown, r.excerpt
        FROM post p JOIN post_revision r ON r.post_id = p.id WHERE p.uid = @post ORDER BY r.id DESC
        """;

    private const string OneRevision =
        """
        SELECT p.uid, r.number, r.saved_at, r.origin, r.title, r.markdown, r.excerpt
        FROM post p JOIN post_revision r ON r.post_id = p.id AND r.number = @number WHERE p.uid = @post
        """;

    /// <summary>The statements that a page or the desk waits for, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() =>
        [ById, BySlug, BySource, ByPath, ByOldPath, Sources, DeskAll, DeskByStatus, DeskHasNewer, DeskHasNewerByStatus, Years, Tags, TagBySlug, AuthorBySlug, Sitemap, SitemapParts, Due, NextDue, OneRevision];

    public Task<Post?> FindAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ById, PostRows.ReadWhole, ("@id", id.Stored())), ct);

    public Task<PathMatch?> FindByPathAsync(string path, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            if (session.First(ByPath, PostRows.ReadWhole, ("@path", path)) is { } living)
            {
                return new PathMatch(living, RedirectTo: null);
            }

            if (session.First(ByOldPath, PostRows.ReadWhole, ("@path", path)) is not { } moved)
            {
                return null;
            }

            // Nobody is sent to an address that only says "gone": the old one says it at once.
            return moved.IsPublic ? new PathMatch(Post: null, moved.Path) : new PathMatch(moved, RedirectTo: null);
        },
        ct);

    public Task<Post?> FindBySlugAsync(string slug, CancellationToken ct) =>
        database.ReadAsync(session => session.First(BySlug, PostRows.ReadWhole, ("@slug", slug)), ct);

    public Task<Post?> FindBySourceAsync(string sourceKey, CancellationToken ct) =>
        database.ReadAsync(session => session.First(BySource, PostRows.ReadWhole, ("@key", sourceKey)), ct);

    public Task<IReadOnlyDictionary<string, SourceMark>> ListSourcesAsync(string keyPrefix, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            var marks = new Dictionary<string, SourceMark>(StringComparer.Ordinal);

            // No character sorts after the last code point, so this is the end of all keys with the prefix.
            using var row = session.Query(Sources, ("@from", keyPrefix), ("@to", keyPrefix + "\U0010FFFF"));
            while (row.Read())
            {
                marks[row.Text(0)] = new SourceMark(row.Id(1), row.Text(2), row.Int(3), row.Int(4), row.Name<PostStatus>(5) == PostStatus.Deleted);
            }

            return (IReadOnlyDictionary<string, SourceMark>)marks;
        },
        ct);

    public Task<PostSaved> SaveAsync(PostChange change, CancellationToken ct) => database.WriteAsync(session => PostWriter.Save(session, change), ct);

    public Task<PostPage> ListPublishedAsync(PostFilter filter, PostCursor? before, PostCursor? after, int limit, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            var (statements, value) = PostLists.For(filter);
            var (at, id) = Place(after ?? before);
            var items = session.List(
                after is null ? statements.Older : statements.Newer, PostRows.ReadSummary, ("@filter", value), ("@at", at), ("@id", id), ("@limit", limit + 1));
            var more = items.Count > limit;
            if (more)
            {
                items.RemoveAt(limit);
            }

            if (after is null)
            {
                return new PostPage(items, HasNewer: before is not null && Has(statements.HasNewer, items, first: true), more);
            }

            items.Reverse();
            return new PostPage(items, more, HasOlder: Has(statements.HasOlder, items, first: false));

            bool Has(string sql, List<PostSummary> page, bool first)
            {
                var (edge, edgeId) = page.Count == 0 ? (at, id) : Place(first ? page[0] : page[^1]);
                return session.Scalar(sql, ("@filter", value), ("@at", edge), ("@id", edgeId)) is not null;
            }
        },
        ct);

    public Task<IReadOnlyList<Post>> ListNewestAsync(PostFilter filter, int limit, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            var (statements, value) = PostLists.For(filter);
            return (IReadOnlyList<Post>)session.List(statements.Feed, PostRows.ReadWhole, ("@filter", value), ("@limit", limit));
        },
        ct);

    public Task<PostPage> ListForDeskAsync(PostStatus? status, string? search, PostCursor? before, int limit, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            var (at, id) = Place(before);
            var state = status?.ToString();
            var items = string.IsNullOrWhiteSpace(search) ? Walk() : Search(SearchText.Words(search));
            var more = items.Count > limit;
            if (more)
            {
                items.RemoveAt(limit);
            }

            return new PostPage(items, before is not null && HasNewer(), more);

            List<PostSummary> Walk() => state is null
                ? session.List(DeskAll, PostRows.ReadSummary, ("@at", at), ("@id", id), ("@limit", limit + 1))
                : session.List(DeskByStatus, PostRows.ReadSummary, ("@status", state), ("@at", at), ("@id", id), ("@limit", limit + 1));

            List<PostSummary> Search(IReadOnlyList<SearchWord> words) =>
                words.Count == 0 ? [] : session.Dialect.Search.ListForDesk(session, words, state, (at, id), limit + 1);

            // With a search the place itself is among the results: whoever has a place came from a newer page.
            bool HasNewer() => !string.IsNullOrWhiteSpace(search) || (items is not [var first, ..]
                ? true
                : state is null
                    ? session.Scalar(DeskHasNewer, ("@at", first.UpdatedAt.Stored()), ("@id", first.Id.Stored())) is not null
                    : session.Scalar(DeskHasNewerByStatus, ("@status", state), ("@at", first.UpdatedAt.Stored()), ("@id", first.Id.Stored())) is not null);
        },
        ct);

    public Task<IReadOnlyList<YearCount>> ListYearsAsync(CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<YearCount>)session.List(Years, row => new YearCount(row.Int(0), row.Int(1))), ct);

    public Task<IReadOnlyList<TagCount>> ListTagsAsync(int limit, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<TagCount>)session.List(Tags, ReadTag, ("@limit", limit)), ct);

    public Task<TagCount?> FindTagAsync(string slug, CancellationToken ct) =>
        database.ReadAsync(session => session.First(TagBySlug, row => (TagCount?)ReadTag(row), ("@slug", slug)), ct);

    public Task<Byline?> FindAuthorAsync(string slug, CancellationToken ct) => database.ReadAsync(
        session => session.First(AuthorBySlug, row => (Byline?)new Byline(row.IdOrNull(0), row.Text(1), row.Text(2)), ("@slug", slug)), ct);

    public Task<IReadOnlyList<SearchHit>> SearchAsync(string query, int limit, CancellationToken ct) =>
        database.ReadAsync(session => session.Dialect.Search.Find(session, query, limit), ct);

    public Task<(PostSummary? Older, PostSummary? Newer)> FindNeighboursAsync(Post post, CancellationToken ct)
    {
        if (post is not { Status: PostStatus.Published, PublishedAt: { } published })
        {
            return Task.FromResult<(PostSummary?, PostSummary?)>((null, null));
        }

        return database.ReadAsync(
            session =>
            {
                var (statements, _) = PostLists.For(default);
                var (at, id) = (published.Stored(), post.Id.Stored());
                return (
                    session.First(statements.Older, PostRows.ReadSummary, ("@filter", null), ("@at", at), ("@id", id), ("@limit", 1)),
                    session.First(statements.Newer, PostRows.ReadSummary, ("@filter", null), ("@at", at), ("@id", id), ("@limit", 1)));
            },
            ct);
    }

    public Task<IReadOnlyList<PostSummary>> ListRelatedAsync(Guid id, int limit, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<PostSummary>)session.List(RelatedPosts.List, PostRows.ReadSummary, ("@id", id.Stored()), ("@limit", limit)), ct);

    public Task<IReadOnlyList<SitemapEntry>> ListSitemapAsync(SitemapPart? part, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<SitemapEntry>)session.List(
            Sitemap,
            row => new SitemapEntry(row.Text(0), row.Instant(1)),
            ("@after", part is { } some ? (some.Number - 1L) * some.Size : 0),
            ("@last", part is { } same ? (long)same.Number * same.Size : long.MaxValue)),
        ct);

    public Task<IReadOnlyList<int>> ListSitemapPartsAsync(int size, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<int>)session.List(SitemapParts, row => row.Int(0), ("@size", size)), ct);

    public Task<int> CountPublicAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.First("SELECT public_posts FROM content_version", row => row.Int(0)), ct);

    public Task<IReadOnlyList<Guid>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<Guid>)session.List(Due, row => row.Id(0), ("@now", now.Stored()), ("@limit", limit)), ct);

    public Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct) =>
        database.ReadAsync(session => session.First(NextDue, row => row.InstantOrNull(0)), ct);

    public Task<IReadOnlyList<PostRevision>> ListRevisionsAsync(Guid postId, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<PostRevision>)session.List(Revisions, PostRows.ReadRevision, ("@post", postId.Stored())), ct);

    public Task<PostRevision?> FindRevisionAsync(Guid postId, int number, CancellationToken ct) => database.ReadAsync(
        session => session.First(OneRevision, PostRows.ReadRevision, ("@number", number), ("@post", postId.Stored())), ct);

    private static TagCount ReadTag(DbDataReader row) => new(new Tag(row.Text(0), row.Text(1)), row.Int(2));

    // Without a cursor a list starts after the end of time.
    private static (long At, string Id) Place(PostCursor? cursor) => cursor is { } place ? (place.At.Stored(), place.Id.Stored()) : (long.MaxValue, "");

    private static (long At, string Id) Place(PostSummary post) => (post.PublishedAt.GetValueOrDefault().Stored(), post.Id.Stored());
}
