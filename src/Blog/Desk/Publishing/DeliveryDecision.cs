using Blog.Posts;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Publishing;

/// <summary>Checks who decides about a copy, writes the decision, wakes the worker.</summary>
internal sealed class DeliveryDecision(ISyndicationStore store, IPostStore posts, DeliverySignal signal, ShellFactory shells, TimeProvider time)
{
    public async Task<IResult> MakeAsync(
        HttpContext context, Guid id, DeliveryState[] from, string detail, Func<Delivery, DateTimeOffset, Delivery> change, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } delivery || await PostOfAsync(context, id, ct) is not { } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var now = time.GetUtcNow();
        var decided = from.Contains(delivery.State)
            && await store.ResolveAsync(id, delivery.State, change(delivery, now) with { UpdatedAt = now }, detail, now, ct);
        signal.Wake();
        return DeskResult.See($"/desk/posts/{post.Id}{(decided ? "" : "?done=moved")}#d-{id:N}");
    }

    /// <summary>The post of a delivery if this account may publish it.</summary>
    public async Task<Post?> PostOfAsync(HttpContext context, Guid deliveryId, CancellationToken ct) =>
        await store.FindAsync(deliveryId, ct) is { } delivery ? await PostEndpoints.MineAsync(context, delivery.PostId, posts, ct) : null;
}
