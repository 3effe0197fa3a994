using Blog.Posts;
using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IDeskPosts"/>
internal sealed class LiteDeskPosts(LiteStore store) : IDeskPosts
{
    private const int MostTroubles = 500;

    private static readonly PostStatus[] Dated = [PostStatus.Draft, PostStatus.Scheduled, PostStatus.Published, PostStatus.Unlisted];

    public Task<IReadOnlyList<PlannedPost>> ListBetweenAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var found = session.Posts.Range("published_at", from.Stored(), to.Stored() - 1, int.MaxValue);
            return (IReadOnlyList<PlannedPost>)
                [.. Dated.SelectMany(status => found.Where(row => row.Is("status", status)).Take(limit)).Select(row => Read(session, row)).OrderBy(p => p.At)];
        },
        ct);

    public Task<PostPage> ListTroubledAsync(PostCursor? before, int limit, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            DeliveryState[] troubled = [DeliveryState.Unknown, DeliveryState.Failed, DeliveryState.Held];
            var found = troubled.SelectMany(state => session.Deliveries.With("state", state.ToString()).OrderByDescending(row => row["_id"].AsInt64).Take(MostTroubles))
                .Select(row => row.Text("post_id")).Distinct()
                .Select(id => LitePostRows.ReadSummary(session.Posts.Find(id)!))
                .Where(p => p.Status != PostStatus.Deleted && (before is not { } place || p.UpdatedAt < place.At || (p.UpdatedAt == place.At && string.CompareOrdinal(p.Id.ToString("D"), place.Id.ToString("D")) < 0)))
                .OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id.ToString("D"), StringComparer.Ordinal)
                .Take(limit + 1)
                .ToList();
            return new PostPage(found.Count > limit ? found[..limit] : found, before is not null, found.Count > limit);
        },
        ct);

    private static PlannedPost Read(LiteSession session, BsonDocument row)
    {
        var copies = session.Deliveries.With("post_id", row["_id"]).ConvertAll(copy => copy.Name<DeliveryState>("state"));
        return new PlannedPost(
            row.Id("_id"),
            row.TextOrNull("title"),
            row.Text("excerpt"),
            row.Name<PostStatus>("status"),
            row.Instant("published_at"),
            row.Int("revision"),
            StoredJson.ReadAuthors(row.Text("authors")),
            copies.Count(state => state is DeliveryState.Unknown or DeliveryState.Failed),
            copies.Count(state => state == DeliveryState.Held));
    }
}
