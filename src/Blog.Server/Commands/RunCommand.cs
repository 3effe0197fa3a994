using System.CommandLine;
using Blog.Site;
using Blog.Themes;
using Microsoft.AspNetCore.Connections;

namespace Blog.Server.Commands;

/// <summary><c>run</c>: serves the blog until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Runs the blog (also what happens without a verb). Settings follow as --Blog:Url=https://… or --urls http://localhost:5001.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, ct) => ExecuteAsync([.. parsed.UnmatchedTokens], ct));
        return command;
    }

    /// <summary>Starts, prints the card, and returns after a clean stop.</summary>
    public static async Task<int> ExecuteAsync(string[] args, CancellationToken ct)
    {
        // Only who serves pages draws them; other verbs don't pay for it.
        HandlebarsEngine.WarmUp();
        var builder = BlogProgram.Prepare(args);
        if (BlogProgram.ReportSettings(builder) is { } wrong)
        {
            return wrong;
        }

        await using var app = BlogProgram.Build(builder);
        app.Services.GetRequiredService<ThemeCatalog>().Start();

        try
        {
            await app.Services.GetRequiredService<IStoreHealth>().OpenAsync(ct);
            await app.StartAsync(ct);
        }
        catch (StoreUnusableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Unusable;
        }
        catch (InvalidDataException e)
        {
            // An owner's file with facts of a network.
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Usage;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Stop the program that uses it, or choose another port: --urls http://localhost:5001");
            return ExitCode.Unusable;
        }

        await StartCard.PrintAsync(app.Services, Console.Out, ct);
        await app.WaitForShutdownAsync(ct);
        return ExitCode.Ok;
    }
}
