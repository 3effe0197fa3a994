using Blog.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Blog.Tests.Storage;

/// <summary>What a reader or a worker waits for walks an index, from the start and without sorting.</summary>
public sealed class QueryPlanTests(QueryPlanTests.OpenStore store) : IClassFixture<QueryPlanTests.OpenStore>
{
    // https://www.sqlite.org/c3ref/c_stmtstatus_counter.html
    private const int Reprepared = 5;

    public static TheoryData<string> Statements =>
    [
        .. PostStore.Texts(), .. PostLists.Texts(), .. DeskPostStore.Texts(), .. PostWriter.Texts(), .. RelatedPosts.Texts(), .. SyndicationStore.Texts(), .. OutageStore.Texts(), .. InteractionStore.Texts(), .. AccountStore.Texts(), .. InvitationStore.Texts(), .. RateLimitStore.Texts(), .. WorkingCopyStore.Texts(), .. BulkDeedStore.Texts(), .. PreviewLinkStore.Texts(), .. CopyWishStore.Texts(), .. MediaStore.Texts(),
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_statement_scans_a_table_or_sorts_what_grows(string sql)
    {
        var plan = Explain(sql);

        // The few targets, and what was picked of them, are looked at one by one; years and an index walked in its order are meant.
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !IsMeant(step));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal) && !IsFew(sql));
    }

    [Fact]
    public void The_check_sees_a_scan_and_a_sort()
    {
        Assert.Contains(Explain("SELECT * FROM post WHERE title = 'a'"), step => step.StartsWith("SCAN post", StringComparison.Ordinal));
        Assert.Contains(Explain("SELECT * FROM post ORDER BY title"), step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_statement_is_compiled_anew_for_other_values(string sql) => Assert.Equal(0, Recompiled(sql));

    [Fact]
    public void The_check_sees_a_statement_that_is_compiled_anew() => Assert.NotEqual(0, Recompiled("SELECT id FROM post ORDER BY id LIMIT @limit"));

    // Runs it twice; one that writes is refused on this connection, but after it was compiled.
    private int Recompiled(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={store.Store.File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        using (statement)
        {
            for (var run = 1; run <= 2; run++)
            {
                for (var at = 1; at <= raw.sqlite3_bind_parameter_count(statement); at++)
                {
                    raw.sqlite3_bind_int(statement, at, run);
                }

                raw.sqlite3_step(statement);
                raw.sqlite3_reset(statement);
            }

            return raw.sqlite3_stmt_status(statement, Reprepared, 0);
        }
    }

    // The few targets, and the posts that are near to one: 25 of each of 8 tags.
    internal static bool IsFew(string sql) => sql.Contains("FROM target t", StringComparison.Ordinal) || sql.Contains("INTO related", StringComparison.Ordinal);

    private static bool IsMeant(string step) =>
        step is "SCAN t" or "SCAN due" or "SCAN ended" or "SCAN i" or "SCAN f" or "SCAN b" or "SCAN year_count" or "SCAN CONSTANT ROW" or "SCAN d" or "SCAN content_version"
        or "SCAN delivery_count" or "SCAN part" or "SCAN own" or "SCAN edge" or "SCAN near" or "SCAN best"
        || step.StartsWith("SCAN tag USING INDEX tag_by_use", StringComparison.Ordinal)
        || step.StartsWith("SCAN media USING INDEX media_page", StringComparison.Ordinal);

    private List<string> Explain(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={store.Store.File};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements under test.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        foreach (var name in System.Text.RegularExpressions.Regex.Matches(sql, "@[a-zA-Z]+", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(m => m.Value).Distinct())
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        using var row = command.ExecuteReader();
        var steps = new List<string>();
        while (row.Read())
        {
            steps.Add(row.GetString(3));
        }

        return steps;
    }

    public sealed class OpenStore : IAsyncLifetime
    {
        public SqliteFixture Store { get; } = new();

        public Task InitializeAsync() => Store.OpenAsync();

        public async Task DisposeAsync() => await Store.DisposeAsync();
    }
}
