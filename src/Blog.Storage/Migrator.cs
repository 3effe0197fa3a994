using System.Data.Common;
using System.Globalization;
using Blog.Site;

namespace Blog.Storage;

/// <summary>A numbered change of the schema.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">File name.</param>
/// <param name="Sql">Statements, each ending with a semicolon at a line's end.</param>
internal sealed record MigrationScript(int Number, string Name, string Sql)
{
    /// <summary>The embedded scripts of an engine in order.</summary>
    public static IReadOnlyList<MigrationScript> Embedded(string prefix)
    {
        var assembly = typeof(MigrationScript).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var file = name[prefix.Length..];
                    return new MigrationScript(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, text.ReadToEnd());
                }),
        ];
    }

    /// <summary>The single statements.</summary>
    public IEnumerable<string> Statements() =>
        Sql.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>
/// Brings a database to the newest schema. Each script is one transaction together with its number, so that a kill at any statement
/// leaves the state before or after it; an existing database is copied, and the copy checked, before the first script touches it.
/// </summary>
internal sealed class Migrator(Dialect dialect, IReadOnlyList<MigrationScript> scripts, string backups, TimeProvider time)
{
    /// <summary>Name of the mark that holds the lowest schema number which a program must know to work with this database.</summary>
    public const string OldestMark = "schema.oldest";

    /// <summary>Called after each statement.</summary>
    public Action<string>? AfterStatement { get; init; }

    /// <summary>The newest schema this program knows.</summary>
    public int Newest => scripts[^1].Number;

    /// <summary>Number of the last script that ran; 0 for an empty database.</summary>
    public static int Current(DbConnection connection, Dialect dialect)
    {
        if (!dialect.IsUsed(connection))
        {
            return 0;
        }

        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT max(number) FROM schema_version";
            return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (DbException e) when (dialect.Explain(e) is null)
        {
            throw new StoreUnusableException($"{dialect.Location} is the database of another program. Move it away, or choose another folder with Blog:Data; it was not changed.", e);
        }
    }

    /// <summary>Runs what is missing; answers the snapshot's path if one was made.</summary>
    public string? Run(Session session)
    {
        var writer = session.Connection;
        var current = Current(writer, dialect);
        if (current > Newest)
        {
            if (dialect.IsShared && Oldest(session) <= Newest)
            {
                return null;
            }

            throw new StoreUnusableException(
                $"{dialect.Location} was written by a newer version of the blog (schema {current}, this version knows {Newest}). Start the newer version, or restore a snapshot from {backups}; the file was not changed.");
        }

        if (current == Newest)
        {
            return null;
        }

        var snapshot = current == 0 ? null : Snapshot(writer, current);
        foreach (var script in scripts.Where(s => s.Number > current))
        {
            Apply(session, script);
        }

        return snapshot;
    }

    private void Apply(Session session, MigrationScript script)
    {
        var writer = session.Connection;
        var now = time.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture);
        dialect.Begin(session);
        try
        {
            Execute(writer, "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");

            // Another process may have started at the same moment and have been first.
            if (session.Scalar("SELECT 1 FROM schema_version WHERE number = @number", ("@number", script.Number)) is null)
            {
                foreach (var statement in script.Statements())
                {
                    Execute(writer, statement);
                }

                Execute(writer, $"INSERT INTO schema_version (number, name, applied_at) VALUES ({script.Number.ToString(CultureInfo.InvariantCulture)}, '{script.Name}', {now})");
            }

            Execute(writer, "COMMIT");
        }
        catch
        {
            if (dialect.IsInTransaction(writer))
            {
                Execute(writer, "ROLLBACK");
            }

            throw;
        }
    }

    // A script after which older programs can't work any more says so by this mark; until then both may run side by side.
    private static int Oldest(Session session) =>
        int.Parse((string?)session.Scalar("SELECT value FROM mark WHERE name = @name", ("@name", OldestMark)) ?? "0", CultureInfo.InvariantCulture);

    private void Execute(DbConnection writer, string sql)
    {
        using var command = writer.CreateCommand();
#pragma warning disable CA2100 // The scripts of this project.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = Dialect.LongStatement;
        command.ExecuteNonQuery();
        AfterStatement?.Invoke(sql);
    }

    private string? Snapshot(DbConnection writer, int current)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"blog-schema{current}-{time.GetUtcNow():yyyyMMdd-HHmmss}.db");
        var file = Path.Combine(backups, name);
        var unfinished = file + ".part";
        try
        {
            Directory.CreateDirectory(backups);
            File.Delete(unfinished);
            if (dialect.Snapshot(writer, unfinished) is not { } damage)
            {
                return null;
            }

            if (damage.Count > 0)
            {
                throw new StoreUnusableException(
                    $"{dialect.Location} is damaged ({damage[0]}), so it was not brought to the new schema and is unchanged. Restore a sound snapshot from {backups}.");
            }

            File.Move(unfinished, file, overwrite: true);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || (e is DbException broken && dialect.Explain(broken) is not null))
        {
            throw new StoreUnusableException(
                $"Before {dialect.Location} is brought to the new schema a copy of it must be kept, and {file} can't be written: {e.Message} Make room or give this user the right to write there, then start again; nothing was changed.", e);
        }
    }
}
