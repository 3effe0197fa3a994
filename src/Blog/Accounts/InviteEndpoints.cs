using Blog.Accounts.Pages;
using Blog.Desk;
using Blog.Desk.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Accounts;

/// <summary>The link that an owner hands over, and the account that it makes.</summary>
internal static class InviteEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapPrivate("/invite");
        group.MapGet("/{token}", ShowAsync);
        group.MapPost("/{token}", AcceptAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string token, Invitations invitations, ShellFactory shells, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.None, ct);
        var (state, invitation) = await invitations.CheckAsync(token, ct);
        return state == InvitationState.Open ? DeskResult.Page<InvitePage, InviteView>(shell, View(invitation!)) : Useless(shell, state);
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, string token, Invitations invitations, ShellFactory shells)
    {
        var ct = context.RequestAborted;
        var shell = await shells.ForAsync(context, Place.None, ct);
        var (state, invitation) = await invitations.CheckAsync(token, ct);
        if (state != InvitationState.Open)
        {
            return Useless(shell, state);
        }

        var form = context.Request.Form;
        var made = await invitations.AcceptAsync(token, form["mail"].ToString(), form["name"].ToString(), form["password"].ToString(), ct);
        if (made.Account is null)
        {
            return made.Problems.ContainsKey("account")
                ? Useless(shell, InvitationState.Used)
                : DeskResult.Page<InvitePage, InviteView>(shell, View(invitation!).With(form, made.Problems), StatusCodes.Status400BadRequest);
        }

        await Session.BeginAsync(context, made.Account, stay: true);
        return DeskResult.See(LocalReturn.Desk);
    }

    private static InviteView View(Invitation invitation) => new(invitation.Role, invitation.InvitedBy, invitation.EndsAt);

    private static IResult Useless(Shell shell, InvitationState state)
    {
        var words = shell.Words;
        var (status, title, text) = state switch
        {
            InvitationState.Used => (
                StatusCodes.Status410Gone, words.Say("This invitation was used"),
                words.Say("It made its one account. If that is yours, sign in; else ask who sent it for a new one.")),
            InvitationState.Ended => (
                StatusCodes.Status410Gone, words.Say("This invitation has ended"),
                words.Say("It was good for 7 days. Ask who sent it for a new one.")),
            _ => (
                StatusCodes.Status404NotFound, words.Say("This invitation opens nothing"),
                words.Say("It was taken back, or a part of the link is missing. Copy the whole link, or ask who sent it for a new one.")),
        };
        return DeskResult.Page<ProblemPage, ProblemView>(shell, new ProblemView(title, text, [], "/sign-in", words.Say("Sign in")), status);
    }
}
