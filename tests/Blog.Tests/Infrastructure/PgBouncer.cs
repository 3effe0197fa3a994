using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Blog.Tests.Infrastructure;

/// <summary>
/// PgBouncer in transaction mode in front of a server, on a free port of loopback, with fewer connections to the server than one process of the blog opens:
/// each transaction may meet another session.
/// </summary>
public sealed class PgBouncer : IDisposable
{
    public const string Missing = "needs PgBouncer: install it (package pgbouncer), or name its program in PGBOUNCER_BIN";

    private readonly string _folder = HeldServer.MakeFolder("blog-pgbouncer-");
    private readonly PostgresServer _server;
    private readonly int _port = Ports.Free();
    private HeldServer? _held;

    public PgBouncer(PostgresServer server)
    {
        _server = server;
        Assert.True(Program is not null, Missing);
        File.WriteAllText(Path.Combine(_folder, "users.txt"), "\"blog\" \"\"\n");
        File.WriteAllText(
            Settings,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                * = host=127.0.0.1 port={server.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {_port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {_folder}/users.txt
                pool_mode = transaction
                default_pool_size = 4
                query_wait_timeout = 5
                server_login_retry = 1

                """));
        Start();
    }

    /// <summary>Path of its program; null where there is none.</summary>
    public static string? Program { get; } = Candidates().FirstOrDefault(File.Exists);

    /// <summary>Why tests with it are skipped; null if they run. On a build server they are not skipped and fail, so that a missing program can't pass unnoticed.</summary>
    public static string? SkipReason => PostgresServer.SkipReason
        ?? (Program is null && !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? Missing : null);

    private string Settings => Path.Combine(_folder, "pgbouncer.ini");

    /// <summary>A connection string to a new, empty database of the server, through this.</summary>
    public string NewDatabase() => new NpgsqlConnectionStringBuilder(_server.NewDatabase()) { Port = _port }.ConnectionString;

    /// <summary>Starts it again on the port it had.</summary>
    public void Start()
    {
        _held?.Dispose();
        _held = new HeldServer($"{Program} -q {Settings}", "TERM");
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = new TcpClient("127.0.0.1", _port);
                return;
            }
            catch (SocketException) when (!_held.HasExited && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                // Nobody is told when it takes connections: it is asked until it does.
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Stop() => _held?.Stop();

    public void Dispose()
    {
        _held?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PGBOUNCER_BIN") is { Length: > 0 } named)
        {
            yield return named;
        }

        // Not on the path of everybody.
        yield return "/usr/sbin/pgbouncer";
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            yield return Path.Combine(folder, "pgbouncer");
        }
    }
}

/// <summary>A single test that needs PgBouncer.</summary>
public sealed class PgBouncerFactAttribute : FactAttribute
{
    public PgBouncerFactAttribute() => Skip = PgBouncer.SkipReason;
}
