using Blog.Posts;

namespace Blog.Storage;

/// <inheritdoc cref="IPreviewLinks"/>
internal sealed class PreviewLinkStore(Database database) : IPreviewLinks
{
    private const string ByHash = "SELECT post_uid FROM preview_link WHERE hash = @hash";

    private const string OfPost = "SELECT created_at FROM preview_link WHERE post_uid = @post";

    private const string Put =
        """
        INSERT INTO preview_link (post_uid, hash, created_at) VALUES (@post, @hash, @at)
        ON CONFLICT (post_uid) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at
        """;

    private const string Drop = "DELETE FROM preview_link WHERE post_uid = @post";

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [ByHash, OfPost, Put, Drop];

    public Task<Guid?> FindPostAsync(string hash, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ByHash, row => (Guid?)row.Id(0), ("@hash", hash)), ct);

    public Task<DateTimeOffset?> FindAsync(Guid postId, CancellationToken ct) =>
        database.ReadAsync(session => session.First(OfPost, row => (DateTimeOffset?)row.Instant(0), ("@post", postId.Stored())), ct);

    public Task PutAsync(Guid postId, string hash, DateTimeOffset at, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(Put, ("@post", postId.Stored()), ("@hash", hash), ("@at", at.Stored())), ct);

    public Task DropAsync(Guid postId, CancellationToken ct) =>
        database.WriteAsync(session => session.Execute(Drop, ("@post", postId.Stored())), ct);
}
