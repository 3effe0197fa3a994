using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Blog.Storage.PostgreSql;

/// <summary>
/// PostgreSQL 15 or newer, for blogs that run as several processes. No statement relies on the session it runs in, so PgBouncer may stand between in
/// transaction mode.
/// </summary>
internal sealed class PgDialect(PgAddress address) : Dialect
{
    // The number of this program's advisory lock; held by the one transaction that writes.
    private const string Turn = "7120145";

    // Whoever is stopped in the middle of a transaction loses it after 5 s, so that the others wait no longer than that; a wait for the turn ends after 20 s.
    private const string Begins =
        $"BEGIN; SET LOCAL idle_in_transaction_session_timeout = '5s'; SET LOCAL lock_timeout = '20s'; SELECT pg_current_xact_id()::text, pg_advisory_xact_lock({Turn})";

    // Lacks a name in the driver.
    private const string IdleTooLong = "25P03";

    private const int Oldest = 15;

    public override string Engine => "PostgreSQL";

    public override string Location => address.Location;

    public override string Scripts => "PostgreSql/";

    public override bool IsShared => true;

    public override bool Prepares => false;

    public override SearchIndex Search { get; } = new PgSearch();

    public override object Parameter(object? value) => value switch
    {
        null => DBNull.Value,
        bool flag => flag ? 1L : 0L,
        int number => (long)number,

        // A text can't hold the character 0 there; it is no letter of any script.
        string text when text.Contains('\0') => text.Replace('\0', '\uFFFD'),
        _ => value,
    };

    public override DbConnection OpenWriter() => Open();

    public override DbConnection OpenReader() => Open();

    public override string? Begin(Session session) => (string?)session.Scalar(Begins);

    public override void HoldTurn(Session session) => session.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");

    // Each post would be entered under every one of its words: most of the time of a move.
    public override void BeforeCopy(Session session) => session.Execute("DROP INDEX IF EXISTS post_search_words");

    // Only tables that number their rows themselves have a sequence. What is known of the old, empty tables would make slow plans.
    public override void AfterCopy(Session session, IReadOnlyList<string> tables)
    {
        foreach (var table in tables)
        {
            session.Execute(
                "SELECT setval(s.name, (xpath('/row/m/text()', query_to_xml('SELECT coalesce(max(id), 0) + 1 AS m FROM ' || @table, false, true, '')))[1]::text::bigint, false) FROM (SELECT pg_get_serial_sequence(@table, 'id') AS name) s WHERE s.name IS NOT NULL",
                ("@table", table));
        }

        foreach (var sql in (string[])["CREATE INDEX IF NOT EXISTS post_search_words ON post_search USING gin (words) WITH (gin_pending_list_limit = 256)", "ANALYZE"])
        {
            using var command = session.Connection.CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = LongStatement;
            command.ExecuteNonQuery();
        }
    }

    // https://www.postgresql.org/docs/15/functions-info.html#FUNCTIONS-PG-SNAPSHOT
    public override bool HasCommitted(Session session, string transaction)
    {
        // The server may not have noticed yet that the connection is gone, or be in the middle of the commit: the turn is free when it has ended.
        session.Execute($"SELECT pg_advisory_xact_lock({Turn})");
        try
        {
            return session.Scalar("SELECT pg_xact_status(@id::xid8)", ("@id", transaction)) is "committed";
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // A number from the future: this server is a restored one and has never seen it.
            return false;
        }
    }

    // Serialization failure, deadlock: the other one has won, now it is this one's turn.
    public override bool IsWorthRepeating(DbException error) =>
        error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    public override DbConnection? OpenListener()
    {
        var connection = Open();
        Ask(connection, "LISTEN blog_content");
        return connection;
    }

    public override Task WaitForNoticeAsync(DbConnection listener, TimeSpan atMost, CancellationToken ct) => ((NpgsqlConnection)listener).WaitAsync(atMost, ct);

    // A dump that is played back elsewhere gets another number of the database, a copied cluster that was promoted keeps both: it goes on as the same.
    public override string? Server(DbConnection connection) =>
        (string?)Ask(connection, "SELECT (SELECT system_identifier FROM pg_control_system()) || '-' || (SELECT oid FROM pg_database WHERE datname = current_database())");

    public override string? Clock => "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    public override string Version(DbConnection connection) => connection.ServerVersion;

    public override long Size(DbConnection connection) => Convert.ToInt64(Ask(connection, "SELECT pg_database_size(current_database())"), CultureInfo.InvariantCulture);

    public override bool IsUsed(DbConnection connection) =>
        Ask(connection, "SELECT EXISTS (SELECT 1 FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace = current_schema()::regnamespace)") is true;

    // Unlike a file, a server never ends a transaction and keeps the connection; a ROLLBACK without one is only a warning.
    public override bool IsInTransaction(DbConnection connection) => connection.State == ConnectionState.Open;

    public override IReadOnlyList<string>? Snapshot(DbConnection connection, string file) => null;

    // The server checks its pages itself as it reads them (data checksums); what it finds arrives as an error of the statement.
    public override IReadOnlyList<string> CheckIntegrity(DbConnection connection) =>
        Ask(connection, "SELECT count(*) FROM post p WHERE NOT EXISTS (SELECT 1 FROM post_revision r WHERE r.post_id = p.id AND r.number = p.revision)") is 0L
            ? []
            : ["A post lacks its current revision."];

    // https://www.postgresql.org/docs/15/errcodes-appendix.html
    public override string? Explain(DbException error) => error switch
    {
        PostgresException e => e.SqlState switch
        {
            PostgresErrorCodes.DiskFull => $"The disk of the database server ({address.Location}) is full. What was just being saved was not stored, everything saved before is. Make room, then try again.",
            PostgresErrorCodes.TooManyConnections => Full(e),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or IdleTooLong =>
                $"The database server ({address.Location}) is being stopped or started ({e.MessageText}). Nothing was stored. It is tried again with the next request.",
            _ when IsFromThePooler(e) => Unreachable(e.MessageText),
            PostgresErrorCodes.ReadOnlySqlTransaction => $"The database server ({address.Location}) takes no changes: it is a standby. Point Blog:Database at the primary server. Nothing was stored.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"The database server ({address.Location}) refused the user of Blog:Database ({e.MessageText}). Put the right name and password there, then start again.",
            PostgresErrorCodes.InvalidCatalogName => $"The database server has no database {address.Location}. Create it (createdb), or name another one in Blog:Database.",
            PostgresErrorCodes.InsufficientPrivilege => $"The user of Blog:Database may not do what the blog needs in {address.Location} ({e.MessageText}). Make it the owner of the database, then start again.",
            PostgresErrorCodes.LockNotAvailable => $"Another process has been writing to {address.Location} for too long. Nothing was stored. Try again.",
            PostgresErrorCodes.QueryCanceled => $"The database server ({address.Location}) ended a statement that took too long. Nothing was stored. Try again.",
            PostgresErrorCodes.IoError or PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => $"The database server ({address.Location}) can't read its own files ({e.MessageText}). Look at the server's log and restore its backup.",
            PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.ConfigurationLimitExceeded => $"The database server ({address.Location}) has run out of room for work ({e.MessageText}). Nothing was stored.",
            _ => null,
        },
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException or AggregateException or null } e =>
            Unreachable(e.InnerException?.Message ?? e.Message),
        _ => null,
    };

    // PgBouncer says with one code that the server is away, broke off or did not get free in time: https://www.pgbouncer.org/config.html#server_login_retry
    private static bool IsFromThePooler(PostgresException e) => e is { SqlState: PostgresErrorCodes.ProtocolViolation, InvariantSeverity: "FATAL" };

    private string Unreachable(string why) => $"The database server ({address.Location}) can't be reached or does not answer ({why}). It is tried again with the next request.";

    private string Full(PostgresException e) =>
        $"The database server ({address.Location}) takes no more connections ({e.MessageText}). Raise max_connections there, or run fewer processes; each needs up to 10.";

    private static object? Ask(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(address.ConnectionString);
        try
        {
            connection.Open();
            if (connection.PostgreSqlVersion.Major < Oldest)
            {
                throw new Site.StoreUnusableException($"{address.Location} runs PostgreSQL {connection.ServerVersion}; the blog needs 15 or newer. Nothing was changed.");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
