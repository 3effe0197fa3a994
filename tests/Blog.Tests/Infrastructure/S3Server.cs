using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Blog.Tests.Infrastructure;

/// <summary>
/// An S3-compatible server (s3rver, from npm) in a folder of its own, on a free port of loopback, with one bucket. It ends with this process however
/// that ends: the shell that holds it reads from a pipe which closes then.
/// </summary>
public sealed class S3Server : IDisposable
{
    public const string Key = "S3RVER";
    public const string Secret = "S3RVER";
    public const string Missing = "needs s3rver 3.7.1 and Node.js: npm install --prefix ~/.cache/blog-tests/s3rver s3rver@3.7.1, or name its program in S3RVER_BIN";

    private readonly string _folder = Directory.CreateTempSubdirectory("blog-s3-").FullName;
    private Process? _holder;

    public S3Server() => Start();

    /// <summary>Path of s3rver; null where there is none.</summary>
    public static string? Program { get; } = Candidates().FirstOrDefault(File.Exists);

    /// <summary>Why tests with it are skipped; null if they run. On a build server they are not skipped and fail, so that a missing server can't pass unnoticed.</summary>
    public static string? SkipReason =>
        Program is not null || (IsSet("CI") && !IsSet("BLOG_TESTS_WITHOUT_S3")) ? null : Missing;

    public int Port { get; private set; }

    private static bool IsSet(string name) => string.Equals(Environment.GetEnvironmentVariable(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>For <c>Blog:Media</c>.</summary>
    public string Address(string prefix = "media") => string.Create(CultureInfo.InvariantCulture, $"s3://blog-tests/{prefix}?endpoint=http://127.0.0.1:{Port}&pathStyle=true");

    /// <summary>Starts it again on the port it had.</summary>
    public void Start()
    {
        Assert.True(Program is not null, Missing);
        Port = Port == 0 ? Ports.Free() : Port;
        var words = string.Create(CultureInfo.InvariantCulture, $"-d {_folder} -a 127.0.0.1 -p {Port} -s --configure-bucket blog-tests");
        _holder = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-c", $"{Program} {words} & server=$!; read -r how; kill -KILL $server; wait $server" },
        })!;
        _holder.OutputDataReceived += (_, _) => { };
        _holder.BeginOutputReadLine();
        _holder.ErrorDataReceived += (_, _) => { };
        _holder.BeginErrorReadLine();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = new TcpClient("127.0.0.1", Port);
                return;
            }
            catch (SocketException) when (!_holder.HasExited && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
            {
                // Nobody is told when it takes connections: it is asked until it does.
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Ends it as if the power failed.</summary>
    public void Stop()
    {
        if (_holder is { HasExited: false } holder)
        {
            holder.StandardInput.WriteLine();
            holder.StandardInput.Flush();
            holder.WaitForExit();
        }
    }

    public void Dispose()
    {
        Stop();
        _holder?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("S3RVER_BIN") is { Length: > 0 } named)
        {
            yield return named;
        }

        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        yield return Path.Combine(cache, "blog-tests", "s3rver", "node_modules", ".bin", "s3rver");
    }
}

/// <summary>A class whose tests need the S3-compatible server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsS3Attribute : Attribute;

/// <summary>A single test that needs it.</summary>
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute() => Skip = S3Server.SkipReason;
}
