using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IPostStore"/>
internal sealed class LitePostStore(LiteStore store) : IPostStore
{
    public Task<Post?> FindAsync(Guid id, CancellationToken ct) => store.ReadAsync(session => Whole(session, session.Posts.Find(id.Stored())), ct);

    public Task<PathMatch?> FindByPathAsync(string path, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var key = LiteDocuments.Key(path);
            if (path.Length == 0)
            {
                return null;
            }

            if (session.Posts.First("path", key) is { } living)
            {
                return new PathMatch(Whole(session, living), RedirectTo: null);
            }

            if (session.Paths.Find(key) is not { } known || Whole(session, session.Posts.Find(known["post"])) is not { } moved)
            {
                return null;
            }

            // Nobody is sent to an address that only says "gone": the old one says it at once.
            return moved.IsPublic ? new PathMatch(Post: null, moved.Path) : new PathMatch(moved, RedirectTo: null);
        },
        ct);

    public Task<Post?> FindBySlugAsync(string slug, CancellationToken ct) =>
        store.ReadAsync(session => Whole(session, session.Posts.First("slug", LiteDocuments.Key(slug))), ct);

    public Task<Post?> FindBySourceAsync(string sourceKey, CancellationToken ct) =>
        store.ReadAsync(session => Whole(session, session.Posts.First("source", LiteDocuments.Key(sourceKey))), ct);

    public Task<IReadOnlyDictionary<string, SourceMark>> ListSourcesAsync(string keyPrefix, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            // A long prefix is shortened to what is kept of long keys as they are; what was found too much is left out.
            var prefix = LiteDocuments.Key(keyPrefix).Split('#')[0];
            return (IReadOnlyDictionary<string, SourceMark>)session.Posts.Range("source", prefix, prefix + char.MaxValue, int.MaxValue)
                .Where(row => row.Text("source_key").StartsWith(keyPrefix, StringComparison.Ordinal))
                .ToDictionary(
                    row => row.Text("source_key"),
                    row => new SourceMark(row.Id("_id"), row.Text("source_hash"), row.Int("source_revision"), row.Int("revision"), row.Is("status", PostStatus.Deleted)),
                    StringComparer.Ordinal);
        },
        ct);

    public Task<PostSaved> SaveAsync(PostChange change, CancellationToken ct) => store.WriteAsync(session => LitePostWriter.Save(session, change), ct);

    public Task<PostPage> ListPublishedAsync(PostFilter filter, PostCursor? before, PostCursor? after, int limit, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var list = LiteLists.Of(filter);
            var place = Place(list, after ?? before);
            var found = after is null ? LiteLists.Older(session, list, place, limit + 1) : LiteLists.Newer(session, list, place, limit + 1);
            var more = found.Count > limit;
            if (more)
            {
                found.RemoveAt(limit);
            }

            if (after is null)
            {
                return new PostPage(Summaries(session, found), before is not null && LiteLists.Newer(session, list, Edge(found, first: true), 1).Count > 0, more);
            }

            found.Reverse();
            return new PostPage(Summaries(session, found), more, LiteLists.Older(session, list, Edge(found, first: false), 1).Count > 0);

            string? Edge(List<BsonDocument> page, bool first) => page.Count == 0 ? place : (first ? page[0] : page[^1])["_id"].AsString;
        },
        ct);

    public Task<IReadOnlyList<Post>> ListNewestAsync(PostFilter filter, int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<Post>)[.. LiteLists.Older(session, LiteLists.Of(filter), before: null, limit).Select(place => Whole(session, session.Posts.Find(place["post"]))!)],
        ct);

    public Task<PostPage> ListForDeskAsync(PostStatus? status, string? search, PostCursor? before, int limit, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var list = LiteLists.Of(status);
            var isSearch = !string.IsNullOrWhiteSpace(search);
            var items = isSearch
                ? LiteSearch.ListForDesk(session, search!, status, before, limit + 1)
                : Summaries(session, LiteLists.Older(session, list, Place(list, before), limit + 1));
            var more = items.Count > limit;
            if (more)
            {
                items.RemoveAt(limit);
            }

            // With a search the place itself is among the results: whoever has a place came from a newer page.
            var hasNewer = before is not null
                && (isSearch || items is not [var first, ..] || LiteLists.Newer(session, list, LiteLists.Key(list, first.UpdatedAt, first.Id), 1).Count > 0);
            return new PostPage(items, hasNewer, more);
        },
        ct);

    public Task<IReadOnlyList<YearCount>> ListYearsAsync(CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<YearCount>)[.. session.Years.All().Select(row => new YearCount(row.Int("_id"), row.Int("posts"))).Where(y => y.Count > 0).OrderByDescending(y => y.Year)],
        ct);

    public Task<IReadOnlyList<TagCount>> ListTagsAsync(int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<TagCount>)
            [.. session.Tags.All().Select(ReadTag).Where(t => t.Count > 0).OrderByDescending(t => t.Count).ThenBy(t => t.Tag.Slug, StringComparer.Ordinal).Take(limit)],
        ct);

    public Task<TagCount?> FindTagAsync(string slug, CancellationToken ct) => store.ReadAsync(
        session => session.Tags.Find(LiteDocuments.Key(slug)) is { } row && ReadTag(row) is { Count: > 0 } tag ? tag : (TagCount?)null, ct);

    public Task<Byline?> FindAuthorAsync(string slug, CancellationToken ct) => store.ReadAsync(
        session => session.Bylines.Find(LiteDocuments.Key(slug)) is { } row && row.Int("posts") > 0 ? new Byline(row.IdOrNull("account"), row.Text("name"), row.Text("slug")) : null, ct);

    public Task<IReadOnlyList<SearchHit>> SearchAsync(string query, int limit, CancellationToken ct) =>
        store.ReadAsync(session => LiteSearch.Find(session, query, limit), ct);

    public Task<(PostSummary? Older, PostSummary? Newer)> FindNeighboursAsync(Post post, CancellationToken ct)
    {
        if (post is not { Status: PostStatus.Published, PublishedAt: { } published })
        {
            return Task.FromResult<(PostSummary?, PostSummary?)>((null, null));
        }

        return store.ReadAsync(
            session =>
            {
                var list = LiteLists.Of(default(PostFilter));
                var place = LiteLists.Key(list, published, post.Id);
                return (
                    Summaries(session, LiteLists.Older(session, list, place, 1)).FirstOrDefault(),
                    Summaries(session, LiteLists.Newer(session, list, place, 1)).FirstOrDefault());
            },
            ct);
    }

    public Task<IReadOnlyList<PostSummary>> ListRelatedAsync(Guid id, int limit, CancellationToken ct) =>
        store.ReadAsync(session => LiteRelatedPosts.Find(session, id, limit), ct);

    public Task<IReadOnlyList<SitemapEntry>> ListSitemapAsync(SitemapPart? part, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var (first, last) = part is { } some ? (((some.Number - 1L) * some.Size) + 1, (long)some.Number * some.Size) : (0, long.MaxValue);
            var places = session.Lists.Range("_id", LiteLists.MapKey(first), LiteLists.MapKey(last), int.MaxValue);
            return (IReadOnlyList<SitemapEntry>)
                [.. places.Select(place => session.Posts.Find(place["post"])!).Select(row => new SitemapEntry(row.Text("path_text"), row.Instant("updated_at")))];
        },
        ct);

    public Task<IReadOnlyList<int>> ListSitemapPartsAsync(int size, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            // From each part to the next that holds an address.
            var parts = new List<int>();
            for (long from = 0; session.Lists.Least("_id", LiteLists.MapKey(from), LiteLists.MapKey(long.MaxValue)) is { } place;)
            {
                var part = (int)((session.Posts.Find(place["post"])!.Long("number") - 1) / size) + 1;
                parts.Add(part);
                from = ((long)part * size) + 1;
            }

            return (IReadOnlyList<int>)parts;
        },
        ct);

    public Task<int> CountPublicAsync(CancellationToken ct) => store.ReadAsync(session => session.PublicPosts(), ct);

    public Task<IReadOnlyList<Guid>> ListDueAsync(DateTimeOffset now, int limit, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<Guid>)
        [
            .. session.Lists.Range("_id", LiteLists.Due + LiteDocuments.Separator, LiteDocuments.Joined(LiteLists.Due, now.Stored().Sorted()) + LiteDocuments.AfterSeparator, limit)
                .Select(place => place.Id("post")),
        ],
        ct);

    public Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct) => store.ReadAsync(
        session => LiteLists.Newer(session, LiteLists.Due, after: null, 1) is [var next] ? session.Posts.Find(next["post"])!.InstantOrNull("published_at") : null, ct);

    public Task<IReadOnlyList<PostRevision>> ListRevisionsAsync(Guid postId, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<PostRevision>)[.. session.Revisions.With("post", postId.Stored()).OrderByDescending(row => row["_id"].AsInt64).Select(LitePostRows.ReadRevision)], ct);

    public Task<PostRevision?> FindRevisionAsync(Guid postId, int number, CancellationToken ct) => store.ReadAsync(
        session => session.Revisions.First("place", LitePostRows.Place(postId.Stored(), number)) is { } row ? LitePostRows.ReadRevision(row) : null, ct);

    private static Post? Whole(LiteSession session, BsonDocument? row) => row is null ? null : LitePostRows.ReadWhole(session, row);

    private static List<PostSummary> Summaries(LiteSession session, List<BsonDocument> places) =>
        [.. places.Select(place => LitePostRows.ReadSummary(session.Posts.Find(place["post"])!))];

    private static TagCount ReadTag(BsonDocument row) => new(new Tag(row.Text("name"), row.Text("slug")), row.Int("posts"));

    private static string? Place(string list, PostCursor? cursor) => cursor is { } place ? LiteLists.Key(list, place.At, place.Id) : null;
}
