using Blog.Accounts;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Desk.Publishing;

/// <summary>One post: where it lives, sending it further, taking it back.</summary>
internal static class PostEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts/{id:guid}");
        group.MapGet("", ShowAsync);
        group.MapPost("/send", SendAsync);
        group.MapGet("/unpublish", AskUnpublishAsync);
        group.MapPost("/unpublish", UnpublishAsync);
        group.MapGet("/delete", AskDeleteAsync);
        group.MapPost("/delete", DeleteAsync);
    }

    public static async Task<IResult> PageAsync(
        HttpContext context, Post post, ShellFactory shells, CopyReader copies, SiteAddress address, IReadOnlyDictionary<string, string> errors, CancellationToken ct, string? previewLink = null)
    {
        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var sent = await copies.ReadAsync(post.Id, ct);
        var form = context.Request.HasFormContentType ? context.Request.Form : FormCollection.Empty;
        var unsent = post.IsPublic ? await copies.OfferAsync(post, OwnTexts.Read(form), ct) : [];
        var view = new PostView(post, address.Absolute(post.Path), sent, unsent, context.Me().MayPublish(), context.Request.Query["done"], errors)
        {
            Chosen = Targets(form).ToHashSet(),
            PreviewLink = previewLink,
            PreviewSince = post.IsPublic ? null : await context.RequestServices.GetRequiredService<IPreviewLinks>().FindAsync(post.Id, ct),
            Typed = form["link"].FirstOrDefault() ?? form["words"].FirstOrDefault(),
        };
        return DeskResult.Page<PostPage, PostView>(shell, view, errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, SiteAddress address, CancellationToken ct) =>
        await posts.FindAsync(id, ct) is { } post && context.Me().MayEdit(post)
            ? await PageAsync(context, post, shells, copies, address, AccountRules.None, ct)
            : await NotFound.PageAsync(context, shells, ct);

    private static async Task<IResult> SendAsync(HttpContext context, Guid id, IPostStore posts, CopyReader copies, PublishDesk desk, ShellFactory shells)
    {
        var ct = context.RequestAborted;
        if (await MineAsync(context, id, posts, ct) is not { IsPublic: true } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var form = context.Request.Form;
        var chosen = Targets(form);
        var own = OwnTexts.Read(form);
        var errors = await OwnTexts.CheckAsync(post, chosen, own, copies, (await shells.ForAsync(context, Place.Posts, ct)).Words, ct);
        if (errors.Count > 0 || form["do"] == "look")
        {
            return await PageAsync(context, post, shells, copies, desk.Address, errors.ToDictionary(e => "text-" + e.Key, e => e.Value), ct);
        }

        await desk.SendAsync(post, chosen, own, ct);
        return DeskResult.See($"/desk/posts/{id}");
    }

    private static async Task<IResult> UnpublishAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, Publisher publisher, CancellationToken ct)
    {
        if (await MineAsync(context, id, posts, ct) is null)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        await publisher.UnpublishAsync(id, "desk", ct);
        return DeskResult.See($"/desk/posts/{id}?done=unpublished");
    }

    private static Task<IResult> AskDeleteAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, CopyPrices prices, SiteAddress address) =>
        AskAsync(context, id, shells, posts, copies, prices, address, isDelete: true);

    private static Task<IResult> AskUnpublishAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, CopyPrices prices, SiteAddress address) =>
        AskAsync(context, id, shells, posts, copies, prices, address, isDelete: false);

    private static async Task<IResult> AskAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, CopyPrices prices, SiteAddress address, bool isDelete)
    {
        var ct = context.RequestAborted;
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !context.Me().MayEdit(post) || (!isDelete && !(post.IsPublic && context.Me().MayPublish())))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var known = await prices.ReadAsync(post, ct);
        var losses = (await copies.ReadAsync(id, ct))
            .Where(c => c.Delivery.State != DeliveryState.Withdrawn)
            .Select(c => new CopyLoss(c, known.GetValueOrDefault(c.Delivery.Network) ?? new CopyPrice(0, 0)));
        return DeskResult.Page<DeletePage, DeleteView>(shell, new DeleteView(post, address.Absolute(post.Path), [.. losses], isDelete));
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, Publisher publisher, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        await publisher.DeleteAsync(id, "desk", ct);
        return DeskResult.See($"/desk/posts/{id}?done=deleted");
    }

    /// <summary>The post if this account may publish it.</summary>
    public static async Task<Post?> MineAsync(HttpContext context, Guid id, IPostStore posts, CancellationToken ct) =>
        context.Me().MayPublish() && await posts.FindAsync(id, ct) is { } post && context.Me().MayEdit(post) ? post : null;

    /// <summary>Ticked targets; anything that is no id is not one.</summary>
    public static IReadOnlyList<Guid> Targets(IFormCollection form) =>
        [.. form["target"].Select(t => Guid.TryParse(t, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];
}
