using System.CommandLine;
using Blog.Site;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary>
/// Runs a verb: inside the running blog if one has this data folder (it owns the database, and readers see the result at once),
/// else in this process.
/// </summary>
internal sealed class LocalCommands(string[] settings, string[] words)
{
    public async Task<int> RunAsync(Verb verb, ParseResult parsed, CancellationToken ct)
    {
        var builder = BlogProgram.Prepare(settings);
        var data = Path.GetFullPath(builder.Configuration["Blog:Data"] is { Length: > 0 } folder ? folder : new BlogOptions().Data);
        if (await RunningBlog.TryForwardAsync(data, words, ct) is { } code)
        {
            return code;
        }

        if (BlogProgram.ReportSettings(builder) is { } wrong)
        {
            return wrong;
        }

        await using var app = BlogProgram.Build(builder);

        try
        {
            await app.Services.GetRequiredService<IStoreHealth>().OpenAsync(ct);
            return await verb(new CommandContext(app.Services, AnsiConsole.Console, Console.Out, Environment.CurrentDirectory), parsed, ct);
        }
        catch (StoreUnusableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Unusable;
        }
    }
}
