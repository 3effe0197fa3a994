using Blog.Accounts.Pages;
using Blog.Desk;
using Blog.Desk.Frame;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Accounts;

/// <summary>The link that is printed at start, and the owner's account that it makes.</summary>
internal static class SetupEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapPrivate("/setup");
        group.MapGet("/{token}", ShowAsync);
        group.MapPost("/{token}", SetUpAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string token, SetupLink link, ShellFactory shells, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.None, ct);
        return await link.CheckAsync(token, ct) is var state and not SetupLinkState.Valid
            ? Useless(shell, state)
            : DeskResult.Page<SetupPage, SetupView>(shell, SetupView.Empty(shell));
    }

    private static async Task<IResult> SetUpAsync(HttpContext context, string token, SetupLink link, AccountSetup setup, ShellFactory shells, SettingsKeeper settings, PracticeTargets practice)
    {
        var ct = context.RequestAborted;
        var shell = await shells.ForAsync(context, Place.None, ct);
        if (await link.CheckAsync(token, ct) is var state and not SetupLinkState.Valid)
        {
            return Useless(shell, state);
        }

        var form = SetupView.Read(context.Request.Form);
        var errors = form.Check();
        if (errors.Count > 0)
        {
            return DeskResult.Page<SetupPage, SetupView>(shell, form with { Errors = errors }, StatusCodes.Status400BadRequest);
        }

        var made = await setup.AddAsync(new NewAccount(form.Email, form.Name, AccountRole.Owner, form.Password), ct);
        if (made.Account is null)
        {
            return made.Problems.ContainsKey("account")
                ? Useless(shell, SetupLinkState.Done)
                : DeskResult.Page<SetupPage, SetupView>(shell, form with { Errors = made.Problems }, StatusCodes.Status400BadRequest);
        }

        await link.ForgetAsync(token, ct);
        await settings.ChangeAsync(s => s with { Title = form.Site.Trim(), Language = form.Language, ZoneId = form.ZoneId }, ct);
        await practice.EnsureAsync(ct);
        await Session.BeginAsync(context, made.Account, stay: true);
        return DeskResult.See(LocalReturn.Desk);
    }

    private static IResult Useless(Shell shell, SetupLinkState state)
    {
        var (status, title, text) = state switch
        {
            SetupLinkState.Done => (
                StatusCodes.Status410Gone, "This link was used",
                "The site has its owner. Sign in; if the password is lost, run “account reset” where the blog runs."),
            SetupLinkState.Expired => (
                StatusCodes.Status410Gone, "This link is more than a day old",
                "Nothing was set up with it. Start the blog again: it prints a new link."),
            _ => (
                StatusCodes.Status404NotFound, "This link was never printed",
                "Perhaps a part of it is missing. Copy the whole link from where the blog runs, or start the blog again: it prints a new one."),
        };
        var words = shell.Words;
        return DeskResult.Page<ProblemPage, ProblemView>(
            shell,
            state == SetupLinkState.Done
                ? new ProblemView(words.Say(title), words.Say(text), [], "/sign-in", words.Say("Sign in"))
                : new ProblemView(words.Say(title), words.Say(text), [], null, null),
            status);
    }
}
