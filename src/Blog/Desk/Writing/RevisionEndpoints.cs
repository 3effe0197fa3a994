using System.Globalization;
using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Writing;

/// <summary>Every save of a post, readable and restorable. Restoring is a save like any other: nothing is ever overwritten.</summary>
internal static class RevisionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts/{id:guid}/revisions");
        group.MapGet("", (HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CancellationToken ct) => ShowAsync(context, id, null, shells, posts, ct));
        group.MapGet("/{number:int}", (HttpContext context, Guid id, int number, ShellFactory shells, IPostStore posts, CancellationToken ct) => ShowAsync(context, id, number, shells, posts, ct));
        group.MapPost("/{number:int}/restore", RestoreAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Guid id, int? number, ShellFactory shells, IPostStore posts, CancellationToken ct)
    {
        var post = await posts.FindAsync(id, ct);
        var shown = number is { } n ? await posts.FindRevisionAsync(id, n, ct) : null;
        if (post is null || !context.Me().MayEdit(post) || (number is not null && shown is null))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var changes = shown is null ? null : LineDifference.Between(shown.Markdown, post.Markdown);
        var view = new RevisionView(post, await posts.ListRevisionsAsync(id, ct), shown, changes);
        return DeskResult.Page<RevisionPage, RevisionView>(await shells.ForAsync(context, Place.Posts, ct), view);
    }

    private static async Task<IResult> RestoreAsync(HttpContext context, Guid id, int number, ShellFactory shells, IPostStore posts, Publisher publisher, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { } post || !context.Me().MayEdit(post) || await posts.FindRevisionAsync(id, number, ct) is not { } revision)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        if (post.Status == PostStatus.Deleted)
        {
            return MovedOn.Page(context, shell, shell.Words.Say("This post was deleted meanwhile."), shell.Words.Say("Its revisions are kept and nothing was changed. Bring it back as a draft first, then put the revision on top."), $"/desk/posts/{id}");
        }

        var result = await publisher.SaveAsync(
            Publisher.AsDraft(post) with
            {
                ExpectedRevision = post.Revision,
                Title = revision.Title,
                Markdown = revision.Markdown,
                Excerpt = revision.Excerpt,
                Origin = string.Create(CultureInfo.InvariantCulture, $"desk, revision {number} restored"),
            },
            ct);
        return result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged
            ? DeskResult.See($"/desk/posts/{id}?done=restored")
            : MovedOn.Page(context, shell, shell.Words.Say("This revision was not put on top."), shell.Words.Say(result.Problem!), $"/desk/posts/{id}/revisions");
    }
}
