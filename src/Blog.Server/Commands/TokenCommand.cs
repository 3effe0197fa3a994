using System.CommandLine;
using System.Globalization;
using Blog.Accounts;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary><c>token add</c>: a key for a program, with a scope and an end.</summary>
internal static class TokenCommand
{
    private const int LongestDays = 3650;

    public static Command Create(VerbRunner run)
    {
        var name = new Argument<string>("name") { Description = "What it is for, such as “phone”." };
        var scopes = new Option<string[]>("--scope") { Description = $"What it may do: {string.Join(", ", ApiTokens.Scopes)}.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["read"] };
        var days = new Option<int>("--days") { Description = $"Days until it ends, 1 to {LongestDays}.", DefaultValueFactory = _ => 90 };
        var mail = new Option<string?>("--for") { Description = "Mail address of the account it acts for; the owner if left out." };
        var json = BlogCommands.Json();
        var add = new Command("add", "Makes a token and prints it once.") { name, scopes, days, mail, json };
        add.SetAction((parsed, ct) => run(
            (context, p, token) => AddAsync(context, p.GetValue(name)!, p.GetValue(scopes)!, p.GetValue(days), p.GetValue(mail), p.GetValue(json), token),
            parsed,
            ct));
        return new Command("token", "Keys for programs.") { add };
    }

    private static async Task<int> AddAsync(CommandContext context, string name, string[] scopes, int days, string? mail, bool json, CancellationToken ct)
    {
        if (scopes.Except(ApiTokens.Scopes).ToList() is { Count: > 0 } unknown)
        {
            context.Console.WriteLine($"Unknown scope: {string.Join(", ", unknown)}. Allowed: {string.Join(", ", ApiTokens.Scopes)}. No token was made.");
            return ExitCode.Usage;
        }

        if (days is < 1 or > LongestDays)
        {
            context.Console.WriteLine($"--days is {days}; allowed: 1 to {LongestDays}. No token was made.");
            return ExitCode.Usage;
        }

        var accounts = await context.Get<IAccountStore>().ListAsync(ct);
        var account = accounts.FirstOrDefault(a => mail is null ? a.Role == AccountRole.Owner : string.Equals(a.Email, mail.Trim(), StringComparison.OrdinalIgnoreCase));
        if (account is null)
        {
            context.Console.WriteLine(mail is null
                ? "The blog has no owner yet: open the set-up link that the start prints, then make the token. No token was made."
                : $"No account has the address {mail}. No token was made.");
            return ExitCode.Failed;
        }

        var ends = context.Get<TimeProvider>().GetUtcNow().AddDays(days);
        var made = await context.Get<ApiTokens>().CreateAsync(account, name, scopes, ends, ct);
        if (json)
        {
            await context.Out.WriteLineAsync(CommandJson.Write(new { token = made.Text, name, account = account.Email, scope = made.Token.Scope, expiresAt = ends }));
        }
        else
        {
            context.Console.WriteLine(made.Text);
            context.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"“{name}” acts for {account.Name}, may {made.Token.Scope}, ends {ends:yyyy-MM-dd}. It is shown this once."));
        }

        return ExitCode.Ok;
    }
}
