namespace Blog.Storage;

/// <summary>Tags, bylines and years of the published posts with their counts, kept by the writes so that no page ever counts.</summary>
internal static class PostIndexes
{
    private const string AddTag =
        "INSERT INTO tag (slug, name, posts) VALUES (@slug, @name, 1) ON CONFLICT (slug) DO UPDATE SET name = excluded.name, posts = tag.posts + 1 RETURNING id";

    private const string DropTag = "UPDATE tag SET posts = posts - 1 WHERE slug = @slug RETURNING id";

    private const string LinkTag = "INSERT INTO post_tag (tag_id, published_at, uid, post_id) VALUES (@tag, @at, @uid, @post)";

    private const string UnlinkTag = "DELETE FROM post_tag WHERE tag_id = @tag AND published_at = @at AND uid = @uid";

    private const string AddByline =
        """
        INSERT INTO byline (slug, name, account, posts) VALUES (@slug, @name, @account, 1)
        ON CONFLICT (slug) DO UPDATE SET name = excluded.name, account = excluded.account, posts = byline.posts + 1 RETURNING id
        """;

    private const string DropByline = "UPDATE byline SET posts = posts - 1 WHERE slug = @slug RETURNING id";

    private const string LinkByline = "INSERT INTO post_byline (byline_id, published_at, uid, post_id) VALUES (@byline, @at, @uid, @post)";

    private const string UnlinkByline = "DELETE FROM post_byline WHERE byline_id = @byline AND published_at = @at AND uid = @uid";

    private const string AddYear = "INSERT INTO year_count (year, posts) VALUES (@year, 1) ON CONFLICT (year) DO UPDATE SET posts = year_count.posts + 1";

    private const string DropYear = "UPDATE year_count SET posts = posts - 1 WHERE year = @year";

    /// <summary>Takes the post out of the lists of its old state and puts it into those of the new.</summary>
    public static void Move(Session session, long id, OldPost? old, ListedPost now)
    {
        if (old is not null && IsSame(old.Listed, now))
        {
            return;
        }

        var uid = now.Id.Stored();
        if (old?.Listed is { } before)
        {
            Remove(session, uid, before);
        }

        Add(session, id, uid, now);
    }

    private static void Remove(Session session, string uid, ListedPost post)
    {
        if (post.IsPublic)
        {
            foreach (var author in post.Authors.DistinctBy(a => a.Slug))
            {
                var byline = session.Scalar(DropByline, ("@slug", author.Slug));
                session.Execute(UnlinkByline, ("@byline", byline), ("@at", post.PublishedAt.Stored()), ("@uid", uid));
            }
        }

        if (post.IsListed)
        {
            foreach (var tag in post.Tags.DistinctBy(t => t.Slug))
            {
                var known = session.Scalar(DropTag, ("@slug", tag.Slug));
                session.Execute(UnlinkTag, ("@tag", known), ("@at", post.PublishedAt.Stored()), ("@uid", uid));
            }

            session.Execute(DropYear, ("@year", post.Year));
        }
    }

    private static void Add(Session session, long id, string uid, ListedPost post)
    {
        if (post.IsPublic)
        {
            foreach (var author in post.Authors.DistinctBy(a => a.Slug))
            {
                var byline = session.Scalar(AddByline, ("@slug", author.Slug), ("@name", author.Name), ("@account", author.AccountId?.Stored()));
                if (post.IsListed)
                {
                    session.Execute(LinkByline, ("@byline", byline), ("@at", post.PublishedAt.Stored()), ("@uid", uid), ("@post", id));
                }
            }
        }

        if (post.IsListed)
        {
            foreach (var tag in post.Tags.DistinctBy(t => t.Slug))
            {
                var known = session.Scalar(AddTag, ("@slug", tag.Slug), ("@name", tag.Name));
                session.Execute(LinkTag, ("@tag", known), ("@at", post.PublishedAt.Stored()), ("@uid", uid), ("@post", id));
            }

            session.Execute(AddYear, ("@year", post.Year));
        }
    }

    /// <summary>True if both stand in the same lists under the same names.</summary>
    internal static bool IsSame(ListedPost a, ListedPost b) =>
        a.Status == b.Status && a.PublishedAt == b.PublishedAt && a.Year == b.Year && a.Tags.SequenceEqual(b.Tags) && a.Authors.SequenceEqual(b.Authors);
}
