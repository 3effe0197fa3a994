using Blog.Accounts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IInvitationStore"/>
internal sealed class LiteInvitationStore(LiteStore store) : IInvitationStore
{
    public Task AddAsync(Invitation invitation, DateTimeOffset before, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            foreach (var old in session.Invitations.All().Where(row => row.Long("ends_at") < before.Stored()))
            {
                session.Invitations.Remove(old["_id"]);
            }

            session.Invitations.Add(new BsonDocument
            {
                ["_id"] = invitation.Hash,
                ["uid"] = invitation.Id.Stored(),
                ["role"] = invitation.Role.ToString(),
                ["whom"] = invitation.Whom,
                ["invited_by"] = invitation.InvitedBy,
                ["created_at"] = invitation.CreatedAt.Stored(),
                ["ends_at"] = invitation.EndsAt.Stored(),
                ["used_at"] = invitation.UsedAt.StoredTicks(),
            });
            return true;
        },
        ct);

    public Task<Invitation?> FindAsync(string hash, CancellationToken ct) => store.ReadAsync(
        session => session.Invitations.Find(hash) is { } row ? Read(row) : null, ct);

    public Task<IReadOnlyList<Invitation>> ListOpenAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<Invitation>)[.. session.Invitations.All().Select(Read).Where(i => i.UsedAt is null && i.EndsAt > now).OrderBy(i => i.CreatedAt)], ct);

    public Task<bool> RevokeAsync(Guid id, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Invitations.All().FirstOrDefault(row => row.Id("uid") == id && row["used_at"].IsNull) is not { } row)
            {
                return false;
            }

            session.Invitations.Remove(row["_id"]);
            return true;
        },
        ct);

    public Task<InvitationUse> AcceptAsync(string hash, Account account, DateTimeOffset now, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Invitations.Find(hash) is not { } row || !row["used_at"].IsNull || row.Instant("ends_at") <= now)
            {
                return InvitationUse.Closed;
            }

            account.Role = row.Name<AccountRole>("role");
            if (!LiteAccountStore.TryAdd(session, LiteAccountStore.Write(account)))
            {
                return InvitationUse.Taken;
            }

            row["used_at"] = now.Stored();
            session.Invitations.Put(row);
            session.Bump(site: 1);
            return InvitationUse.Accepted;
        },
        ct);

    private static Invitation Read(BsonDocument row) => new(
        row.Id("uid"), row.Text("_id"), row.Name<AccountRole>("role"), row.Text("whom"), row.Text("invited_by"), row.Instant("created_at"), row.Instant("ends_at"), row.InstantOrNull("used_at"));
}
