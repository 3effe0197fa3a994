using System.Globalization;
using Blog.Accounts;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Connecting;

/// <summary>The owner rehearses an outage of a network, and ends it.</summary>
internal static class RehearsalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var owner = routes.MapSignedIn("/desk/networks/{id:guid}/rehearsal", AccountServices.OwnerOnly);
        owner.MapPost("", StartAsync);
        owner.MapPost("/end", EndAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext context, Guid id, ShellFactory shells, ISyndicationStore store, OutageWatch outages, CancellationToken ct)
    {
        if (await store.FindTargetAsync(id, ct) is null)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        // Only what the form offers: the shortest where it was left out or is something else.
        var minutes = int.TryParse(context.Request.Form["minutes"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) && OutageRehearsal.Durations.Contains(typed)
            ? typed
            : OutageRehearsal.Durations[0];
        var started = await outages.StartAsync(id, TimeSpan.FromMinutes(minutes), ct);
        return DeskResult.See($"/desk/networks?done={(started ? "rehearsing" : "moved")}#n-{id:N}");
    }

    private static async Task<IResult> EndAsync(HttpContext context, Guid id, ShellFactory shells, ISyndicationStore store, OutageWatch outages, CancellationToken ct)
    {
        if (await store.FindTargetAsync(id, ct) is null)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var ended = await outages.EndAsync(id, ct);
        return DeskResult.See($"/desk/networks?done={(ended ? "rehearsed" : "moved")}#n-{id:N}");
    }
}
