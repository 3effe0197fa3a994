using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Blog.Tests.Infrastructure;

/// <summary>A PostgreSQL server in a folder of its own, on a free port of loopback. It ends with this process however that ends.</summary>
public sealed class PostgresServer : IDisposable
{
    public const string Missing = "needs PostgreSQL 15 or newer: install it, or name the folder of its programs in POSTGRES_BIN";

    private static readonly Lazy<PostgresServer> OfAll = new(() => new PostgresServer(isDurable: false), LazyThreadSafetyMode.ExecutionAndPublication);
    private static int _named;

    private readonly string _folder = HeldServer.MakeFolder("blog-pg-");
    private readonly bool _isDurable;
    private HeldServer? _held;

    public PostgresServer(bool isDurable = true)
        : this(isDurable, data => $"initdb -D {data} -U blog --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync --data-checksums")
    {
    }

    private PostgresServer(bool isDurable, Func<string, string> fill)
    {
        _isDurable = isDurable;
        HeldServer.Run($"{Programs}/{fill($"{_folder}/data")}");
        Start();
    }

    /// <summary>Folder of initdb and postgres; null where there is none.</summary>
    public static string? Programs { get; } = Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>Why tests with it are skipped; null if they run. On a build server they are not skipped and fail, so that a missing server can't pass unnoticed.</summary>
    public static string? SkipReason =>
        Programs is null && !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? Missing : null;

    /// <summary>One server for all tests that only need a database; it does not wait for the disk.</summary>
    public static PostgresServer Shared => OfAll.Value;

    public int Port { get; private set; }

    /// <summary>A connection string to a new, empty database.</summary>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"blog{Interlocked.Increment(ref _named)}");
        Execute($"CREATE DATABASE {name}");
        return Address(name);
    }

    public string Address(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=blog;Database={database}");

    /// <summary>A further server on a copy of this one's files as they are now, as from an archive; one that <paramref name="follows"/> is a standby.</summary>
    public PostgresServer Copy(bool follows = false) => new(_isDurable, data => string.Create(
        CultureInfo.InvariantCulture, $"pg_basebackup -h 127.0.0.1 -p {Port} -U blog -D {data} -X stream -c fast --no-sync{(follows ? " -R" : "")}"));

    /// <summary>Plays a dump of another server's database back into a new one here; its connection string.</summary>
    public string Restore(PostgresServer from, string database)
    {
        var file = Path.Combine(_folder, "dump");
        var made = new NpgsqlConnectionStringBuilder(NewDatabase());
        HeldServer.Run(string.Create(CultureInfo.InvariantCulture, $"{Programs}/pg_dump -h 127.0.0.1 -p {from.Port} -U blog -Fc -f {file} {new NpgsqlConnectionStringBuilder(database).Database}"));
        HeldServer.Run(string.Create(CultureInfo.InvariantCulture, $"{Programs}/pg_restore -h 127.0.0.1 -p {Port} -U blog --exit-on-error -d {made.Database} {file}"));
        return made.ConnectionString;
    }

    /// <summary>Runs a statement as the owner of the server; the first value that it answers.</summary>
    public object? Execute(string sql, string database = "postgres")
    {
        using var connection = new NpgsqlConnection(Address(database) + ";Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Starts it again on the port it had.</summary>
    public void Start()
    {
        Port = Port == 0 ? Ports.Free() : Port;
        var settings = string.Create(CultureInfo.InvariantCulture, $"-p {Port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c shared_buffers=64MB -c fsync={(_isDurable ? "on" : "off")} -c log_min_messages=fatal");
        _held?.Dispose();
        _held = new HeldServer($"{Programs}/postgres -D {_folder}/data {settings}", "QUIT");
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!_held.HasExited && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                // Nobody is told when it takes connections: it is asked until it does.
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Ends it: <c>QUIT</c> as if the power failed, <c>INT</c> dropping its clients.</summary>
    public void Stop(string signal = "QUIT") => _held?.Stop(signal);

    public void Dispose()
    {
        _held?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("POSTGRES_BIN") is { Length: > 0 } named)
        {
            yield return named;
        }

        foreach (var folder in Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        {
            yield return Path.Combine(folder, "bin");
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            yield return folder;
        }
    }
}
