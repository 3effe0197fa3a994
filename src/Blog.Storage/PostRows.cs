using System.Data.Common;
using Blog.Posts;

namespace Blog.Storage;

/// <summary>Column lists of a post and how their rows are read.</summary>
internal static class PostRows
{
    /// <summary>What lists need; <c>p</c> is the post. The large columns come last in the table, so that this doesn't touch them.</summary>
    public const string Summary =
        """
        p.uid, p.title, p.path, p.excerpt, p.language, p.status, p.published_at, p.updated_at, p.zone, p.word_count, p.letter_count,
        p.authors, p.tags, p.cover_url, p.cover_alt, p.cover_width, p.cover_height, CASE WHEN p.title IS NULL THEN p.html END
        """;

    /// <summary>The first column after <see cref="Summary"/>.</summary>
    public const int AfterSummary = 18;

    /// <summary>A whole post; <c>r</c> is its current revision.</summary>
    public const string Whole =
        """
        p.uid, p.title, p.path, p.excerpt, p.language, p.status, p.published_at, p.updated_at, p.zone, p.word_count, p.letter_count,
        p.authors, p.tags, p.cover_url, p.cover_alt, p.cover_width, p.cover_height, p.html, p.revision, p.slug, p.text, p.excerpt_is_own,
        p.created_at, p.canonical_url, p.source_key, p.source_hash, p.source_revision, p.extra, p.content_version, r.markdown
        """;

    /// <summary>Tables of <see cref="Whole"/>.</summary>
    public const string WholeFrom = "post p JOIN post_revision r ON r.post_id = p.id AND r.number = p.revision";

    public static PostSummary ReadSummary(DbDataReader row) => new()
    {
        Id = row.Id(0),
        Title = row.TextOrNull(1),
        Path = row.Text(2),
        Excerpt = row.Text(3),
        Language = row.Text(4),
        Status = row.Name<PostStatus>(5),
        PublishedAt = row.InstantOrNull(6),
        UpdatedAt = row.Instant(7),
        ZoneId = row.Text(8),
        WordCount = row.Int(9),
        LetterCount = row.Int(10),
        Authors = StoredJson.ReadAuthors(row.Text(11)),
        Tags = StoredJson.ReadTags(row.Text(12)),
        Cover = ReadCover(row),
        NoteHtml = row.TextOrNull(17),
    };

    public static Post ReadWhole(DbDataReader row) => new()
    {
        Id = row.Id(0),
        Title = row.TextOrNull(1),
        Path = row.Text(2),
        Excerpt = row.Text(3),
        Language = row.Text(4),
        Status = row.Name<PostStatus>(5),
        PublishedAt = row.InstantOrNull(6),
        UpdatedAt = row.Instant(7),
        ZoneId = row.Text(8),
        WordCount = row.Int(9),
        LetterCount = row.Int(10),
        Authors = StoredJson.ReadAuthors(row.Text(11)),
        Tags = StoredJson.ReadTags(row.Text(12)),
        Cover = ReadCover(row),
        Html = row.Text(17),
        Revision = row.Int(18),
        Slug = row.Text(19),
        Text = row.Text(20),
        ExcerptIsOwn = row.Flag(21),
        CreatedAt = row.Instant(22),
        CanonicalUrl = row.TextOrNull(23),
        Source = row.IsDBNull(24) ? null : new PostSource(row.Text(24), row.Text(25), row.Int(26)),
        Extra = row.TextOrNull(27),
        ContentVersion = row.GetInt64(28),
        Markdown = row.Text(29),
    };

    public static PostRevision ReadRevision(DbDataReader row) =>
        new(row.Id(0), row.Int(1), row.Instant(2), row.Text(3), row.TextOrNull(4), row.Text(5), row.TextOrNull(6));

    private static Cover? ReadCover(DbDataReader row) =>
        row.IsDBNull(13) ? null : new Cover(row.Text(13), row.Text(14), row.IntOrNull(15), row.IntOrNull(16));
}
