using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>Comments, reactions and their counts.</summary>
internal sealed partial class LinkedInSocial(LinkedInRules rules, TimeProvider time)
{
    private static readonly string[] CommentMembers = ["actor", "object", "message", "parentComment", "content"];

    public static string Number(LinkedInState state, DateTimeOffset now) => state.NextNumber(now).ToString(CultureInfo.InvariantCulture);

    public WireReply Answer(LinkedInState state, WireCall call, LinkedInCaller caller)
    {
        var target = call.Segments.Count > 2 ? call.Segments[2] : "";
        if (call.Segments is ["rest", "reactions", _] && EntityIn(target) is { } entity)
        {
            target = entity;
        }

        var parent = Comment().Match(target) is { Success: true } match ? match.Groups["number"].Value : null;
        if (state.FindPost(parent is null ? target : Comment().Match(target).Groups["post"].Value) is not { } post)
        {
            return LinkedInErrors.NotFound();
        }

        return (call.Segments, caller.Method) switch
        {
            (["rest", "socialActions", _], "get") => Reading(state, caller, post, () => Summary(state, post)),
            (["rest", "socialActions", _, "comments"], "get_all" or "get") => Reading(state, caller, post, () => LinkedInRules.Page(call, [.. CommentsOf(state, post, parent)])),
            (["rest", "socialActions", _, "comments"], "create") => Add(state, call, caller, post, parent),
            (["rest", "socialActions", _, "comments", var number], "delete") => Delete(state, call, caller, post, number),
            (["rest", "reactions", _], "finder" or "get") => Reading(state, caller, post, () => LinkedInRules.Page(call, [.. ReactionsOf(state, post)])),
            (["rest", "socialMetadata", _], "get") => Reading(state, caller, post, () => Metadata(state, post)),
            _ => LinkedInErrors.NotFound(),
        };
    }

    private WireReply Reading(LinkedInState state, LinkedInCaller caller, LinkedInStoredPost post, Func<JsonObject> then) =>
        rules.MayRead(state, caller, post.Author, isFeed: true) ? WireReply.Json(200, then()) : LinkedInErrors.Denied("socialActions.GET", caller.Version);

    private WireReply Add(LinkedInState state, WireCall call, LinkedInCaller caller, LinkedInStoredPost post, string? parent)
    {
        if (LinkedInRules.Body(call) is not { } body)
        {
            return LinkedInErrors.BadJson();
        }

        List<(string Path, string Why)> wrong = [];
        wrong.AddRange(CommentMembers.Take(3).Where(m => body[m] is null).Select(m => ("/" + m, "field is required but not found and has no default value")));
        wrong.AddRange(body.Select(m => m.Key).Except(CommentMembers).Select(m => ("/" + m, "unrecognized field found but not allowed")));
        if (wrong.Count > 0)
        {
            return LinkedInErrors.Schema(wrong);
        }

        var actor = LinkedInRules.Text(body["actor"]) ?? "";
        if (!rules.MayWrite(state, caller, actor, isComment: true))
        {
            return LinkedInErrors.Denied("socialActions.CREATE-comments", caller.Version);
        }

        if (state.FindPost(LinkedInRules.Text(body["object"]) ?? "") != post)
        {
            return LinkedInErrors.BadUrn();
        }

        if (LinkedInRules.Text(body["message"]!["text"]) is not { Length: > 0 } text)
        {
            return LinkedInErrors.Invalid("message");
        }

        if (text.Length > rules.Settings.MaxComment)
        {
            return LinkedInErrors.TooLong("message");
        }

        if (parent is not null && !state.Comments.Any(c => c.Id == parent))
        {
            return LinkedInErrors.NotFound();
        }

        var comment = new LinkedInStoredComment(Number(state, time.GetUtcNow()), post.Urn, actor, text, time.GetUtcNow(), parent);
        state.Comments.Add(comment);
        return WireReply.Json(201, Shown(post, comment)).With("x-restli-id", comment.Id);
    }

    private WireReply Delete(LinkedInState state, WireCall call, LinkedInCaller caller, LinkedInStoredPost post, string number)
    {
        if (state.Comments.FirstOrDefault(c => c.Id == number && c.Post == post.Urn) is not { } comment)
        {
            return LinkedInErrors.NotFound();
        }

        if (comment.Actor != (call.Asked("actor") ?? caller.Member) || !rules.MayWrite(state, caller, comment.Actor, isComment: true))
        {
            return LinkedInErrors.Denied("socialActions.DELETE-comments", caller.Version);
        }

        state.Comments.RemoveAll(c => c.Id == number || c.Parent == number);
        return WireReply.Empty(204);
    }

    private static IEnumerable<JsonNode> CommentsOf(LinkedInState state, LinkedInStoredPost post, string? parent) =>
        state.Comments.Where(c => c.Post == post.Urn && c.Parent == parent).Select(c => Shown(post, c));

    private static JsonObject Shown(LinkedInStoredPost post, LinkedInStoredComment comment)
    {
        JsonObject Stamp() => new() { ["actor"] = comment.Actor, ["time"] = comment.At.ToUnixTimeMilliseconds() };

        var activity = "urn:li:activity:" + LinkedInState.NumberOf(post.Urn);
        var shown = new JsonObject
        {
            ["actor"] = comment.Actor,
            ["commentUrn"] = $"urn:li:comment:({activity},{comment.Id})",
            ["created"] = Stamp(),
            ["lastModified"] = Stamp(),
            ["id"] = comment.Id,
            ["message"] = new JsonObject { ["attributes"] = new JsonArray(), ["text"] = comment.Text },
            ["object"] = activity,
        };
        if (comment.Parent is { } parent)
        {
            shown["parentComment"] = $"urn:li:comment:({activity},{parent})";
        }

        return shown;
    }

    private static IEnumerable<JsonNode> ReactionsOf(LinkedInState state, LinkedInStoredPost post) =>
        state.Reactions.Where(r => r.Post == post.Urn).OrderByDescending(r => r.At).Select(r =>
        {
            var activity = "urn:li:activity:" + LinkedInState.NumberOf(post.Urn);
            JsonObject Stamp() => new() { ["actor"] = r.Actor, ["time"] = r.At.ToUnixTimeMilliseconds() };
            return (JsonNode)new JsonObject
            {
                ["id"] = $"urn:li:reaction:({r.Actor},{activity})",
                ["reactionType"] = r.Kind,
                ["created"] = Stamp(),
                ["lastModified"] = Stamp(),
                ["root"] = activity,
            };
        });

    private static JsonObject Summary(LinkedInState state, LinkedInStoredPost post)
    {
        var likes = state.Reactions.Count(r => r.Post == post.Urn);
        var comments = state.Comments.Where(c => c.Post == post.Urn).ToList();
        return new JsonObject
        {
            ["likesSummary"] = new JsonObject { ["totalLikes"] = likes, ["aggregatedTotalLikes"] = likes, ["likedByCurrentUser"] = false, ["selectedLikes"] = new JsonArray() },
            ["commentsSummary"] = new JsonObject { ["totalFirstLevelComments"] = comments.Count(c => c.Parent is null), ["aggregatedTotalComments"] = comments.Count, ["selectedComments"] = new JsonArray() },
            ["target"] = post.Urn,
        };
    }

    private static JsonObject Metadata(LinkedInState state, LinkedInStoredPost post)
    {
        var kinds = new JsonObject();
        foreach (var kind in state.Reactions.Where(r => r.Post == post.Urn).GroupBy(r => r.Kind))
        {
            kinds[kind.Key] = new JsonObject { ["reactionType"] = kind.Key, ["count"] = kind.Count() };
        }

        var comments = state.Comments.Where(c => c.Post == post.Urn).ToList();
        return new JsonObject
        {
            ["commentsState"] = "OPEN",
            ["commentSummary"] = new JsonObject { ["count"] = comments.Count, ["topLevelCount"] = comments.Count(c => c.Parent is null) },
            ["reactionSummaries"] = kinds,
        };
    }

    private static string? EntityIn(string key) => key.StartsWith("(entity:", StringComparison.Ordinal) && key.EndsWith(')') ? key["(entity:".Length..^1] : null;

    [GeneratedRegex(@"^urn:li:comment:\((?<post>urn:li:[A-Za-z]+:[0-9]+),(?<number>[0-9]+)\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();
}
