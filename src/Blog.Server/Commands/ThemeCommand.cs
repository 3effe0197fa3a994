using System.CommandLine;
using Blog.Themes;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary><c>theme check</c>: what a theme lacks, with file, line and remedy.</summary>
internal static class ThemeCommand
{
    public static Command Create(VerbRunner run)
    {
        var name = new Argument<string?>("name") { Description = "A folder of the themes; all of them if left out.", Arity = ArgumentArity.ZeroOrOne };
        var json = BlogCommands.Json();
        var check = new Command("check", "Looks a theme over. Exit code 1 if something in it is an error.") { name, json };
        check.SetAction((parsed, ct) => run((context, p, _) => CheckAsync(context, p.GetValue(name), p.GetValue(json)), parsed, ct));
        return new Command("theme", "Themes.") { check };
    }

    private static async Task<int> CheckAsync(CommandContext context, string? name, bool json)
    {
        var catalog = context.Get<ThemeCatalog>();
        if (name is not null && !catalog.Names.Contains(name))
        {
            context.Console.WriteLine($"There is no theme “{name}” in {catalog.Folder}. There are: {string.Join(", ", catalog.Names)}.");
            return ExitCode.Usage;
        }

        var checks = catalog.Names.Where(n => name is null || n == name).ToDictionary(n => n, catalog.Check);
        if (json)
        {
            await context.Out.WriteLineAsync(CommandJson.Write(checks));
        }
        else
        {
            foreach (var (theme, messages) in checks)
            {
                context.Console.WriteLine(messages.Count == 0 ? $"{theme}: nothing to mend" : $"{theme}:");
                foreach (var message in messages)
                {
                    context.Console.WriteLine($"  {message}");
                }
            }
        }

        return checks.Values.Any(m => m.Any(x => x.Level >= ThemeLevel.Error)) ? ExitCode.Failed : ExitCode.Ok;
    }
}
