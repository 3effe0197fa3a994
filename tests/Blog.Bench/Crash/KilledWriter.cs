using System.Diagnostics;

namespace Blog.Bench.Crash;

/// <summary>A process that writes posts as fast as it can (<see cref="CrashChild"/>) until it is killed.</summary>
public static class KilledWriter
{
    /// <summary>Kills it (SIGKILL) after so many acknowledged saves; the ids of all that were acknowledged. <paramref name="database"/> null: SQLite in the folder.</summary>
    public static async Task<List<Guid>> RunAsync(string folder, string? database, int atLeast)
    {
        string[] words = [typeof(KilledWriter).Assembly.Location, "crash-child", folder, .. database is null ? [] : new[] { database }];
        using var child = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var acknowledged = new List<Guid>();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("saved ", StringComparison.Ordinal) && Guid.TryParseExact(line[6..], "D", out var id))
            {
                acknowledged.Add(id);
            }

            // After the kill what is still in the pipe is read to its end: it was acknowledged too.
            if (acknowledged.Count == atLeast)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
        return acknowledged;
    }
}
