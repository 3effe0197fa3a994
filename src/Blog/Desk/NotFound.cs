using Blog.Accounts;
using Blog.Desk.Frame;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk;

/// <summary>The desk's own 404: the post does not exist, or is somebody else's. What was sent for it is shown, so that no word is lost.</summary>
internal static class NotFound
{
    public static async Task<IResult> PageAsync(HttpContext context, ShellFactory shells, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.None, ct);
        return DeskResult.Page<ProblemPage, ProblemView>(
            shell,
            new ProblemView(
                shell.Words.Say("Nothing is here"),
                shell.Words.Say("What you look for was deleted, never existed, or is not yours to open. Nothing was changed."),
                TypedWords.Of(context.Request), "/desk/posts", shell.Words.Say("All posts")),
            StatusCodes.Status404NotFound);
    }
}
