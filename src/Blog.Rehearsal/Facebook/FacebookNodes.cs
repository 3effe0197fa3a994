using System.Globalization;
using System.Text.Json.Nodes;

namespace Blog.Rehearsal.Facebook;

/// <summary>Things as JSON, with the fields that were asked for. A field that does not exist is refused; one that exists and is empty is left out.</summary>
internal sealed class FacebookNodes(FacebookWorld world)
{
    private static readonly string[] EmptyOfPost =
    [
        "story", "picture", "full_picture", "icon", "privacy", "place", "parent_id", "properties", "targeting", "feed_targeting", "to", "via", "actions", "message_tags", "story_tags",
        "promotable_id", "is_popular", "is_spherical", "is_expired", "timeline_visibility", "scheduled_publish_time", "backdated_time", "call_to_action", "child_attachments", "event", "target", "width", "height",
    ];

    private static readonly IReadOnlyList<FacebookField> UsualOfComment = FacebookField.Read("created_time,from,message")!;

    private static readonly string[] Attached = ["description", "media", "media_type", "subattachments", "target", "title", "type", "unshimmed_url", "url"];

    /// <summary>The first field that things of a type don't have, for a list without any.</summary>
    public string? FirstUnknown(string type, IReadOnlyList<FacebookField> fields) => type == "PagePost"
        ? fields.FirstOrDefault(f => f.Name == "attachments" && UnknownOf(f) is not null) is { } bad ? UnknownOf(bad) : null
        : null;

    public (JsonObject? Node, string? Unknown) Post(FacebookRequest request, FacebookCall call, StoredPost post, IReadOnlyList<FacebookField> fields)
    {
        var node = new JsonObject();
        foreach (var field in fields)
        {
            if (field.Name == "attachments" && UnknownOf(field) is { } unknown)
            {
                return (null, unknown);
            }

            if (!EmptyOfPost.Contains(field.Name) && !Put(node, field, PostField(request, call, post, field)))
            {
                return (null, field.Name);
            }
        }

        node["id"] = post.Id;
        return (node, null);
    }

    public (JsonObject? Node, string? Unknown) Comment(FacebookRequest request, FacebookCall call, StoredComment comment, IReadOnlyList<FacebookField> fields)
    {
        var page = world.Page(world.Post(comment.PostId)?.PageId);
        var isOwn = comment.FromId == page?.Id;
        var node = new JsonObject();
        foreach (var field in fields)
        {
            (bool Is, JsonNode? Value) value = field.Name switch
            {
                "id" => (true, comment.Id),
                "message" => (true, comment.Message),
                "created_time" => (true, Time(comment.CreatedAt)),
                "from" => (true, isOwn || world.May(call, "pages_read_user_content") ? Named(comment.FromId, comment.FromName) : null),
                "parent" => (true, comment.ParentId is { } parent ? new JsonObject { ["id"] = parent } : null),
                "like_count" => (true, 0),
                "comment_count" => (true, world.State.Comments.Count(c => c.ParentId == comment.Id)),
                "permalink_url" => (true, $"{request.Base}/{comment.PostId}?comment_id={comment.Id[(comment.Id.IndexOf('_', StringComparison.Ordinal) + 1)..]}"),
                "is_hidden" or "can_hide" or "can_comment" or "can_remove" or "user_likes" => (true, false),
                "attachment" or "message_tags" or "object" or "admin_creator" or "application" => (true, null),
                _ => (false, null),
            };
            if (!Put(node, field, value))
            {
                return (null, field.Name);
            }
        }

        // Who may moderate sees ids of others' comments.
        if (isOwn || (page is not null && world.Does(call, page, "MODERATE", "MANAGE")))
        {
            node["id"] = comment.Id;
        }
        else
        {
            node.Remove("id");
        }

        return (node, null);
    }

    public (JsonObject? Node, string? Unknown) Photo(FacebookRequest request, StoredPhoto photo, IReadOnlyList<FacebookField> fields) => Simple(photo.Id, fields, name => name switch
    {
        "id" => (true, photo.Id),
        "alt_text" => (true, photo.Alt.Length > 0 ? photo.Alt : "May be an image of text"),
        "alt_text_custom" => (true, photo.Alt.Length > 0 ? photo.Alt : null),
        "created_time" => (true, Time(photo.CreatedAt)),
        "link" => (true, $"{request.Base}/photo.php?fbid={photo.Id}"),
        "images" => (true, new JsonArray(new JsonObject { ["source"] = $"{request.Base}/photo.php?fbid={photo.Id}", ["width"] = 32, ["height"] = 32 })),
        "page_story_id" => (true, photo.PostId),
        "name" or "album" or "from" or "icon" or "picture" or "place" or "target" or "width" or "height" or "source" or "updated_time" => (true, null),
        _ => (false, null),
    });

    public (JsonObject? Node, string? Unknown) Page(FacebookRequest request, StoredPage page, IReadOnlyList<FacebookField> fields) => Simple(page.Id, fields, name => name switch
    {
        "id" => (true, page.Id),
        "name" => (true, page.Name),
        "category" => (true, "Personal blog"),
        "link" => (true, $"{request.Base}/{page.Id}"),
        "is_published" or "can_post" => (true, true),
        "fan_count" or "followers_count" => (true, 0),
        "about" or "access_token" or "category_list" or "has_transitioned_to_new_page_experience" or "username" or "verification_status" => (true, null),
        _ => (false, null),
    });

    public static (JsonObject? Node, string? Unknown) Person(StoredPerson person, IReadOnlyList<FacebookField> fields) => Simple(person.Id, fields, name => name switch
    {
        "id" => (true, person.Id),
        "name" => (true, person.Name),
        "first_name" or "last_name" or "email" => (true, null),
        _ => (false, null),
    });

    public static (JsonObject? Node, string? Unknown) Reaction(StoredReaction reaction, IReadOnlyList<FacebookField> fields) => Simple(reaction.PersonId, fields, name => name switch
    {
        "id" => (true, reaction.PersonId),
        "name" => (true, reaction.Name),
        "type" => (true, reaction.Type),
        _ => (false, null),
    });

    private (bool Is, JsonNode? Value) PostField(FacebookRequest request, FacebookCall call, StoredPost post, FacebookField field) => field.Name switch
    {
        "id" => (true, post.Id),
        "message" => (true, post.Message.Length > 0 ? post.Message : null),
        "created_time" => (true, Time(post.CreatedAt)),
        "updated_time" => (true, Time(post.ChangedAt ?? post.CreatedAt)),
        "permalink_url" => (true, $"{request.Base}/{post.PageId}/posts/{post.Id[(post.PageId.Length + 1)..]}"),
        "from" => (true, Named(post.PageId, world.Page(post.PageId)?.Name ?? "")),
        "application" => (true, world.App(post.AppId) is { } app ? Named(app.Id, app.Name) : null),
        "is_hidden" => (true, post.IsHidden),
        "is_published" => (true, post.IsPublished),
        "status_type" => (true, post.PhotoIds.Count > 0 ? "added_photos" : post.Link is not null ? "shared_story" : "mobile_status_update"),
        "shares" => (true, post.Shares > 0 ? new JsonObject { ["count"] = post.Shares } : null),
        "attachments" => (true, Attachments(request, post, field)),
        "comments" => (true, Counted(
            field, world.State.Comments.Where(c => c.PostId == post.Id && c.ParentId is null).ToList(),
            c => Comment(request, call, c, UsualOfComment).Node,
            count => new JsonObject { ["order"] = "chronological", ["total_count"] = count, ["can_comment"] = true })),
        "reactions" or "likes" => (true, Counted(
            field, world.State.Reactions.Where(r => r.PostId == post.Id && (field.With.GetValueOrDefault("type", field.Name == "likes" ? "LIKE" : r.Type) == r.Type)).ToList(),
            r => new JsonObject { ["id"] = r.PersonId, ["name"] = r.Name, ["type"] = r.Type },
            count => new JsonObject { ["total_count"] = count })),
        _ => (false, null),
    };

    private static JsonObject Counted<T>(FacebookField field, List<T> all, Func<T, JsonNode?> show, Func<int, JsonObject> summary)
    {
        var limit = int.TryParse(field.With.GetValueOrDefault("limit", "25"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 25;
        var counted = new JsonObject { ["data"] = new JsonArray([.. all.Take(limit).Select(show)]) };
        if (field.With.GetValueOrDefault("summary") is "true" or "1" or "total_count")
        {
            counted["summary"] = summary(all.Count);
        }

        return counted;
    }

    private JsonObject? Attachments(FacebookRequest request, StoredPost post, FacebookField field)
    {
        JsonObject Shown(string type, string url, string unshimmed, string? title)
        {
            var shown = new JsonObject();
            foreach (var name in field.Below.Count > 0 ? field.Below.Select(f => f.Name) : ["target", "title", "type", "url"])
            {
                JsonNode? value = name switch
                {
                    "type" => type,
                    "media_type" => type == "share" ? "link" : "photo",
                    "url" => url,
                    "unshimmed_url" => unshimmed,
                    "title" => title,
                    "target" => new JsonObject { ["url"] = url },
                    _ => null,
                };
                if (value is not null)
                {
                    shown[name] = value;
                }
            }

            return shown;
        }

        if (post.PhotoIds.Count > 0)
        {
            var url = $"{request.Base}/photo.php?fbid={post.PhotoIds[0]}";
            return new JsonObject { ["data"] = new JsonArray(Shown(post.PhotoIds.Count > 1 ? "album" : "photo", url, url, null)) };
        }

        // As the real one: the visible address leads through a page that warns.
        return post.Link is { } link
            ? new JsonObject { ["data"] = new JsonArray(Shown("share", $"https://l.facebook.com/l.php?u={Uri.EscapeDataString(link)}&h=AT0", link, "Page at the link")) }
            : null;
    }

    private string? UnknownOf(FacebookField attachments) =>
        attachments.Below.FirstOrDefault(f => !Attached.Contains(f.Name) || (f.Name == "unshimmed_url" && !world.KnowsUnshimmed))?.Name;

    private static (JsonObject? Node, string? Unknown) Simple(string id, IReadOnlyList<FacebookField> fields, Func<string, (bool, JsonNode?)> value)
    {
        var node = new JsonObject();
        foreach (var field in fields)
        {
            if (!Put(node, field, value(field.Name)))
            {
                return (null, field.Name);
            }
        }

        node["id"] = id;
        return (node, null);
    }

    private static bool Put(JsonObject node, FacebookField field, (bool Is, JsonNode? Value) value)
    {
        if (value.Value is not null)
        {
            node[field.Key] = value.Value;
        }

        return value.Is;
    }

    private static JsonObject Named(string id, string name) => new() { ["id"] = id, ["name"] = name };

    // No colon in the offset.
    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
}
