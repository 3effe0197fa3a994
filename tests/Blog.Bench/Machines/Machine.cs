using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Blog.Bench.Machines;

/// <summary>One process of the real program, as a machine behind the proxy runs it, with a data folder and a port of its own. Disposing it kills what still runs.</summary>
/// <param name="number">From 1; for people.</param>
/// <param name="folder">Where its log lies.</param>
/// <param name="arguments">Settings, without the address.</param>
/// <param name="secret">Key of the shared key ring; goes by the environment as every secret.</param>
internal sealed partial class Machine(int number, string folder, IEnumerable<string> arguments, string secret) : IDisposable
{
    private const int Terminated = 15;
    private const int Continued = 18;
    private const int Stopped = 19;

    // Only a broken program meets it, however busy the machine is.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Between the end of a process and the next try.
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(10) };
    private Process? _process;

    public int Number => number;

    public int Port { get; } = FreePort.Take();

    public string Log => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"machine-{number}.log"));

    /// <summary>How often it ended by itself before it was ready and was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>
    /// Starts it and waits until it says that it can serve. One that ends before, because its database did not answer in time, is started again, as a service
    /// manager does (<c>Restart=always</c>).
    /// </summary>
    public async Task StartAsync()
    {
        var watch = Stopwatch.StartNew();
        Launch();
        while (!await IsReadyAsync())
        {
            if (watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"Process {number} did not become ready. {await File.ReadAllTextAsync(Log)}");
            }

            if (_process!.HasExited)
            {
                Restarts++;
                await Task.Delay(RestartPause);
                Launch();
            }

            // It is asked until it is ready; nothing relies on the length of this pause.
            await Task.Delay(Pause);
        }
    }

    public Task<string> ReadAsync(string path) => _http.GetStringAsync(new Uri($"http://127.0.0.1:{Port}{path}"));

    /// <summary>As if the power of this machine failed.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; ends when the process has.</summary>
    public async Task TerminateAsync()
    {
        _ = SendSignal(_process!.Id, Terminated);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: as a machine that hangs.</summary>
    public void Stop() => _ = SendSignal(_process!.Id, Stopped);

    public void Continue() => _ = SendSignal(_process!.Id, Continued);

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _http.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);

    private void Launch()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (string[])["-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1", "sh", Log, "dotnet", typeof(Program).Assembly.Location, $"--urls=http://127.0.0.1:{Port}", .. arguments])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["Blog__KeySecret"] = secret;
        _process = Process.Start(start)!;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{Port}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
