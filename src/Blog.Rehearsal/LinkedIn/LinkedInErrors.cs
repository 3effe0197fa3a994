using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>LinkedIn's error bodies.</summary>
internal static class LinkedInErrors
{
    public static WireReply Duplicate(string urn) => WireReply.Json(422, new JsonObject
    {
        ["errorDetailType"] = "com.linkedin.common.error.BadRequest",
        ["message"] = $"com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of {urn}",
        ["errorDetails"] = new JsonObject
        {
            ["inputErrors"] = new JsonArray(new JsonObject { ["description"] = "Duplicate post is detected", ["input"] = new JsonObject(), ["code"] = "DUPLICATE_POST" }),
        },
        ["status"] = 422,
    });

    public static WireReply EmptyToken() => WireReply.Json(401, new JsonObject { ["message"] = "Empty oauth2_access_token", ["serviceErrorCode"] = 401, ["status"] = 401 });

    public static WireReply InvalidToken() => Make(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600);

    public static WireReply RevokedToken() => Make(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user", 65601);

    public static WireReply ExpiredToken() => Make(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired", 65602);

    /// <param name="what">Resource and method: <c>partnerApiPostsExternal.CREATE</c>.</param>
    /// <param name="version">As the header said it; empty: none.</param>
    public static WireReply Denied(string what, string version) =>
        Make(403, "ACCESS_DENIED", $"Not enough permissions to access: {what}.{(version.Length == 0 ? "NO_VERSION" : version + "01")}", 100);

    public static WireReply NoVersion(string version) => Make(426, "NONEXISTENT_VERSION", $"Requested version {version}{(version.Length == 6 ? "01" : "")} is not active");

    public static WireReply BadJson() => Make(400, "ILLEGAL_ARGUMENT", "Request body could not be converted to data map");

    public static WireReply BadRequest(string why) => Make(400, "ILLEGAL_ARGUMENT", why);

    public static WireReply Invalid(string field) => Make(400, "INVALID_VALUE_FOR_FIELD", $"{field} is not valid");

    public static WireReply TooLong(string field) => Make(400, "FIELD_LENGTH_TOO_LONG", $"{field} is too long");

    public static WireReply BadUrnType() => Make(400, "INVALID_URN_TYPE", "Invalid URN type");

    public static WireReply BadUrn() => Make(400, "INVALID_URN_ID", "Invalid URN id");

    public static WireReply WaitingUpload() => Make(400, "MEDIA_ASSET_WAITING_UPLOAD", "Media asset is waiting upload");

    public static WireReply ProcessingFailed() => Make(400, "MEDIA_ASSET_PROCESSING_FAILED", "Media asset failed processing");

    public static WireReply ExpiredUpload() => Make(400, "EXPIRED_UPLOAD_URL", "Upload url has expired");

    public static WireReply NotFound() => Make(404, "NOT_FOUND", "Not found");

    public static WireReply Throttled() => WireReply.Json(429, new JsonObject { ["serviceErrorCode"] = 101, ["message"] = "Resource level throttle limit for calls to this resource is reached.", ["status"] = 429 });

    public static WireReply TooMany() => Make(429, "TOO_MANY_REQUESTS", "Too many requests");

    public static WireReply Internal() => Make(500, "INTERNAL_SERVER_ERROR", "Internal Server Error");

    public static WireReply Unavailable() => WireReply.Json(503, new JsonObject { ["status"] = 503, ["message"] = "Service Unavailable" });

    /// <summary>What the validator of the schema says, a line for each member.</summary>
    public static WireReply Schema(IEnumerable<(string Path, string Why)> wrong) => WireReply.Json(422, new JsonObject
    {
        ["message"] = string.Concat(wrong.Select(w => $"ERROR :: {w.Path} :: {w.Why}\n")),
        ["status"] = 422,
    });

    public static WireReply CodeRefused() => OAuth(
        400, "invalid_request", "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists");

    public static WireReply RefreshRefused() => OAuth(400, "invalid_grant", "The provided authorization grant or refresh token is invalid, expired or revoked.");

    public static WireReply ClientRefused() => OAuth(401, "invalid_client", "Client authentication failed");

    public static WireReply OAuth(int status, string error, string why) => WireReply.Json(status, new JsonObject { ["error"] = error, ["error_description"] = why });

    private static WireReply Make(int status, string code, string message, int? number = null)
    {
        var body = new JsonObject { ["status"] = status, ["code"] = code, ["message"] = message };
        if (number is not null)
        {
            body["serviceErrorCode"] = number;
        }

        return WireReply.Json(status, body);
    }
}
