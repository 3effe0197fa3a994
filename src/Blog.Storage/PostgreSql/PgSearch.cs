using System.Globalization;
using System.Text;
using Blog.Posts;

namespace Blog.Storage.PostgreSql;

/// <summary>
/// The index of PostgreSQL: a <c>tsvector</c> with a GIN index. The words are cut and folded by <see cref="SearchText"/>, so that a search finds the same on
/// every engine and no extension is needed for accents; the stems of the post's language are added to them.
/// </summary>
internal sealed class PgSearch : SearchIndex
{
    /// <summary>A <c>tsvector</c> may hold a mebibyte; positions are given up first (then only ranking and parts of unspaced scripts suffer), words at the end.</summary>
    private const int MaxPlaced = 600_000;
    private const int MaxBytes = 900_000;

    // Limits of the type: https://www.postgresql.org/docs/15/textsearch-limitations.html
    private const int MaxPosition = 16_383;
    private const int MaxPositions = 255;
    private const int MaxWord = 500;

    /// <summary>A word of more than this many different ones gets no stem: a book is found by its own words.</summary>
    private const int MaxStemmed = 5_000;

    private const string PutWords =
        """
        INSERT INTO post_search (post_id, words)
        VALUES (@id, @words::tsvector || (
          SELECT coalesce(array_to_tsvector(array_agg(DISTINCT s.stem)), ''::tsvector)
          FROM unnest(string_to_array(@plain, ' ')) AS w (word) CROSS JOIN LATERAL unnest(ts_lexize(@dictionary::regdictionary, w.word)) AS s (stem)
          WHERE s.stem <> w.word AND s.stem <> ''))
        ON CONFLICT (post_id) DO UPDATE SET words = excluded.words
        """;

    private const string Drop = "DELETE FROM post_search WHERE post_id = @id";

    private const string Stems =
        """
        SELECT w.word, s.stem FROM unnest(string_to_array(@plain, ' ')) AS w (word)
        CROSS JOIN LATERAL unnest(ts_lexize(@dictionary::regdictionary, w.word)) AS s (stem) WHERE s.stem <> w.word AND s.stem <> ''
        """;

    private const string IsFrequent = "SELECT 1 FROM post_search WHERE words @@ @match::tsquery LIMIT 1 OFFSET 2000";

    // What matches is found before it is ranked: the planner does not know that words lie outside their rows, and would read those of every post. It is
    // asked only for words that are not frequent.
    private const string Ranked =
        $$"""
        WITH hits AS MATERIALIZED (SELECT h.post_id FROM post_search h WHERE h.words @@ @match::tsquery LIMIT 2001)
        SELECT {{PostRows.Summary}}, p.text FROM hits JOIN post_search s ON s.post_id = hits.post_id JOIN post p ON p.id = s.post_id
        WHERE p.is_public = 1
        ORDER BY ts_rank('{0.05, 0.2, 0.4, 1.0}', s.words, @match::tsquery) DESC, s.post_id DESC LIMIT @limit
        """;

    private const string Newest =
        $"""
        SELECT {PostRows.Summary}, p.text FROM post_search s JOIN post p ON p.id = s.post_id
        WHERE s.words @@ @match::tsquery AND p.is_public = 1
        ORDER BY s.post_id DESC LIMIT @limit
        """;

    private const string Desk =
        $"""
        SELECT {PostRows.Summary} FROM post p
        WHERE p.id IN (SELECT s.post_id FROM post_search s WHERE s.words @@ @match::tsquery ORDER BY s.post_id DESC LIMIT @most)
          AND (@status::text IS NULL OR p.status = @status) AND (p.updated_at, p.uid) < (@at, @id)
        ORDER BY p.updated_at DESC, p.uid DESC LIMIT @limit
        """;

    public override void Put(Session session, long id, string title, string text, string language)
    {
        var (words, plain) = Vector(title, text);
        session.Execute(PutWords, ("@id", id), ("@words", words), ("@plain", plain), ("@dictionary", PgLanguages.Dictionary(language)));
    }

    public override void Clear(Session session) => session.Execute("DELETE FROM post_search");

    public override List<PostSummary> ListForDesk(Session session, IReadOnlyList<SearchWord> words, string? status, (long At, string Id) before, int limit) => session.List(
        Desk,
        PostRows.ReadSummary,
        ("@match", Query(session, words, weight: "")),
        ("@most", MaxListed),
        ("@status", status),
        ("@at", before.At),
        ("@id", before.Id),
        ("@limit", limit));

    protected override void Remove(Session session, long id) => session.Execute(Drop, ("@id", id));

    protected override IReadOnlyList<SearchHit> Find(Session session, IReadOnlyList<SearchWord> words, int limit)
    {
        var match = Query(session, words, weight: "");
        if (session.Scalar(IsFrequent, ("@match", match)) is null)
        {
            return Run(session, Ranked, match, words, limit);
        }

        var hits = Run(session, Newest, Query(session, words, weight: "A"), words, limit);
        if (hits.Count < limit)
        {
            var known = hits.Select(h => h.Post.Id).ToHashSet();
            hits.AddRange(Run(session, Newest, match, words, limit + known.Count).Where(h => !known.Contains(h.Post.Id)).Take(limit - known.Count));
        }

        return hits;
    }

    // 'word':1A,7 'other':2 — letters, digits and marks only, so that nothing needs to be escaped.
    private static (string Words, string Plain) Vector(string title, string text)
    {
        var places = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var bytes = 0;
        var position = 0;
        Add(title, "A");
        position++;
        Add(text, "");

        var words = new StringBuilder();
        foreach (var (word, at) in places)
        {
            words.Append('\'').Append(word).Append('\'').Append(at.Length > 0 ? ":" : "").Append(at).Append(' ');
        }

        return (words.ToString(), string.Join(' ', places.Keys.Where(w => !SearchText.IsUnspaced(w)).Take(MaxStemmed)));

        void Add(string part, string weight)
        {
            foreach (var word in SearchText.Tokens(part))
            {
                position++;
                if (word.Length > MaxWord)
                {
                    continue;
                }

                if (!places.TryGetValue(word, out var at))
                {
                    if (bytes > MaxBytes)
                    {
                        continue;
                    }

                    bytes += Encoding.UTF8.GetByteCount(word) + 4;
                    places[word] = at = new StringBuilder();
                }

                var count = counts.GetValueOrDefault(word);
                if (position <= MaxPosition && count < MaxPositions && bytes < MaxPlaced)
                {
                    at.Append(count > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{position}{weight}");
                    counts[word] = count + 1;
                    bytes += 2;
                }
            }
        }
    }

    // Every word must occur, as it is written or by its stem in the language of the blog.
    private static string Query(Session session, IReadOnlyList<SearchWord> words, string weight)
    {
        var language = session.Scalar("SELECT settings FROM site") is string settings ? StoredJson.ReadSettings(settings).Language : null;
        var stems = session
            .List(
                Stems,
                row => (Word: row.Text(0), Stem: row.Text(1)),
                ("@plain", string.Join(' ', words.Where(w => !w.IsUnspaced).Select(w => w.Text))),
                ("@dictionary", PgLanguages.Dictionary(language ?? "")))
            .ToLookup(s => s.Word, s => s.Stem, StringComparer.Ordinal);
        return string.Join(" & ", words.Select(word => "(" + string.Join(" | ", [Term(word), .. stems[word.Text].Select(stem => $"'{stem}':{weight}".TrimEnd(':'))]) + ")"));

        string Term(SearchWord word)
        {
            var pairs = word.IsUnspaced ? SearchText.Pairs(word.Text) : [];
            var flags = (word.IsPrefix || (word.IsUnspaced && pairs.Count == 0) ? "*" : "") + weight;
            return pairs.Count == 0
                ? $"'{word.Text}':{flags}".TrimEnd(':')
                : string.Join(" <-> ", pairs.Select(pair => $"'{pair}':{weight}".TrimEnd(':')));
        }
    }

    private static List<SearchHit> Run(Session session, string sql, string match, IReadOnlyList<SearchWord> words, int limit) => session.List(
        sql,
        row => new SearchHit(PostRows.ReadSummary(row), SearchSnippet.From(row.Text(PostRows.AfterSummary), words)),
        ("@match", match),
        ("@limit", limit));
}
