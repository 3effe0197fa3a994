using System.Data.Common;
using Blog.Posts;

namespace Blog.Storage;

/// <inheritdoc cref="IDeskPosts"/>
internal sealed class DeskPostStore(Database database) : IDeskPosts
{
    private const string Between =
        """
        SELECT p.uid, p.title, p.excerpt, p.status, p.published_at, p.revision, p.authors,
          (SELECT count(*) FROM delivery w WHERE w.post_id = p.id AND w.state IN ('Unknown', 'Failed')),
          (SELECT count(*) FROM delivery w WHERE w.post_id = p.id AND w.state || '' = 'Held')
        FROM post p WHERE p.status = @status || '' AND p.published_at >= @from AND p.published_at < @to
        ORDER BY p.published_at, p.uid LIMIT @limit + 0
        """;

    // What the index of states finds is few and is sorted; the sums keep the planner from walking all posts by date.
    private const string Troubled =
        $"""
        SELECT {PostRows.Summary} FROM post p
        WHERE p.id IN (
          SELECT u.post_id FROM (SELECT d.post_id FROM delivery d WHERE d.state = 'Unknown' ORDER BY d.id DESC LIMIT @most + 0) u
          UNION SELECT f.post_id FROM (SELECT d.post_id FROM delivery d WHERE d.state = 'Failed' ORDER BY d.id DESC LIMIT @most + 0) f
          UNION SELECT h.post_id FROM (SELECT d.post_id FROM delivery d WHERE d.state = 'Held' ORDER BY d.id DESC LIMIT @most + 0) h)
          AND p.status <> 'Deleted' AND (p.updated_at + 0, p.uid || '') < (@at, @id)
        ORDER BY p.updated_at + 0 DESC, p.uid || '' DESC LIMIT @limit + 0
        """;

    private const int MostTroubles = 500;

    private static readonly PostStatus[] Dated = [PostStatus.Draft, PostStatus.Scheduled, PostStatus.Published, PostStatus.Unlisted];

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [Between];

    public Task<IReadOnlyList<PlannedPost>> ListBetweenAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<PlannedPost>)
        [
            .. Dated.SelectMany(status => session.List(
                Between, ReadPlanned, ("@status", status.ToString()), ("@from", from.Stored()), ("@to", to.Stored()), ("@limit", limit))).OrderBy(p => p.At),
        ],
        ct);

    public Task<PostPage> ListTroubledAsync(PostCursor? before, int limit, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            var (at, id) = before is { } place ? (place.At.Stored(), place.Id.Stored()) : (long.MaxValue, "");
            var items = session.List(Troubled, PostRows.ReadSummary, ("@most", MostTroubles), ("@at", at), ("@id", id), ("@limit", limit + 1));
            var more = items.Count > limit;
            return new PostPage(more ? items[..limit] : items, before is not null, more);
        },
        ct);

    private static PlannedPost ReadPlanned(DbDataReader row) => new(
        row.Id(0), row.TextOrNull(1), row.Text(2), row.Name<PostStatus>(3), row.Instant(4), row.Int(5), StoredJson.ReadAuthors(row.Text(6)), row.Int(7), row.Int(8));
}
