using Blog.Posts;

namespace Blog.Storage;

/// <summary>
/// The full-text index of the posts. Ranking reads every match, so it is done up to a number of matches; a word that stands in more
/// posts than that says little about any of them, and then posts with it in the title come first and the newest before the older.
/// </summary>
internal static class PostSearch
{
    /// <summary>Most matches that are ranked.</summary>
    public const int MaxRanked = 2000;

    /// <summary>Most matches that the desk's list looks through.</summary>
    public const int MaxListed = 5000;

    private const string Put = "INSERT OR REPLACE INTO post_search (rowid, title, text) VALUES (@id, @title, @text)";

    private const string Drop = "DELETE FROM post_search WHERE rowid = @id";

    private const string IsFrequent = "SELECT rowid FROM post_search WHERE post_search MATCH @match ORDER BY rowid DESC LIMIT 1 OFFSET 2000";

    private const string Ranked =
        $"""
        SELECT {PostRows.Summary}, p.text FROM post_search s JOIN post p ON p.id = s.rowid
        WHERE s.post_search MATCH @match AND p.is_public = 1
        ORDER BY s.rank LIMIT @limit + 0
        """;

    private const string Newest =
        $"""
        SELECT {PostRows.Summary}, p.text FROM post_search s JOIN post p ON p.id = s.rowid
        WHERE s.post_search MATCH @match AND p.is_public = 1
        ORDER BY s.rowid DESC LIMIT @limit + 0
        """;

    /// <summary>Brings the index to the post's state; <paramref name="old"/> is what it holds now, null for nothing.</summary>
    public static void Write(Session session, long id, (string? Title, string Text)? old, Post post)
    {
        if (post.Status == PostStatus.Deleted)
        {
            if (old is not null)
            {
                session.Execute(Drop, ("@id", id));
            }
        }
        else if (old is null || old.Value.Title != post.Title || old.Value.Text != post.Text)
        {
            session.Execute(Put, ("@id", id), ("@title", SearchText.ForIndex(post.Title ?? "")), ("@text", SearchText.ForIndex(post.Text)));
        }
    }

    /// <summary>See <see cref="IPostStore.SearchAsync"/>.</summary>
    public static IReadOnlyList<SearchHit> Find(Session session, string query, int limit)
    {
        var words = SearchText.Words(query);
        if (words.Count == 0)
        {
            return [];
        }

        var match = SearchText.ForMatch(words);
        if (session.Scalar(IsFrequent, ("@match", match)) is null)
        {
            return Run(session, Ranked, match, words, limit);
        }

        var hits = Run(session, Newest, $"title : ({match})", words, limit);
        if (hits.Count < limit)
        {
            var known = hits.Select(h => h.Post.Id).ToHashSet();
            hits.AddRange(Run(session, Newest, match, words, limit + known.Count).Where(h => !known.Contains(h.Post.Id)).Take(limit - known.Count));
        }

        return hits;
    }

    private static List<SearchHit> Run(Session session, string sql, string match, IReadOnlyList<SearchWord> words, int limit) => session.List(
        sql,
        row => new SearchHit(PostRows.ReadSummary(row), SearchSnippet.From(row.Text(18), words)),
        ("@match", match),
        ("@limit", limit));
}
