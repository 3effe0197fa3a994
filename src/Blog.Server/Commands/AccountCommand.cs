using System.CommandLine;
using Blog.Accounts;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary><c>account add</c> and <c>account reset</c>: for the owner who sits at the machine.</summary>
internal static class AccountCommand
{
    public static Command Create(VerbRunner run) => new("account", "Makes accounts and gives them new passwords.")
    {
        Add(run),
        Reset(run),
    };

    private static Command Add(VerbRunner run)
    {
        var mail = new Argument<string>("mail") { Description = "The address to sign in with." };
        var name = new Option<string>("--name") { Description = "The name that readers see.", Required = true };
        var role = new Option<AccountRole>("--role") { Description = "What the account may do.", DefaultValueFactory = _ => AccountRole.Author };
        var json = BlogCommands.Json();
        var command = new Command("add", "Makes an account and prints its password once.") { mail, name, role, json };
        command.SetAction((parsed, ct) => run(
            async (context, p, token) =>
            {
                var wish = new NewAccount(p.GetValue(mail)!, p.GetValue(name)!, p.GetValue(role));
                return await ReportAsync(context, await context.Get<AccountSetup>().AddAsync(wish, token), p.GetValue(json), "was made");
            },
            parsed,
            ct));
        return command;
    }

    private static Command Reset(VerbRunner run)
    {
        var mail = new Argument<string>("mail") { Description = "The address of the account." };
        var json = BlogCommands.Json();
        var command = new Command("reset", "Gives an account a new password, prints it once, and ends all its sessions.") { mail, json };
        command.SetAction((parsed, ct) => run(
            async (context, p, token) => await ReportAsync(context, await context.Get<AccountSetup>().ResetPasswordAsync(p.GetValue(mail)!, token), p.GetValue(json), "has a new password"),
            parsed,
            ct));
        return command;
    }

    private static async Task<int> ReportAsync(CommandContext context, AccountResult result, bool json, string done)
    {
        if (json)
        {
            await context.Out.WriteLineAsync(CommandJson.Write(new { mail = result.Account?.Email, role = result.Account?.Role, password = result.Password, problems = result.Problems }));
        }
        else if (result.Account is { } account)
        {
            context.Console.WriteLine($"{account.Name} <{account.Email}> {done}.");
            context.Console.WriteLine($"Password: {result.Password}");
            context.Console.WriteLine("It is shown this once and stored nowhere in readable form.");
        }
        else
        {
            foreach (var problem in result.Problems.Values)
            {
                context.Console.WriteLine(problem);
            }
        }

        return result.Account is null ? ExitCode.Failed : ExitCode.Ok;
    }
}
