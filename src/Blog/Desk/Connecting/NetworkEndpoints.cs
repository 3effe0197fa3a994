using Blog.Accounts;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Connecting;

/// <summary>Connected accounts: seeing, pausing, disconnecting, and how copies for them are written.</summary>
internal static class NetworkEndpoints
{
    /// <summary>Why a target waits, as it is stored; pages translate it.</summary>
    public const string PausedByYou = "paused by you";

    /// <summary>The same for one whose keys were given away.</summary>
    public const string DisconnectedByYou = "disconnected by you";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapSignedIn("/desk/networks").MapGet("", ShowAsync);
        var owner = routes.MapSignedIn("/desk/networks/{id:guid}", AccountServices.OwnerOnly);
        owner.MapPost("/pause", PauseAsync);
        owner.MapPost("/resume", ResumeAsync);
        owner.MapPost("/disconnect", DisconnectAsync);
        owner.MapPost("/style", SaveStyleAsync);
        owner.MapPost("/test", TestAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, TargetReader targets, CancellationToken ct) =>
        await PageAsync(context, shells, targets, default, change: null, ct);

    // What is to be said on one card and stored nowhere is laid over it.
    private static async Task<IResult> PageAsync(
        HttpContext context, ShellFactory shells, TargetReader targets, Guid of, Func<TargetCardView, TargetCardView>? change, CancellationToken ct)
    {
        var isOwner = context.Me().Role == AccountRole.Owner;
        var cards = (await targets.ReadAsync(isOwner, ct)).Select(c => c.Target.Id == of && change is not null ? change(c) : c);
        var view = new NetworksView([.. cards], targets.Networks, context.Request.Query["done"], isOwner);
        return DeskResult.Page<NetworksPage, NetworksView>(
            await shells.ForAsync(context, Place.Networks, ct), view, change is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> PauseAsync(HttpContext context, Guid id, ShellFactory shells, TargetEditor editor, CancellationToken ct)
    {
        // Sign-in that is needed stays needed: a pause must not end it.
        var target = await editor.ChangeAsync(id, t => t.State == TargetState.Connected ? t with { State = TargetState.Paused, Reason = PausedByYou } : t, ct);
        return target is null ? await NotFound.PageAsync(context, shells, ct) : DeskResult.See("/desk/networks?done=" + (target.State == TargetState.Paused ? "paused" : "moved"));
    }

    private static async Task<IResult> ResumeAsync(
        HttpContext context, Guid id, ShellFactory shells, ISyndicationStore store, DeliverySignal signal, TimeProvider time, CancellationToken ct)
    {
        if (await store.FindTargetAsync(id, ct) is not { State: TargetState.Paused } target || TargetConnector.IsDisconnected(target))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        await store.ReleaseTargetAsync(id, time.GetUtcNow(), ct);
        signal.Wake();
        return DeskResult.See("/desk/networks?done=resumed");
    }

    private static async Task<IResult> DisconnectAsync(HttpContext context, Guid id, ShellFactory shells, TargetConnector connector, CancellationToken ct) =>
        await connector.DisconnectAsync(id, DisconnectedByYou, ct) is null
            ? await NotFound.PageAsync(context, shells, ct)
            : DeskResult.See("/desk/networks?done=disconnected");

    private static async Task<IResult> TestAsync(HttpContext context, Guid id, ShellFactory shells, TargetReader targets, TargetTester tester, CancellationToken ct) =>
        await tester.TestAsync(id, ct) switch
        {
            null => await NotFound.PageAsync(context, shells, ct),
            TestResult.MayWrite => DeskResult.See("/desk/networks?done=tested"),
            TestResult.MayNot => DeskResult.See("/desk/networks?done=refused"),
            TestResult.CannotTell(var reason) => await PageAsync(context, shells, targets, id, card => card with { Untested = reason }, ct),
            _ => throw new InvalidOperationException("Unknown result of a test."),
        };

    private static async Task<IResult> SaveStyleAsync(
        HttpContext context, Guid id, ShellFactory shells, TargetReader targets, NetworkCatalog networks, TargetEditor editor)
    {
        var ct = context.RequestAborted;
        if ((await targets.ReadAsync(mayChange: true, ct)).FirstOrDefault(t => t.Target.Id == id)?.Target is not { } target || networks.Find(target.Network) is not { } network)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var typed = StyleRules.Read(context.Request.Form, network.Descriptor);
        if (typed.Error is not null)
        {
            return await PageAsync(context, shells, targets, id, card => card with { Typed = typed }, ct);
        }

        await editor.ChangeAsync(id, t => t with { Style = typed.Style }, ct);
        return DeskResult.See("/desk/networks?done=styled");
    }
}
