using Blog.Accounts;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Connecting;

/// <summary>The outbox of a restored or copied database: why it stands still, and the owner's word that it may go on.</summary>
internal static class OutboxEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var owner = routes.MapSignedIn("/desk/networks/outbox", AccountServices.OwnerOnly);
        owner.MapGet("", ShowAsync);
        owner.MapPost("", ReleaseAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, ISyndicationStore store, CancellationToken ct)
    {
        if (await store.FindSealAsync(ct) is not { Quarantine: { } why })
        {
            return DeskResult.See("/desk/networks");
        }

        var counts = await store.CountByStateAsync(ct);
        var shell = await shells.ForAsync(context, Place.Networks, ct) with { Alarms = [] };
        return DeskResult.Page<OutboxPage, OutboxView>(
            shell,
            new OutboxView(
                why,
                counts.GetValueOrDefault(DeliveryState.Queued) + counts.GetValueOrDefault(DeliveryState.Held) + counts.GetValueOrDefault(DeliveryState.Sending),
                counts.GetValueOrDefault(DeliveryState.Unknown)));
    }

    private static async Task<IResult> ReleaseAsync(ISyndicationStore store, DeliverySignal signal, TimeProvider time, CancellationToken ct)
    {
        if (await store.FindSealAsync(ct) is not { Quarantine: not null })
        {
            return DeskResult.See("/desk/networks");
        }

        await store.ReleaseOutboxAsync(time.GetUtcNow(), ct);
        signal.Wake();
        return DeskResult.See("/desk/networks?done=released");
    }
}

/// <summary>An outbox that stands still.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Waiting">Copies that were to be sent.</param>
/// <param name="Unknown">Copies of which it is not known whether they are out.</param>
public sealed record OutboxView(string Reason, int Waiting, int Unknown);
