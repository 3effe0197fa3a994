using System.Text.RegularExpressions;
using Blog.Site;
using Blog.Storage;
using Blog.Storage.PostgreSql;
using Blog.Tests.Infrastructure;
using Npgsql;

namespace Blog.Tests.Storage;

/// <summary>The schema of a server: killed at any statement it is as before or as after, and old and new programs work side by side.</summary>
public sealed class PostgresMigrationTests
{
    private static readonly MigrationScript Further = new(
        MigrationScript.Embedded("PostgreSql/").Count + 1, "9999-further.sql", "ALTER TABLE post ADD COLUMN mood TEXT;\nCREATE INDEX post_by_mood ON post (mood);\n");

    [PostgresFact]
    public void A_first_start_killed_at_any_statement_starts_again()
    {
        var database = PostgresServer.Shared.NewDatabase();
        var dialect = Dialect(database);
        var scripts = MigrationScript.Embedded(dialect.Scripts);
        for (var known = 1; known <= scripts.Count; known++)
        {
            // Those before are there already: each script is killed at its own statements, and at those around them.
            var sofar = scripts.Take(known).ToList();
            var statements = sofar[^1].Statements().Count() + 3;
            for (var at = 1; at <= statements; at += 3)
            {
                var seen = 0;
                Assert.ThrowsAny<Exception>(() => Migrate(dialect, sofar, (session, _) =>
                {
                    if (++seen == at)
                    {
                        session.Connection.Close();
                        throw new OperationCanceledException();
                    }
                }));
                using var reader = Open(dialect);
                Assert.InRange(Migrator.Current(reader.Connection, dialect), known - 1, known);
            }

            Migrate(dialect, sofar);
        }

        Migrate(dialect, scripts);
        using var session = Open(dialect);
        Assert.Equal(scripts.Count, Migrator.Current(session.Connection, dialect));
    }

    [PostgresFact]
    public async Task An_upgrade_killed_at_any_statement_leaves_the_old_schema_and_all_posts()
    {
        await using var store = new PostgresFixture();
        await store.OpenAsync();
        var post = await store.Posts.StoreAsync(Samples.Post());
        var dialect = Dialect(store.Address!);
        MigrationScript[] scripts = [.. MigrationScript.Embedded(dialect.Scripts), Further];

        for (var at = 1; at <= 4; at++)
        {
            var seen = 0;
            Assert.ThrowsAny<Exception>(() => Migrate(dialect, scripts, (session, _) =>
            {
                if (++seen == at)
                {
                    session.Connection.Close();
                    throw new OperationCanceledException();
                }
            }));
            using var session = Open(dialect);
            Assert.Equal(scripts.Length - 1, Migrator.Current(session.Connection, dialect));
            Assert.Equal(post, await store.Posts.FindAsync(post.Id, default), Same);
        }

        // The old program goes on beside the new schema.
        Migrate(dialect, scripts);
        Assert.Equal(post, await store.Posts.FindAsync(post.Id, default), Same);
        await store.Posts.StoreAsync(Samples.Post());
    }

    [PostgresFact]
    public async Task An_older_program_starts_beside_a_newer_one_until_a_script_says_that_it_can_not()
    {
        await using var store = new PostgresFixture();
        await store.OpenAsync();
        var dialect = Dialect(store.Address!);
        Migrate(dialect, [.. MigrationScript.Embedded(dialect.Scripts), Further]);

        await using (var old = new PostgresFixture(store.Address))
        {
            await old.OpenAsync();
            await old.Posts.StoreAsync(Samples.Post());
        }

        await store.Site.SetMarkAsync(Migrator.OldestMark, Further.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), default);
        await using var refused = new PostgresFixture(store.Address);
        var why = await Assert.ThrowsAsync<StoreUnusableException>(refused.OpenAsync);
        Assert.Contains("written by a newer version of the blog", why.Message);
    }

    [PostgresFact]
    public async Task Copies_that_an_older_version_left_are_counted()
    {
        var database = PostgresServer.Shared.NewDatabase();
        var dialect = Dialect(database);
        Migrate(dialect, [.. MigrationScript.Embedded(dialect.Scripts).Where(s => s.Number < 2)]);
        using (var session = Open(dialect))
        {
            OldCopies.Write(session);
        }

        await using var store = new PostgresFixture(database);
        await store.OpenAsync();
        await OldCopies.AreCountedAsync(store);
    }

    [PostgresFact]
    public void The_database_of_another_program_is_not_touched()
    {
        var database = PostgresServer.Shared.NewDatabase();
        PostgresServer.Shared.Execute("CREATE TABLE theirs (id INT)", new NpgsqlConnectionStringBuilder(database).Database!);

        var refused = Assert.Throws<StoreUnusableException>(() => Migrate(Dialect(database), MigrationScript.Embedded("PostgreSql/")));

        Assert.Contains("database of another program", refused.Message);
    }

    [PostgresFact]
    public async Task No_statement_reads_a_table_from_end_to_end_or_sorts_what_grows()
    {
        await using var store = new PostgresFixture();
        await store.OpenAsync();
        await using var connection = new NpgsqlConnection(store.Address + ";Pooling=false");
        await connection.OpenAsync();
        await RunAsync(connection, "SET plan_cache_mode = force_generic_plan");
        await RunAsync(connection, "SET enable_seqscan = off");
        await RunAsync(connection, "SET enable_sort = off");

        var troubles = new List<string>();
        foreach (var sql in ((IEnumerable<object[]>)QueryPlanTests.Statements).Select(row => (string)row[0]).Where(sql => !sql.Contains("MATCH", StringComparison.Ordinal)))
        {
            var names = Regex.Matches(sql, "@[a-zA-Z]+", RegexOptions.NonBacktracking).Select(m => m.Value).Distinct().ToList();
            var numbered = Regex.Replace(sql, "@[a-zA-Z]+", m => "$" + (names.IndexOf(m.Value) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), RegexOptions.NonBacktracking);
            await RunAsync(connection, "PREPARE plan AS " + numbered);
            var plan = await RunAsync(connection, $"EXPLAIN EXECUTE plan{(names.Count > 0 ? $"({string.Join(", ", names.Select(_ => "NULL"))})" : "")}");
            await RunAsync(connection, "DEALLOCATE plan");
            troubles.AddRange(plan.Where(step => IsTrouble(step, sql)).Select(step => step.Trim() + " in " + sql));
        }

        Assert.True(troubles.Count == 0, string.Join("\n", troubles));
    }

    // Few rows: the targets, the years, the attempts of one copy, the single rows of the site and of the seal. A sort of those is none.
    private static bool IsTrouble(string step, string sql) =>
        (step.Contains("Seq Scan on ", StringComparison.Ordinal) && !Regex.IsMatch(step, "Seq Scan on (target|year_count|content_version|outbox_seal|site|account|delivery_count)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture))
        || (step.TrimStart(' ', '-', '>').StartsWith("Sort  (", StringComparison.Ordinal) && !QueryPlanTests.IsFew(sql) && !sql.Contains("FROM year_count", StringComparison.Ordinal)
            && !sql.Contains("JOIN delivery_attempt a", StringComparison.Ordinal));

    private static async Task<List<string>> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements under test.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var row = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await row.ReadAsync())
        {
            lines.Add(row.GetString(0));
        }

        return lines;
    }

    private static bool Same(Blog.Posts.Post? a, Blog.Posts.Post? b) => a?.Markdown == b?.Markdown && a?.Revision == b?.Revision;

    private static PgDialect Dialect(string address) => new(PgAddress.Parse(address)!);

    private static Session Open(PgDialect dialect) => new(dialect.OpenWriter(), dialect);

    private static void Migrate(PgDialect dialect, IReadOnlyList<MigrationScript> scripts, Action<Session, string>? afterStatement = null)
    {
        using var session = Open(dialect);
        new Migrator(dialect, scripts, Path.GetTempPath(), TimeProvider.System) { AfterStatement = sql => afterStatement?.Invoke(session, sql) }.Run(session);
    }
}
