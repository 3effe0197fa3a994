using Blog.Accounts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IAccountStore"/>
internal sealed class LiteAccountStore(LiteStore store) : IAccountStore
{
    private static readonly string[] Unique = ["email_key", "slug_key"];

    public Task<Account?> FindAsync(Guid id, CancellationToken ct) => store.ReadAsync(session => Read(session.Accounts.Find(id.Stored())), ct);

    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken ct) =>
        store.ReadAsync(session => Read(session.Accounts.First("email_key", LiteDocuments.Key(normalizedEmail))), ct);

    public Task<Account?> FindBySlugAsync(string slug, CancellationToken ct) =>
        store.ReadAsync(session => Read(session.Accounts.First("slug_key", LiteDocuments.Key(slug))), ct);

    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct) => store.ReadAsync(
        session => (IReadOnlyList<Account>)[.. session.Accounts.All().Select(row => Read(row)!).OrderBy(a => a.Role != AccountRole.Owner).ThenBy(a => a.CreatedAt)], ct);

    public Task<bool> AddAsync(Account account, CancellationToken ct)
    {
        var row = Write(account);
        return store.WriteAsync(session => TryAdd(session, row), ct);
    }

    public Task<bool> AddFirstAsync(Account account, CancellationToken ct)
    {
        var row = Write(account);
        return store.WriteAsync(
            session =>
            {
                if (session.Accounts.Count() > 0 || !TryAdd(session, row))
                {
                    return false;
                }

                session.Bump(site: 1);
                return true;
            },
            ct);
    }

    public Task<bool> UpdateAsync(Account account, CancellationToken ct)
    {
        var row = Write(account);
        return store.WriteAsync(
            session =>
            {
                if (session.Accounts.Find(row["_id"]) is not { } old || IsTaken(session, row))
                {
                    return false;
                }

                row["created_at"] = old["created_at"];
                row["last_seen_at"] = old["last_seen_at"];
                session.Accounts.Put(row);
                session.Bump(site: 1);
                return true;
            },
            ct);
    }

    public Task<int> CountFailureAsync(Guid id, int max, DateTimeOffset lockUntil, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Accounts.Find(id.Stored()) is not { } row)
            {
                return 0;
            }

            var failed = row.Int("access_failed_count") + 1;
            row["access_failed_count"] = failed;
            if (failed >= max)
            {
                row["lockout_end"] = lockUntil.Stored();
            }

            session.Accounts.Put(row);
            return failed;
        },
        ct);

    public Task SeenAsync(Guid id, DateTimeOffset at, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Accounts.Find(id.Stored()) is { } row)
            {
                row["last_seen_at"] = at.Stored();
                session.Accounts.Put(row);
            }

            return true;
        },
        ct);

    public Task<PersonChange> ChangeRoleAsync(Guid id, AccountRole role, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Accounts.Find(id.Stored()) is not { } row)
            {
                return PersonChange.Unknown;
            }

            if (role != AccountRole.Owner && IsLastOwner(session, row))
            {
                return PersonChange.LastOwner;
            }

            row["role"] = role.ToString();
            session.Accounts.Put(row);
            session.Bump(site: 1);
            return PersonChange.Done;
        },
        ct);

    public Task<PersonChange> RemoveAsync(Guid id, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Accounts.Find(id.Stored()) is not { } row)
            {
                return PersonChange.Unknown;
            }

            if (IsLastOwner(session, row))
            {
                return PersonChange.LastOwner;
            }

            foreach (var token in session.Tokens.All().Where(t => t["account"] == row["_id"]))
            {
                session.Tokens.Remove(token["_id"]);
            }

            session.Accounts.Remove(row["_id"]);
            session.Bump(site: 1);
            return PersonChange.Done;
        },
        ct);

    public Task AddTokenAsync(ApiToken token, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Accounts.Find(token.AccountId.Stored()) is null)
            {
                throw new InvalidOperationException($"There is no account {token.AccountId}: the token was not stored.");
            }

            session.Tokens.Add(new BsonDocument
            {
                ["_id"] = token.Hash,
                ["uid"] = token.Id.Stored(),
                ["account"] = token.AccountId.Stored(),
                ["name"] = token.Name,
                ["scope"] = token.Scope,
                ["created_at"] = token.CreatedAt.Stored(),
                ["expires_at"] = token.ExpiresAt.Stored(),
            });
            return true;
        },
        ct);

    public Task<ApiToken?> FindTokenAsync(string hash, CancellationToken ct) => store.ReadAsync(
        session => session.Tokens.Find(hash) is { } row
            ? new ApiToken(row.Id("uid"), row.Id("account"), row.Text("name"), row.Text("scope"), row.Text("_id"), row.Instant("created_at"), row.Instant("expires_at"))
            : null,
        ct);

    internal static bool TryAdd(LiteSession session, BsonDocument row)
    {
        if (session.Accounts.Find(row["_id"]) is not null || IsTaken(session, row))
        {
            return false;
        }

        session.Accounts.Add(row);
        return true;
    }

    private static bool IsLastOwner(LiteSession session, BsonDocument row) =>
        row.Is("role", AccountRole.Owner) && session.Accounts.All().Count(r => r.Is("role", AccountRole.Owner)) == 1;

    private static bool IsTaken(LiteSession session, BsonDocument row) =>
        Unique.Any(field => session.Accounts.With(field, row[field]).Any(rival => rival["_id"] != row["_id"]));

    // Made before the store's lock is waited for: an account is a mutable object of its caller.
    internal static BsonDocument Write(Account account) => new()
    {
        ["_id"] = account.Id.Stored(),
        ["email_key"] = LiteDocuments.Key(account.NormalizedEmail),
        ["slug_key"] = LiteDocuments.Key(account.Slug),
        ["email"] = account.Email,
        ["normalized_email"] = account.NormalizedEmail,
        ["name"] = account.Name,
        ["slug"] = account.Slug,
        ["bio"] = account.Bio,
        ["links"] = StoredJson.Write(account.Links),
        ["photo_url"] = account.PhotoUrl,
        ["role"] = account.Role.ToString(),
        ["password_hash"] = account.PasswordHash,
        ["security_stamp"] = account.SecurityStamp,
        ["access_failed_count"] = account.AccessFailedCount,
        ["lockout_end"] = account.LockoutEnd.StoredTicks(),
        ["created_at"] = account.CreatedAt.Stored(),
        ["last_seen_at"] = account.LastSeenAt.StoredTicks(),
    };

    private static Account? Read(BsonDocument? row) => row is null ? null : new()
    {
        Id = row.Id("_id"),
        Email = row.Text("email"),
        NormalizedEmail = row.Text("normalized_email"),
        Name = row.Text("name"),
        Slug = row.Text("slug"),
        Bio = row.TextOrNull("bio"),
        Links = StoredJson.ReadTexts(row.Text("links")),
        PhotoUrl = row.TextOrNull("photo_url"),
        Role = row.Name<AccountRole>("role"),
        PasswordHash = row.TextOrNull("password_hash"),
        SecurityStamp = row.Text("security_stamp"),
        AccessFailedCount = row.Int("access_failed_count"),
        LockoutEnd = row.InstantOrNull("lockout_end"),
        CreatedAt = row.Instant("created_at"),
        LastSeenAt = row.InstantOrNull("last_seen_at"),
    };
}
