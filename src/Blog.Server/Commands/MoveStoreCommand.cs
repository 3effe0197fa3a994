using System.CommandLine;
using System.Globalization;
using Blog.Site;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary><c>move-store --to "…"</c>: moves the whole blog to another database.</summary>
internal static class MoveStoreCommand
{
    public static Command Create(VerbRunner run)
    {
        var to = new Option<string>("--to") { Description = "The new database, as Blog:Database would name it: “Host=…;Database=…;Username=…;Password=…” or “Data Source=/path/to/blog.db”.", Required = true };
        var command = new Command("move-store", "Copies the whole blog to another database and compares both. Stop the blog first; a run that broke off goes on where it stopped.") { to };
        command.SetAction((parsed, ct) => run((context, p, token) => ExecuteAsync(context, p.GetValue(to)!, token), parsed, ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(CommandContext context, string to, CancellationToken ct)
    {
        if (context.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested)
        {
            context.Console.WriteLine("The blog is running: stop it first, so that nothing is written to the old database while it is copied. Nothing was changed.");
            return ExitCode.Failed;
        }

        var report = await context.Console.Progress()
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(view =>
            {
                var bar = view.AddTask("Copying", maxValue: 1);
                return context.Get<IStoreMove>().RunAsync(to, new Direct(p =>
                {
                    bar.MaxValue = Math.Max(1, p.Total);
                    bar.Value = p.Done;
                    bar.Description = $"{p.Table}, {p.Done} of {p.Total} rows";
                }), ct);
            });
        foreach (var table in report.Tables)
        {
            context.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Name,-17} {table.Rows,10:N0} rows  {table.Hash[..16]}"));
        }

        context.Console.WriteLine($"Moved from {report.From} to {report.To}; every row was compared. Start the blog with Blog:Database set to the new one. The old one is kept and sends nothing any more.");
        return ExitCode.Ok;
    }

    // Progress<T> would post to the pool and could report after the end.
    private sealed class Direct(Action<StoreMoveProgress> report) : IProgress<StoreMoveProgress>
    {
        public void Report(StoreMoveProgress value) => report(value);
    }
}
