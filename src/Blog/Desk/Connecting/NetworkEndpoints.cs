using Blog.Accounts;
using Blog.Desk.Publishing;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Connecting;

/// <summary>Connected accounts: seeing, connecting, pausing.</summary>
internal static class NetworkEndpoints
{
    private const int MaxValue = 4000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapSignedIn("/desk/networks").MapGet("", ShowAsync);
        var owner = routes.MapSignedIn("/desk/networks", AccountServices.OwnerOnly);
        owner.MapGet("/connect/{key}", ShowConnectAsync);
        owner.MapPost("/connect/{key}", ConnectAsync);
        owner.MapPost("/{id:guid}/pause", PauseAsync);
        owner.MapPost("/{id:guid}/resume", ResumeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, CopyReader copies, NetworkCatalog networks, CancellationToken ct)
    {
        var view = new NetworksView(
            await copies.TargetsAsync(ct), [.. networks.All.Select(n => n.Descriptor)], context.Request.Query["done"], context.Me().Role == AccountRole.Owner);
        return DeskResult.Page<NetworksPage, NetworksView>(await shells.ForAsync(context, Place.Networks, ct), view);
    }

    private static async Task<IResult> ShowConnectAsync(HttpContext context, string key, ShellFactory shells, NetworkCatalog networks, CancellationToken ct) =>
        networks.Find(key) is { } network
            ? DeskResult.Page<ConnectPage, ConnectView>(
                await shells.ForAsync(context, Place.Networks, ct), new ConnectView(network.Descriptor, AccountRules.None, AccountRules.None))
            : await NotFound.PageAsync(context, shells, ct);

    private static async Task<IResult> ConnectAsync(
        HttpContext context, string key, ShellFactory shells, NetworkCatalog networks, TargetConnector connector, CancellationToken ct)
    {
        if (networks.Find(key)?.Descriptor is not { } network)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var typed = new Dictionary<string, string>();
        var errors = new Dictionary<string, string>();
        foreach (var field in network.ConnectFields)
        {
            typed[field.Key] = context.Request.Form["c-" + field.Key].ToString().Trim();
            if (typed[field.Key].Length > MaxValue)
            {
                errors[field.Key] = "At most 4,000 characters.";
            }
        }

        // Some networks take one kind of key or another: which fields belong together is the network's to say.
        if (typed.Values.All(v => v.Length == 0))
        {
            errors["network"] = "Every field is empty. Nothing was sent and nothing was saved.";
        }

        if (errors.Count == 0)
        {
            var answer = await connector.ConnectAsync(key, new ConnectRequest(network.ApiBase, typed), ct);
            if (answer.Problem is null)
            {
                return DeskResult.See("/desk/networks?done=connected");
            }

            errors["network"] = answer.Problem;
        }

        var shown = typed.Where(t => !network.ConnectFields.First(f => f.Key == t.Key).IsSecret).ToDictionary();
        return DeskResult.Page<ConnectPage, ConnectView>(
            await shells.ForAsync(context, Place.Networks, ct), new ConnectView(network, shown, errors), StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> PauseAsync(HttpContext context, Guid id, ShellFactory shells, ISyndicationStore store, CancellationToken ct)
    {
        if (await store.FindTargetAsync(id, ct) is not { } target)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        await store.SaveTargetAsync(target with { State = TargetState.Paused, Reason = "paused by you" }, ct);
        return DeskResult.See("/desk/networks?done=paused");
    }

    private static async Task<IResult> ResumeAsync(
        HttpContext context, Guid id, ShellFactory shells, ISyndicationStore store, DeliverySignal signal, TimeProvider time, CancellationToken ct)
    {
        if (await store.FindTargetAsync(id, ct) is not { State: TargetState.Paused })
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        await store.ReleaseTargetAsync(id, time.GetUtcNow(), ct);
        signal.Wake();
        return DeskResult.See("/desk/networks?done=resumed");
    }
}
