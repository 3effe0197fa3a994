using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>
/// From the form to the Pages that can be posted to: consent, code, token of the user, the long-lived one, its permissions, its Pages with a
/// token each. Every Page is tried with an upload that is shown nowhere, which needs the same rights as a post.
/// </summary>
internal sealed class FacebookConnector(FacebookApi api, FacebookFacts facts, TimeProvider time)
{
    private const string Unsaved = "Nothing was saved.";

    // A grey square of 32 by 32: what is uploaded to see whether the Page takes anything. Facebook forgets it after a day.
    private const string Square =
        "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAAAAABWESUoAAAAFklEQVR42mNoIAAYRhWMKhhVMFIVAABCAAAfN5c2AAAAAABJRU5ErkJggg==";

    private readonly FacebookTroubles _troubles = new(facts, time);

    /// <summary>See <see cref="INetwork.BeginConsent"/>.</summary>
    public ConsentStart Begin(ConnectRequest request, ConsentReturn back)
    {
        if (AppOf(request) is not { } app)
        {
            return new ConsentStart(null, Incomplete);
        }

        // Without "rerequest" Facebook never asks again for a permission that was refused once.
        var scopes = string.Join(',', facts.RequiredScopes.Concat(facts.OptionalScopes));
        return new ConsentStart(
            new Uri($"{WebBaseOf(request)}/{facts.Version}/dialog/oauth?client_id={Uri.EscapeDataString(app.Id)}&redirect_uri={Uri.EscapeDataString(back.Address.OriginalString)}&state={Uri.EscapeDataString(back.State)}&response_type=code&auth_type=rerequest&scope={Uri.EscapeDataString(scopes)}"),
            null);
    }

    /// <summary>See <see cref="INetwork.ConnectAsync"/>.</summary>
    public async Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct)
    {
        if (AppOf(request) is not { } app)
        {
            return ConnectResult.Failed(Incomplete);
        }

        if (request.Consent is not { } consent)
        {
            return ConnectResult.Failed($"Facebook was not asked for its consent yet. {Unsaved} Start again from the form.");
        }

        if (Refusal(consent) is { } refusal)
        {
            return ConnectResult.Failed(refusal);
        }

        var shortLived = await api.ExchangeCodeAsync(request.ApiBase, app.Id, app.Secret, consent.Back.Address, consent.Query["code"], ct);
        if (TokenOf(shortLived) is not { } first)
        {
            return Failed(shortLived, consent);
        }

        var longLived = await api.LengthenAsync(request.ApiBase, app.Id, app.Secret, first.AccessToken!, ct);
        if (TokenOf(longLived) is not { } second)
        {
            return Failed(longLived, consent);
        }

        var user = new FacebookCaller(request.ApiBase, second.AccessToken!, app.Secret);
        var permissions = await api.GetAsync(user, "me/permissions", [], ct);
        if (ListOf(permissions, FacebookJson.Default.FacebookListFacebookPermission) is not { } listed)
        {
            return Failed(permissions, consent);
        }

        var granted = listed.Where(p => p is { Name: not null, Status: "granted" }).Select(p => p.Name!).ToList();
        if (facts.RequiredScopes.Except(granted).ToList() is { Count: > 0 } missing)
        {
            return ConnectResult.Failed($"Facebook did not grant {Quoted(missing)}. {Unsaved} Connect again and leave every permission ticked; an app that is not yours needs to be approved for them by Facebook (App Review).");
        }

        return await PagesAsync(request, consent, app, new Grant(user, EndOf(second), granted), ct);
    }

    /// <summary>See <see cref="INetwork.TestAsync"/>.</summary>
    public async Task<TestResult> TestAsync(FacebookCaller caller, SyndicationTarget target, CancellationToken ct)
    {
        var who = await api.GetAsync(caller, "me", [("fields", "id")], ct);
        if (Parse(who, FacebookJson.Default.FacebookMade) is not { Id: { } id })
        {
            return Tested(who);
        }

        return id != target.RemoteAccountId
            ? new TestResult.MayNot($"The keys belong to another Page than “{target.Name}”. Nothing was changed; connect Facebook again and tick the right one.")
            : await WhyNotWritableAsync(caller, id, ct) is { } refused ? Tested(refused) : new TestResult.MayWrite();
    }

    private TestResult Tested(Exchange exchange)
    {
        var trouble = _troubles.Read(exchange);
        return trouble.Next switch
        {
            FacebookNext.SignIn or FacebookNext.Change => new TestResult.MayNot(trouble.Tell("Nothing was published.")),
            FacebookNext.Gone => new TestResult.MayNot("Facebook does not show the Page to this connection. Nothing was published. Check that the Page is published and that you still have a role on it, then connect Facebook again."),
            _ => new TestResult.CannotTell($"{trouble.Cause} Nothing was changed; test again later."),
        };
    }

    // Null: the Page takes what is shown nowhere, and with it a post.
    private async Task<Exchange?> WhyNotWritableAsync(FacebookCaller caller, string pageId, CancellationToken ct)
    {
        var tried = await api.UploadAsync(caller, pageId, new OutgoingImage(Convert.FromBase64String(Square), "image/png", ""), ct);
        return Parse(tried, FacebookJson.Default.FacebookMade) is { Id: { } id } && FacebookAnswers.IsId(id) ? null : tried;
    }

    private const string Incomplete = "Facebook needs the app’s id (digits) and its secret, both from the settings of the app (Basic). Nothing was sent and nothing was saved.";

    private async Task<ConnectResult> PagesAsync(ConnectRequest request, ConsentAnswer consent, FacebookApp app, Grant grant, CancellationToken ct)
    {
        var pages = new List<FacebookPage>();
        string? after = null;
        for (var n = 0; n < facts.AccountPages && (n == 0 || after is not null); n++)
        {
            IEnumerable<(string, string)> query = [("fields", "id,name,access_token,tasks"), ("limit", "100")];
            var answer = await api.GetAsync(grant.User, "me/accounts", after is null ? query : query.Append(("after", after)), ct);
            if (Parse(answer, FacebookJson.Default.FacebookListFacebookPage) is not { Data: { } data } list)
            {
                return Failed(answer, consent);
            }

            pages.AddRange(data.Where(p => p is { Id: not null, AccessToken: { Length: > 0 } } && FacebookAnswers.IsId(p.Id)));
            after = list.Paging is { Next: not null, Cursors.After: { Length: > 0 } next } ? next : null;
        }

        if (pages.Count == 0)
        {
            return ConnectResult.Failed($"Facebook shows no Page for this sign-in. {Unsaved} If you have one, connect again and tick it; a personal profile cannot be posted to by any program, so share there by hand.") with
            {
                ByHand = new Uri(ShareAddress(request, consent)),
            };
        }

        var usable = pages.Where(p => p.Tasks?.Intersect(facts.PostingTasks).Any() == true).ToList();
        if (usable.Count == 0)
        {
            return ConnectResult.Failed($"Your role on {Quoted(pages.Select(p => p.Name ?? p.Id!))} does not allow you to post. {Unsaved} Ask somebody who manages the Page to let you create content, then connect again.");
        }

        return await TryAsync(request, consent, app, grant, usable, ct);
    }

    private async Task<ConnectResult> TryAsync(ConnectRequest request, ConsentAnswer consent, FacebookApp app, Grant grant, List<FacebookPage> pages, CancellationToken ct)
    {
        var notice = await NoticeAsync(request, app, grant.Permissions, ct);
        var accounts = new List<ConnectedAccount>();
        ConnectResult? failed = null;
        foreach (var page in pages)
        {
            var caller = new FacebookCaller(request.ApiBase, page.AccessToken!, app.Secret);
            if (await WhyNotWritableAsync(caller, page.Id!, ct) is { } refused)
            {
                failed ??= Failed(refused, consent, page.Name ?? page.Id!);
                continue;
            }

            var secret = new FacebookSecret
            {
                AppId = app.Id,
                AppSecret = app.Secret,
                PageToken = page.AccessToken!,
                UserTokenEndsAt = grant.EndsAt,
                Permissions = grant.Permissions,
                Tasks = page.Tasks ?? [],
            };
            accounts.Add(new ConnectedAccount(page.Id!, page.Name ?? page.Id!, "Page", JsonSerializer.Serialize(secret, FacebookJson.Default.FacebookSecret)) { Notice = notice });
        }

        return accounts.Count > 0 ? new ConnectResult(null, accounts) : failed!;
    }

    // Facebook names no mode of an app; that a reviewed right is missing is the nearest that can be read, so the sentence says "if".
    private async Task<string?> NoticeAsync(ConnectRequest request, FacebookApp app, IReadOnlyList<string> granted, CancellationToken ct)
    {
        var notices = new List<string>();
        var caller = new FacebookCaller(request.ApiBase, $"{app.Id}|{app.Secret}", app.Secret);
        var answer = await api.GetAsync(caller, $"{Uri.EscapeDataString(app.Id)}/permissions", [], ct);
        if (ListOf(answer, FacebookJson.Default.FacebookListFacebookPermission) is { } rights
            && !facts.RequiredScopes.All(s => rights.Any(r => r.Name == s && r.Status == "live")))
        {
            notices.Add("If the Facebook app is still in development mode, only people with a role in the app see what it posts: switch it to Live in the app’s dashboard.");
        }

        if (facts.OptionalScopes.Except(granted).ToList() is { Count: > 0 } missing)
        {
            notices.Add($"Facebook did not grant {Quoted(missing)}: a first comment with the link cannot be made.");
        }

        return notices.Count == 0 ? null : string.Join(' ', notices);
    }

    private static string? Refusal(ConsentAnswer consent)
    {
        if (consent.Query.TryGetValue("state", out var state) && state != consent.Back.State)
        {
            return $"What came back from Facebook does not belong to this sign-in. {Unsaved} Start again from the form.";
        }

        if (consent.Query.TryGetValue("error", out var error))
        {
            return error == "access_denied"
                ? $"You (or somebody at this browser) said no to Facebook’s question. {Unsaved} Connect again and allow it, with at least one Page ticked."
                : $"Facebook did not give its consent. {Unsaved} Check the app’s settings (id, redirect address, permissions) and connect again.";
        }

        return consent.Query.TryGetValue("code", out var code) && code.Length > 0 ? null : $"Facebook sent the browser back without a code. {Unsaved} Connect again.";
    }

    private ConnectResult Failed(Exchange exchange, ConsentAnswer consent, string? page = null)
    {
        var told = _troubles.MeaningOf(exchange, isSignIn: page is null) switch
        {
            FacebookMeaning.Secret => $"Facebook does not accept the app secret. {Unsaved} Copy it once more from the app’s settings (Basic, behind “Show”); it belongs to this app id.",
            FacebookMeaning.Redirect => $"Facebook does not accept the address that it should send you back to. {Unsaved} Enter {consent.Back.Address.OriginalString} letter by letter under “Valid OAuth redirect URIs” of the app’s Facebook Login, then connect again.",
            FacebookMeaning.Code => $"The code that Facebook gave was used already or is too old. {Unsaved} Connect again without waiting on the way.",
            FacebookMeaning.App => $"Facebook does not know this app id. {Unsaved} Copy it once more from the app’s settings (Basic).",
            FacebookMeaning.Gone when page is not null => $"Facebook does not show the Page “{page}” to this app. {Unsaved} Check that it is published and that you have a role on it, then connect again.",
            FacebookMeaning.Permission when page is not null => $"Facebook lets this app read the Page “{page}”, but not post on it. {Unsaved} Check your role on the Page, connect again and leave every permission ticked.",
            FacebookMeaning.Proof => $"Facebook does not accept the proof made with the app secret. {Unsaved} Copy the secret once more from the app’s settings and connect again.",
            _ => null,
        };
        if (told is not null)
        {
            return ConnectResult.Failed(told);
        }

        var trouble = _troubles.Read(exchange);
        return ConnectResult.Failed(trouble.Next is FacebookNext.Later or FacebookNext.Look
            ? $"{trouble.Cause} {Unsaved} Connect again a little later."
            : trouble.Tell(Unsaved));
    }

    private string ShareAddress(ConnectRequest request, ConsentAnswer consent) =>
        $"{WebBaseOf(request)}/sharer/sharer.php?u={Uri.EscapeDataString(consent.Back.Address.GetLeftPart(UriPartial.Authority) + "/")}";

    private string WebBaseOf(ConnectRequest request) => request.WebBase is { Length: > 0 } own ? own.TrimEnd('/') : facts.WebBase;

    private DateTimeOffset? EndOf(FacebookToken token) =>
        token.ExpiresIn is > 0 and < 366 * 24 * 3600 ? time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn.Value) : null;

    private static FacebookToken? TokenOf(Exchange exchange) =>
        Parse(exchange, FacebookJson.Default.FacebookToken) is { AccessToken: { Length: > 0 } token } read && token.All(c => c is > ' ' and <= '~') ? read : null;

    private static IReadOnlyList<T>? ListOf<T>(Exchange exchange, JsonTypeInfo<FacebookList<T>> type) => Parse(exchange, type)?.Data;

    private static T? Parse<T>(Exchange exchange, JsonTypeInfo<T> type)
        where T : class => exchange is Exchange.Answered { Status: 200 } answer ? FacebookTroubles.Parse(answer.Body, type) : null;

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"“{n}”"));

    private static FacebookApp? AppOf(ConnectRequest request) =>
        request.Field("appId") is { } id && id.All(char.IsAsciiDigit) && request.Field("appSecret") is { } secret ? new FacebookApp(id, secret) : null;

    private sealed record Grant(FacebookCaller User, DateTimeOffset? EndsAt, IReadOnlyList<string> Permissions);

    private sealed record FacebookApp(string Id, string Secret);
}
