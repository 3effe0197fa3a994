using System.CommandLine;
using Blog.Homecoming;
using Blog.Site;
using Blog.Syndication;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary><c>publish FILE</c>: one Markdown file becomes a public post, and goes abroad only where it is told to.</summary>
internal static class PublishCommand
{
    public static Command Create(VerbRunner run)
    {
        var file = new Argument<string>("file") { Description = "A Markdown file, with or without front matter." };
        var to = new Option<string[]>("--to") { Description = "Send its excerpt to these networks (such as x), or to all.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var json = BlogCommands.Json();
        var command = new Command("publish", "Publishes a Markdown file; the same file again updates the same post.") { file, to, json };
        command.SetAction((parsed, ct) => run(
            (context, p, token) => ExecuteAsync(context, p.GetValue(file)!, p.GetValue(to)!, p.GetValue(json), token), parsed, ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(CommandContext context, string file, string[] to, bool json, CancellationToken ct)
    {
        var targets = await context.Get<ISyndicationStore>().ListTargetsAsync(ct);
        var chosen = targets.Where(t => to.Contains("all", StringComparer.OrdinalIgnoreCase) || to.Contains(t.Network, StringComparer.OrdinalIgnoreCase)).ToList();
        var known = targets.Select(t => t.Network).Append("all").Distinct().ToList();
        if (to.Except(known, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } unknown)
        {
            context.Console.WriteLine($"No target is connected for: {string.Join(", ", unknown)}. Connected: {string.Join(", ", known)}. Nothing was published.");
            return ExitCode.Usage;
        }

        var published = await context.Get<FilePublisher>().RunAsync(context.Resolve(file), [.. chosen.Select(t => t.Id)], ct);
        var url = published.Post is { Path.Length: > 0 } post ? context.Get<SiteAddress>().Absolute(post.Path) : null;
        if (json)
        {
            await context.Out.WriteLineAsync(CommandJson.Write(new { url, status = published.Post?.Status, targets = chosen.Select(t => t.Network), problem = published.Problem, warnings = published.Warnings }));
            return published.Problem is null ? ExitCode.Ok : ExitCode.Failed;
        }

        foreach (var warning in published.Warnings)
        {
            context.Console.WriteLine($"Look at {warning}");
        }

        context.Console.WriteLine(published.Problem ?? $"{published.Post!.Status}: {url}");
        if (published.Problem is null && chosen.Count > 0)
        {
            context.Console.WriteLine($"Queued for {string.Join(", ", chosen.Select(t => $"{t.Network} {t.Name}"))}; it goes out while the blog runs.");
        }

        return published.Problem is null ? ExitCode.Ok : ExitCode.Failed;
    }
}
