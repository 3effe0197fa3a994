using System.Text.Json;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>Connects a profile or company pages, and gets new keys where LinkedIn gave a refresh token (approved apps only).</summary>
internal sealed class LinkedInSigning(LinkedInApi api, LinkedInFacts facts, LinkedInAnswers answers, TimeProvider time)
{
    public const string Member = "oauth";
    public const string Organization = "organization";

    private const string NothingSaved = "Nothing was saved.";
    private const int MaxPages = 20;
    private static readonly char[] ScopeSeparators = [',', ' ', '+'];

    public ConsentStart Begin(ConnectRequest request, ConsentReturn back)
    {
        if (WhatIsMissing(request) is { } missing)
        {
            return new ConsentStart(null, missing);
        }

        (string Name, string Value)[] query =
        [
            ("response_type", "code"), ("client_id", request.Field("clientId")!), ("redirect_uri", back.Address.AbsoluteUri), ("state", back.State), ("scope", string.Join(' ', ScopesOf(request.Way))),
        ];
        return new ConsentStart(new Uri($"{request.WebBase.TrimEnd('/')}/oauth/v2/authorization?{string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"))}"), null);
    }

    public async Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct)
    {
        if (WhatIsMissing(request) is { } missing)
        {
            return ConnectResult.Failed(missing);
        }

        if (request.Consent is not { } consent)
        {
            return ConnectResult.Failed($"LinkedIn was not asked yet. Begin the connection again and allow it on LinkedIn’s page. {NothingSaved}");
        }

        if (WhatWentWrong(consent) is { } problem)
        {
            return ConnectResult.Failed(problem);
        }

        var issued = time.GetUtcNow();
        var exchange = await api.TokenAsync(
            request.WebBase.TrimEnd('/'),
            [
                ("grant_type", "authorization_code"), ("code", consent.Query["code"]), ("client_id", request.Field("clientId")!),
                ("client_secret", request.Field("clientSecret")!), ("redirect_uri", consent.Back.Address.AbsoluteUri),
            ],
            ct);
        if (exchange is not Exchange.Answered { Status: 200 } answer || TokensIn(answer) is not { AccessToken: { } token } tokens)
        {
            return ConnectResult.Failed(WhyNoToken(exchange));
        }

        if (MissingScopes(request.Way, tokens.Scope) is { Count: > 0 } scopes)
        {
            return ConnectResult.Failed($"LinkedIn did not give the right{(scopes.Count > 1 ? "s" : "")} {string.Join(" and ", scopes.Select(s => $"“{s}”"))}. {ProductFor(request.Way)} {NothingSaved}");
        }

        return request.Way == Organization
            ? await PagesAsync(request, tokens, issued, ct)
            : await ProfileAsync(request, tokens, token, issued, ct);
    }

    public async Task<RefreshResult> RefreshAsync(SyndicationTarget target, LinkedInSecret secret, string webBase, CancellationToken ct)
    {
        if (secret is not { RefreshToken: { Length: > 0 } refresh, ClientId: { } id, ClientSecret: { } key })
        {
            return new RefreshResult.NotPossible();
        }

        var issued = time.GetUtcNow();
        var exchange = await api.TokenAsync(webBase, [("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", id), ("client_secret", key)], ct);
        if (exchange is Exchange.Answered { Status: 200 } good && TokensIn(good) is { } tokens)
        {
            var kept = secret with { Token = tokens.AccessToken!, IssuedAt = issued, RefreshToken = tokens.RefreshToken is { Length: > 0 } next ? next : refresh };
            return new RefreshResult.Refreshed(Written(kept), issued + (LifeOf(tokens) * 5 / 6), kept.RefreshEndsAt);
        }

        return exchange switch
        {
            Exchange.NotSent(var why) => new RefreshResult.Later($"LinkedIn could not be reached for new keys: {why}. The old ones still hold."),
            Exchange.NoAnswer(var why) => new RefreshResult.Later($"LinkedIn was asked for new keys, but {why}. It is asked again; LinkedIn’s refresh token stays the same."),
            Exchange.Answered answer => ErrorIn(answer) switch
            {
                "invalid_client" or "unauthorized_client" => new RefreshResult.Refused("LinkedIn no longer accepts the app’s client secret. Connect LinkedIn again with the current one."),
                { } when answer.Status is >= 400 and < 500 and not 429 => new RefreshResult.Refused("LinkedIn gives no new keys for this connection. Connect LinkedIn again."),
                _ => new RefreshResult.Later($"LinkedIn gave no new keys this time (HTTP {answer.Status}). It is asked again."),
            },
            _ => throw new InvalidOperationException("Unknown exchange."),
        };
    }

    public async Task<TestResult> TestAsync(SyndicationTarget target, LinkedInSecret secret, CancellationToken ct)
    {
        if (!secret.IsOrganization)
        {
            // Who it is needs a right of its own, without which it can be written all the same.
            var who = await api.WhoAmIAsync(target.ApiBase, secret.Token, ct);
            if (who is Exchange.Answered { Status: 200 } answer && LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInPerson) is { } person && LinkedInUrn.PersonOf(person.Sub) != secret.Author)
            {
                return new TestResult.MayNot($"The keys belong to another profile than {target.Name}. Nothing was changed; connect LinkedIn again with the right one.");
            }

            if (who is not Exchange.Answered { Status: 200 or 403 })
            {
                return Tested(who, secret);
            }
        }

        return await api.BeginUploadAsync(target.ApiBase, secret.Token, secret.Author, ct) switch
        {
            Exchange.Answered { Status: 200 } => new TestResult.MayWrite(),
            var exchange => Tested(exchange, secret),
        };
    }

    private TestResult Tested(Exchange exchange, LinkedInSecret secret) => answers.Read(exchange, LinkedInStep.Upload, secret) is DeliveryResult.Unauthorized unauthorized
        ? new TestResult.MayNot(unauthorized.Reason)
        : new TestResult.CannotTell($"{answers.WhyUnreadable(exchange)} Nothing was changed; test again later.");

    private async Task<ConnectResult> ProfileAsync(ConnectRequest request, LinkedInTokens tokens, string token, DateTimeOffset issued, CancellationToken ct)
    {
        var exchange = await api.WhoAmIAsync(request.ApiBase, token, ct);
        if (exchange is not Exchange.Answered { Status: 200 } answer
            || LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInPerson) is not { } person || LinkedInUrn.PersonOf(person.Sub) is not { } author)
        {
            return ConnectResult.Failed(exchange is Exchange.Answered { Status: 401 or 403 }
                ? $"LinkedIn does not say who you are. Add the product “Sign In with LinkedIn using OpenID Connect” to the app in LinkedIn’s developer portal and connect again. {NothingSaved}"
                : $"{WhyNot(exchange)} {NothingSaved}");
        }

        if (await WhyNotWritableAsync(request, token, author, ct) is { } problem)
        {
            return ConnectResult.Failed($"{problem} {NothingSaved}");
        }

        return new ConnectResult(null, [AccountOf(request, tokens, issued, author, person.Name is { Length: > 0 } name ? name : "LinkedIn member", "your profile")]);
    }

    private async Task<ConnectResult> PagesAsync(ConnectRequest request, LinkedInTokens tokens, DateTimeOffset issued, CancellationToken ct)
    {
        var token = tokens.AccessToken!;
        List<string> pages = [];
        string? problem = null;
        foreach (var role in facts.PostingRoles)
        {
            var exchange = await api.RolesAsync(request.ApiBase, token, role, ct);
            if (exchange is Exchange.Answered { Status: 200 } answer && LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInPageLinkedInRole)?.Elements is { } roles)
            {
                pages.AddRange(roles.OfType<LinkedInRole>().Where(r => r.State is null or "APPROVED").Select(r => r.Organization ?? r.OrganizationTarget).Where(LinkedInUrn.IsOrganization).OfType<string>());
            }
            else
            {
                problem ??= WhyNot(exchange);
            }
        }

        List<ConnectedAccount> accounts = [];
        foreach (var page in pages.Distinct(StringComparer.Ordinal).Take(MaxPages))
        {
            if (await WhyNotWritableAsync(request, token, page, ct) is { } reason)
            {
                problem = reason;
                continue;
            }

            accounts.Add(AccountOf(request, tokens, issued, page, await NameOfAsync(request, token, page, ct), "company page"));
        }

        return accounts.Count > 0 ? new ConnectResult(null, accounts)
            : ConnectResult.Failed($"{problem ?? "You may not post for any company page on LinkedIn. Let an administrator of the page make you administrator or content administrator, or connect your profile instead."} {NothingSaved}");
    }

    private async Task<string> NameOfAsync(ConnectRequest request, string token, string page, CancellationToken ct)
    {
        var number = page[(page.LastIndexOf(':') + 1)..];
        var company = await api.CompanyAsync(request.ApiBase, token, number, ct) is Exchange.Answered { Status: 200 } answer
            ? LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInCompany) : null;
        return company switch
        {
            { LocalizedName: { Length: > 0 } name } => name,
            { VanityName: { Length: > 0 } name } => name,
            _ => "Company page " + number,
        };
    }

    // Asking for a place for a picture needs the right to write and publishes nothing; the place ends by itself.
    private async Task<string?> WhyNotWritableAsync(ConnectRequest request, string token, string author, CancellationToken ct) =>
        await api.BeginUploadAsync(request.ApiBase, token, author, ct) switch
        {
            Exchange.Answered { Status: 200 } => null,
            Exchange.Answered answer when answers.MeaningOf(answer) == LinkedInMeaning.Forbidden => request.Way == Organization
                ? "LinkedIn does not let this app post for your company page. Add the product “Community Management API” in LinkedIn’s developer portal (LinkedIn reviews it) and connect again."
                : "LinkedIn does not let this app post. Add the product “Share on LinkedIn” in LinkedIn’s developer portal and connect again.",
            var exchange => WhyNot(exchange),
        };

    private ConnectedAccount AccountOf(ConnectRequest request, LinkedInTokens tokens, DateTimeOffset issued, string author, string name, string kind)
    {
        var life = LifeOf(tokens);
        var canRefresh = tokens.RefreshToken is { Length: > 0 };
        var refreshEnds = canRefresh ? EndOfRefresh(tokens, issued, life) : null;
        var secret = new LinkedInSecret
        {
            Token = tokens.AccessToken!,
            IssuedAt = issued,
            Author = author,
            RefreshToken = canRefresh ? tokens.RefreshToken : null,
            RefreshEndsAt = refreshEnds,
            ClientId = canRefresh ? request.Field("clientId") : null,
            ClientSecret = canRefresh ? request.Field("clientSecret") : null,
        };
        return new ConnectedAccount(author, name, kind, Written(secret))
        {
            EndsAt = canRefresh ? refreshEnds : issued + life,
            RefreshAt = canRefresh ? issued + (life * 5 / 6) : null,
            Notice = secret.IsOrganization ? null : "LinkedIn lets no program read a personal profile: if an answer gets lost, you may be asked whether a post is there.",
        };
    }

    private TimeSpan LifeOf(LinkedInTokens tokens) => tokens.ExpiresIn is { } seconds and > 0
        ? TimeSpan.FromSeconds(Math.Min(seconds, (long)TimeSpan.FromDays(facts.MaxTokenDays).TotalSeconds))
        : TimeSpan.FromHours(facts.UnknownTokenHours);

    // LinkedIn's own sample says 525600, a year in minutes: a refresh token that would end before the first keys do is counted so.
    private DateTimeOffset? EndOfRefresh(LinkedInTokens tokens, DateTimeOffset issued, TimeSpan life)
    {
        if (tokens.RefreshTokenExpiresIn is not ({ } said and > 0))
        {
            return null;
        }

        var longest = (long)TimeSpan.FromDays(facts.MaxRefreshDays).TotalSeconds;
        var seconds = said < life.TotalSeconds ? said * 60 : said;
        return issued + TimeSpan.FromSeconds(Math.Min(seconds, longest));
    }

    private IReadOnlyList<string> ScopesOf(string way) => way == Organization ? facts.OrganizationScopes : facts.MemberScopes;

    // LinkedIn does not always name them; the calls that follow prove the rights in any case.
    private List<string> MissingScopes(string way, string? granted) => string.IsNullOrWhiteSpace(granted)
        ? []
        : [.. (way == Organization ? facts.OrganizationNeeds : facts.MemberScopes).Except(granted.Split(ScopeSeparators, StringSplitOptions.RemoveEmptyEntries))];

    private string WhyNot(Exchange exchange) => exchange switch
    {
        Exchange.Answered answer => answers.MeaningOf(answer) switch
        {
            LinkedInMeaning.Forbidden => "LinkedIn does not let this app see your company pages. Add the product “Community Management API” in LinkedIn’s developer portal (LinkedIn reviews it) and connect again.",
            LinkedInMeaning.SignIn or LinkedInMeaning.Revoked => "LinkedIn did not accept the keys that it had just given, which happens by mistake. Connect again in a few minutes.",
            LinkedInMeaning.Limit => "LinkedIn takes no more calls for the moment. Try again tomorrow.",
            LinkedInMeaning.Version => LinkedInAnswers.NoVersion,
            _ => $"LinkedIn answered something unexpected (HTTP {answer.Status}). Try again later.",
        },
        Exchange.NotSent(var why) => $"LinkedIn could not be reached: {why}.",
        Exchange.NoAnswer(var why) => $"LinkedIn could not be asked: {why}. Try again.",
        _ => throw new InvalidOperationException("Unknown exchange."),
    };

    private string WhyNoToken(Exchange exchange) => exchange switch
    {
        Exchange.Answered { Status: 200 } => $"LinkedIn said yes, but gave no keys. Try again. {NothingSaved}",
        Exchange.Answered answer => ErrorIn(answer) switch
        {
            "invalid_client" or "unauthorized_client" => $"LinkedIn does not accept the client secret for this client ID. Copy both again from the app’s “Auth” page in LinkedIn’s developer portal and connect again. {NothingSaved}",
            "invalid_redirect_uri" or "invalid_request" or "invalid_grant" => $"LinkedIn does not accept the code that it sent: it is older than half an hour, was used already, or the app’s redirect address is not letter by letter the one shown here. Check the address in LinkedIn’s developer portal and connect again. {NothingSaved}",
            _ => $"{WhyNot(exchange)} {NothingSaved}",
        },
        _ => $"{WhyNot(exchange)} {NothingSaved}",
    };

    private static string? WhatIsMissing(ConnectRequest request) => request switch
    {
        { Way: not (Member or Organization) } => $"LinkedIn is connected as your profile or as a company page; choose one of the two. {NothingSaved}",
        _ when request.Field("clientId") is null => $"The client ID is missing. It stands on the app’s “Auth” page in LinkedIn’s developer portal. {NothingSaved}",
        _ when request.Field("clientSecret") is null => $"The client secret is missing. It stands beside the client ID. {NothingSaved}",
        _ => null,
    };

    private string? WhatWentWrong(ConsentAnswer consent)
    {
        var query = consent.Query;
        if (query.TryGetValue("state", out var state) && state != consent.Back.State)
        {
            return $"The answer from LinkedIn does not belong to this connection. Begin the connection again. {NothingSaved}";
        }

        return query.TryGetValue("error", out var error) ? error switch
        {
            "user_cancelled_login" or "user_cancelled_authorize" or "access_denied" => $"You did not allow it on LinkedIn’s page. Connect again and choose “Allow” if you want to post there. {NothingSaved}",
            "unauthorized_scope_error" or "invalid_scope" => $"The LinkedIn app may not ask for these rights. For a profile it needs the products “Sign In with LinkedIn using OpenID Connect” and “Share on LinkedIn”, for company pages “Community Management API”. Add them in LinkedIn’s developer portal and connect again. {NothingSaved}",
            "invalid_redirect_uri" or "redirect_uri_mismatch" => $"The redirect address of the LinkedIn app is not letter by letter the one shown here. Correct it in LinkedIn’s developer portal and connect again. {NothingSaved}",
            _ => $"LinkedIn refused the connection. Try again later; if it stays so, check the app in LinkedIn’s developer portal. {NothingSaved}",
        }
        : query.TryGetValue("code", out var code) && code.Length > 0 ? null
        : $"LinkedIn sent no code back. Begin the connection again. {NothingSaved}";
    }

    private static string ProductFor(string way) => way == Organization
        ? "Add the product “Community Management API” to the app in LinkedIn’s developer portal (LinkedIn reviews it) and connect again."
        : "Add the products “Sign In with LinkedIn using OpenID Connect” and “Share on LinkedIn” to the app in LinkedIn’s developer portal and connect again.";

    private static LinkedInTokens? TokensIn(Exchange.Answered answer) =>
        LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInTokens) is { AccessToken.Length: > 0 } tokens ? tokens : null;

    private static string? ErrorIn(Exchange.Answered answer) => LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInProblem)?.Error;

    private static string Written(LinkedInSecret secret) => JsonSerializer.Serialize(secret, LinkedInJson.Default.LinkedInSecret);
}
