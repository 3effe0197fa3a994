using System.Globalization;
using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>
/// Full-text search by an inverted index of its own, since LiteDB has none: a document for each word of each post, with how often it stands in the title and in
/// the text. Words are folded and cut as for the other engines (<see cref="SearchText"/>). Of a word, or the beginning of one, that stands in more than
/// <see cref="MostPlaces"/> posts only the newest that many are looked at.
/// </summary>
internal static class LiteSearch
{
    /// <summary>Most places of one word that are read.</summary>
    public const int MostPlaces = 20_000;

    // Nobody searches for a longer word; an index key has an end.
    private const int LongestWord = 100;

    private const int TitleWeight = 20;

    /// <summary>Brings the index to the post's state; <paramref name="old"/> is its row before, null for a new post.</summary>
    public static void Write(LiteSession session, BsonDocument? old, Post post)
    {
        var id = post.Id.Stored();
        var known = session.Worded.Find(id);
        if (known is not null && post.Status != PostStatus.Deleted && old?.TextOrNull("title") == post.Title && old?.Text("text") == post.Text)
        {
            return;
        }

        var before = known is null ? [] : known["words"].AsArray.Select(w => w.AsString).ToHashSet(StringComparer.Ordinal);
        var after = post.Status == PostStatus.Deleted ? [] : Places(post).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in before.Except(after, StringComparer.Ordinal))
        {
            session.Words.Remove(KeyOf(gone, id));
        }

        foreach (var come in after.Except(before, StringComparer.Ordinal))
        {
            var parts = come.Split(LiteDocuments.Separator);
            session.Words.Add(new BsonDocument { ["_id"] = KeyOf(come, id), ["post"] = id, ["hits"] = int.Parse(parts[1], CultureInfo.InvariantCulture) });
        }

        if (after.Count > 0)
        {
            session.Worded.AddOrPut(new BsonDocument { ["_id"] = id, ["words"] = new BsonArray(after.Select(w => new BsonValue(w))) });
        }
        else if (known is not null)
        {
            session.Worded.Remove(id);
        }
    }

    /// <summary>See <see cref="IPostStore.SearchAsync"/>.</summary>
    public static IReadOnlyList<SearchHit> Find(LiteSession session, string query, int limit)
    {
        var words = SearchText.Words(query);
        var hits = new List<SearchHit>();
        foreach (var (id, _) in Match(session, words).OrderByDescending(m => m.Value).ThenByDescending(m => m.Key, StringComparer.Ordinal))
        {
            if (hits.Count == limit)
            {
                break;
            }

            var row = session.Posts.Find(id)!;
            if (LitePostRows.ReadPlaced(row).IsPublic && HasRuns(row, words))
            {
                hits.Add(new SearchHit(LitePostRows.ReadSummary(row), SearchSnippet.From(row.Text("text"), words)));
            }
        }

        return hits;
    }

    /// <summary>Posts of the desk with all the words, the last changed first, before a place.</summary>
    public static List<PostSummary> ListForDesk(LiteSession session, string query, PostStatus? status, PostCursor? before, int limit)
    {
        var words = SearchText.Words(query);
        var end = before is { } place ? LiteLists.Key("", place.At, place.Id) : null;
        return
        [
            .. Match(session, words).Keys.OrderDescending(StringComparer.Ordinal).Take(SearchIndex.MaxListed)
                .Select(id => session.Posts.Find(id)!)
                .Where(row => (status is null || row.Is("status", status.Value)) && HasRuns(row, words))
                .Select(LitePostRows.ReadSummary)
                .Select(post => (Post: post, Key: LiteLists.Key("", post.UpdatedAt, post.Id)))
                .Where(p => end is null || string.CompareOrdinal(p.Key, end) < 0)
                .OrderByDescending(p => p.Key, StringComparer.Ordinal)
                .Take(limit)
                .Select(p => p.Post),
        ];
    }

    // Posts that have every word, with how much they are about them.
    private static Dictionary<string, double> Match(LiteSession session, IReadOnlyList<SearchWord> words)
    {
        Dictionary<string, double>? all = null;
        foreach (var term in words.SelectMany(Terms).Distinct())
        {
            var found = Look(session, term);
            if (all is not null)
            {
                foreach (var (id, weight) in all)
                {
                    if (found.TryGetValue(id, out var more))
                    {
                        found[id] = more + weight;
                    }
                    else
                    {
                        found.Remove(id);
                    }
                }

                foreach (var id in found.Keys.Where(id => !all.ContainsKey(id)).ToList())
                {
                    found.Remove(id);
                }
            }

            all = found;
            if (all.Count == 0)
            {
                break;
            }
        }

        return all ?? [];
    }

    // A rare word says more than a frequent one, the tenth time a word stands there says little, and one in the title says most.
    private static Dictionary<string, double> Look(LiteSession session, (string Text, bool IsPrefix) term)
    {
        var (from, to) = term.IsPrefix
            ? (term.Text, term.Text + char.MaxValue)
            : (term.Text + LiteDocuments.Separator, term.Text + LiteDocuments.AfterSeparator);
        var places = session.Words.Range("_id", from, to, MostPlaces, backwards: true);
        var rarity = Math.Log(1 + ((session.PublicPosts() + 1.0) / (places.Count + 1)));
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            var hits = place.Int("hits");
            var id = place.Text("post");
            found[id] = Math.Max(found.GetValueOrDefault(id), rarity * hits / (hits + 1.2));
        }

        return found;
    }

    private static IEnumerable<(string Text, bool IsPrefix)> Terms(SearchWord word)
    {
        var pairs = word.IsUnspaced ? SearchText.Pairs(word.Text) : [];
        return pairs.Count > 0 ? pairs.Select(pair => (pair, false)) : [(Cut(word.Text), word.IsPrefix || word.IsUnspaced || word.Text.Length > LongestWord)];
    }

    // That all pairs of a run occur does not say that they stand together: the text itself does.
    private static bool HasRuns(BsonDocument row, IReadOnlyList<SearchWord> words)
    {
        string[]? parts = null;
        foreach (var pairs in words.Where(w => w.IsUnspaced).Select(w => SearchText.Pairs(w.Text)).Where(p => p.Count > 1))
        {
            parts ??= [.. new[] { row.TextOrNull("title") ?? "", row.Text("text") }.Select(part => Lined(SearchText.Tokens(part)))];
            if (!parts.Any(part => part.Contains(Lined(pairs), StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static string Lined(IEnumerable<string> words) => LiteDocuments.Separator + string.Join(LiteDocuments.Separator, words) + LiteDocuments.Separator;

    // Each word of a post with its weight there: the same line is the same place in the index.
    private static IEnumerable<string> Places(Post post)
    {
        var hits = new Dictionary<string, int>(StringComparer.Ordinal);
        Add(post.Title ?? "", TitleWeight);
        Add(post.Text, 1);
        return hits.Select(word => LiteDocuments.Joined(word.Key, word.Value.ToString(CultureInfo.InvariantCulture)));

        void Add(string part, int weight)
        {
            foreach (var word in SearchText.Tokens(part).Select(Cut))
            {
                hits[word] = hits.GetValueOrDefault(word) + weight;
            }
        }
    }

    private static string Cut(string word) => word.Length <= LongestWord ? word : word[..LongestWord];

    private static string KeyOf(string place, string id) => LiteDocuments.Joined(place.Split(LiteDocuments.Separator)[0], id);
}
