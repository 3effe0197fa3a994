using System.Globalization;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>The errors of the Graph API, status and body as it words them.</summary>
internal static class FacebookErrors
{
    private const string OAuth = "OAuthException";
    private const string Method = "GraphMethodException";

    public static WireReply Unexpected(int status) =>
        Of(status, 2, "An unexpected error has occurred. Please retry your request later.", extra: new JsonObject { ["is_transient"] = true });

    public static WireReply Duplicate => Of(400, 506, "(#506) Duplicate status message");

    public static WireReply TokenMissing => Of(400, 104, "An access token is required to request this resource.");

    public static WireReply TokenUnknown => Of(400, 190, "Invalid OAuth access token - Cannot parse access token");

    public static WireReply PageTokenNeeded => Of(400, 190, "(#190) This method must be called with a Page Access Token");

    public static WireReply PasswordChanged =>
        Of(400, 190, "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.", 460);

    public static WireReply Checkpointed =>
        Of(400, 190, "Error validating access token: You cannot access the app till you log in to www.facebook.com and follow the instructions given.", 459);

    public static WireReply Unconfirmed =>
        Of(400, 190, "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.", 464);

    public static WireReply NoRole => Of(
        400, 190,
        "The user must be an administrator, editor, or moderator of the page in order to impersonate it. If the page business requires Two Factor Authentication, the user also needs to enable Two Factor Authentication.",
        492);

    public static WireReply ProofRequired => Of(400, 100, "API calls from the server require an appsecret_proof argument", type: Method);

    public static WireReply ProofInvalid => Of(400, 100, "Invalid appsecret_proof provided in the API argument", type: Method);

    public static WireReply MayNotPublish => Of(
        403, 200,
        "(#200) If posting to a group, requires app being installed in the group, and \n          either publish_to_groups permission with user token, or both pages_read_engagement \n          and pages_manage_posts permission with page token; If posting to a page, \n          requires both pages_read_engagement and pages_manage_posts as an admin with \n          sufficient administrative permission");

    public static WireReply MayNot => Of(400, 10, "(#10) Application does not have permission for this action");

    public static WireReply Invalid => Of(400, 100, "Invalid parameter");

    public static WireReply LinkUnreadable => Of(400, 1609005, "Error posting link: sorry, the link could not be fetched.");

    public static WireReply PictureMissing => Of(400, 324, "(#324) Requires upload file");

    public static WireReply PictureRefused => Of(400, 100, "Invalid parameter", 1366046);

    public static WireReply SecurityCheck => Of(400, 368, "A security check is required to proceed.", 1404006, extra: Block("Aei7dLt4"));

    public static WireReply PublishingAuthorization => Of(
        400, 368,
        "You're restricted from acting as your Page until you complete Page Publishing Authorization. Switch back to your Primary Profile to complete authorization under - Settings - Account Settings - Identity Confirmation. Complete verification or you will be restricted indefinitely.",
        1404078, extra: Block("Aeg302Ws"));

    public static WireReply Policy => Of(400, 368, "The action attempted has been deemed abusive or is otherwise disallowed");

    public static WireReply TooFast => Of(400, 368, "The action attempted has been deemed abusive or is otherwise disallowed", 1390008);

    public static WireReply AppLimit =>
        Of(400, 4, "(#4) Application request limit reached").With("X-App-Usage", """{"call_count":100,"total_time":25,"total_cputime":25}""");

    public static WireReply UserLimit => Of(400, 17, "(#17) User request limit reached");

    public static WireReply PageLimitOfUser => Of(400, 32, "(#32) Page request limit reached");

    public static WireReply WrongSecret => Of(400, 1, "Error validating client secret.");

    public static WireReply WrongRedirect =>
        Of(400, 100, "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request", 36008);

    public static WireReply CodeUsed => Of(400, 100, "This authorization code has been used.", 36009);

    public static WireReply CodeExpired => Of(400, 100, "This authorization code has expired.", 36007);

    public static WireReply CodeUnknown => Of(400, 100, "Invalid verification code format.");

    public static WireReply UnknownApp => Of(400, 101, "Error validating application. Cannot get application info due to a system error.");

    public static WireReply Expired(DateTimeOffset at, DateTimeOffset now) =>
        Of(400, 190, $"Error validating access token: Session has expired on {Day(at)}. The current time is {Day(now)}.", 463);

    public static WireReply AppRemoved(string appId) => Of(400, 190, $"Error validating access token: The user has not authorized application {appId}.", 458);

    /// <summary>100/33, also for what was deleted.</summary>
    public static WireReply Missing(string method, string id) => Of(
        400, 100,
        $"Unsupported {(method == "DELETE" ? "delete" : method == "POST" ? "post" : "get")} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
        33, Method);

    public static WireReply UnknownField(string field, string node) => Of(400, 100, $"(#100) Tried accessing nonexisting field ({field}) on node type ({node})");

    public static WireReply UnknownPath(IReadOnlyList<string> path) => Of(400, 2500, "Unknown path components: /" + string.Join('/', path));

    public static WireReply PageLimit(string pageId, double minutes) => Of(
        400, 80001,
        "(#80001) There have been too many calls to this Page account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.")
        .With("X-Business-Use-Case-Usage", PageUsage(pageId, 100, minutes));

    public static string PageUsage(string pageId, int percent, double minutes) => new JsonObject
    {
        [pageId] = new JsonArray(new JsonObject
        {
            ["type"] = "pages",
            ["call_count"] = percent,
            ["total_cputime"] = 25,
            ["total_time"] = 25,
            ["estimated_time_to_regain_access"] = (long)Math.Ceiling(minutes),
        }),
    }.ToJsonString();

    private static JsonObject Block(string data) => new()
    {
        ["error_data"] = new JsonObject { ["sentry_block_data"] = data, ["help_center_id"] = 0, ["is_silent"] = false },
        ["error_user_msg"] = "",
    };

    private static WireReply Of(int status, int code, string message, int? subcode = null, string type = OAuth, JsonObject? extra = null)
    {
        var error = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = code };
        foreach (var (name, value) in extra ?? [])
        {
            error[name] = value?.DeepClone();
        }

        if (subcode is { } number)
        {
            error["error_subcode"] = number;
        }

        error["fbtrace_id"] = "AhRehearsalRehearsalReh";
        var kind = code is 190 or 102 or 104 ? "invalid_token" : code is 10 or (>= 200 and < 300) ? "insufficient_scope" : "invalid_request";
        return WireReply.Json(status, new JsonObject { ["error"] = error })
            .With("WWW-Authenticate", $"OAuth \"Facebook Platform\" \"{kind}\" \"{message.ReplaceLineEndings(" ")}\"");
    }

    private static string Day(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(-8)).ToString("dddd, dd-MMM-yy HH:mm:ss 'PST'", CultureInfo.InvariantCulture);
}
