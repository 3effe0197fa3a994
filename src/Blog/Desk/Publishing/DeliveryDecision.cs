using Blog.Accounts;
using Blog.Posts;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Publishing;

/// <summary>Checks who decides about a copy, writes the decision, wakes the worker.</summary>
internal sealed class DeliveryDecision(ISyndicationStore store, IPostStore posts, DeliverySignal signal, ShellFactory shells, TimeProvider time)
{
    /// <summary>Stores what <paramref name="change"/> makes of the copy, if it is still as it was read; null means that this can't be done to it.</summary>
    public async Task<IResult> MakeAsync(HttpContext context, Guid id, string detail, Func<Delivery, DateTimeOffset, Delivery?> change)
    {
        var ct = context.RequestAborted;
        if (await store.FindAsync(id, ct) is not { } delivery || await PostOfAsync(context, id, ct) is not { } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var now = time.GetUtcNow();
        var decided = change(delivery, now) is { } next && await store.ResolveAsync(id, delivery.State, next with { UpdatedAt = now }, detail, now, ct);
        signal.Wake();
        var here = $"/desk/posts/{post.Id}{(decided ? "" : "?done=moved")}#d-{id:N}";
        if (decided || TypedWords.Of(context.Request).Count == 0)
        {
            return DeskResult.See(here);
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        return MovedOn.Page(context, shell, shell.Words.Say("That copy had moved on meanwhile."), shell.Words.Say("Nothing was changed; what you typed stands below."), here);
    }

    /// <summary>The post of a delivery if this account may publish it.</summary>
    public async Task<Post?> PostOfAsync(HttpContext context, Guid deliveryId, CancellationToken ct) =>
        await store.FindAsync(deliveryId, ct) is { } delivery ? await PostEndpoints.MineAsync(context, delivery.PostId, posts, ct) : null;

    /// <summary>The copy with its target; null if either is gone.</summary>
    public async Task<(Delivery Delivery, SyndicationTarget Target)?> FindAsync(Guid id, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } delivery && await store.FindTargetAsync(delivery.TargetId, ct) is { } target ? (delivery, target) : null;
}
