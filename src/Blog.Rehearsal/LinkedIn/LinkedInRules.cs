using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>A call whose token and headers are good.</summary>
/// <param name="Token">Whose.</param>
/// <param name="Version">API version.</param>
/// <param name="Method">Rest.li method, lower case: as the header says, else as the verb says.</param>
internal sealed record LinkedInCaller(LinkedInToken Token, string Version, string Method)
{
    public string Member => "urn:li:person:" + Token.MemberId;
}

/// <summary>What holds for every call: tokens, versions, rights, roles.</summary>
internal sealed class LinkedInRules(TimeProvider time, LinkedInSettings settings)
{
    private static readonly string[] PostingRoles = ["ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER", "CONTENT_ADMIN"];

    private readonly Dictionary<(string Member, DateOnly Day), int> _used = [];

    public LinkedInSettings Settings => settings;

    /// <summary>Answers a call below <c>/rest</c> if its token, version and protocol are good.</summary>
    public WireReply Guarded(LinkedInState state, WireCall call, Func<LinkedInState, WireCall, LinkedInCaller, WireReply> then)
    {
        if (Refused(state, call, out var token) is { } refused)
        {
            return refused;
        }

        var version = call.Header("LinkedIn-Version");
        if (!settings.IsActive(version))
        {
            return LinkedInErrors.NoVersion(version);
        }

        if (call.Header("X-Restli-Protocol-Version") != "2.0.0")
        {
            return LinkedInErrors.BadRequest("X-Restli-Protocol-Version must be 2.0.0");
        }

        var said = call.Header("X-RestLi-Method").ToLowerInvariant();
        var method = said.Length > 0 ? said : MethodOf(call);
        return Agrees(method, call.Method)
            ? then(state, call, new LinkedInCaller(token!, version, method))
            : LinkedInErrors.BadRequest($"X-RestLi-Method {method} does not go with {call.Method}");
    }

    /// <summary>Refuses a token that is not good.</summary>
    public WireReply? Refused(LinkedInState state, WireCall call, out LinkedInToken? token)
    {
        var header = call.Header("Authorization");
        token = null;
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || header.Length == "Bearer ".Length)
        {
            return LinkedInErrors.EmptyToken();
        }

        token = state.Tokens.Find(header["Bearer ".Length..]);
        return token switch
        {
            null or { IsRefresh: true } => LinkedInErrors.InvalidToken(),
            { IsRevoked: true } => LinkedInErrors.RevokedToken(),
            _ when token.EndsAt <= time.GetUtcNow() => LinkedInErrors.ExpiredToken(),
            _ => null,
        };
    }

    public WireReply WhoAmI(LinkedInState state, WireCall call)
    {
        if (call.Method != "GET")
        {
            return LinkedInErrors.NotFound();
        }

        if (Refused(state, call, out var token) is { } refused)
        {
            return refused;
        }

        if (!token!.Scopes.Contains("openid") || !token.Scopes.Contains("profile"))
        {
            return LinkedInErrors.Denied("userinfo.GET", "");
        }

        var member = state.Members.First(m => m.Id == token.MemberId);
        var names = member.Name.Split(' ', 2);
        return WireReply.Json(200, new JsonObject
        {
            ["sub"] = member.Id,
            ["name"] = member.Name,
            ["given_name"] = names[0],
            ["family_name"] = names.Length > 1 ? names[1] : "",
            ["locale"] = new JsonObject { ["country"] = "US", ["language"] = "en" },
        });
    }

    /// <summary>Roles and names of company pages.</summary>
    public WireReply Organizations(LinkedInState state, WireCall call, LinkedInCaller caller)
    {
        if (call.Method != "GET")
        {
            return LinkedInErrors.NotFound();
        }

        if (call.Segments is ["rest", "organizations", var id])
        {
            var page = state.Pages.FirstOrDefault(p => p.Id == id);
            return page is null ? LinkedInErrors.NotFound()
                : caller.Token.Scopes.Any(s => s is "r_organization_social" or "rw_organization_admin" or "r_organization_admin") && page.Roles.ContainsKey(caller.Token.MemberId)
                    ? WireReply.Json(200, new JsonObject { ["id"] = long.Parse(page.Id, System.Globalization.CultureInfo.InvariantCulture), ["localizedName"] = page.Name, ["vanityName"] = page.VanityName })
                    : LinkedInErrors.Denied("organizations.GET", caller.Version);
        }

        if (call.Segments is not ["rest", "organizationAcls"] || call.Asked("q") != "roleAssignee")
        {
            return LinkedInErrors.BadRequest("No finder of this name");
        }

        if (!caller.Token.Scopes.Any(s => s is "rw_organization_admin" or "r_organization_admin"))
        {
            return LinkedInErrors.Denied("organizationAcls.FINDER-roleAssignee", caller.Version);
        }

        var elements = state.Pages
            .Where(p => p.Roles.TryGetValue(caller.Token.MemberId, out var role) && (call.Asked("role") is not { } asked || asked == role))
            .Select(p => (JsonNode)new JsonObject
            {
                ["role"] = p.Roles[caller.Token.MemberId],
                [settings.NamesTarget ? "organizationTarget" : "organization"] = p.Urn,
                ["roleAssignee"] = caller.Member,
                ["state"] = "APPROVED",
            });
        return WireReply.Json(200, Page(call, [.. elements]));
    }

    /// <summary>Whether the caller may write as <paramref name="author"/>.</summary>
    public bool MayWrite(LinkedInState state, LinkedInCaller caller, string author, bool isComment = false)
    {
        var scopes = caller.Token.Scopes;
        bool Has(string scope) => isComment ? scopes.Contains(scope + "_feed") || (!settings.SplitsFeedScopes && scopes.Contains(scope)) : scopes.Contains(scope);
        return author == caller.Member
            ? Has("w_member_social")
            : state.FindPage(author) is { } page && page.Roles.TryGetValue(caller.Token.MemberId, out var role) && PostingRoles.Contains(role) && Has("w_organization_social");
    }

    /// <summary>Whether the caller may read what <paramref name="author"/> posted.</summary>
    public bool MayRead(LinkedInState state, LinkedInCaller caller, string author, bool isFeed = false)
    {
        var scopes = caller.Token.Scopes;
        return author == caller.Member
            ? scopes.Contains("r_member_social")
            : state.FindPage(author) is { } page && page.Roles.ContainsKey(caller.Token.MemberId)
                && (scopes.Contains("r_organization_social") || (isFeed && scopes.Contains("r_organization_social_feed")));
    }

    /// <summary>Counts a new post; false if the day's quota is used up.</summary>
    public bool Count(LinkedInCaller caller)
    {
        var key = (caller.Token.MemberId, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return (_used[key] = _used.GetValueOrDefault(key) + 1) <= settings.DailyQuota;
    }

    /// <summary>A page of a list, with its paging.</summary>
    public static JsonObject Page(WireCall call, IReadOnlyList<JsonNode> all)
    {
        var start = Number(call, "start", 0, int.MaxValue);
        var count = Number(call, "count", 10, 100);
        return new JsonObject
        {
            ["paging"] = new JsonObject { ["start"] = start, ["count"] = count, ["links"] = new JsonArray(), ["total"] = all.Count },
            ["elements"] = new JsonArray([.. all.Skip(start).Take(count)]),
        };
    }

    /// <summary>A body that is a JSON object and says so; null: it is none.</summary>
    public static JsonObject? Body(WireCall call)
    {
        try
        {
            return call.Header("Content-Type").StartsWith("application/json", StringComparison.OrdinalIgnoreCase) ? JsonNode.Parse(call.Body) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member that is a string; null: it is not there or is none.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static int Number(WireCall call, string name, int otherwise, int most) =>
        int.TryParse(call.Asked(name), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var said) ? Math.Min(said, most) : otherwise;

    private static string MethodOf(WireCall call) => call.Method switch
    {
        "POST" => call.Query.ContainsKey("action") ? "action" : "create",
        "DELETE" => "delete",
        _ => call.Query.ContainsKey("q") ? "finder" : call.Query.ContainsKey("ids") ? "batch_get" : "get",
    };

    private static bool Agrees(string method, string verb) => verb switch
    {
        "GET" => method is "get" or "get_all" or "finder" or "batch_get",
        "POST" => method is "create" or "action" or "partial_update",
        "DELETE" => method is "delete",
        _ => false,
    };
}
