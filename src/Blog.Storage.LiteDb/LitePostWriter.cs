using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>One save of a post inside a transaction: everything that must move together.</summary>
internal static class LitePostWriter
{
    /// <summary>See <see cref="IPostStore.SaveAsync"/>. Writes nothing if it answers with a conflict.</summary>
    public static PostSaved Save(LiteSession session, PostChange change)
    {
        var post = change.Post;
        var old = session.Posts.Find(post.Id.Stored());
        if ((old?.Int("revision") ?? 0) != change.ExpectedRevision)
        {
            return Refused(SaveConflict.Stale);
        }

        var year = PostYear.Of(post);
        var number = old?.Long("number") ?? session.Posts.Highest("number") + 1;
        var row = LitePostRows.Write(post, number, year, old);
        if (FindConflict(session, row) is var conflict and not SaveConflict.None)
        {
            return Refused(conflict);
        }

        session.Posts.AddOrPut(row);
        WriteRevisions(session, change);
        WritePaths(session, change, old);
        var before = old is null ? null : LitePostRows.ReadPlaced(old);
        var now = new PlacedPost(new ListedPost(post.Id, post.Status, post.PublishedAt, year, post.Tags, post.Authors), number, post.UpdatedAt);
        LiteLists.Move(session, before, now);
        LiteCounts.Move(session, before?.Listed, now.Listed);
        LiteSearch.Write(session, old, post);
        if (change.Media is { } media)
        {
            LiteMediaStore.Use(session, post.Id, media);
        }

        foreach (var delivery in change.Deliveries)
        {
            LiteDeliveryRows.Add(session, delivery);
        }

        LiteCopyFollowing.Queue(session, post.Id, change.Copies, post.UpdatedAt);
        if (before?.Listed is { Status: PostStatus.Scheduled, PublishedAt: { } from } && post.PublishedAt is { } to && from != to)
        {
            LiteCopyFollowing.Move(session, post.Id, from, to);
        }

        var stamp = session.Bump(lists: change.TouchesLists ? 1 : 0, publicPosts: (post.IsPublic ? 1 : 0) - (before is { IsPublic: true } ? 1 : 0));
        return new PostSaved(SaveConflict.None, stamp, row.Long("content_version"));
    }

    private static PostSaved Refused(SaveConflict conflict) => new(conflict, default, 0);

    private static SaveConflict FindConflict(LiteSession session, BsonDocument row)
    {
        return IsTaken("source") ? SaveConflict.SourceTaken : IsTaken("slug") || IsTaken("path") ? SaveConflict.SlugTaken : SaveConflict.None;

        bool IsTaken(string field) => !row[field].IsNull && session.Posts.With(field, row[field]).Any(rival => rival["_id"] != row["_id"]);
    }

    private static void WriteRevisions(LiteSession session, PostChange change)
    {
        // The losing side of a collision stands beside the save that won, under its number with a minus: it is nobody's next revision.
        var post = change.Post;
        if (change.AlsoKeep is { } kept)
        {
            Write(kept with { PostId = post.Id, Number = -post.Revision });
        }

        Write(new PostRevision(post.Id, post.Revision, post.UpdatedAt, change.Origin, post.Title, post.Markdown, post.ExcerptIsOwn ? post.Excerpt : null));

        void Write(PostRevision revision)
        {
            var row = LitePostRows.WriteRevision(revision);
            row["_id"] = session.Revisions.NextNumber();
            session.Revisions.Add(row);
        }
    }

    private static void WritePaths(LiteSession session, PostChange change, BsonDocument? old)
    {
        var id = change.Post.Id.Stored();
        foreach (var path in change.Redirects)
        {
            Lead(path);
        }

        // Also when the caller doesn't say so: an address that was given out keeps leading here.
        if (old?.Text("path_text") is { Length: > 0 } before && before != change.Post.Path)
        {
            Lead(before);
        }

        void Lead(string path) => session.Paths.AddOrPut(new BsonDocument { ["_id"] = LiteDocuments.Key(path), ["post"] = id });
    }
}
