using Blog.Posts;

namespace Blog.Storage.Sqlite;

/// <summary>The index of SQLite: FTS5 without content, over the folded text (<see cref="SearchText"/>).</summary>
internal sealed class SqliteSearch : SearchIndex
{
    private const string PutWords = "INSERT OR REPLACE INTO post_search (rowid, title, text) VALUES (@id, @title, @text)";

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

    // The unary plus keeps the planner from walking all posts by date: what the index found is few and is sorted.
    private const string Desk =
        $"""
        SELECT {PostRows.Summary} FROM post p
        WHERE p.id IN (SELECT rowid FROM post_search WHERE post_search MATCH @match ORDER BY rowid DESC LIMIT @most + 0)
          AND (@status IS NULL OR p.status = @status) AND (+p.updated_at, +p.uid) < (@at, @id)
        ORDER BY +p.updated_at DESC, +p.uid DESC LIMIT @limit + 0
        """;

    public override void Put(Session session, long id, string title, string text, string language) =>
        session.Execute(PutWords, ("@id", id), ("@title", SearchText.ForIndex(title)), ("@text", SearchText.ForIndex(text)));

    public override void Clear(Session session) => session.Execute("DELETE FROM post_search");

    public override List<PostSummary> ListForDesk(Session session, IReadOnlyList<SearchWord> words, string? status, (long At, string Id) before, int limit) => session.List(
        Desk,
        PostRows.ReadSummary,
        ("@match", Expression(words)),
        ("@most", MaxListed),
        ("@status", status),
        ("@at", before.At),
        ("@id", before.Id),
        ("@limit", limit));

    protected override void Remove(Session session, long id) => session.Execute(Drop, ("@id", id));

    protected override IReadOnlyList<SearchHit> Find(Session session, IReadOnlyList<SearchWord> words, int limit)
    {
        var match = Expression(words);
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

    // Every word must occur. Only letters, digits and marks are in it, each word in quotes, so it can't be malformed.
    private static string Expression(IReadOnlyList<SearchWord> words) => string.Join(" AND ", words.Select(Expression));

    private static string Expression(SearchWord word)
    {
        if (!word.IsUnspaced)
        {
            return word.IsPrefix ? $"\"{word.Text}\" *" : $"\"{word.Text}\"";
        }

        var pairs = SearchText.Pairs(word.Text);
        return pairs.Count == 0 ? $"\"{word.Text}\" *" : "\"" + string.Join(' ', pairs) + "\"";
    }

    private static List<SearchHit> Run(Session session, string sql, string match, IReadOnlyList<SearchWord> words, int limit) => session.List(
        sql,
        row => new SearchHit(PostRows.ReadSummary(row), SearchSnippet.From(row.Text(PostRows.AfterSummary), words)),
        ("@match", match),
        ("@limit", limit));
}
