using Blog.Accounts;
using Blog.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.People;

/// <summary>People, their roles and invitations; for owners.</summary>
internal static class PeopleEndpoints
{
    private const int MaxWhom = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var owner = routes.MapSignedIn("/desk/people", AccountServices.OwnerOnly);
        owner.MapGet("", ShowAsync);
        owner.MapPost("/invite", InviteAsync);
        owner.MapPost("/invitations/{id:guid}/revoke", RevokeAsync);
        owner.MapPost("/{id:guid}/role", ChangeRoleAsync);
        owner.MapGet("/{id:guid}/remove", AskRemoveAsync);
        owner.MapPost("/{id:guid}/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, IAccountStore accounts, IInvitationStore invitations, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.People, ct);
        return DeskResult.Page<PeoplePage, PeopleView>(shell, await ViewAsync(context, shell, accounts, invitations, ct));
    }

    // The link is in this answer and nowhere else: it can't be asked for again with GET.
    private static async Task<IResult> InviteAsync(
        HttpContext context, ShellFactory shells, IAccountStore accounts, IInvitationStore store, Invitations invitations, SiteAddress address)
    {
        var ct = context.RequestAborted;
        var shell = await shells.ForAsync(context, Place.People, ct);
        var whom = context.Request.Form["whom"].ToString();
        if (RoleWords.Read(context.Request.Form["role"]) is not { } role || !RoleWords.Invited.Contains(role) || whom.Length > MaxWhom)
        {
            var problem = whom.Length > MaxWhom
                ? shell.Words.Say("For whom it is: at most 100 characters. No link was made.")
                : shell.Words.Say("Choose what they may do. Nobody becomes an owner by a link. No link was made.");
            var refused = await ViewAsync(context, shell, accounts, store, ct) with { Problem = problem, Whom = whom };
            return DeskResult.Page<PeoplePage, PeopleView>(shell, refused, StatusCodes.Status400BadRequest);
        }

        var (made, path) = await invitations.CreateAsync(role, whom, context.Me(), ct);
        var view = await ViewAsync(context, shell, accounts, store, ct) with { Made = made, Link = address.Absolute(path) };
        return DeskResult.Page<PeoplePage, PeopleView>(shell, view);
    }

    private static async Task<IResult> RevokeAsync(Guid id, IInvitationStore invitations, CancellationToken ct) =>
        DeskResult.See(await invitations.RevokeAsync(id, ct) ? "/desk/people?done=revoked" : "/desk/people?done=closed");

    private static async Task<IResult> ChangeRoleAsync(
        HttpContext context, Guid id, ShellFactory shells, IAccountStore accounts, IInvitationStore invitations, AccountSetup setup)
    {
        var ct = context.RequestAborted;
        if (RoleWords.Read(context.Request.Form["role"]) is not { } role)
        {
            var shell = await shells.ForAsync(context, Place.People, ct);
            var view = await ViewAsync(context, shell, accounts, invitations, ct) with { Problem = shell.Words.Say("There is no such role. Nothing was changed.") };
            return DeskResult.Page<PeoplePage, PeopleView>(shell, view, StatusCodes.Status400BadRequest);
        }

        return await setup.ChangeRoleAsync(id, role, ct) switch
        {
            PersonChange.Unknown => await NotFound.PageAsync(context, shells, ct),
            PersonChange.LastOwner => await LastOwnerAsync(context, shells, accounts, invitations, ct),

            // Who gave up being an owner can't come back to this page.
            _ => DeskResult.See(id == context.Me().Id && role != AccountRole.Owner ? "/desk" : "/desk/people?done=role"),
        };
    }

    private static async Task<IResult> AskRemoveAsync(HttpContext context, Guid id, ShellFactory shells, IAccountStore accounts, CancellationToken ct) =>
        await accounts.FindAsync(id, ct) is { } person
            ? DeskResult.Page<RemovePage, RemoveView>(await shells.ForAsync(context, Place.People, ct), new RemoveView(person))
            : await NotFound.PageAsync(context, shells, ct);

    private static async Task<IResult> RemoveAsync(
        HttpContext context, Guid id, ShellFactory shells, IAccountStore accounts, IInvitationStore invitations, AccountSetup setup)
    {
        var ct = context.RequestAborted;
        return await setup.RemoveAsync(id, ct) switch
        {
            PersonChange.Unknown => await NotFound.PageAsync(context, shells, ct),
            PersonChange.LastOwner => await LastOwnerAsync(context, shells, accounts, invitations, ct),
            _ => DeskResult.See(id == context.Me().Id ? "/sign-in" : "/desk/people?done=removed"),
        };
    }

    private static async Task<IResult> LastOwnerAsync(HttpContext context, ShellFactory shells, IAccountStore accounts, IInvitationStore invitations, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.People, ct);
        var view = await ViewAsync(context, shell, accounts, invitations, ct) with
        {
            Problem = shell.Words.Say("This is the only owner: without one, nobody could look after the site. Make somebody else an owner first. Nothing was changed."),
        };
        return DeskResult.Page<PeoplePage, PeopleView>(shell, view, StatusCodes.Status409Conflict);
    }

    private static async Task<PeopleView> ViewAsync(HttpContext context, Shell shell, IAccountStore accounts, IInvitationStore invitations, CancellationToken ct) =>
        new(await accounts.ListAsync(ct), await invitations.ListOpenAsync(shell.Now, ct), context.Request.Query["done"]);
}
