using System.Diagnostics;

namespace Blog.Tests.Infrastructure;

/// <summary>
/// A server that ends with this process however that ends: the shell that holds it reads from a pipe which closes then. What refuses to run as root runs,
/// started by root, as the user that the package of PostgreSQL made.
/// </summary>
public sealed class HeldServer : IDisposable
{
    private readonly Process _holder;

    /// <summary>Starts <paramref name="command"/>; <paramref name="ending"/> is the signal that ends it if nothing else is said.</summary>
    public HeldServer(string command, string ending)
    {
        _holder = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            ArgumentList = { "-c", $"{AsUser} {command} & server=$!; read -r how; kill -${{how:-{ending}}} $server; wait $server" },
        })!;
        _holder.ErrorDataReceived += (_, _) => { };
        _holder.BeginErrorReadLine();
    }

    public bool HasExited => _holder.HasExited;

    /// <summary>Before a command: as whom it runs.</summary>
    private static string AsUser => Environment.IsPrivilegedProcess ? "setpriv --reuid=postgres --regid=postgres --clear-groups" : "";

    /// <summary>A folder of its own that it may write to.</summary>
    public static string MakeFolder(string prefix)
    {
        var folder = Directory.CreateTempSubdirectory(prefix).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Shell($"chown postgres {folder}");
        }

        return folder;
    }

    /// <summary>Runs a program of the server to its end.</summary>
    public static void Run(string command) => Shell($"cd / && exec {AsUser} {command}");

    /// <summary>Ends it with a signal, by its name without SIG; empty: with the one it was started for.</summary>
    public void Stop(string signal = "")
    {
        if (!_holder.HasExited)
        {
            _holder.StandardInput.WriteLine(signal);
            _holder.StandardInput.Flush();
            _holder.WaitForExit();
        }
    }

    public void Dispose()
    {
        Stop();
        _holder.Dispose();
    }

    private static void Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command}: {errors}");
    }
}
