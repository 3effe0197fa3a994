using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Publishing;

/// <summary>The last look, and the button.</summary>
internal static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts/{id:guid}/review");
        group.MapGet("", ShowAsync);
        group.MapPost("", AnswerAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, IWorkingCopies typed, ReviewDesk desk, CancellationToken ct)
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

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        return DeskResult.Page<ReviewPage, ReviewView>(shell, await desk.ShowAsync(shell, post, ct));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, ReviewDesk desk)
    {
        var ct = context.RequestAborted;
        if (await PostEndpoints.MineAsync(context, id, posts, ct) is not { Status: not PostStatus.Deleted } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var form = ReviewForm.Read(context.Request.Form);
        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var (view, result) = await desk.AnswerAsync(shell, post, form, ct);
        if (view is null)
        {
            return DeskResult.See($"/desk/posts/{id}?done={(result!.Post!.Status == PostStatus.Scheduled ? "scheduled" : "published")}");
        }

        var status = (result, form.Wish) switch
        {
            ({ Outcome: PublishOutcome.Invalid }, _) => StatusCodes.Status400BadRequest,
            (not null, _) => StatusCodes.Status409Conflict,
            (null, ReviewWish.LookAtLinks) => StatusCodes.Status200OK,
            _ => view.Errors.Count > 0 || (form.Wish == ReviewWish.Publish && view.DateProblem is not null) ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
        };
        return DeskResult.Page<ReviewPage, ReviewView>(shell, view, status);
    }
}
