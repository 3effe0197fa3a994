using System.CommandLine;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary>What a verb works with, whether it runs in its own process or inside the running blog.</summary>
/// <param name="Services">The blog's services, its store open.</param>
/// <param name="Console">For people: progress bars, tables.</param>
/// <param name="Out">For programs: JSON.</param>
/// <param name="WorkingDirectory">Where the verb was typed; relative paths count from here.</param>
internal sealed record CommandContext(IServiceProvider Services, IAnsiConsole Console, TextWriter Out, string WorkingDirectory)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Absolute form of a path as it was typed.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, WorkingDirectory);
}

/// <summary>One verb: returns its exit code.</summary>
internal delegate Task<int> Verb(CommandContext context, ParseResult parsed, CancellationToken ct);

/// <summary>How a verb gets its context: from this process, or from the running blog.</summary>
internal delegate Task<int> VerbRunner(Verb verb, ParseResult parsed, CancellationToken ct);

/// <summary>Exit codes, stable for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Done in part or not at all; the output says what.</summary>
    public const int Failed = 1;

    /// <summary>Wrong arguments or settings; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The store, a port or a folder can't be used; nothing was done.</summary>
    public const int Unusable = 3;
}
