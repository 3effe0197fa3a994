using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Writing;

/// <summary>
/// What is typed is kept beside the post, a second after typing stops: readers see nothing of it, and no revision is made. Only a post that was
/// never saved becomes a draft with it. Answers are JSON, for the editor's script.
/// </summary>
internal static class KeepEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/write", maxBody: PrivateArea.WritingForm);
        group.MapGet("/token", Token);
        group.MapPost("/keep", KeepNewAsync);
        group.MapPost("/{id:guid}/keep", KeepKnownAsync);
        group.MapPost("/{id:guid}/drop", DropAsync);
    }

    // The token of a page fits nobody any more after somebody signed in again.
    private static IResult Token(HttpContext context, IAntiforgery antiforgery) =>
        Results.Json(new FormToken(antiforgery.GetAndStoreTokens(context).RequestToken!), WritingJson.Default.FormToken);

    private static async Task<IResult> KeepNewAsync(HttpContext context, ShellFactory shells, IPostStore posts, Publisher publisher, WorkingCopyKeeper keeper, CancellationToken ct)
    {
        var me = context.Me();
        var form = WriteForm.Read(context.Request.Form);
        var shell = await shells.ForAsync(context, Place.Write, ct);
        if (keeper.Refuse(form) is { } reason)
        {
            return Refused(shell, reason, StatusCodes.Status400BadRequest);
        }

        // The same words may come twice: the first answer got lost on its way.
        if (form.NewId is { } wished && await posts.FindAsync(wished, ct) is { } made)
        {
            return await KeepAsync(context, shell, made, form with { Revision = Math.Max(1, form.Revision) }, keeper, ct);
        }

        var errors = form.Check(out var at);
        var draft = (errors.Count > 0 ? WriteForm.Empty("", "") with { Title = form.Title, Markdown = form.Markdown, NewId = form.NewId } : form).ToDraft(null, at);
        var result = await publisher.SaveAsync(draft with { Authors = [new Byline(me.Id, me.Name, me.Slug)], Origin = WriteEndpoints.OriginOf(me) }, ct);
        if (result.Outcome == PublishOutcome.Stale && form.NewId is { } raced && await posts.FindAsync(raced, ct) is { } other)
        {
            return await KeepAsync(context, shell, other, form with { Revision = 1 }, keeper, ct);
        }

        if (result.Outcome != PublishOutcome.Saved)
        {
            return Refused(shell, result.Problem!, StatusCodes.Status400BadRequest);
        }

        // A field that is half typed waits in the working copy.
        var post = result.Post!;
        return errors.Count > 0
            ? await KeepAsync(context, shell, post, form with { Revision = post.Revision }, keeper, ct)
            : Results.Json(new Kept(post.Id, post.Revision, null), WritingJson.Default.Kept);
    }

    private static async Task<IResult> KeepKnownAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, WorkingCopyKeeper keeper, CancellationToken ct)
    {
        var form = WriteForm.Read(context.Request.Form);
        var shell = await shells.ForAsync(context, Place.Write, ct);
        return await posts.FindAsync(id, ct) is { } post
            ? await KeepAsync(context, shell, post, form, keeper, ct)
            : Refused(shell, "This post does not exist.", StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> KeepAsync(HttpContext context, Shell shell, Post post, WriteForm form, WorkingCopyKeeper keeper, CancellationToken ct)
    {
        if (!context.Me().MayEdit(post))
        {
            return Refused(shell, "This post is not yours to change (any more). What you typed stays in this browser.", StatusCodes.Status404NotFound);
        }

        if (keeper.Refuse(form) is { } reason)
        {
            return Refused(shell, reason, StatusCodes.Status400BadRequest);
        }

        var (kept, conflict) = await keeper.KeepAsync(shell, post, context.Me(), form, ct);
        return (kept, conflict) switch
        {
            ({ } done, _) => Results.Json(done, WritingJson.Default.Kept),
            (_, { } other) => Results.Json(other, WritingJson.Default.KeepConflict, statusCode: StatusCodes.Status409Conflict),
            _ => Refused(shell, "This post was deleted while you were writing. What you typed stays in this browser; saving makes a new draft of it.", StatusCodes.Status410Gone),
        };
    }

    private static async Task<IResult> DropAsync(HttpContext context, Guid id, IWorkingCopies copies, CancellationToken ct)
    {
        await copies.DropAsync(id, context.Me().Id, ct);
        return DeskResult.See($"/desk/write/{id}");
    }

    private static IResult Refused(Shell shell, string sentence, int status) =>
        Results.Json(new KeepRefused(shell.Words.Say(sentence)), WritingJson.Default.KeepRefused, statusCode: status);
}
