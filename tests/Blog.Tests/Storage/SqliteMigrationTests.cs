using System.Text.RegularExpressions;
using Blog.Site;
using Blog.Storage;
using Blog.Storage.Sqlite;
using Blog.Tests.Infrastructure;
using Microsoft.Data.Sqlite;

namespace Blog.Tests.Storage;

/// <summary>A kill at any statement of a migration leaves a database that the next start brings to the end by itself.</summary>
public sealed class SqliteMigrationTests : IDisposable
{
    private static readonly int Shipped = MigrationScript.Embedded("Sqlite/").Count;

    private static readonly MigrationScript Further = new(
        Shipped + 1,
        "0002-later.sql",
        """
        ALTER TABLE site ADD COLUMN motto TEXT;
        CREATE TABLE later (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post (id));
        INSERT INTO later (post_id) SELECT id FROM post;
        UPDATE post SET excerpt = 'migrated';
        """);

    private readonly string _folder = Directory.CreateTempSubdirectory("blog-migrate-").FullName;
    private readonly FakeClock _clock = new(Samples.Now);

    private string Backups => Path.Combine(_folder, "backups");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_start_killed_at_any_statement_starts_again()
    {
        var states = 0;
        var dialect = new SqliteDialect(Path.Combine(_folder, "blog.db"));
        using (var writer = new Session(dialect.OpenWriter(), dialect))
        {
            new Migrator(dialect, MigrationScript.Embedded(dialect.Scripts), Backups, _clock) { AfterStatement = _ => Keep("blog.db", ++states) }.Run(writer);
        }

        Assert.True(states > 30, $"{states} statements");
        for (var state = 1; state <= states; state++)
        {
            Assert.Equal(Shipped, Finish(state, MigrationScript.Embedded(dialect.Scripts)));
        }
    }

    [Fact]
    public async Task An_upgrade_killed_at_any_statement_ends_with_all_posts_and_the_new_schema()
    {
        await FillAsync();
        var states = 0;
        var dialect = new SqliteDialect(Path.Combine(_folder, "blog.db"));
        IReadOnlyList<MigrationScript> scripts = [.. MigrationScript.Embedded(dialect.Scripts), Further];
        using (var writer = new Session(dialect.OpenWriter(), dialect))
        {
            new Migrator(dialect, scripts, Backups, _clock) { AfterStatement = _ => Keep("blog.db", ++states) }.Run(writer);
        }

        Assert.True(states >= 7, $"{states} statements");
        for (var state = 1; state <= states; state++)
        {
            Assert.Equal(Shipped + 1, Finish(state, scripts));
            Assert.Equal((3L, 3L), (Count(state, "post WHERE excerpt = 'migrated'"), Count(state, "later")));
        }
    }

    [Fact]
    public async Task Before_an_upgrade_a_sound_copy_of_the_old_state_is_kept()
    {
        await FillAsync();
        var dialect = new SqliteDialect(Path.Combine(_folder, "blog.db"));
        using var writer = new Session(dialect.OpenWriter(), dialect);

        var snapshot = new Migrator(dialect, [.. MigrationScript.Embedded(dialect.Scripts), Further], Backups, _clock).Run(writer);

        Assert.Equal(Path.Combine(Backups, $"blog-schema{Shipped}-20261122-100000.db"), snapshot);
        Assert.Equal([snapshot], Directory.EnumerateFiles(Backups));
        using var copy = new SqliteDialect(snapshot!).OpenReader();
        Assert.Equal(Shipped, Migrator.Current(copy, dialect));
        Assert.Empty(dialect.CheckIntegrity(copy));
    }

    [Fact]
    public async Task An_upgrade_that_can_not_keep_a_copy_does_not_begin()
    {
        await FillAsync();
        await File.WriteAllTextAsync(Backups, "A file where the folder should be.");
        var dialect = new SqliteDialect(Path.Combine(_folder, "blog.db"));
        using var writer = new Session(dialect.OpenWriter(), dialect);

        var refused = Assert.Throws<StoreUnusableException>(
            () => new Migrator(dialect, [.. MigrationScript.Embedded(dialect.Scripts), Further], Backups, _clock).Run(writer));

        Assert.Contains(Backups, refused.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Shipped, Migrator.Current(writer.Connection, dialect));
    }

    [Fact]
    public async Task A_script_that_fails_leaves_the_state_before_it()
    {
        await FillAsync();
        var dialect = new SqliteDialect(Path.Combine(_folder, "blog.db"));
        var broken = Further with { Sql = Further.Sql + "\nINSERT INTO nowhere VALUES (1);\n" };
        using (var writer = new Session(dialect.OpenWriter(), dialect))
        {
            Assert.Throws<SqliteException>(() => new Migrator(dialect, [.. MigrationScript.Embedded(dialect.Scripts), broken], Backups, _clock).Run(writer));
            Assert.Equal(Shipped, Migrator.Current(writer.Connection, dialect));
        }

        await using var store = await SqliteFixture.OpenedAsync(_folder);
        Assert.Equal(3, await store.Posts.CountPublicAsync(default));
    }

    [Fact]
    public async Task Copies_that_an_older_version_left_are_counted()
    {
        var dialect = new SqliteDialect(Path.Combine(_folder, "blog.db"));
        using (var writer = new Session(dialect.OpenWriter(), dialect))
        {
            new Migrator(dialect, [.. MigrationScript.Embedded(dialect.Scripts).Where(s => s.Number < 5)], Backups, _clock).Run(writer);
            OldCopies.Write(writer);
        }

        await using var store = await SqliteFixture.OpenedAsync(_folder);
        await OldCopies.AreCountedAsync(store);
    }

    [Fact]
    public void The_scripts_are_numbered_from_one_without_gaps()
    {
        var scripts = MigrationScript.Embedded("Sqlite/");

        Assert.Equal(Enumerable.Range(1, scripts.Count), scripts.Select(s => s.Number));
        Assert.All(scripts, s => Assert.Matches(new Regex("^[0-9]{4}-[a-z-]+\\.sql$", RegexOptions.NonBacktracking), s.Name));
    }

    private async Task FillAsync()
    {
        await using var store = await SqliteFixture.OpenedAsync(_folder);
        for (var i = 0; i < 3; i++)
        {
            await store.Posts.StoreAsync(Samples.Post());
        }
    }

    // What a killed process leaves is what lies in its files at that moment.
    private void Keep(string name, int state)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" }.Where(s => File.Exists(Path.Combine(_folder, name + s))))
        {
            File.Copy(Path.Combine(_folder, name + suffix), Path.Combine(_folder, $"state{state}-{name}{suffix}"));
        }
    }

    private int Finish(int state, IReadOnlyList<MigrationScript> scripts)
    {
        var dialect = new SqliteDialect(Path.Combine(_folder, $"state{state}-blog.db"));
        using var writer = new Session(dialect.OpenWriter(), dialect);
        new Migrator(dialect, scripts, Backups, _clock).Run(writer);
        Assert.Empty(dialect.CheckIntegrity(writer.Connection));
        return Migrator.Current(writer.Connection, dialect);
    }

    private long Count(int state, string from)
    {
        using var reader = new SqliteDialect(Path.Combine(_folder, $"state{state}-blog.db")).OpenReader();
        using var command = reader.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = $"SELECT count(*) FROM {from}";
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
