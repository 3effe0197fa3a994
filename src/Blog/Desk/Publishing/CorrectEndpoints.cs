using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Publishing;

/// <summary>After an edit: what the copies elsewhere shall do about it.</summary>
internal static class CorrectEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts/{id:guid}/correct");
        group.MapGet("", ShowAsync);
        group.MapPost("", CorrectAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CorrectDesk desk, CancellationToken ct)
    {
        if (await PostEndpoints.MineAsync(context, id, posts, ct) is not { IsPublic: true } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        return DeskResult.Page<CorrectPage, CorrectView>(shell, await desk.ShowAsync(shell, post, null, ct));
    }

    // All or nothing where words are wrong; each copy for itself where one has moved on.
    private static async Task<IResult> CorrectAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CorrectDesk desk)
    {
        var ct = context.RequestAborted;
        if (await PostEndpoints.MineAsync(context, id, posts, ct) is not { IsPublic: true } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var view = await desk.ShowAsync(shell, post, context.Request.Form, ct);
        if (view.Copies.Any(c => c.Error is not null))
        {
            return DeskResult.Page<CorrectPage, CorrectView>(shell, view, StatusCodes.Status400BadRequest);
        }

        return DeskResult.See($"/desk/posts/{id}?done={(await desk.CorrectAsync(view, ct) ? "corrected" : "moved")}");
    }
}
