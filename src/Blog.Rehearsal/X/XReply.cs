using System.Text;
using System.Text.Json.Nodes;

namespace Blog.Rehearsal.X;

/// <summary>An answer of the emulator, before a fault spoils it.</summary>
internal sealed record XReply(int Status, byte[] Body, string MediaType = "application/json; charset=utf-8")
{
    public static XReply Json(int status, JsonObject body) => new(status, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static XReply Problem(int status, string title, string detail, string type = "about:blank") =>
        Json(status, new JsonObject { ["title"] = title, ["detail"] = detail, ["type"] = type, ["status"] = status });

    public static XReply Unauthorized() => Problem(401, "Unauthorized", "Unauthorized");

    public static XReply TooMany() => Problem(429, "Too Many Requests", "Too Many Requests");

    public static XReply Invalid(string message) => Json(400, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject { ["parameters"] = new JsonObject(), ["message"] = message }),
        ["title"] = "Invalid Request",
        ["detail"] = "One or more parameters to your request was invalid.",
        ["type"] = "https://api.twitter.com/2/problems/invalid-request",
    });
}
