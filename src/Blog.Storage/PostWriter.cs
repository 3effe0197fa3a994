using System.Data.Common;
using Blog.Posts;

namespace Blog.Storage;

/// <summary>One save of a post inside a transaction: everything that must move together.</summary>
internal static class PostWriter
{
    private const string FindOld =
        """
        SELECT p.id, p.revision, p.status, p.path, p.published_at, p.year, p.authors, p.tags, p.content_version, p.title, p.text
        FROM post p WHERE p.uid = @uid
        """;

    private const string FindRivals =
        """
        SELECT uid, 1 FROM post WHERE slug = @slug
        UNION ALL SELECT uid, 1 FROM post WHERE path = @path AND path <> ''
        UNION ALL SELECT uid, 2 FROM post WHERE source_key = @source
        """;

    private const string Insert =
        """
        INSERT INTO post (uid, revision, status, slug, path, title, language, published_at, year, zone, created_at, updated_at, word_count,
          excerpt_is_own, canonical_url, cover_url, cover_alt, cover_width, cover_height, source_key, source_hash, source_revision,
          authors, tags, excerpt, extra, html, text, content_version, letter_count)
        VALUES (@uid, @revision, @status, @slug, @path, @title, @language, @published, @year, @zone, @created, @updated, @words,
          @own, @canonical, @coverUrl, @coverAlt, @coverWidth, @coverHeight, @sourceKey, @sourceHash, @sourceRevision,
          @authors, @tags, @excerpt, @extra, @html, @text, 1, 0)
        RETURNING id
        """;

    private const string Update =
        """
        UPDATE post SET revision = @revision, status = @status, slug = @slug, path = @path, title = @title, language = @language,
          published_at = @published, year = @year, zone = @zone, created_at = @created, updated_at = @updated, word_count = @words,
          excerpt_is_own = @own, canonical_url = @canonical, cover_url = @coverUrl, cover_alt = @coverAlt, cover_width = @coverWidth,
          cover_height = @coverHeight, source_key = @sourceKey, source_hash = @sourceHash, source_revision = @sourceRevision,
          authors = @authors, tags = @tags, excerpt = @excerpt, extra = @extra, html = @html, text = @text,
          content_version = content_version + 1
        WHERE uid = @uid
        RETURNING id
        """;

    private const string AddRevision =
        """
        INSERT INTO post_revision (post_id, number, saved_at, origin, title, excerpt, markdown)
        VALUES (@post, @number, @at, @origin, @title, @excerpt, @markdown)
        """;

    private const string AddPath =
        "INSERT INTO post_path (path, post_id) VALUES (@path, @post) ON CONFLICT (path) DO UPDATE SET post_id = excluded.post_id";

    private const string Bump = "UPDATE content_version SET lists = lists + @lists, public_posts = public_posts + @public RETURNING site, lists";

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [FindOld, FindRivals, Update];

    /// <summary>See <see cref="IPostStore.SaveAsync"/>. Writes nothing if it answers with a conflict.</summary>
    public static PostSaved Save(Session session, PostChange change)
    {
        var post = change.Post;
        var old = session.First(FindOld, ReadOld, ("@uid", post.Id.Stored()));
        if ((old?.Revision ?? 0) != change.ExpectedRevision)
        {
            return Refused(SaveConflict.Stale);
        }

        if (FindConflict(session, post) is var conflict and not SaveConflict.None)
        {
            return Refused(conflict);
        }

        var year = PostYear.Of(post);
        var id = WriteRow(session, post, old is null ? Insert : Update, year);
        WriteRevisions(session, id, change);
        WritePaths(session, id, change, old);
        var listed = new ListedPost(post.Id, post.Status, post.PublishedAt, year, post.Tags, post.Authors);
        PostIndexes.Move(session, id, old, listed);
        if (change.Media is { } media)
        {
            MediaUses.Write(session, id, media);
        }

        RelatedPosts.Move(session, id, old?.Listed, listed);
        session.Dialect.Search.Write(session, id, old is null || old.Listed.Status == PostStatus.Deleted ? null : (old.Title, old.Text), post);
        foreach (var delivery in change.Deliveries)
        {
            DeliveryRows.Insert(session, id, delivery);
        }

        CopyFollowing.Queue(session, id, change.Copies, post.UpdatedAt);
        if (old?.Listed is { Status: PostStatus.Scheduled, PublishedAt: { } from } && post.PublishedAt is { } to && from != to)
        {
            CopyFollowing.Move(session, id, from, to);
        }

        var before = old?.Listed.Status is PostStatus.Published or PostStatus.Unlisted ? 1 : 0;
        var stamp = session.First(
            Bump,
            row => new ContentStamp(row.GetInt64(0), row.GetInt64(1)),
            ("@lists", change.TouchesLists ? 1 : 0),
            ("@public", (post.IsPublic ? 1 : 0) - before));
        return new PostSaved(SaveConflict.None, stamp, (old?.ContentVersion ?? 0) + 1);
    }

    private static PostSaved Refused(SaveConflict conflict) => new(conflict, default, 0);

    private static SaveConflict FindConflict(Session session, Post post)
    {
        var uid = post.Id.Stored();
        var rivals = session.List(
            FindRivals,
            row => (Uid: row.Text(0), Kind: row.Int(1)),
            ("@slug", post.Slug),
            ("@path", post.Path),
            ("@source", post.Source?.Key));
        var kind = rivals.Where(r => r.Uid != uid).Select(r => r.Kind).DefaultIfEmpty().Max();
        return kind switch { 2 => SaveConflict.SourceTaken, 1 => SaveConflict.SlugTaken, _ => SaveConflict.None };
    }

    private static long WriteRow(Session session, Post post, string sql, int? year) => (long)session.Scalar(
        sql,
        ("@uid", post.Id.Stored()),
        ("@revision", post.Revision),
        ("@status", post.Status.ToString()),
        ("@slug", post.Slug),
        ("@path", post.Path),
        ("@title", post.Title),
        ("@language", post.Language),
        ("@published", post.PublishedAt.Stored()),
        ("@year", year),
        ("@zone", post.ZoneId),
        ("@created", post.CreatedAt.Stored()),
        ("@updated", post.UpdatedAt.Stored()),
        ("@words", post.WordCount),
        ("@own", post.ExcerptIsOwn),
        ("@canonical", post.CanonicalUrl),
        ("@coverUrl", post.Cover?.Url),
        ("@coverAlt", post.Cover?.Alt),
        ("@coverWidth", post.Cover?.Width),
        ("@coverHeight", post.Cover?.Height),
        ("@sourceKey", post.Source?.Key),
        ("@sourceHash", post.Source?.Hash),
        ("@sourceRevision", post.Source?.Revision),
        ("@authors", StoredJson.Write(post.Authors)),
        ("@tags", StoredJson.Write(post.Tags)),
        ("@excerpt", post.Excerpt),
        ("@extra", post.Extra),
        ("@html", post.Html),
        ("@text", post.Text))!;

    private static void WriteRevisions(Session session, long id, PostChange change)
    {
        // The losing side of a collision stands beside the save that won, under its number with a minus: it is nobody's next revision.
        if (change.AlsoKeep is { } kept)
        {
            Write(-change.Post.Revision, kept.SavedAt, kept.Origin, kept.Title, kept.Excerpt, kept.Markdown);
        }

        var post = change.Post;
        Write(post.Revision, post.UpdatedAt, change.Origin, post.Title, post.ExcerptIsOwn ? post.Excerpt : null, post.Markdown);

        void Write(int number, DateTimeOffset at, string origin, string? title, string? excerpt, string markdown) => session.Execute(
            AddRevision,
            ("@post", id),
            ("@number", number),
            ("@at", at.Stored()),
            ("@origin", origin),
            ("@title", title),
            ("@excerpt", excerpt),
            ("@markdown", markdown));
    }

    private static void WritePaths(Session session, long id, PostChange change, OldPost? old)
    {
        foreach (var path in change.Redirects)
        {
            session.Execute(AddPath, ("@path", path), ("@post", id));
        }

        // Also when the caller doesn't say so: an address that was given out keeps leading here.
        if (old is { Path.Length: > 0 } && old.Path != change.Post.Path)
        {
            session.Execute(AddPath, ("@path", old.Path), ("@post", id));
        }
    }

    private static OldPost ReadOld(DbDataReader row) => new(
        row.GetInt64(0),
        row.Int(1),
        row.Text(3),
        row.GetInt64(8),
        row.TextOrNull(9),
        row.Text(10),
        new ListedPost(
            default,
            row.Name<PostStatus>(2),
            row.InstantOrNull(4),
            row.IntOrNull(5),
            StoredJson.ReadTags(row.Text(7)),
            StoredJson.ReadAuthors(row.Text(6))));
}

/// <summary>A post as it was before a save.</summary>
internal sealed record OldPost(long Id, int Revision, string Path, long ContentVersion, string? Title, string Text, ListedPost Listed);

/// <summary>What decides in which lists a post stands.</summary>
internal sealed record ListedPost(
    Guid Id, PostStatus Status, DateTimeOffset? PublishedAt, int? Year, IReadOnlyList<Tag> Tags, IReadOnlyList<Byline> Authors)
{
    /// <summary>True if home, tags, years and feeds show it.</summary>
    public bool IsListed => Status == PostStatus.Published && PublishedAt is not null;

    /// <summary>True if readers may open it.</summary>
    public bool IsPublic => Status is PostStatus.Published or PostStatus.Unlisted;
}
