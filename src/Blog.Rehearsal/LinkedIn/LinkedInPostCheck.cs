using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>Whether a new post is one: first the schema (422), then its values (400).</summary>
internal static class LinkedInPostCheck
{
    private const int MaxTitle = 400;
    private const int MaxAlt = 4086;
    private const int MaxImages = 20;
    private const string Missing = "field is required but not found and has no default value";
    private const string Unknown = "unrecognized field found but not allowed";

    private static readonly string[] Required = ["author", "commentary", "visibility", "distribution", "lifecycleState"];
    private static readonly string[] Optional = ["content", "isReshareDisabledByAuthor", "adContext", "container", "contentCallToActionLabel", "contentLandingPage", "reshareContext"];
    private static readonly Dictionary<string, string[]> Contents = new()
    {
        ["media"] = ["id", "altText", "title"],
        ["multiImage"] = ["images", "altText"],
        ["article"] = ["source", "title", "description", "thumbnail"],
    };

    /// <summary>Members that are missing, unknown or of a wrong kind.</summary>
    public static WireReply? Schema(JsonObject body)
    {
        List<(string Path, string Why)> wrong = [];
        wrong.AddRange(Required.Where(r => body[r] is null).Select(r => ("/" + r, Missing)));
        wrong.AddRange(body.Select(m => m.Key).Except(Required).Except(Optional).Select(m => ("/" + m, Unknown)));
        wrong.AddRange(Required.Where(r => r != "distribution" && body[r] is not null && LinkedInRules.Text(body[r]) is null).Select(r => ("/" + r, "value cannot be coerced to String")));
        if (body["distribution"] is { } distribution && LinkedInRules.Text(distribution["feedDistribution"]) is null)
        {
            wrong.Add(("/distribution/feedDistribution", Missing));
        }

        if (body.ContainsKey("content"))
        {
            wrong.AddRange(Content(body["content"]));
        }

        return wrong.Count == 0 ? null : LinkedInErrors.Schema(wrong);
    }

    /// <summary>Values that are not accepted.</summary>
    public static WireReply? Values(LinkedInState state, JsonObject body, string author, int maxCommentary, DateTimeOffset now)
    {
        var visibility = LinkedInRules.Text(body["visibility"]);
        var isPage = author.StartsWith("urn:li:organization:", StringComparison.Ordinal);
        if (visibility is not ("PUBLIC" or "CONNECTIONS" or "LOGGED_IN" or "CONTAINER") || (isPage && visibility == "CONNECTIONS"))
        {
            return LinkedInErrors.Invalid("visibility");
        }

        if (LinkedInRules.Text(body["lifecycleState"]) != "PUBLISHED")
        {
            return LinkedInErrors.Invalid("lifecycleState");
        }

        if (LinkedInRules.Text(body["distribution"]!["feedDistribution"]) is not ("MAIN_FEED" or "NONE"))
        {
            return LinkedInErrors.Invalid("feedDistribution");
        }

        if (LinkedInRules.Text(body["commentary"])!.Length > maxCommentary)
        {
            return LinkedInErrors.TooLong("commentary");
        }

        return body["content"] is JsonObject content ? ContentValues(state, content, author, now) : null;
    }

    private static IEnumerable<(string Path, string Why)> Content(JsonNode? node)
    {
        if (node is not JsonObject { Count: 1 } content)
        {
            yield return ("/content", "union type is not backed by a DataMap with one member");
            yield break;
        }

        var (kind, value) = content.First();
        if (!Contents.TryGetValue(kind, out var members) || value is not JsonObject inner)
        {
            yield return ("/content/" + kind, Unknown);
            yield break;
        }

        foreach (var unknown in inner.Select(m => m.Key).Except(members))
        {
            yield return ($"/content/{kind}/{unknown}", Unknown);
        }

        if (inner[members[0]] is null)
        {
            yield return ($"/content/{kind}/{members[0]}", Missing);
        }

        foreach (var image in (inner["images"] as JsonArray ?? []).Where(i => i is not JsonObject || LinkedInRules.Text(i["id"]) is null))
        {
            yield return ($"/content/{kind}/images{(image is null ? "" : "/id")}", Missing);
        }
    }

    private static WireReply? ContentValues(LinkedInState state, JsonObject content, string author, DateTimeOffset now)
    {
        if (content["article"] is JsonObject article)
        {
            return !Uri.TryCreate(LinkedInRules.Text(article["source"]), UriKind.Absolute, out var source) || source.Scheme is not ("http" or "https") ? LinkedInErrors.Invalid("source")
                : LinkedInRules.Text(article["title"])?.Length > MaxTitle ? LinkedInErrors.TooLong("title")
                : article["thumbnail"] is { } thumbnail ? Image(state, LinkedInRules.Text(thumbnail), null, author, now)
                : null;
        }

        if (content["media"] is JsonObject media)
        {
            return Image(state, LinkedInRules.Text(media["id"]), LinkedInRules.Text(media["altText"]), author, now);
        }

        var images = content["multiImage"]!["images"] as JsonArray;
        return images is not { Count: >= 2 and <= MaxImages }
            ? LinkedInErrors.Invalid("images")
            : images.Select(i => Image(state, LinkedInRules.Text(i!["id"]), LinkedInRules.Text(i["altText"]), author, now)).FirstOrDefault(r => r is not null);
    }

    private static WireReply? Image(LinkedInState state, string? urn, string? alt, string author, DateTimeOffset now)
    {
        if (urn is null || !urn.StartsWith("urn:li:image:", StringComparison.Ordinal))
        {
            return LinkedInErrors.BadUrnType();
        }

        return state.Images.Find(urn) switch
        {
            var image when image?.Owner != author => LinkedInErrors.BadUrn(),
            { ReadyAt: null } => LinkedInErrors.WaitingUpload(),
            { IsBad: true, ReadyAt: var ready } when ready <= now => LinkedInErrors.ProcessingFailed(),
            _ => alt?.Length > MaxAlt ? LinkedInErrors.TooLong("altText") : null,
        };
    }
}
