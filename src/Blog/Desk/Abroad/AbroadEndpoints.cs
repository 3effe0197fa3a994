using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Abroad;

/// <summary>Where a draft is to go: a page of its own, which the editor shows as a drawer beside the text.</summary>
internal static class AbroadEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/write/{id:guid}/abroad");
        group.MapGet("", ShowAsync);
        group.MapPost("", KeepAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, AbroadDesk desk, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        if (post.IsPublic)
        {
            return DeskResult.See($"/desk/posts/{id}");
        }

        var shell = await shells.ForAsync(context, Place.Write, ct);
        var view = await desk.ShowAsync(shell, post, context.Me(), ct);
        return DeskResult.Page<AbroadPage, AbroadView>(shell, view with { JustSaved = context.Request.Query.ContainsKey("saved") });
    }

    // Kept with what is wrong in it: the page says so, and nothing goes out before the review.
    private static async Task<IResult> KeepAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, AbroadDesk desk)
    {
        var ct = context.RequestAborted;
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted, IsPublic: false } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Write, ct);
        var form = context.Request.Form;
        var view = await desk.KeepAsync(shell, post, context.Me(), form, ct);
        var isWhole = view.Places.All(p => p is { DateProblem: null, TextProblem: null });
        return (form["do"].ToString(), isWhole) switch
        {
            ("save", true) => DeskResult.See($"/desk/write/{id}/abroad?saved"),
            ("review", true) => DeskResult.See($"/desk/posts/{id}/review"),
            ("save" or "review", false) => DeskResult.Page<AbroadPage, AbroadView>(shell, view, StatusCodes.Status400BadRequest),
            _ => DeskResult.Page<AbroadPage, AbroadView>(shell, view),
        };
    }
}
