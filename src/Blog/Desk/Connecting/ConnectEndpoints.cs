using System.Security.Cryptography;
using System.Text;
using Blog.Accounts;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Connecting;

/// <summary>Connecting an account: the form, the way to the network and back, the choice among accounts.</summary>
internal static class ConnectEndpoints
{
    private const int MaxValue = 4000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var owner = routes.MapSignedIn("/desk/networks", AccountServices.OwnerOnly);
        owner.MapGet("/connect/{key}", ShowAsync);
        owner.MapPost("/connect/{key}", SubmitAsync);
        owner.MapGet("/connect/{key}/leave", LeaveAsync);
        owner.MapGet("/callback/{key}", ComeBackAsync);
        owner.MapGet("/connect/{key}/choose", ShowChoiceAsync);
        owner.MapPost("/connect/{key}/choose", ChooseAsync);
    }

    private static Task<IResult> ShowAsync(HttpContext context, string key, ConnectDesk desk, CancellationToken ct) =>
        desk.Networks.Find(key)?.Descriptor is { } network
            ? desk.FormAsync(context, network, WayOf(context, network), IsPractice(context, key, desk), typed: null, AccountRules.None, ct)
            : NotFound.PageAsync(context, desk.Shells, ct);

    private static async Task<IResult> SubmitAsync(HttpContext context, string key, ConnectDesk desk, CancellationToken ct)
    {
        if (desk.Networks.Find(key) is not { Descriptor: var network } found)
        {
            return await NotFound.PageAsync(context, desk.Shells, ct);
        }

        var way = WayOf(context, network);
        var isPractice = IsPractice(context, key, desk);
        var (typed, errors) = Read(context.Request.Form, way);
        if (errors.Count > 0)
        {
            return await desk.FormAsync(context, network, way, isPractice, typed, errors, ct);
        }

        var request = desk.Practice.Request(network, way, isPractice, typed);
        if (!way.NeedsConsent)
        {
            return await desk.EndAsync(context, network, isPractice, request, ct);
        }

        var back = new ConsentReturn(desk.Practice.Callback(key), PendingConnections.Random(), PendingConnections.Random(48));
        var start = found.BeginConsent(request, back);
        if (start.Address is not { Scheme: "https" or "http" } address)
        {
            return await desk.FormAsync(context, network, way, isPractice, typed, Said(start.Problem ?? "This form can’t be sent as it is. Nothing was sent and nothing was saved."), ct);
        }

        desk.Pending.Keep(context, new PendingConsent(key, isPractice, request, back, address));
        return DeskResult.See($"/desk/networks/connect/{key}/leave");
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, string key, ConnectDesk desk, CancellationToken ct) =>
        desk.Pending.Find<PendingConsent>(context, key) is { } waiting && desk.Networks.Find(key) is { } network
            ? DeskResult.Page<LeavePage, LeaveView>(await desk.Shells.ForAsync(context, Place.Networks, ct), new LeaveView(network.Descriptor, waiting.Address, waiting.Back.Address.OriginalString))
            : DeskResult.See($"/desk/networks/connect/{key}");

    private static async Task<IResult> ComeBackAsync(HttpContext context, string key, ConnectDesk desk, CancellationToken ct)
    {
        if (desk.Networks.Find(key) is not { Descriptor: var network })
        {
            return await NotFound.PageAsync(context, desk.Shells, ct);
        }

        if (desk.Pending.Find<PendingConsent>(context, key) is not { } waiting)
        {
            return await desk.FormAsync(context, network, WayOf(context, network), isPractice: false, typed: null, Said(Stale), ct);
        }

        var way = network.Ways.First(w => w.Key == waiting.Request.Way);
        var query = context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        if (!IsState(query.GetValueOrDefault("state"), waiting.Back.State))
        {
            // What began here may still come back: only its own answer uses it up.
            return await desk.FormAsync(context, network, way, waiting.IsPractice, waiting.Request.Fields, Said(Foreign), ct);
        }

        if (desk.Pending.Take<PendingConsent>(context, key) is null)
        {
            return await desk.FormAsync(context, network, way, waiting.IsPractice, waiting.Request.Fields, Said(Stale), ct);
        }

        return await desk.EndAsync(context, network, waiting.IsPractice, waiting.Request with { Consent = new ConsentAnswer(waiting.Back, query) }, ct);
    }

    private static async Task<IResult> ShowChoiceAsync(HttpContext context, string key, ConnectDesk desk, CancellationToken ct) =>
        desk.Networks.Find(key) is { } network && desk.Pending.Find<PendingChoice>(context, key) is { } waiting
            ? await desk.ChoiceAsync(context, network.Descriptor, waiting, problem: null, ct)
            : DeskResult.See($"/desk/networks/connect/{key}");

    private static async Task<IResult> ChooseAsync(HttpContext context, string key, ConnectDesk desk, CancellationToken ct)
    {
        if (desk.Networks.Find(key)?.Descriptor is not { } network)
        {
            return await NotFound.PageAsync(context, desk.Shells, ct);
        }

        if (desk.Pending.Find<PendingChoice>(context, key) is not { } waiting)
        {
            return await desk.FormAsync(context, network, WayOf(context, network), isPractice: false, typed: null, Said(Stale), ct);
        }

        var wanted = context.Request.Form["account"].ToHashSet();
        var chosen = waiting.Accounts.Where(a => wanted.Contains(a.Id)).ToList();
        if (chosen.Count == 0)
        {
            return await desk.ChoiceAsync(context, network, waiting, "Tick at least one account. Nothing was saved yet.", ct);
        }

        return desk.Pending.Take<PendingChoice>(context, key) is null ? DeskResult.See("/desk/networks") : await desk.SaveAsync(waiting, chosen, ct);
    }

    private const string Stale = "This sign-in is not known here (any more): it took longer than 15 minutes, was used already, or began in another browser. Nothing was saved; start again.";

    private const string Foreign = "What came back does not belong to the sign-in that began here. Nothing was saved; start again.";

    private static Dictionary<string, string> Said(string problem) => new() { ["network"] = problem };

    private static ConnectWay WayOf(HttpContext context, NetworkDescriptor network) =>
        network.Ways.FirstOrDefault(w => w.Key == context.Request.Query["way"]) ?? network.Ways[0];

    private static bool IsPractice(HttpContext context, string key, ConnectDesk desk) => context.Request.Query["at"] == "practice" && desk.Practice.Find(key) is not null;

    private static bool IsState(string? came, string sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(came ?? ""), Encoding.UTF8.GetBytes(sent));

    private static (Dictionary<string, string> Typed, Dictionary<string, string> Errors) Read(IFormCollection form, ConnectWay way)
    {
        var typed = new Dictionary<string, string>();
        var errors = new Dictionary<string, string>();
        foreach (var field in way.Fields)
        {
            typed[field.Key] = form["c-" + field.Key].ToString().Trim();
            if (typed[field.Key].Length > MaxValue)
            {
                errors[field.Key] = "At most 4,000 characters.";
            }
        }

        // Some networks take one kind of key or another: which fields belong together is the network's to say.
        if (typed.Count > 0 && typed.Values.All(v => v.Length == 0))
        {
            errors["network"] = "Every field is empty. Nothing was sent and nothing was saved.";
        }

        return (typed, errors);
    }
}
