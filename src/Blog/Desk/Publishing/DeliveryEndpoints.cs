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
    /// <summary>How the journal begins a line that is the author's doing.</summary>
    public const string ByAuthor = "The author";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/deliveries/{id:guid}");
        group.MapPost("/stop", (HttpContext context, Guid id, DeliveryDecision decision) => decision.MakeAsync(context, id, $"{ByAuthor} stopped it.", CopyDecisions.Stop));
        group.MapPost("/again", (HttpContext context, Guid id, DeliveryDecision decision) => decision.MakeAsync(context, id, $"{ByAuthor} sends it now.", CopyDecisions.TryNow));
        group.MapPost("/absent", (HttpContext context, Guid id, DeliveryDecision decision) => decision.MakeAsync(context, id, $"{ByAuthor} says that it is not there.", CopyDecisions.Absent));
        group.MapPost("/check", (HttpContext context, Guid id, DeliveryDecision decision) => decision.MakeAsync(context, id, $"{ByAuthor} asks to look again.", CopyDecisions.Check));
        group.MapPost("/withdraw", (HttpContext context, Guid id, DeliveryDecision decision) => decision.MakeAsync(context, id, $"{ByAuthor} takes the copy away.", CopyDecisions.Withdraw));
        group.MapPost("/words", SayAsync);
        group.MapPost("/found", FoundAsync);
    }

    private static async Task<IResult> FoundAsync(
        HttpContext context, Guid id, DeliveryDecision decision, ShellFactory shells, CopyReader copies, NetworkCatalog networks, SiteAddress address)
    {
        var ct = context.RequestAborted;
        if (await decision.FindAsync(id, ct) is not { } found || networks.Find(found.Delivery.Network) is not { } network)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        if (network.ReadLink(context.Request.Form["link"].ToString(), found.Target) is { } pasted)
        {
            return await decision.MakeAsync(context, id, $"{ByAuthor} found it.", (copy, now) => CopyDecisions.Found(copy, pasted.Id, pasted.Address, now));
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var words = shell.Words;
        if (found.Delivery.State != DeliveryState.Unknown)
        {
            return MovedOn.Page(context, shell, words.Say("That copy had moved on meanwhile."), words.Say("Nothing was changed; what you typed stands below."), $"/desk/posts/{found.Delivery.PostId}#d-{id:N}");
        }

        var example = found.Target.IsPractice ? address.Absolute($"/practice/{network.Descriptor.Key}/status/…") : network.Descriptor.CopyExample;
        var problem = words.Say("This is no address of a copy on {0}. It looks like {1}; open the copy there and paste what the browser shows. Nothing was changed.", network.Descriptor.Name, example);
        return await RefuseAsync(context, id, decision, shells, copies, address, "link-" + id, problem);
    }

    private static async Task<IResult> SayAsync(HttpContext context, Guid id, DeliveryDecision decision, ShellFactory shells, CopyReader copies, SiteAddress address)
    {
        var ct = context.RequestAborted;
        if (await decision.FindAsync(id, ct) is not { } found || await decision.PostOfAsync(context, id, ct) is not { } post || !copies.TakesWords(found.Delivery))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var words = (await shells.ForAsync(context, Place.Posts, ct)).Words;
        var text = OwnTexts.One(context.Request.Form["words"].ToString());
        return await copies.ProblemAsync(post, text, found.Target, words, ct) is { } problem
            ? await RefuseAsync(context, id, decision, shells, copies, address, "words-" + id, problem)
            : await decision.MakeAsync(context, id, $"{ByAuthor} wrote other words.", (delivery, now) => CopyDecisions.Say(delivery, text, now));
    }

    private static async Task<IResult> RefuseAsync(
        HttpContext context, Guid id, DeliveryDecision decision, ShellFactory shells, CopyReader copies, SiteAddress address, string field, string sentence)
    {
        var ct = context.RequestAborted;
        return await decision.PostOfAsync(context, id, ct) is { } post
            ? await PostEndpoints.PageAsync(context, post, shells, copies, address, new Dictionary<string, string> { [field] = sentence }, ct)
            : await NotFound.PageAsync(context, shells, ct);
    }
}
