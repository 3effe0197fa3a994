using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>
/// What can be checked of a LiteDB file, which has no check sums and no check of its own: every document is read, every index has as many entries as its
/// collection, and the kept counts agree with what they count. A changed byte within a value is not found.
/// </summary>
internal static class LiteCheck
{
    private const int Most = 20;

    /// <summary>One sentence for each thing that is wrong; empty if nothing was found.</summary>
    public static IReadOnlyList<string> Run(LiteSession session)
    {
        var found = new List<string>();
        foreach (var table in session.Tables)
        {
            try
            {
                Check(table, found);
            }
            catch (Exception e) when (e is LiteException or IOException or InvalidCastException or ArgumentException or IndexOutOfRangeException)
            {
                found.Add($"{table.Name} can't be read to its end: {e.Message}");
            }
        }

        if (found.Count == 0)
        {
            CheckCounts(session, found);
        }

        return [.. found.Take(Most)];
    }

    private static void Check(LiteTable table, List<string> found)
    {
        var rows = table.Each(row => row.Count).Count;
        foreach (var field in table.Indexes)
        {
            if (table.CountIndex(field) is var entries && entries != rows)
            {
                found.Add($"{table.Name} has {rows} documents, but {entries} in its index {field}");
            }
        }
    }

    private static void CheckCounts(LiteSession session, List<string> found)
    {
        var posts = session.Posts.Each(LitePostRows.ReadPlaced);
        if (posts.Count(p => p.IsPublic) is var open && open != session.PublicPosts())
        {
            found.Add($"{open} posts are public, but {session.PublicPosts()} are counted");
        }

        var places = posts.Sum(p => LiteLists.Entries(p).Count());
        if (session.Lists.Count() is var kept && kept != places)
        {
            found.Add($"{places} places in lists belong to the posts, but {kept} are kept");
        }
    }
}
