using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>The Posts API.</summary>
internal sealed partial class LinkedInPosts(LinkedInRules rules, TimeProvider time, Weather weather)
{
    private const string Resource = "partnerApiPostsExternal";
    private static readonly string[] Changeable = ["commentary", "contentCallToActionLabel", "contentLandingPage", "lifecycleState", "reshareContext", "adContext"];

    public WireReply Answer(LinkedInState state, WireCall call, LinkedInCaller caller) => (call.Segments, caller.Method) switch
    {
        (["rest", "posts"], "create") => Create(state, call, caller),
        (["rest", "posts", var urn], "partial_update") => Change(state, call, caller, urn),
        (["rest", "posts", var urn], "delete") => Delete(state, caller, urn),
        (["rest", "posts", var urn], "get") => Get(state, caller, urn),
        (["rest", "posts"], "finder") => Find(state, call, caller),
        (["rest", "posts"], "batch_get") => Batch(state, call, caller),
        (["rest", "posts", _], "create") => LinkedInErrors.BadRequest("X-RestLi-Method PARTIAL_UPDATE is required"),
        _ => LinkedInErrors.NotFound(),
    };

    private WireReply Create(LinkedInState state, WireCall call, LinkedInCaller caller)
    {
        if (LinkedInRules.Body(call) is not { } body)
        {
            return LinkedInErrors.BadJson();
        }

        if (LinkedInPostCheck.Schema(body) is { } schema)
        {
            return schema;
        }

        var author = body["author"]!.GetValue<string>();
        if (!Author().IsMatch(author))
        {
            return LinkedInErrors.BadUrnType();
        }

        if (!rules.MayWrite(state, caller, author))
        {
            return LinkedInErrors.Denied(Resource + ".CREATE", caller.Version);
        }

        state.CreateCalls++;
        if (!rules.Count(caller))
        {
            return LinkedInErrors.Throttled();
        }

        var now = time.GetUtcNow();
        if (LinkedInPostCheck.Values(state, body, author, rules.Settings.MaxCommentary, now) is { } wrong)
        {
            return wrong;
        }

        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(call.Body));
        if (state.Posts.Of(author).LastOrDefault(p => p.Fingerprint == fingerprint && IsRemembered(p, now)) is { } twin)
        {
            return LinkedInErrors.Duplicate(rules.Settings.DuplicateNamedAs is { } kind ? $"urn:li:{kind}:{LinkedInState.NumberOf(twin.Urn)}" : twin.Urn);
        }

        var post = Made(state, body, author, now) with { Fingerprint = fingerprint };
        state.Posts.Add(post);
        return WireReply.Empty(201).With("x-restli-id", post.Urn).With("x-linkedin-id", post.Urn);
    }

    private bool IsRemembered(LinkedInStoredPost post, DateTimeOffset now) =>
        post.CreatedAt + rules.Settings.DuplicateWindow > now || (post.DeletedAt is not null && post.CreatedAt + rules.Settings.GhostFor > now);

    private LinkedInStoredPost Made(LinkedInState state, JsonObject body, string author, DateTimeOffset now)
    {
        var content = body["content"] as JsonObject;
        var article = content?["article"] as JsonObject;
        var pictures = content?["media"] is JsonObject one ? [one] : (content?["multiImage"]?["images"] as JsonArray)?.OfType<JsonObject>().ToArray() ?? [];
        var commentary = weather.Keep(body["commentary"]!.GetValue<string>());
        var read = LinkedInCommentary.Read(commentary);

        // The kind of URN varies; whoever expects one of them learns it here.
        var urn = $"urn:li:{(pictures.Length > 0 ? "ugcPost" : "share")}:{state.NextNumber(now)}";
        var media = pictures.Select(p => new LinkedInStoredMedia(p["id"]!.GetValue<string>(), LinkedInRules.Text(p["altText"]))).ToList();
        var images = media.Select(m => m.Image).Concat(LinkedInRules.Text(article?["thumbnail"]) is { } thumbnail ? [thumbnail] : []).ToList();
        return new LinkedInStoredPost(urn, author, commentary, now)
        {
            Text = read.Text,
            Hashtags = read.Hashtags,
            WasCut = read.WasCut,
            Visibility = body["visibility"]!.GetValue<string>(),
            Card = article is null ? null : new LinkedInStoredCard(
                article["source"]!.GetValue<string>(), LinkedInRules.Text(article["title"]), LinkedInRules.Text(article["description"]), LinkedInRules.Text(article["thumbnail"])),
            Media = media,

            // A picture that fails after its post was taken leaves the post invisible.
            IsHidden = images.Any(i => state.Images.Find(i) is { IsBad: true }),
        };
    }

    private WireReply Change(LinkedInState state, WireCall call, LinkedInCaller caller, string urn)
    {
        if (LinkedInRules.Body(call)?["patch"] is not JsonObject patch || patch["$set"] is not JsonObject set || patch.Count != 1)
        {
            return LinkedInErrors.BadJson();
        }

        if (state.FindPost(urn) is not { } post)
        {
            return LinkedInErrors.NotFound();
        }

        if (!rules.MayWrite(state, caller, post.Author))
        {
            return LinkedInErrors.Denied(Resource + ".PARTIAL_UPDATE", caller.Version);
        }

        if (set.Select(m => m.Key).Except(Changeable).ToList() is { Count: > 0 } fixedOnes)
        {
            return LinkedInErrors.Schema(fixedOnes.Select(f => ($"/patch/$set/{f}", "field cannot be updated")));
        }

        if (set.TryGetPropertyValue("commentary", out var node))
        {
            if (LinkedInRules.Text(node) is not { } commentary)
            {
                return LinkedInErrors.Invalid("commentary");
            }

            if (commentary.Length > rules.Settings.MaxCommentary)
            {
                return LinkedInErrors.TooLong("commentary");
            }

            if (!rules.Settings.LosesEdits)
            {
                var kept = weather.Keep(commentary);
                var read = LinkedInCommentary.Read(kept);
                state.Posts.Replace(post, post with
                {
                    Commentary = kept,
                    Text = read.Text,
                    Hashtags = read.Hashtags,
                    WasCut = read.WasCut,
                    EditedAt = time.GetUtcNow(),
                    Earlier = [.. post.Earlier, post.Commentary],
                });
            }
        }

        return WireReply.Empty(204);
    }

    // Deleting what is deleted is the same answer.
    private WireReply Delete(LinkedInState state, LinkedInCaller caller, string urn)
    {
        var post = state.Posts.Find(urn);
        if (post is not null && !rules.MayWrite(state, caller, post.Author))
        {
            return LinkedInErrors.Denied(Resource + ".DELETE", caller.Version);
        }

        if (post is { DeletedAt: null })
        {
            state.Posts.Replace(post, post with { DeletedAt = time.GetUtcNow() });
        }

        return WireReply.Empty(204);
    }

    private WireReply Get(LinkedInState state, LinkedInCaller caller, string urn) =>
        state.FindPost(urn) is not { } post ? (CanReadAnything(caller) ? LinkedInErrors.NotFound() : LinkedInErrors.Denied(Resource + ".GET", caller.Version))
        : rules.MayRead(state, caller, post.Author) ? WireReply.Json(200, Shown(post))
        : LinkedInErrors.Denied(Resource + ".GET", caller.Version);

    private static bool CanReadAnything(LinkedInCaller caller) => caller.Token.Scopes.Any(s => s is "r_member_social" or "r_organization_social");

    private WireReply Find(LinkedInState state, WireCall call, LinkedInCaller caller)
    {
        if (call.Asked("q") != "author" || call.Asked("author") is not { } author || !Author().IsMatch(author))
        {
            return LinkedInErrors.BadRequest("No finder of this name");
        }

        if (call.Asked("sortBy") is { } order and not ("CREATED" or "LAST_MODIFIED"))
        {
            return LinkedInErrors.Invalid("sortBy " + order);
        }

        if (!rules.MayRead(state, caller, author))
        {
            return LinkedInErrors.Denied(Resource + ".FINDER-author", caller.Version);
        }

        var byChange = call.Asked("sortBy") != "CREATED";
        var posts = state.Posts.Of(author)
            .Where(p => p.DeletedAt is null && p.CreatedAt + weather.TimelineLag <= time.GetUtcNow())
            .Reverse()
            .OrderByDescending(p => byChange ? p.EditedAt ?? p.CreatedAt : p.CreatedAt)
            .Select(p => (JsonNode)Shown(p));
        return WireReply.Json(200, LinkedInRules.Page(call, [.. posts]));
    }

    private WireReply Batch(LinkedInState state, WireCall call, LinkedInCaller caller)
    {
        if (call.Asked("ids") is not { } ids || !ids.StartsWith("List(", StringComparison.Ordinal) || !ids.EndsWith(')'))
        {
            return LinkedInErrors.BadRequest("ids must be a List");
        }

        var (results, statuses, errors) = (new JsonObject(), new JsonObject(), new JsonObject());
        foreach (var urn in ids["List(".Length..^1].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var one = Get(state, caller, urn);
            statuses[urn] = one.Status;
            (one.Status == 200 ? results : errors)[urn] = JsonNode.Parse(one.Body);
        }

        return WireReply.Json(200, new JsonObject { ["results"] = results, ["statuses"] = statuses, ["errors"] = errors });
    }

    private JsonObject Shown(LinkedInStoredPost post)
    {
        var changed = (post.EditedAt ?? post.CreatedAt).ToUnixTimeMilliseconds();
        var kept = LinkedInCommentary.Read(post.Commentary).Kept;
        var shown = new JsonObject
        {
            ["id"] = post.Urn,
            ["author"] = post.Author,
            ["commentary"] = rules.Settings.ShortensLinks ? Link().Replace(kept, "https://lnkd.in/e" + LinkedInState.NumberOf(post.Urn)[^6..]) : kept,
            ["visibility"] = post.Visibility,
            ["lifecycleState"] = "PUBLISHED",
            ["createdAt"] = post.CreatedAt.ToUnixTimeMilliseconds(),
            ["lastModifiedAt"] = changed,
            ["publishedAt"] = post.CreatedAt.ToUnixTimeMilliseconds(),
            ["distribution"] = new JsonObject { ["feedDistribution"] = "MAIN_FEED", ["thirdPartyDistributionChannels"] = new JsonArray() },
            ["lifecycleStateInfo"] = new JsonObject { ["isEditedByAuthor"] = post.EditedAt is not null },
            ["isReshareDisabledByAuthor"] = false,
        };
        if (post.Card is { } card)
        {
            var article = new JsonObject { ["source"] = card.Source, ["title"] = card.Title, ["description"] = card.Description, ["thumbnail"] = card.Thumbnail };
            article.Where(m => m.Value is null).Select(m => m.Key).ToList().ForEach(m => article.Remove(m));
            shown["content"] = new JsonObject { ["article"] = article };
        }
        else if (post.Media is [var only])
        {
            shown["content"] = new JsonObject { ["media"] = new JsonObject { ["altText"] = only.Alt ?? "", ["id"] = only.Image } };
        }
        else if (post.Media.Count > 1)
        {
            var images = post.Media.Select(m => (JsonNode)new JsonObject { ["altText"] = m.Alt ?? "", ["id"] = m.Image });
            shown["content"] = new JsonObject { ["multiImage"] = new JsonObject { ["images"] = new JsonArray([.. images]) } };
        }

        return shown;
    }

    [GeneratedRegex("^urn:li:(?:person:[A-Za-z0-9_-]+|organization:[0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Author();

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
