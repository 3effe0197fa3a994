using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Blog.Bench.Outbox;

/// <summary>A living <see cref="OutboxChild"/>. Disposing it kills what still runs.</summary>
public sealed partial class OutboxProcess : IDisposable
{
    // Only a broken program meets it, however busy the machine is.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private OutboxProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(e.Data);
            }
        };
        process.Start();
        process.BeginErrorReadLine();
    }

    /// <summary>What it complained about.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public static async Task<OutboxProcess> StartAsync(string folder, string clockFile, StagedNetwork network, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OutboxProcess).Assembly.Location, "outbox-child", folder, clockFile, network.Address.Authority, .. settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var made = new OutboxProcess(new Process { StartInfo = start });
        await made.ExpectAsync("ready");
        return made;
    }

    public Task ConnectAsync(TrialTarget target) => AskAsync("connect " + JsonSerializer.Serialize(target), "connected");

    public Task ArmAsync(CrashStep step, CrashDeed deed) => AskAsync($"arm {step} {deed}", "armed");

    public Task PublishAsync(string title) => AskAsync("publish " + title, "published");

    /// <summary>A page of this process as a reader gets it.</summary>
    public async Task<string> ReadAsync(string path) => JsonSerializer.Deserialize<string>((await AskAsync("read " + path, "page"))["page ".Length..])!;

    /// <summary>Publishes without waiting for an answer.</summary>
    public Task BeginPublishAsync(string title) => _process.StandardInput.WriteLineAsync("publish " + title);

    /// <summary>The answer that <see cref="BeginPublishAsync"/> did not wait for.</summary>
    public Task EndPublishAsync() => ExpectAsync("published");

    /// <summary>Waits for the end of the delivery with this title: its state, attempts and reason.</summary>
    public async Task<(string State, int Attempts, string Reason)> WaitAsync(string title)
    {
        var words = (await AskAsync("wait " + title, "ended")).Split(' ', 4);
        return (words[1], int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), words[3]);
    }

    /// <summary>Waits until the process has died.</summary>
    public async Task DieAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The process did not reach the step. {Errors}", e);
        }
    }

    /// <summary>Waits until the system says that the process is stopped.</summary>
    public async Task StopAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!(await File.ReadAllTextAsync($"/proc/{_process.Id}/stat")).Contains(") T ", StringComparison.Ordinal))
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"The process did not reach the step. {Errors}");
            }

            // The system tells nobody when a process stops: its state is read again until it has, or patience ends.
            await Task.Delay(10);
        }
    }

    public void Kill() => _process.Kill();

    /// <summary>SIGCONT.</summary>
    public void Continue() => _ = SendSignal(_process.Id, 18);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);

    private async Task<string> AskAsync(string command, string answer)
    {
        await _process.StandardInput.WriteLineAsync(command);
        return await ExpectAsync(answer);
    }

    private async Task<string> ExpectAsync(string answer)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
            return line?.StartsWith(answer, StringComparison.Ordinal) == true ? line : throw new InvalidOperationException($"“{answer}” was expected, “{line}” came. {Errors}");
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"“{answer}” was waited for in vain. {Errors}", e);
        }
    }
}
