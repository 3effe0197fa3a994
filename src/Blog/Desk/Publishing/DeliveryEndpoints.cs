using Blog.Accounts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Publishing;

/// <summary>The author's word about one copy. Each is a compare-and-set: if the copy moved meanwhile, nothing is changed and the page says so.</summary>
internal static class DeliveryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/deliveries/{id:guid}");
        group.MapPost("/stop", (HttpContext context, Guid id, DeliveryDecision decision, CancellationToken ct) => decision.MakeAsync(
            context, id, [DeliveryState.Queued, DeliveryState.Held, DeliveryState.Failed], "stopped by the author",
            (d, _) => d with { State = DeliveryState.Withdrawn, Reason = null }, ct));
        group.MapPost("/again", (HttpContext context, Guid id, DeliveryDecision decision, CancellationToken ct) => decision.MakeAsync(
            context, id, [DeliveryState.Failed], "the author sends it again",
            (d, now) => d with { State = DeliveryState.Queued, Reason = null, NotBefore = now }, ct));
        group.MapPost("/absent", (HttpContext context, Guid id, DeliveryDecision decision, CancellationToken ct) => decision.MakeAsync(
            context, id, [DeliveryState.Unknown], "the author says that it is not there",
            (d, now) => d with { State = DeliveryState.Queued, Reason = null, NotBefore = now }, ct));
        group.MapPost("/check", (HttpContext context, Guid id, DeliveryDecision decision, CancellationToken ct) => decision.MakeAsync(
            context, id, [DeliveryState.Unknown], "the author asks to look again",
            (d, now) => d with { NotBefore = now }, ct));
        group.MapPost("/found", FoundAsync);
    }

    private static async Task<IResult> FoundAsync(
        HttpContext context, Guid id, DeliveryDecision decision, ShellFactory shells, CopyReader copies, SiteAddress address)
    {
        var link = context.Request.Form["link"].ToString().Trim();
        if (Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && link.Length <= 500)
        {
            // The last part of a copy's address is its id on every network that is known here.
            var remoteId = url.AbsolutePath.TrimEnd('/').Split('/')[^1];
            return await decision.MakeAsync(
                context, id, [DeliveryState.Unknown], "the author found it",
                (d, _) => d with { State = DeliveryState.Accepted, Reason = null, RemoteUrl = url.AbsoluteUri, RemoteId = remoteId.Length > 0 ? remoteId : url.AbsoluteUri },
                context.RequestAborted);
        }

        var post = await decision.PostOfAsync(context, id, context.RequestAborted);
        return post is null
            ? await NotFound.PageAsync(context, shells, context.RequestAborted)
            : await PostEndpoints.PageAsync(
                context, post, shells, copies, address,
                new Dictionary<string, string> { ["link-" + id] = "Paste the address of the copy; it starts with https://. Nothing was changed." }, context.RequestAborted);
    }
}
