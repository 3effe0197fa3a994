using System.Data;
using System.Data.Common;

namespace Blog.Storage;

/// <summary>
/// One connection with its prepared commands. Used by one caller at a time. A command is prepared once for each text, so texts must be
/// constants; a result must be read to its end before the same text is run again.
/// </summary>
internal sealed class Session(DbConnection connection, Dialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The open connection.</summary>
    public DbConnection Connection => connection;

    /// <summary>Its engine.</summary>
    public Dialect Dialect => dialect;

    /// <summary>True if the connection can't be used again.</summary>
    public bool IsLost => connection.State != ConnectionState.Open;

    /// <summary>Runs a statement without rows; answers how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query. The caller disposes the reader.</summary>
    public DbDataReader Query(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Prepare(sql, values).ExecuteReader();

    /// <summary>The first column of the first row; null for no row or SQL null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Prepare(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>The first row as <paramref name="read"/> makes it; default for none.</summary>
    public T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var row = Query(sql, values);
        return row.Read() ? read(row) : default;
    }

    /// <summary>All rows as <paramref name="read"/> makes them.</summary>
    public List<T> List<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var all = new List<T>();
        using var row = Query(sql, values);
        while (row.Read())
        {
            all.Add(read(row));
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_commands.TryGetValue(sql, out var known))
        {
            for (var i = 0; i < values.Length; i++)
            {
                known.Parameters[i].Value = dialect.Parameter(values[i].Value);
            }

            return known;
        }

        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this project; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = dialect.Parameter(value);
            command.Parameters.Add(parameter);
        }

        // Without this call the text is compiled anew each time: a reader that is closed before its last result never counts as prepared.
        // SQLite does so all the same where its planner looks at the value of a parameter, which is a bare LIMIT @x and a column = @x that a partial index is
        // about: those stand in an expression.
        if (dialect.Prepares)
        {
            command.Prepare();
        }

        _commands.Add(sql, command);
        return command;
    }
}
