using Blog.Posts;

namespace Blog.Storage;

/// <summary>
/// The full-text index of an engine. Ranking reads every match, so it is done up to a number of matches; a word that stands in more
/// posts than that says little about any of them, and then posts with it in the title come first and the newest before the older.
/// </summary>
internal abstract class SearchIndex
{
    /// <summary>Most matches that are ranked.</summary>
    public const int MaxRanked = 2000;

    /// <summary>Most matches that the desk's list looks through.</summary>
    public const int MaxListed = 5000;

    /// <summary>Brings the index to the post's state; <paramref name="old"/> is what it holds now, null for nothing.</summary>
    public void Write(Session session, long id, (string? Title, string Text)? old, Post post)
    {
        if (post.Status == PostStatus.Deleted)
        {
            if (old is not null)
            {
                Remove(session, id);
            }
        }
        else if (old is null || old.Value.Title != post.Title || old.Value.Text != post.Text)
        {
            Put(session, id, post.Title ?? "", post.Text, post.Language);
        }
    }

    /// <summary>See <see cref="IPostStore.SearchAsync"/>.</summary>
    public IReadOnlyList<SearchHit> Find(Session session, string query, int limit)
    {
        var words = SearchText.Words(query);
        return words.Count == 0 ? [] : Find(session, words, limit);
    }

    /// <summary>Puts the words of a post in place of what the index holds under its row id.</summary>
    public abstract void Put(Session session, long id, string title, string text, string language);

    /// <summary>Empties the index.</summary>
    public abstract void Clear(Session session);

    /// <summary>Posts of the desk with all the words, the last changed first, before a place.</summary>
    public abstract List<PostSummary> ListForDesk(Session session, IReadOnlyList<SearchWord> words, string? status, (long At, string Id) before, int limit);

    protected abstract void Remove(Session session, long id);

    protected abstract IReadOnlyList<SearchHit> Find(Session session, IReadOnlyList<SearchWord> words, int limit);
}
