namespace Blog.Storage;

/// <summary>
/// Which published posts go with which, by shared tags: a tag counts the more the rarer it is, and among equals the newer post comes first. Written with the
/// save of a post for it and for those it goes with, so that a page only reads its rows. The work of a save is bounded: it looks at few tags and at the
/// newest posts of each.
/// </summary>
internal static class RelatedPosts
{
    private const string Drop = "DELETE FROM related WHERE post_id = @post";

    private const string DropElsewhere = "DELETE FROM related WHERE other_id = @post";

    // The 8 rarest tags, the 25 newest posts of each, the 12 best of those. Both ways at once: a common tag's weight is the same from either end.
    // The weight falls in steps, so that what was written earlier can be compared with what is written now though the tag has grown.
    private const string Add =
        """
        WITH own AS MATERIALIZED (
          SELECT t.id,
            CASE WHEN t.posts < 4 THEN 7 WHEN t.posts < 16 THEN 6 WHEN t.posts < 64 THEN 5 WHEN t.posts < 256 THEN 4 WHEN t.posts < 1024 THEN 3 WHEN t.posts < 4096 THEN 2 ELSE 1 END AS weight
          FROM post_tag x JOIN tag t ON t.id = x.tag_id
          WHERE x.post_id = @post ORDER BY t.posts, t.id LIMIT 8),
        edge AS MATERIALIZED (
          SELECT own.id,
            coalesce((SELECT c.published_at FROM post_tag c WHERE c.tag_id = own.id ORDER BY c.published_at DESC, c.uid DESC LIMIT 1 OFFSET 24), 0) AS at,
            coalesce((SELECT c.uid FROM post_tag c WHERE c.tag_id = own.id ORDER BY c.published_at DESC, c.uid DESC LIMIT 1 OFFSET 24), '') AS uid
          FROM own),
        near AS MATERIALIZED (
          SELECT DISTINCT n.post_id, n.published_at FROM edge JOIN post_tag n ON n.tag_id = edge.id AND (n.published_at, n.uid) >= (edge.at, edge.uid)
          WHERE n.post_id <> @post),
        best AS MATERIALIZED (
          SELECT near.post_id, near.published_at, sum(own.weight) AS score
          FROM near JOIN post_tag s ON s.post_id = near.post_id JOIN own ON own.id = s.tag_id
          GROUP BY near.post_id, near.published_at ORDER BY score DESC, near.published_at DESC, near.post_id DESC LIMIT 12)
        INSERT INTO related (post_id, score, published_at, other_id)
        SELECT @post, best.score, best.published_at, best.post_id FROM best
        UNION ALL SELECT best.post_id, best.score, @at, @post FROM best
        """;

    // 6 are kept, more than a page shows, so that one that is taken away leaves no gap.
    private const string Trim =
        """
        DELETE FROM related
        WHERE post_id IN (SELECT r.post_id FROM related r WHERE r.other_id = @post UNION ALL SELECT @post)
          AND (score, published_at, other_id) < (
            SELECT k.score, k.published_at, k.other_id FROM related k WHERE k.post_id = related.post_id
            ORDER BY k.score DESC, k.published_at DESC, k.other_id DESC LIMIT 1 OFFSET 5)
        """;

    /// <summary>What a page shows of them.</summary>
    public const string List =
        $"""
        SELECT {PostRows.Summary} FROM related r JOIN post p ON p.id = r.other_id
        WHERE r.post_id = (SELECT id FROM post WHERE uid = @id) AND p.status || '' = 'Published'
        ORDER BY r.score DESC, r.published_at DESC, r.other_id DESC LIMIT @limit + 0
        """;

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [Drop, DropElsewhere, Add, Trim, List];

    /// <summary>Brings them to the new state of a post; after <see cref="PostIndexes.Move"/>.</summary>
    public static void Move(Session session, long id, ListedPost? before, ListedPost now)
    {
        if (before is { IsListed: true } && now.IsListed && before.PublishedAt == now.PublishedAt && before.Tags.SequenceEqual(now.Tags))
        {
            return;
        }

        if (before is { IsListed: true })
        {
            session.Execute(Drop, ("@post", id));
            session.Execute(DropElsewhere, ("@post", id));
        }

        if (now is { IsListed: true, Tags.Count: > 0 } && session.Execute(Add, ("@post", id), ("@at", now.PublishedAt.Stored())) > 0)
        {
            session.Execute(Trim, ("@post", id));
        }
    }
}
