using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IPreviewLinks"/>
internal sealed class LitePreviewLinks(LiteStore store) : IPreviewLinks
{
    public Task<Guid?> FindPostAsync(string hash, CancellationToken ct) =>
        store.ReadAsync(session => session.PreviewLinks.First("hash", hash) is { } row ? row.Id("_id") : (Guid?)null, ct);

    public Task<DateTimeOffset?> FindAsync(Guid postId, CancellationToken ct) =>
        store.ReadAsync(session => session.PreviewLinks.Find(postId.Stored()) is { } row ? row.Instant("created_at") : (DateTimeOffset?)null, ct);

    public Task PutAsync(Guid postId, string hash, DateTimeOffset at, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.PreviewLinks.AddOrPut(new BsonDocument { ["_id"] = postId.Stored(), ["hash"] = hash, ["created_at"] = at.Stored() });
            return true;
        },
        ct);

    public Task DropAsync(Guid postId, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            session.PreviewLinks.Remove(postId.Stored());
            return true;
        },
        ct);
}
