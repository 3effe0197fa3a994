using Blog.Syndication;

namespace Blog.Storage;

/// <inheritdoc cref="ICopyWishes"/>
internal sealed class CopyWishStore(Database database) : ICopyWishes
{
    private const string OfPost = "SELECT target_uid, sends, is_own, own_text, comment, own_time, saved_at FROM copy_wish WHERE post_uid = @post";

    private const string Put =
        """
        INSERT INTO copy_wish (post_uid, target_uid, sends, is_own, own_text, comment, own_time, saved_at) VALUES (@post, @target, @sends, @isOwn, @own, @comment, @at, @saved)
        ON CONFLICT (post_uid, target_uid) DO UPDATE SET sends = excluded.sends, is_own = excluded.is_own, own_text = excluded.own_text, comment = excluded.comment,
          own_time = excluded.own_time, saved_at = excluded.saved_at
        """;

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [OfPost, Put];

    public Task<IReadOnlyList<CopyWish>> ListAsync(Guid postId, CancellationToken ct) => database.ReadAsync(
        session => (IReadOnlyList<CopyWish>)session.List(
            OfPost,
            row => new CopyWish(postId, row.Id(0))
            {
                Sends = row.Flag(1),
                IsOwn = row.Flag(2),
                OwnText = row.TextOrNull(3),
                Comment = row.TextOrNull(4),
                At = row.InstantOrNull(5),
                SavedAt = row.Instant(6),
            },
            ("@post", postId.Stored())),
        ct);

    public Task SaveAsync(IReadOnlyList<CopyWish> wishes, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            foreach (var wish in wishes)
            {
                session.Execute(
                    Put,
                    ("@post", wish.PostId.Stored()),
                    ("@target", wish.TargetId.Stored()),
                    ("@sends", wish.Sends),
                    ("@isOwn", wish.IsOwn),
                    ("@own", wish.OwnText),
                    ("@comment", wish.Comment),
                    ("@at", wish.At.Stored()),
                    ("@saved", wish.SavedAt.Stored()));
            }

            return wishes.Count;
        },
        ct);
}
