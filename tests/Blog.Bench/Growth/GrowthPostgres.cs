using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Blog.Bench.Growth;

/// <summary>A PostgreSQL server on a folder, waiting for the disk as it does by default. It ends with this process, and its folder stays.</summary>
internal sealed class GrowthPostgres : IDisposable
{
    private readonly Process _holder;
    private readonly int _port;

    private GrowthPostgres(string folder)
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").Select(f => Path.Combine(f, "bin")).First(f => File.Exists(Path.Combine(f, "initdb")));
        var user = Environment.IsPrivilegedProcess ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : "";
        _port = FreePort.Take();
        var data = Path.Combine(folder, "data");
        var isNew = !Directory.Exists(data);
        Directory.CreateDirectory(folder);
        if (isNew)
        {
            Shell($"{(user.Length > 0 ? $"chown postgres '{folder}' && " : "")}cd / && {user}{programs}/initdb -D '{data}' -U blog --auth=trust --encoding=UTF8 --locale=C.UTF-8 > /dev/null");
        }

        var settings = string.Create(CultureInfo.InvariantCulture, $"-p {_port} -k '{folder}' -c listen_addresses=127.0.0.1 -c shared_buffers=256MB -c max_wal_size=4GB -c log_min_messages=fatal");
        _holder = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{user}{programs}/postgres -D '{data}' {settings} & server=$!; read -r end; kill -INT $server; wait $server"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>A connection string to a database of that name.</summary>
    public string Address(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=blog;Database={database}");

    public static async Task<GrowthPostgres> StartAsync(string folder)
    {
        var server = new GrowthPostgres(folder);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await server.RunAsync("SELECT 1", "postgres");
                return server;
            }
            catch (NpgsqlException) when (tries < 600 && !server._holder.HasExited)
            {
                // Nobody is told when it takes connections: it is asked until it does.
                await Task.Delay(100);
            }
        }
    }

    /// <summary>True if there was no such database: it is there now.</summary>
    public async Task<bool> AddAsync(string database)
    {
        try
        {
            await RunAsync($"CREATE DATABASE \"{database}\"", "postgres");
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            return false;
        }
    }

    /// <summary>Runs a statement as the owner.</summary>
    public async Task RunAsync(string sql, string database)
    {
        await using var connection = new NpgsqlConnection(Address(database) + ";Pooling=false;Command Timeout=600");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public void Dispose()
    {
        _holder.StandardInput.WriteLine();
        _holder.StandardInput.Flush();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    private static void Shell(string command)
    {
        using var process = Process.Start("/bin/sh", ["-c", command]);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"“{command}” ended with {process.ExitCode}.");
        }
    }
}
