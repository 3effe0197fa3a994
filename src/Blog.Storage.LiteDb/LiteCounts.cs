using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>Tags, bylines and years of the published posts with their counts, kept by the writes so that no page ever counts.</summary>
internal static class LiteCounts
{
    /// <summary>Takes the post out of the counts of its old state and puts it into those of the new.</summary>
    public static void Move(LiteSession session, ListedPost? old, ListedPost now)
    {
        if (old is not null)
        {
            if (PostIndexes.IsSame(old, now))
            {
                return;
            }

            Count(session, old, -1);
        }

        Count(session, now, +1);
    }

    private static void Count(LiteSession session, ListedPost post, int by)
    {
        if (post.IsPublic)
        {
            foreach (var author in post.Authors.DistinctBy(a => a.Slug))
            {
                Add(session.Bylines, LiteDocuments.Key(author.Slug), by, row => (row["slug"], row["name"], row["account"]) = (author.Slug, author.Name, author.AccountId.Stored()));
            }
        }

        if (!post.IsListed)
        {
            return;
        }

        foreach (var tag in post.Tags.DistinctBy(t => t.Slug))
        {
            Add(session.Tags, LiteDocuments.Key(tag.Slug), by, row => (row["slug"], row["name"]) = (tag.Slug, tag.Name));
        }

        Add(session.Years, post.Year!.Value, by, _ => { });
    }

    // The newest save says how a tag or an author is written.
    private static void Add(LiteTable table, BsonValue key, int by, Action<BsonDocument> name)
    {
        var row = table.Find(key) ?? new BsonDocument { ["_id"] = key, ["posts"] = 0 };
        row["posts"] = row.Int("posts") + by;
        if (by > 0)
        {
            name(row);
        }

        table.AddOrPut(row);
    }
}
