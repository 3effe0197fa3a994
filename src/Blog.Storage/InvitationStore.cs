using System.Data.Common;
using Blog.Accounts;

namespace Blog.Storage;

/// <inheritdoc cref="IInvitationStore"/>
internal sealed class InvitationStore(Database database) : IInvitationStore
{
    private const string Columns = "uid, hash, role, whom, invited_by, created_at, ends_at, used_at";

    private const string Add = $"INSERT INTO invitation ({Columns}) VALUES (@id, @hash, @role, @whom, @by, @created, @ends, NULL)";

    private const string DropOld = "DELETE FROM invitation WHERE ends_at < @before";

    private const string ByHash = $"SELECT {Columns} FROM invitation WHERE hash = @hash";

    private const string Open = $"SELECT {Columns} FROM invitation WHERE used_at IS NULL AND ends_at > @now ORDER BY id";

    private const string Revoke = "DELETE FROM invitation WHERE uid = @id AND used_at IS NULL";

    private const string Use = "UPDATE invitation SET used_at = @now WHERE hash = @hash AND used_at IS NULL AND ends_at > @now RETURNING role";

    private const string Reopen = "UPDATE invitation SET used_at = NULL WHERE hash = @hash";

    /// <summary>The statements that a stranger's request waits for, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [ByHash, Use, Reopen];

    public Task AddAsync(Invitation invitation, DateTimeOffset before, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            session.Execute(DropOld, ("@before", before.Stored()));
            return session.Execute(
                Add,
                ("@id", invitation.Id.Stored()),
                ("@hash", invitation.Hash),
                ("@role", invitation.Role.ToString()),
                ("@whom", invitation.Whom),
                ("@by", invitation.InvitedBy),
                ("@created", invitation.CreatedAt.Stored()),
                ("@ends", invitation.EndsAt.Stored()));
        },
        ct);

    public Task<Invitation?> FindAsync(string hash, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ByHash, Read, ("@hash", hash)), ct);

    public Task<IReadOnlyList<Invitation>> ListOpenAsync(DateTimeOffset now, CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<Invitation>)session.List(Open, Read, ("@now", now.Stored())), ct);

    public Task<bool> RevokeAsync(Guid id, CancellationToken ct) =>
        database.WriteAsync(session => session.Execute(Revoke, ("@id", id.Stored())) == 1, ct);

    public Task<InvitationUse> AcceptAsync(string hash, Account account, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (session.Scalar(Use, ("@now", now.Stored()), ("@hash", hash)) is not string role)
            {
                return InvitationUse.Closed;
            }

            account.Role = Enum.Parse<AccountRole>(role);
            if (AccountStore.Insert(session, account))
            {
                return InvitationUse.Accepted;
            }

            session.Execute(Reopen, ("@hash", hash));
            return InvitationUse.Taken;
        },
        ct);

    private static Invitation Read(DbDataReader row) => new(
        row.Id(0), row.Text(1), row.Name<AccountRole>(2), row.Text(3), row.Text(4), row.Instant(5), row.Instant(6), row.InstantOrNull(7));
}
