using System.CommandLine;
using Blog.Homecoming;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary><c>import markdown DIR</c>: brings a foreign folder of Markdown posts home.</summary>
internal static class ImportCommand
{
    public static Command Create(VerbRunner run)
    {
        var folder = new Argument<string>("dir") { Description = "Folder with posts as Jekyll, Hugo and others keep them." };
        var name = new Option<string?>("--name") { Description = "Keeps this folder’s items apart from others; the folder’s own name if left out." };
        var language = new Option<string?>("--language") { Description = "Language of posts that name none, such as es." };
        var zone = new Option<string?>("--zone") { Description = "Time zone of dates that name none, such as Europe/Madrid." };
        var permalink = new Option<string?>("--permalink") { Description = "How the old site made its addresses, such as /:year/:month/:title/; they will redirect." };
        var old = new Option<Uri?>("--old-site") { Description = "Public address of the old site; links to it lead to the imported posts." };
        var json = BlogCommands.Json();
        var markdown = new Command("markdown", "Brings in every Markdown file of a folder. Run it again at any time: only what changed is read again.")
        {
            folder, name, language, zone, permalink, old, json,
        };
        markdown.SetAction((parsed, ct) => run(
            (context, p, token) => ExecuteAsync(
                context,
                p.GetValue(folder)!,
                new ImportOptions { Name = p.GetValue(name), Language = p.GetValue(language), ZoneId = p.GetValue(zone), Permalink = p.GetValue(permalink), OldSite = p.GetValue(old) },
                p.GetValue(json),
                token),
            parsed,
            ct));
        return new Command("import", "Brings posts home.") { markdown };
    }

    private static async Task<int> ExecuteAsync(CommandContext context, string dir, ImportOptions options, bool json, CancellationToken ct)
    {
        var folder = context.Resolve(dir);
        if (!Directory.Exists(folder))
        {
            context.Console.WriteLine($"{folder} is not a folder. Nothing was imported: give the folder that holds the posts.");
            return ExitCode.Usage;
        }

        if (options.ZoneId is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            context.Console.WriteLine($"“{zone}” is not a known time zone. Nothing was imported: use a name such as Europe/Madrid.");
            return ExitCode.Usage;
        }

        var import = context.Get<MarkdownFolderImport>();
        var report = json
            ? await import.RunAsync(folder, options, progress: null, ct)
            : await WithProgressAsync(context.Console, progress => import.RunAsync(folder, options, progress, ct));
        await context.Out.WriteLineAsync(json ? CommandJson.Write(report) : report.ToText());
        return report.Failed == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static Task<ImportReport> WithProgressAsync(IAnsiConsole console, Func<IProgress<ImportProgress>, Task<ImportReport>> import) =>
        console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("Reading", maxValue: 1);
                return import(new Direct(p =>
                {
                    bar.MaxValue = Math.Max(1, p.Total);
                    bar.Value = p.Done;
                    bar.Description = $"{p.Done} of {p.Total}";
                }));
            });

    // Progress<T> would post to the pool and could report after the end.
    private sealed class Direct(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
