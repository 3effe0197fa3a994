using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Makes and deletes posts by X's rules. The emulator's lock is held.</summary>
internal sealed partial class XWriting(XState state, XShapes shapes, Weather weather)
{
    private static readonly string[] Members =
    [
        "text", "media", "reply", "quote_tweet_id", "poll", "reply_settings", "community_id", "share_with_followers", "geo", "nullcast",
        "for_super_followers_only", "card_uri", "direct_message_deep_link", "made_with_ai", "paid_partnership", "edit_options",
    ];

    // In the schema, but not for accounts and apps of this kind.
    private static readonly string[] NotForUs = ["quote_tweet_id", "poll", "community_id", "nullcast", "for_super_followers_only", "card_uri", "direct_message_deep_link", "edit_options", "geo"];

    private static readonly string[] MediaMembers = ["media_ids", "tagged_user_ids", "call_to_actions", "description", "embeddable", "preview_media_id", "title"];
    private static readonly string[] ReplyMembers = ["in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"];

    /// <summary>Longest text, weighted.</summary>
    public int MaxWeight { get; set; } = 280;

    /// <summary>How often a post was asked for, refused ones included.</summary>
    public int Calls { get; private set; }

    /// <summary>A text stays a duplicate after its post was deleted.</summary>
    public bool RemembersDeleted { get; set; }

    /// <summary>How long a new post can't be answered.</summary>
    public TimeSpan ParentLag { get; set; }

    /// <summary>See <see cref="XGone"/>.</summary>
    public XGone Gone { get; set; }

    public WireReply Create(XAccount account, WireCall call)
    {
        Calls++;
        if (XForm.Json(call) is not { } asked)
        {
            return XProblems.Invalid("The request body is not a JSON object.");
        }

        if (Unknown(asked) is { } unknown)
        {
            return XProblems.UnknownMember(unknown);
        }

        var media = Strings(XForm.At(asked, "media", "media_ids"));
        var parentId = asked["reply"] is null ? null : XForm.At(asked, "reply", "in_reply_to_tweet_id") is JsonValue id && id.TryGetValue<string>(out var answered) ? answered : "";
        var text = asked["text"] is JsonValue value && value.TryGetValue<string>(out var given) ? given : "";
        if (asked["text"] is not (null or JsonValue) || (text.Length > 0 ? !WeightedText.IsAllowed(text) : asked["media"] is null))
        {
            return XProblems.Invalid("$.text: is missing or holds what is no text");
        }

        if ((asked["media"] is not null && media is not { Count: >= 1 and <= 4 }) || (parentId is not null && !IsId(parentId)))
        {
            return XProblems.Invalid("$.media.media_ids or $.reply.in_reply_to_tweet_id: is not valid");
        }

        if (Refusal(account, asked, text, parentId) is { } refusal)
        {
            return refusal;
        }

        if (Pictures(account, media ?? []) is not { } pictures)
        {
            return XProblems.InvalidMedia(media!);
        }

        var post = new XPost(state.NextId(), account.Id, weather.Keep(text), state.Now) { Pictures = pictures, InReplyTo = parentId };
        state.Add(post);
        return WireReply.Json(201, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = post.Id, ["text"] = shapes.Rewritten(post).Text, ["edit_history_tweet_ids"] = new JsonArray(post.Id) },
        });
    }

    public WireReply Delete(XAccount account, string id)
    {
        if (!IsId(id))
        {
            return XProblems.Invalid($"The `id` query parameter value [{id}] is not valid");
        }

        if (state.Post(id) is not { } post)
        {
            return XProblems.NotFound(id, Gone);
        }

        if (post.AccountId != account.Id)
        {
            return XProblems.Forbidden("You are not authorized to delete this Tweet.");
        }

        state.Posts.Remove(post);
        state.Deleted.Add(post);
        state.Touch();
        return WireReply.Json(200, new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } });
    }

    /// <summary>Hides an answer in a conversation of the account, or shows it again.</summary>
    public WireReply Hide(XAccount account, string id, WireCall call)
    {
        if (XForm.Json(call)?["hidden"] is not JsonValue value || !value.TryGetValue<bool>(out var isHidden))
        {
            return XProblems.Invalid("$.hidden: is missing");
        }

        if (state.Post(id) is not { InReplyTo: not null } reply || state.Post(state.Root(reply))?.AccountId != account.Id)
        {
            return XProblems.NotPermitted();
        }

        state.Change(reply, p => p with { IsMuted = isHidden });
        return WireReply.Json(200, new JsonObject { ["data"] = new JsonObject { ["hidden"] = isHidden } });
    }

    private static string? Unknown(JsonObject asked) =>
        asked.Select(m => m.Key).FirstOrDefault(m => !Members.Contains(m))
        ?? Below(asked, "media", MediaMembers)
        ?? Below(asked, "reply", ReplyMembers);

    private static string? Below(JsonObject asked, string name, string[] known) =>
        (asked[name] as JsonObject)?.Select(m => m.Key).FirstOrDefault(m => !known.Contains(m)) is { } unknown ? $"{name}.{unknown}" : null;

    private WireReply? Refusal(XAccount account, JsonObject asked, string text, string? parentId)
    {
        if (asked.Any(m => NotForUs.Contains(m.Key)) || WeightedText.Measure(text) > MaxWeight)
        {
            return XProblems.NotPermitted();
        }

        if (Cashtag().Count(text) > 1)
        {
            return XProblems.Forbidden("You can use a maximum of one cashtag in a post.");
        }

        if (parentId is not null)
        {
            if (state.Post(parentId) is not { } parent || parent.CreatedAt + ParentLag > state.Now)
            {
                return XProblems.Forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.");
            }

            // Answers to others only where their author has called.
            if (parent.AccountId != account.Id && !parent.Text.Contains('@' + account.Username, StringComparison.OrdinalIgnoreCase))
            {
                return XProblems.NotPermitted();
            }
        }

        var source = text.Normalize().Trim();
        return text.Length > 0 && state.Posts.Of(account.Id).Concat(RemembersDeleted ? state.Deleted.Where(p => p.AccountId == account.Id) : []).Any(p => p.Text.Normalize().Trim() == source)
            ? XProblems.Forbidden("You are not allowed to create a Tweet with duplicate content.")
            : null;
    }

    // Null: one of them is not there, not ready, expired, of somebody else, or they can't be together.
    private List<XPicture>? Pictures(XAccount account, List<string> ids)
    {
        var files = ids.Select(id => state.Media.GetValueOrDefault(id))
            .Where(m => m is { State: XMediaState.Ready } && m.AccountId == account.Id && m.ExpiresAt > state.Now)
            .OfType<XMediaFile>()
            .ToList();
        var isMixed = files.Count > 1 && files.Any(m => m.Category != "tweet_image");
        return files.Count != ids.Count || ids.Distinct().Count() != ids.Count || isMixed ? null : [.. files.Select(m => new XPicture(m.Id, m.MediaType, m.Alt))];
    }

    private static List<string>? Strings(JsonNode? node) =>
        node is JsonArray list && list.All(i => i is JsonValue v && v.TryGetValue<string>(out var text) && IsId(text)) ? [.. list.Select(i => i!.GetValue<string>())] : null;

    private static bool IsId(string id) => id is { Length: > 0 and <= 19 } && id.All(char.IsAsciiDigit);

    [GeneratedRegex(@"(?:^|\s)\$[A-Za-z]{1,6}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Cashtag();
}
