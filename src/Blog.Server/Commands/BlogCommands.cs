using System.CommandLine;

namespace Blog.Server.Commands;

/// <summary>The command line: one file per verb, gathered here.</summary>
internal static class BlogCommands
{
    /// <summary>All verbs; <paramref name="run"/> decides in which process they work.</summary>
    public static RootCommand Create(VerbRunner run) => new("Blog: your base camp on the web. Without a verb it runs the blog.")
    {
        RunCommand.Create(),
        ImportCommand.Create(run),
        PublishCommand.Create(run),
        AccountCommand.Create(run),
        TokenCommand.Create(run),
        ThemeCommand.Create(run),
        DoctorCommand.Create(run),
        MoveStoreCommand.Create(run),
    };

    /// <summary>The option <c>--json</c> of a verb that reports.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Report as JSON on standard output." };
}
