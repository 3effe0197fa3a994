using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IWorkingCopies"/>
internal sealed class LiteWorkingCopies(LiteStore store) : IWorkingCopies
{
    public Task<WorkingCopy?> FindAsync(Guid postId, Guid accountId, CancellationToken ct) => store.ReadAsync(
        session => session.WorkingCopies.Find(Key(postId, accountId)) is { } row
            ? new WorkingCopy(postId, accountId, row.Int("base"), row.Id("stamp"), row.Text("fields"), row.Instant("saved_at"))
            : null,
        ct);

    public Task<bool> SaveAsync(WorkingCopy copy, Guid? expected, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            var key = Key(copy.PostId, copy.AccountId);
            if (session.Posts.Find(copy.PostId.Stored()) is not { } post || post.Int("revision") != copy.BaseRevision || post.Is("status", PostStatus.Deleted)
                || (session.WorkingCopies.Find(key) is { } old && old.Id("stamp") != expected && old.Id("stamp") != copy.Stamp))
            {
                return false;
            }

            session.WorkingCopies.AddOrPut(new BsonDocument
            {
                ["_id"] = key,
                ["base"] = copy.BaseRevision,
                ["stamp"] = copy.Stamp.Stored(),
                ["fields"] = copy.Fields,
                ["saved_at"] = copy.SavedAt.Stored(),
            });
            return true;
        },
        ct);

    public Task DropAsync(Guid postId, Guid accountId, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.WorkingCopies.Remove(Key(postId, accountId));
            return true;
        },
        ct);

    private static BsonValue Key(Guid postId, Guid accountId) => LiteDocuments.Joined(postId.Stored(), accountId.Stored());
}
