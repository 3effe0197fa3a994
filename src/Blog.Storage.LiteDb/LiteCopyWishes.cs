using Blog.Syndication;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="ICopyWishes"/>
internal sealed class LiteCopyWishes(LiteStore store) : ICopyWishes
{
    public Task<IReadOnlyList<CopyWish>> ListAsync(Guid postId, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<CopyWish>)[.. session.CopyWishes.With("post_id", postId.Stored()).Select(row => new CopyWish(postId, row.Id("target_id"))
        {
            Sends = row.Flag("sends"),
            IsOwn = row.Flag("is_own"),
            OwnText = row.TextOrNull("own_text"),
            Comment = row.TextOrNull("comment"),
            At = row.InstantOrNull("at"),
            SavedAt = row.Instant("saved_at"),
        })],
        ct);

    public Task SaveAsync(IReadOnlyList<CopyWish> wishes, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            foreach (var wish in wishes)
            {
                session.CopyWishes.AddOrPut(new BsonDocument
                {
                    ["_id"] = LiteDocuments.Joined(wish.PostId.Stored(), wish.TargetId.Stored()),
                    ["post_id"] = wish.PostId.Stored(),
                    ["target_id"] = wish.TargetId.Stored(),
                    ["sends"] = wish.Sends,
                    ["is_own"] = wish.IsOwn,
                    ["own_text"] = wish.OwnText,
                    ["comment"] = wish.Comment,
                    ["at"] = wish.At.StoredTicks(),
                    ["saved_at"] = wish.SavedAt.Stored(),
                });
            }

            return true;
        },
        ct);
}
