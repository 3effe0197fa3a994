using Blog.Posts;

namespace Blog.Storage;

/// <summary>The statements of the keyset lists: one for each filter and direction, each walking one index.</summary>
internal static class PostLists
{
    private static readonly Statements All = new("post p", "p.status = 'Published'", "p");

    private static readonly Statements Year = new("post p", "p.status = 'Published' AND p.year = @filter", "p");

    private static readonly Statements Tag =
        new("post_tag x JOIN post p ON p.id = x.post_id", "x.tag_id = (SELECT id FROM tag WHERE slug = @filter)", "x");

    private static readonly Statements Author =
        new("post_byline x JOIN post p ON p.id = x.post_id", "x.byline_id = (SELECT id FROM byline WHERE slug = @filter)", "x");

    /// <summary>The statements for a filter, and the value it compares with.</summary>
    public static (Statements Statements, object? Value) For(PostFilter filter) => filter switch
    {
        { Tag: { } tag } => (Tag, tag),
        { Author: { } author } => (Author, author),
        { Year: { } year } => (Year, year),
        _ => (All, null),
    };

    /// <summary>All of them, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() =>
        new[] { All, Year, Tag, Author }.SelectMany(s => new[] { s.Older, s.Newer, s.HasOlder, s.HasNewer, s.Feed });

    /// <summary>The statements of one filter.</summary>
    internal sealed class Statements
    {
        /// <summary>Makes them from the tables, the condition, and the alias of the table whose index keeps the order.</summary>
        public Statements(string from, string where, string keys)
        {
            var place = $"({keys}.published_at, {keys}.uid)";
            Older = $"SELECT {PostRows.Summary} FROM {from} WHERE {where} AND {place} < (@at, @id) ORDER BY {keys}.published_at DESC, {keys}.uid DESC LIMIT @limit + 0";
            Newer = $"SELECT {PostRows.Summary} FROM {from} WHERE {where} AND {place} > (@at, @id) ORDER BY {keys}.published_at, {keys}.uid LIMIT @limit + 0";
            HasOlder = $"SELECT 1 FROM {from} WHERE {where} AND {place} < (@at, @id) LIMIT 1";
            HasNewer = $"SELECT 1 FROM {from} WHERE {where} AND {place} > (@at, @id) LIMIT 1";
            Feed =
                $"""
                SELECT {PostRows.Whole} FROM {from} JOIN post_revision r ON r.post_id = p.id AND r.number = p.revision
                WHERE {where} ORDER BY {keys}.published_at DESC, {keys}.uid DESC LIMIT @limit + 0
                """;
        }

        /// <summary>Older than a place, newest first.</summary>
        public string Older { get; }

        /// <summary>Newer than a place, oldest first.</summary>
        public string Newer { get; }

        /// <summary>Whether anything is older than a place.</summary>
        public string HasOlder { get; }

        /// <summary>Whether anything is newer than a place.</summary>
        public string HasNewer { get; }

        /// <summary>Whole posts, newest first.</summary>
        public string Feed { get; }
    }
}
