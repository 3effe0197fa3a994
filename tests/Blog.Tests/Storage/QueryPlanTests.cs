using Blog.Storage;
using Microsoft.Data.Sqlite;

namespace Blog.Tests.Storage;

/// <summary>What a reader or a worker waits for walks an index, from the start and without sorting.</summary>
public sealed class QueryPlanTests(QueryPlanTests.OpenStore store) : IClassFixture<QueryPlanTests.OpenStore>
{
    public static TheoryData<string> Statements =>
    [
        .. PostStore.Texts(), .. PostLists.Texts(), .. PostWriter.Texts(), .. SyndicationStore.Texts(), .. InteractionStore.Texts(), .. AccountStore.Texts(), .. MediaStore.Texts(),
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public void No_statement_scans_a_table_or_sorts_what_grows(string sql)
    {
        var plan = Explain(sql);

        // The few targets are looked at one by one; years and an index walked in its order are meant.
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !IsMeant(step));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal) && !sql.Contains("FROM target t", StringComparison.Ordinal));
    }

    [Fact]
    public void The_check_sees_a_scan_and_a_sort()
    {
        Assert.Contains(Explain("SELECT * FROM post WHERE title = 'a'"), step => step.StartsWith("SCAN post", StringComparison.Ordinal));
        Assert.Contains(Explain("SELECT * FROM post ORDER BY title"), step => step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));
    }

    private static bool IsMeant(string step) =>
        step is "SCAN t" or "SCAN year_count" or "SCAN CONSTANT ROW" or "SCAN d" or "SCAN content_version"
        || step.StartsWith("SCAN tag USING INDEX tag_by_use", StringComparison.Ordinal)
        || step.StartsWith("SCAN media USING INDEX media_newest", StringComparison.Ordinal);

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
