using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Connecting;

/// <summary>What the steps of connecting share: showing the form again, asking the network, storing what was chosen.</summary>
internal sealed class ConnectDesk(
    ShellFactory shells, NetworkCatalog networks, TargetConnector connector, PendingConnections pending, PracticeOffer practice, ISyndicationStore store)
{
    public ShellFactory Shells => shells;

    public NetworkCatalog Networks => networks;

    public PendingConnections Pending => pending;

    public PracticeOffer Practice => practice;

    /// <summary>The form, empty or as it was sent; secrets that were typed are never in it.</summary>
    public async Task<IResult> FormAsync(
        HttpContext context, NetworkDescriptor network, ConnectWay way, bool isPractice, IReadOnlyDictionary<string, string>? typed, IReadOnlyDictionary<string, string> errors, CancellationToken ct, Uri? byHand = null)
    {
        // What a practice network takes is no secret: it stands in this program.
        var known = isPractice ? practice.Find(network.Key)?.PracticeFields : null;
        var shown = new Dictionary<string, string>();
        foreach (var field in way.Fields)
        {
            var value = field.IsSecret ? null : typed?.GetValueOrDefault(field.Key);
            shown[field.Key] = value ?? known?.GetValueOrDefault(field.Key) ?? "";
        }

        var shell = await shells.ForAsync(context, Place.Networks, ct);
        return DeskResult.Page<ConnectPage, ConnectView>(
            shell,
            new ConnectView(network, way, isPractice, practice.Find(network.Key) is not null, practice.Callback(network.Key).OriginalString, shown, errors) { ByHand = byHand },
            errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    /// <summary>Asks the network, and stores the account, or lets the author choose, or says what did not work.</summary>
    public async Task<IResult> EndAsync(HttpContext context, NetworkDescriptor network, bool isPractice, ConnectRequest request, CancellationToken ct)
    {
        var answer = await connector.AskAsync(network.Key, request, ct);
        if (answer.Problem is { } problem)
        {
            var way = network.Ways.First(w => w.Key == request.Way);
            return await FormAsync(context, network, way, isPractice, request.Fields, new Dictionary<string, string> { ["network"] = problem }, ct, answer.ByHand);
        }

        var choice = new PendingChoice(network.Key, isPractice, request with { Consent = null }, answer.Accounts);
        if (answer.Accounts.Count == 1)
        {
            return await SaveAsync(choice, answer.Accounts, ct);
        }

        pending.Keep(context, choice);
        return DeskResult.See($"/desk/networks/connect/{network.Key}/choose");
    }

    /// <summary>The page of choice.</summary>
    public async Task<IResult> ChoiceAsync(HttpContext context, NetworkDescriptor network, PendingChoice waiting, string? problem, CancellationToken ct)
    {
        var known = (await store.ListTargetsAsync(ct)).Where(t => t.Network == network.Key && t.IsPractice == waiting.IsPractice).Select(t => t.RemoteAccountId).ToHashSet();
        var accounts = waiting.Accounts.Select(a => new ChoiceView(a.Id, a.Name, a.Kind, a.Notice)).ToList();
        return DeskResult.Page<ChoosePage, ChooseView>(
            await shells.ForAsync(context, Place.Networks, ct),
            new ChooseView(network, accounts, known, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    /// <summary>Stores what was chosen.</summary>
    public async Task<IResult> SaveAsync(PendingChoice made, IReadOnlyList<ConnectedAccount> chosen, CancellationToken ct)
    {
        foreach (var account in chosen)
        {
            await connector.SaveAsync(made.Network, made.Request, account, made.IsPractice, ct);
        }

        return DeskResult.See("/desk/networks?done=connected");
    }
}
