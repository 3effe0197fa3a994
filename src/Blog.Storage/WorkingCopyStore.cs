using Blog.Posts;

namespace Blog.Storage;

/// <inheritdoc cref="IWorkingCopies"/>
internal sealed class WorkingCopyStore(Database database) : IWorkingCopies
{
    private const string One =
        "SELECT base_revision, stamp, fields, saved_at FROM working_copy WHERE post_uid = @post AND account_uid = @account";

    // The revision is looked at in the statement that writes: a save of the post between a look and a write would go unseen.
    private const string Put =
        """
        INSERT INTO working_copy (post_uid, account_uid, base_revision, stamp, fields, saved_at)
        SELECT uid, @account, @base, @stamp, @fields, @at FROM post WHERE uid = @post AND revision = @base AND status <> 'Deleted'
        ON CONFLICT (post_uid, account_uid) DO UPDATE SET base_revision = excluded.base_revision, stamp = excluded.stamp,
          fields = excluded.fields, saved_at = excluded.saved_at
        WHERE working_copy.stamp IN (@expected, excluded.stamp)
        """;

    private const string Drop = "DELETE FROM working_copy WHERE post_uid = @post AND account_uid = @account";

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [One, Put, Drop];

    public Task<WorkingCopy?> FindAsync(Guid postId, Guid accountId, CancellationToken ct) => database.ReadAsync(
        session => session.First(
            One,
            row => new WorkingCopy(postId, accountId, row.Int(0), row.Id(1), row.Text(2), row.Instant(3)),
            ("@post", postId.Stored()),
            ("@account", accountId.Stored())),
        ct);

    public Task<bool> SaveAsync(WorkingCopy copy, Guid? expected, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            Put,
            ("@account", copy.AccountId.Stored()),
            ("@base", copy.BaseRevision),
            ("@stamp", copy.Stamp.Stored()),
            ("@fields", copy.Fields),
            ("@at", copy.SavedAt.Stored()),
            ("@post", copy.PostId.Stored()),
            ("@expected", expected?.Stored() ?? "")) == 1,
        ct);

    public Task DropAsync(Guid postId, Guid accountId, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(Drop, ("@post", postId.Stored()), ("@account", accountId.Stored())), ct);
}
