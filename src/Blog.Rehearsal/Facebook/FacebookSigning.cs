using System.Globalization;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>Codes, tokens and permissions.</summary>
internal sealed class FacebookSigning(FacebookWorld world)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(5183);
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(5_183_944);

    /// <summary><c>/oauth/access_token</c>: by a code, or for a longer life.</summary>
    public WireReply Token(FacebookRequest request)
    {
        if (request["client_id"] is not { } id)
        {
            return FacebookErrors.UnknownApp;
        }

        return world.App(id) is not { } app ? FacebookErrors.UnknownApp
            : request["client_secret"] != app.Secret ? FacebookErrors.WrongSecret
            : request["grant_type"] == "fb_exchange_token" ? Longer(request, app)
            : ByCode(request, app);
    }

    /// <summary>What a token is; asked by the app itself.</summary>
    public WireReply Inspect(FacebookRequest request, FacebookCall call)
    {
        if (call.Token is not null)
        {
            return FacebookErrors.MayNot;
        }

        if (world.State.Tokens.Find(request["input_token"] ?? "") is not { } token || token.AppId != call.App.Id)
        {
            return FacebookErrors.TokenUnknown;
        }

        var granted = world.GrantOf(token.AppId, token.PersonId)?.Permissions.Where(p => p.Value == "granted").Select(p => p.Key) ?? [];
        return WireReply.Json(200, new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["app_id"] = token.AppId,
                ["type"] = token.PageId is null ? "USER" : "PAGE",
                ["application"] = call.App.Name,
                ["data_access_expires_at"] = (token.IssuedAt + TimeSpan.FromDays(90)).ToUnixTimeSeconds(),
                ["expires_at"] = token.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
                ["is_valid"] = world.Dead(token) is null,
                ["scopes"] = new JsonArray([.. granted.Select(g => JsonValue.Create(g))]),
                ["user_id"] = token.PersonId,
            },
        });
    }

    /// <summary>Rights of a person, readable and revocable.</summary>
    public WireReply Permissions(FacebookRequest request, FacebookCall call, string? permission)
    {
        if (call.Token is not { } token || world.GrantOf(call.App.Id, token.PersonId) is not { } grant)
        {
            return FacebookErrors.TokenMissing;
        }

        if (request.Call.Method != "DELETE")
        {
            return WireReply.Json(200, new JsonObject
            {
                ["data"] = new JsonArray([.. grant.Permissions.Select(p => new JsonObject { ["permission"] = p.Key, ["status"] = p.Value })]),
            });
        }

        if (permission is null)
        {
            world.State.Grants.Remove(grant);
            world.Touch();
        }
        else
        {
            world.Replace(world.State.Grants, grant, grant with { Permissions = grant.Permissions.Where(p => p.Key != permission).ToDictionary() });
        }

        return WireReply.Json(200, new JsonObject { ["success"] = true });
    }

    /// <summary>Rights of the app itself: those that were approved are live.</summary>
    public WireReply AppPermissions(FacebookCall call) => call.Token is not null ? FacebookErrors.MayNot : WireReply.Json(200, new JsonObject
    {
        ["data"] = new JsonArray([.. FacebookDialog.Known.Select(p => new JsonObject { ["permission"] = p, ["status"] = call.App is { IsLive: true, IsReviewed: true } ? "live" : "unapproved" })]),
    });

    /// <summary>Pages of the person that were ticked, each with a token that lives as long as the person's is short, else without an end.</summary>
    public WireReply Accounts(FacebookRequest request, FacebookCall call)
    {
        if (call.Token is not { PageId: null } token)
        {
            return FacebookErrors.Invalid;
        }

        var ticked = world.May(call, "pages_show_list") ? world.GrantOf(call.App.Id, token.PersonId)!.PageIds : [];
        var pages = ticked.Select(id => world.Page(id)).OfType<StoredPage>().Where(p => p.Roles.ContainsKey(token.PersonId)).ToList();
        var size = (int)Math.Clamp(request.Number("limit") ?? 25, 1, 100);
        var from = (int)(FacebookReading.CursorOf(request["after"]) ?? 0);
        var shown = pages.Skip(from).Take(size).ToList();
        var fields = request["fields"]?.Split(',') ?? ["access_token", "category", "category_list", "name", "id", "tasks"];
        var answer = new JsonObject { ["data"] = new JsonArray([.. shown.Select(p => Account(p, token, fields))]) };
        if (shown.Count > 0)
        {
            answer["paging"] = FacebookReading.Paging(request, from, shown.Count, from + shown.Count < pages.Count);
        }

        return WireReply.Json(200, answer);
    }

    private JsonObject Account(StoredPage page, StoredToken user, string[] fields)
    {
        var account = new JsonObject();
        foreach (var field in fields.Append("id").Distinct(StringComparer.Ordinal))
        {
            account[field] = field switch
            {
                "access_token" => PageToken(page, user).Value,
                "category" => "Personal blog",
                "category_list" => new JsonArray(new JsonObject { ["id"] = "361282040719868", ["name"] = "Personal blog" }),
                "name" => page.Name,
                "id" => page.Id,
                "tasks" => new JsonArray([.. page.Roles[user.PersonId].Select(t => JsonValue.Create(t))]),
                _ => null,
            };
        }

        return account;
    }

    private StoredToken PageToken(StoredPage page, StoredToken user)
    {
        DateTimeOffset? end = user.ExpiresAt - user.IssuedAt > TimeSpan.FromDays(2) ? null : user.ExpiresAt;
        return world.State.Tokens.Of(user.PersonId).FirstOrDefault(t => t.AppId == user.AppId && t.PageId == page.Id && t.ExpiresAt == end && world.Dead(t) is null)
            ?? world.Issue(user.AppId, user.PersonId, page.Id, end - world.Now);
    }

    private WireReply ByCode(FacebookRequest request, StoredApp app)
    {
        if (world.State.Codes.Find(c => c.Value == request["code"] && c.AppId == app.Id) is not { } code)
        {
            return FacebookErrors.CodeUnknown;
        }

        if (code.IsUsed)
        {
            return FacebookErrors.CodeUsed;
        }

        if (code.IssuedAt + CodeLife <= world.Now)
        {
            return FacebookErrors.CodeExpired;
        }

        if (code.Redirect != request["redirect_uri"])
        {
            return FacebookErrors.WrongRedirect;
        }

        world.Replace(world.State.Codes, code, code with { IsUsed = true });
        return Given(world.Issue(app.Id, code.PersonId, null, ShortLife), ShortLife);
    }

    private WireReply Longer(FacebookRequest request, StoredApp app)
    {
        if (world.State.Tokens.Find(request["fb_exchange_token"] ?? "") is not { PageId: null } token || token.AppId != app.Id)
        {
            return FacebookErrors.TokenUnknown;
        }

        return world.Dead(token) ?? Given(world.Issue(app.Id, token.PersonId, null, LongLife), LongLife);
    }

    private static WireReply Given(StoredToken token, TimeSpan life) => WireReply.Json(200, new JsonObject
    {
        ["access_token"] = token.Value,
        ["token_type"] = "bearer",
        ["expires_in"] = long.Parse(life.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
    });
}
