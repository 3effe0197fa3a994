using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Blog.Tests.Infrastructure;

/// <summary>The program as its own process, as an owner starts it. Disposing it kills what still runs.</summary>
public sealed partial class BlogProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];

    private BlogProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Take(_output, e.Data);
        process.ErrorDataReceived += (_, e) => Take(_error, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => Read(_output);

    public string Error => Read(_error);

    /// <summary>Path of the built program.</summary>
    public static string Program { get; } = typeof(Program).Assembly.Location;

    public static BlogProcess Start(string folder, params string[] args) => Start(folder, [], args);

    public static BlogProcess Start(string folder, Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Blog__Themes"] = Path.Combine(Repository.Root, "themes");
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (key, value) in TestEngine.SettingsFor(folder))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        return new BlogProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        var exit = await process.WaitAsync();
        return (exit, process.Output, process.Error);
    }

    /// <summary>The first line of standard output that holds <paramref name="text"/>; fails with everything printed if the process ends first.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Split('\n').FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal)) is { } line)
            {
                return line;
            }

            _awaited.Add((text, seen));
        }

        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(seen.Task, ended, Task.Delay(Patience)) != seen.Task)
        {
            Assert.Fail($"“{text}” was not printed. Output:\n{Output}\nError:\n{Error}");
        }

        return await seen.Task;
    }

    public async Task<int> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public void Terminate() => _ = SendSignal(_process.Id, 15);

    /// <summary>SIGINT: Ctrl-C.</summary>
    public void Interrupt() => _ = SendSignal(_process.Id, 2);

    /// <summary>SIGKILL: the plug is pulled.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);

    private string Read(StringBuilder text)
    {
        lock (_output)
        {
            return text.ToString();
        }
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            text.AppendLine(line);
            foreach (var (_, seen) in _awaited.Where(a => ReferenceEquals(text, _output) && line.Contains(a.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult(line);
            }
        }
    }
}
