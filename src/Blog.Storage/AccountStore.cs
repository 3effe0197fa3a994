using System.Data.Common;
using System.Globalization;
using Blog.Accounts;

namespace Blog.Storage;

/// <inheritdoc cref="IAccountStore"/>
internal sealed class AccountStore(Database database) : IAccountStore
{
    private const string Columns =
        """
        uid, email, normalized_email, name, slug, bio, links, photo_url, role, password_hash, security_stamp, access_failed_count,
        lockout_end, created_at, last_seen_at
        """;

    private const string ById = $"SELECT {Columns} FROM account WHERE uid = @id";

    private const string ByEmail = $"SELECT {Columns} FROM account WHERE normalized_email = @email";

    private const string BySlug = $"SELECT {Columns} FROM account WHERE slug = @slug";

    private const string All = $"SELECT {Columns} FROM account ORDER BY role <> 'Owner', created_at, id";

    private const string Values =
        "@id, @email, @normalized, @name, @slug, @bio, @links, @photo, @role, @hash, @stamp, @failed, @lockout, @created, NULL";

    private const string Add = $"INSERT INTO account ({Columns}) VALUES ({Values}) ON CONFLICT DO NOTHING";

    private const string Taken = "SELECT 1 FROM account WHERE (normalized_email = @normalized OR slug = @slug) AND uid <> @id";

    private const string Update =
        """
        UPDATE account SET email = @email, normalized_email = @normalized, name = @name, slug = @slug, bio = @bio, links = @links,
          photo_url = @photo, role = @role, password_hash = @hash, security_stamp = @stamp, access_failed_count = @failed, lockout_end = @lockout
        WHERE uid = @id
        """;

    private const string CountFailure =
        """
        UPDATE account SET access_failed_count = access_failed_count + 1,
          lockout_end = CASE WHEN access_failed_count + 1 >= @max THEN @until ELSE lockout_end END
        WHERE uid = @id RETURNING access_failed_count
        """;

    private const string Seen = "UPDATE account SET last_seen_at = @at WHERE uid = @id";

    private const string RoleOf = "SELECT role FROM account WHERE uid = @id";

    private const string Owners = "SELECT count(*) FROM account WHERE role = 'Owner'";

    private const string ChangeRole = "UPDATE account SET role = @role WHERE uid = @id";

    private const string DropTokens = "DELETE FROM api_token WHERE account_id = (SELECT id FROM account WHERE uid = @id)";

    private const string Drop = "DELETE FROM account WHERE uid = @id";

    private const string AddToken =
        """
        INSERT INTO api_token (uid, account_id, name, scope, hash, created_at, expires_at)
        VALUES (@id, (SELECT id FROM account WHERE uid = @account), @name, @scope, @hash, @created, @expires)
        """;

    private const string TokenByHash =
        """
        SELECT t.uid, a.uid, t.name, t.scope, t.hash, t.created_at, t.expires_at
        FROM api_token t JOIN account a ON a.id = t.account_id WHERE t.hash = @hash
        """;

    private const string BumpSite = "UPDATE content_version SET site = site + 1";

    /// <summary>The statements that a request waits for, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [ById, ByEmail, BySlug, Taken, CountFailure, Seen, TokenByHash];

    public Task<Account?> FindAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ById, Read, ("@id", id.Stored())), ct);

    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken ct) =>
        database.ReadAsync(session => session.First(ByEmail, Read, ("@email", normalizedEmail)), ct);

    public Task<Account?> FindBySlugAsync(string slug, CancellationToken ct) =>
        database.ReadAsync(session => session.First(BySlug, Read, ("@slug", slug)), ct);

    public Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct) =>
        database.ReadAsync(session => (IReadOnlyList<Account>)session.List(All, Read), ct);

    public Task<bool> AddAsync(Account account, CancellationToken ct)
    {
        var values = Store(account);
        return database.WriteAsync(session => session.Execute(Add, [.. values, ("@created", account.CreatedAt.Stored())]) == 1, ct);
    }

    public Task<bool> AddFirstAsync(Account account, CancellationToken ct)
    {
        var values = Store(account);
        return database.WriteAsync(
            session =>
            {
                if (session.Scalar("SELECT 1 FROM account LIMIT 1") is not null)
                {
                    return false;
                }

                session.Execute(Add, [.. values, ("@created", account.CreatedAt.Stored())]);
                session.Execute(BumpSite);
                return true;
            },
            ct);
    }

    public Task<bool> UpdateAsync(Account account, CancellationToken ct)
    {
        var values = Store(account);
        return database.WriteAsync(
            session =>
            {
                var id = account.Id.Stored();
                if (session.Scalar(Taken, ("@normalized", account.NormalizedEmail), ("@slug", account.Slug), ("@id", id)) is not null
                    || session.Execute(Update, values) == 0)
                {
                    return false;
                }

                session.Execute(BumpSite);
                return true;
            },
            ct);
    }

    public Task<int> CountFailureAsync(Guid id, int max, DateTimeOffset lockUntil, CancellationToken ct) => database.WriteAsync(
        session => session.First(CountFailure, row => row.Int(0), ("@max", max), ("@until", lockUntil.Stored()), ("@id", id.Stored())), ct);

    public Task SeenAsync(Guid id, DateTimeOffset at, CancellationToken ct) =>
        database.WriteAsync(session => session.Execute(Seen, ("@at", at.Stored()), ("@id", id.Stored())), ct);

    public Task<PersonChange> ChangeRoleAsync(Guid id, AccountRole role, CancellationToken ct) => ChangeAsync(
        id,
        losesOwner: role != AccountRole.Owner,
        session => session.Execute(ChangeRole, ("@role", role.ToString()), ("@id", id.Stored())),
        ct);

    public Task<PersonChange> RemoveAsync(Guid id, CancellationToken ct) => ChangeAsync(
        id,
        losesOwner: true,
        session =>
        {
            session.Execute(DropTokens, ("@id", id.Stored()));
            session.Execute(Drop, ("@id", id.Stored()));
        },
        ct);

    public Task AddTokenAsync(ApiToken token, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            AddToken,
            ("@id", token.Id.Stored()),
            ("@account", token.AccountId.Stored()),
            ("@name", token.Name),
            ("@scope", token.Scope),
            ("@hash", token.Hash),
            ("@created", token.CreatedAt.Stored()),
            ("@expires", token.ExpiresAt.Stored())),
        ct);

    public Task<ApiToken?> FindTokenAsync(string hash, CancellationToken ct) => database.ReadAsync(
        session => session.First(
            TokenByHash,
            row => new ApiToken(row.Id(0), row.Id(1), row.Text(2), row.Text(3), row.Text(4), row.Instant(5), row.Instant(6)),
            ("@hash", hash)),
        ct);

    /// <summary>Inserts within a transaction of another store; false if mail address or slug are taken.</summary>
    internal static bool Insert(Session session, Account account)
    {
        if (session.Execute(Add, [.. Store(account), ("@created", account.CreatedAt.Stored())]) == 0)
        {
            return false;
        }

        session.Execute(BumpSite);
        return true;
    }

    // One transaction writes at a time, so that two owners who remove each other leave one.
    private Task<PersonChange> ChangeAsync(Guid id, bool losesOwner, Action<Session> change, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (session.Scalar(RoleOf, ("@id", id.Stored())) is not string role)
            {
                return PersonChange.Unknown;
            }

            if (losesOwner && role == nameof(AccountRole.Owner) && Convert.ToInt64(session.Scalar(Owners), CultureInfo.InvariantCulture) == 1)
            {
                return PersonChange.LastOwner;
            }

            change(session);
            session.Execute(BumpSite);
            return PersonChange.Done;
        },
        ct);

    // Taken before the change is queued: an account is a mutable object of its caller.
    private static (string Name, object? Value)[] Store(Account account) =>
    [
        ("@id", account.Id.Stored()),
        ("@email", account.Email),
        ("@normalized", account.NormalizedEmail),
        ("@name", account.Name),
        ("@slug", account.Slug),
        ("@bio", account.Bio),
        ("@links", StoredJson.Write(account.Links)),
        ("@photo", account.PhotoUrl),
        ("@role", account.Role.ToString()),
        ("@hash", account.PasswordHash),
        ("@stamp", account.SecurityStamp),
        ("@failed", account.AccessFailedCount),
        ("@lockout", account.LockoutEnd.Stored()),
    ];

    private static Account Read(DbDataReader row) => new()
    {
        Id = row.Id(0),
        Email = row.Text(1),
        NormalizedEmail = row.Text(2),
        Name = row.Text(3),
        Slug = row.Text(4),
        Bio = row.TextOrNull(5),
        Links = StoredJson.ReadTexts(row.Text(6)),
        PhotoUrl = row.TextOrNull(7),
        Role = row.Name<AccountRole>(8),
        PasswordHash = row.TextOrNull(9),
        SecurityStamp = row.Text(10),
        AccessFailedCount = row.Int(11),
        LockoutEnd = row.InstantOrNull(12),
        CreatedAt = row.Instant(13),
        LastSeenAt = row.InstantOrNull(14),
    };
}
