using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Blog.Accounts;
using Blog.Desk.Publishing;
using Blog.Posts;
using Blog.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Writing;

/// <summary>A link that shows a post to whoever has it, before it is public, until it is revoked.</summary>
internal static class PreviewLinkEndpoints
{
    private const int SecretBytes = 32;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/preview/{secret}", ShowAsync);
        var group = routes.MapSignedIn("/desk/posts/{id:guid}/preview-link");
        group.MapPost("", MakeAsync);
        group.MapPost("/revoke", RevokeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string secret, IPreviewLinks links, IPostStore posts, PostPages pages, SiteAddress address, CancellationToken ct)
    {
        if (await links.FindPostAsync(HashOf(secret), ct) is not { } id || await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-cache, no-store";
        return post.IsPublic ? Results.Redirect(address.Absolute(post.Path)) : PreviewEndpoints.Shared(context, await pages.PreviewAsync(post, ct));
    }

    private static async Task<IResult> MakeAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, IPreviewLinks links, CopyReader copies, SiteAddress address, TimeProvider time)
    {
        var ct = context.RequestAborted;
        if (await FindAsync(context, id, posts, ct) is not { } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        // Shown in this answer and never again: what is stored does not tell it.
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await links.PutAsync(id, HashOf(secret), time.GetUtcNow(), ct);
        return await PostEndpoints.PageAsync(context, post, shells, copies, address, AccountRules.None, ct, address.Absolute("/preview/" + secret));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, IPreviewLinks links, CancellationToken ct)
    {
        if (await FindAsync(context, id, posts, ct) is null)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        await links.DropAsync(id, ct);
        return DeskResult.See($"/desk/posts/{id}?done=revoked");
    }

    private static async Task<Post?> FindAsync(HttpContext context, Guid id, IPostStore posts, CancellationToken ct) =>
        await posts.FindAsync(id, ct) is { IsPublic: false, Status: not PostStatus.Deleted } post && context.Me().MayEdit(post) ? post : null;

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
