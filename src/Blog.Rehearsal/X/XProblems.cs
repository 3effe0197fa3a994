using System.Globalization;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>X's refusals, word by word where they are known.</summary>
internal static class XProblems
{
    private const string Types = "https://api.twitter.com/2/problems/";

    public static WireReply Problem(int status, string title, string detail, string type = "about:blank") =>
        WireReply.Json(status, new JsonObject { ["title"] = title, ["detail"] = detail, ["type"] = type, ["status"] = status });

    public static WireReply Unauthorized() => Problem(401, "Unauthorized", "Unauthorized");

    /// <summary>OAuth 1.0a: the token is dead (89) or the signature does not fit (32).</summary>
    public static WireReply BadKeys(int code) => Coded(401, code, code == 89 ? "Invalid or expired token." : "Could not authenticate you");

    public static WireReply Forbidden(string detail) => Problem(403, "Forbidden", detail);

    public static WireReply NotPermitted() => Forbidden("You are not permitted to perform this action.");

    public static WireReply TooMany() => Problem(429, "Too Many Requests", "Too Many Requests");

    public static WireReply NoSuchPath() => Problem(404, "Not Found", "Not Found");

    public static WireReply Invalid(string message) => Invalid(message, []);

    public static WireReply Invalid(string message, JsonObject parameters) => WireReply.Json(400, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["parameters"] = parameters, ["message"] = message }),
        ["title"] = "Invalid Request",
        ["detail"] = "One or more parameters to your request was invalid.",
        ["type"] = Types + "invalid-request",
    });

    public static WireReply UnknownMember(string path) =>
        Invalid($"$.{path}: is not defined in the schema and the schema does not allow additional properties");

    public static WireReply InvalidMedia(IEnumerable<string> ids) =>
        Invalid("Your media IDs are invalid.", new JsonObject { ["media.media_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)$"[{id}]")]) });

    public static JsonObject MissingPost(string id, string parameter) => new()
    {
        ["value"] = id,
        ["detail"] = $"Could not find tweet with {parameter}: [{id}].",
        ["title"] = "Not Found Error",
        ["resource_type"] = "tweet",
        ["parameter"] = parameter,
        ["resource_id"] = id,
        ["type"] = Types + "resource-not-found",
    };

    public static WireReply NotFound(string id, XGone how) => how switch
    {
        XGone.PartialError => WireReply.Json(200, new JsonObject { ["errors"] = new JsonArray(MissingPost(id, "id")) }),
        XGone.Deleted => WireReply.Json(200, new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } }),
        _ => Problem(404, "Not Found Error", $"Could not find tweet with id: [{id}].", Types + "resource-not-found"),
    };

    /// <summary>An error of the token endpoint.</summary>
    public static WireReply OAuth2(int status, string error, string description) =>
        WireReply.Json(status, new JsonObject { ["error"] = error, ["error_description"] = description });

    public static WireReply Of(XRefusal refusal) => refusal switch
    {
        XRefusal.Suspended => Coded(403, 64, "Your account is suspended and is not permitted to access this feature."),
        XRefusal.NoCredits => WireReply.Json(402, new JsonObject
        {
            ["account_id"] = 2_056_915_467_785_113_600,
            ["title"] = "CreditsDepleted",
            ["detail"] = "Your enrolled account [2056915467785113600] does not have any credits to fulfill this request.",
            ["type"] = Types + "credits",
        }),
        XRefusal.UsageCapped => WireReply.Json(429, new JsonObject
        {
            ["title"] = "UsageCapExceeded",
            ["detail"] = "Usage cap exceeded: Monthly product cap",
            ["type"] = Types + "usage-capped",
            ["period"] = "Monthly",
            ["scope"] = "Product",
        }),
        XRefusal.SpendCapped => Forbidden("Monthly spend cap reached for this billing cycle."),
        XRefusal.ReadOnlyApp => Problem(403, "Forbidden", "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.", Types + "oauth1-permissions"),
        XRefusal.NotEnrolled => WireReply.Json(403, new JsonObject
        {
            ["client_id"] = "12345",
            ["required_enrollment"] = "Appropriate Level of API Access",
            ["registration_url"] = "https://developer.twitter.com/en/docs/projects/overview",
            ["title"] = "Client Forbidden",
            ["detail"] = "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project.",
            ["reason"] = "client-not-enrolled",
            ["type"] = Types + "client-forbidden",
        }),
        XRefusal.AppOnly => Unsupported("OAuth 2.0 Application-Only"),
        XRefusal.UnknownAuthentication => Unsupported("Unknown"),
        XRefusal.NotPermitted => NotPermitted(),
        XRefusal.NotAuthenticated => BadKeys(32),
        _ => throw new InvalidOperationException($"Unknown refusal {refusal}."),
    };

    /// <summary>The answer of a fault that does nothing but refuse.</summary>
    public static WireReply Of(Fault fault, DateTimeOffset now) => fault switch
    {
        Fault.ErrorAfterCommit => Problem(500, "Internal Server Error", "Something went wrong", "https://api.x.com/2/problems/internal-error"),
        Fault.Unavailable => Problem(503, "Service Unavailable", "Service Unavailable"),
        Fault.RateLimited => Limited(TooMany(), 100, 0, now + XLimits.Window),
        Fault.RateLimitedForever => Limited(TooMany(), 100, 0, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        Fault.RateLimitedWithoutReset => TooMany(),
        Fault.RateLimitedRetryAfter => TooMany().With("Retry-After", "120"),
        Fault.Unauthorized => Unauthorized(),
        _ => throw new InvalidOperationException($"{fault} is not answered by the network."),
    };

    public static WireReply Limited(WireReply reply, int limit, int remaining, DateTimeOffset reset, string bucket = "x-rate-limit") => reply
        .With(bucket + "-limit", limit.ToString(CultureInfo.InvariantCulture))
        .With(bucket + "-remaining", remaining.ToString(CultureInfo.InvariantCulture))
        .With(bucket + "-reset", reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    private static WireReply Unsupported(string kind) => Problem(
        403,
        "Unsupported Authentication",
        $"Authenticating with {kind} is forbidden for this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
        Types + "unsupported-authentication");

    private static WireReply Coded(int status, int code, string message) =>
        WireReply.Json(status, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) });
}
