using System.Globalization;
using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Publishing;

/// <summary>The last look, and the button.</summary>
internal static class ReviewEndpoints
{
    private static readonly IReadOnlyDictionary<Guid, string> NoErrors = new Dictionary<Guid, string>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts/{id:guid}/review");
        group.MapGet("", ShowAsync);
        group.MapPost("", PublishAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, IWorkingCopies typed, CopyReader copies, PublishDesk desk, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        if (post.IsPublic)
        {
            return DeskResult.See($"/desk/posts/{id}");
        }

        if (await typed.FindAsync(id, context.Me().Id, ct) is not null)
        {
            // What was typed last is not in the post yet: nothing goes out without it unseen.
            return DeskResult.See($"/desk/write/{id}");
        }

        var empty = new ReviewForm(0, [], OwnTexts.None, AsPage: false, Now: false, LooksOnly: true);
        var shell = await shells.ForAsync(context, Place.Posts, ct);
        return await PageAsync(shell, post, empty, copies, desk, NoErrors, ct);
    }

    private static async Task<IResult> PublishAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, PublishDesk desk)
    {
        var ct = context.RequestAborted;
        if (await PostEndpoints.MineAsync(context, id, posts, ct) is not { Status: not PostStatus.Deleted } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var form = Read(context.Request.Form);
        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var errors = await OwnTexts.CheckAsync(PublishDesk.AsPublished(post, shell.Now), form.Targets, form.OwnTexts, copies, shell.Words, ct);
        if (form.LooksOnly || errors.Count > 0)
        {
            return await PageAsync(shell, post, form, copies, desk, errors, ct);
        }

        var result = await desk.PublishAsync(post, form, ct);
        if (result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged)
        {
            return DeskResult.See($"/desk/posts/{id}?done={(result.Post!.Status == PostStatus.Scheduled ? "scheduled" : "published")}");
        }

        return await PageAsync(shell, await posts.FindAsync(id, ct) ?? post, form, copies, desk, NoErrors, ct, result);
    }

    private static ReviewForm Read(IFormCollection form) => new(
        int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
        PostEndpoints.Targets(form),
        OwnTexts.Read(form),
        form["as"] == "page",
        form["when"] == "now",
        form["do"] == "look");

    private static async Task<IResult> PageAsync(
        Shell shell, Post post, ReviewForm form, CopyReader copies, PublishDesk desk, IReadOnlyDictionary<Guid, string> errors, CancellationToken ct, PublishResult? failed = null)
    {
        var planned = PublishDesk.AsPublished(post, shell.Now);
        var problem = failed switch
        {
            null => errors.Count > 0 ? "The words for a network are too long. Shorten them, or empty the field; what you typed is still here." : null,
            { Outcome: PublishOutcome.Stale } => "Somebody saved another version meanwhile. Nothing was published: this is the version that is stored now, read it once more.",
            _ => failed.Problem,
        };
        var status = failed switch
        {
            null => errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
            { Outcome: PublishOutcome.Invalid } => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status409Conflict,
        };
        var targets = await copies.OfferAsync(planned, form.OwnTexts, ct);
        var view = new ReviewView(post, desk.Address.Absolute(planned.Path), targets, form.Targets.ToHashSet(), form.AsPage, problem, errors);
        return DeskResult.Page<ReviewPage, ReviewView>(shell, view, status);
    }
}
