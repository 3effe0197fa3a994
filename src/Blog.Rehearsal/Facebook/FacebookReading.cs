using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>Lists of posts, comments and reactions, and single things.</summary>
internal sealed class FacebookReading(FacebookWorld world)
{
    private const int MaxPage = 100;
    private const int DefaultPage = 25;
    private const string Right = "pages_read_engagement";

    private readonly FacebookNodes _nodes = new(world);

    /// <summary>Where a list goes on; null: nothing was said, or nothing that can be read.</summary>
    public static long? CursorOf(string? cursor)
    {
        try
        {
            return cursor is null ? null : long.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(cursor)), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>How a list goes on.</summary>
    public static JsonObject Paging(FacebookRequest request, int from, int count, bool hasMore)
    {
        static string Cursor(int at) => Convert.ToBase64String(Encoding.ASCII.GetBytes(at.ToString(CultureInfo.InvariantCulture)));
        var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = Cursor(from), ["after"] = Cursor(from + count) } };
        if (hasMore)
        {
            var query = string.Join('&', request.Call.Query.Where(q => q.Key is not ("after" or "access_token")).Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value[0] ?? "")}"));
            paging["next"] = $"{request.Call.Address.GetLeftPart(UriPartial.Path)}?{query}&after={Uri.EscapeDataString(Cursor(from + count))}";
        }

        return paging;
    }

    /// <summary>Posts of a Page; published ones newest first, but what is ranked stands before all.</summary>
    public WireReply Posts(FacebookRequest request, FacebookCall call, StoredPage page)
    {
        if (call.Token?.PageId is null)
        {
            return FacebookErrors.PageTokenNeeded;
        }

        if (call.PageId != page.Id || !world.May(call, Right))
        {
            return FacebookErrors.MayNot;
        }

        var now = world.Now;
        var posts = world.State.Posts.Of(page.Id)
            .Where(p => p.IsPublished && p.CreatedAt + world.TimelineLag <= now)
            .Where(p => request.Number("since") is not { } since || p.CreatedAt.ToUnixTimeSeconds() >= since)
            .Where(p => request.Number("until") is not { } until || p.CreatedAt.ToUnixTimeSeconds() <= until)
            .OrderByDescending(p => world.Ranked.Contains(p.Id)).ThenByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id, StringComparer.Ordinal);
        return List(request, [.. posts], "PagePost", (post, fields) => _nodes.Post(request, call, post, fields), ["created_time", "message", "id"]);
    }

    /// <summary>Comments below a post or a comment.</summary>
    public WireReply Comments(FacebookRequest request, FacebookCall call, string id)
    {
        if (!world.May(call, Right))
        {
            return FacebookErrors.MayNot;
        }

        var post = world.Post(id);
        var parent = world.Comment(id);
        if (post is null && parent is null)
        {
            return FacebookErrors.Missing("GET", id);
        }

        var isStream = request["filter"] == "stream";
        if (request["filter"] is not (null or "toplevel" or "stream") || request["order"] is not (null or "chronological" or "reverse_chronological"))
        {
            return FacebookErrors.Invalid;
        }

        var comments = world.State.Comments
            .Where(c => post is not null ? c.PostId == post.Id && (isStream || c.ParentId is null) : c.ParentId == parent!.Id)
            .Where(c => request.Number("since") is not { } since || c.CreatedAt.ToUnixTimeSeconds() >= since)
            .ToList();
        if (request["order"] == "reverse_chronological")
        {
            comments.Reverse();
        }

        var summary = request.IsTrue("summary")
            ? new JsonObject { ["order"] = request["order"] == "reverse_chronological" ? "reverse_chronological" : "chronological", ["total_count"] = comments.Count, ["can_comment"] = true }
            : null;
        return List(request, comments, "Comment", (comment, fields) => _nodes.Comment(request, call, comment, fields), ["created_time", "from", "message", "id"], summary);
    }

    /// <summary>Reactions to a post.</summary>
    public WireReply Reactions(FacebookRequest request, FacebookCall call, string id)
    {
        if (!world.May(call, Right))
        {
            return FacebookErrors.MayNot;
        }

        if (world.Post(id) is not { } post)
        {
            return FacebookErrors.Missing("GET", id);
        }

        var reactions = world.State.Reactions.Where(r => r.PostId == post.Id && (request["type"] is not { } type || r.Type == type)).ToList();
        var summary = request["summary"] is { } s and not "false" && (s is "true" or "1" || s.Contains("total_count", StringComparison.Ordinal)) ? new JsonObject { ["total_count"] = reactions.Count } : null;
        return List(request, reactions, "Reaction", (reaction, fields) => FacebookNodes.Reaction(reaction, fields), ["id", "name", "type"], summary);
    }

    /// <summary>One thing by its id.</summary>
    public WireReply Node(FacebookRequest request, FacebookCall call, string id)
    {
        if (FieldsOf(request, []) is not { } fields)
        {
            return FacebookErrors.Invalid;
        }

        if (world.Post(id) is { } post)
        {
            return world.May(call, Right) ? One(_nodes.Post(request, call, post, fields.Count > 0 ? fields : Default("created_time", "message", "id")), "PagePost") : FacebookErrors.MayNot;
        }

        return world.Comment(id) is { } comment
                ? One(_nodes.Comment(request, call, comment, fields.Count > 0 ? fields : Default("created_time", "from", "message", "id")), "Comment")
            : world.Photo(id) is { } photo ? One(_nodes.Photo(request, photo, fields.Count > 0 ? fields : Default("created_time", "id")), "Photo")
            : world.Page(id) is { } page ? One(_nodes.Page(request, page, fields.Count > 0 ? fields : Default("name", "id")), "Page")
            : FacebookErrors.Missing(request.Call.Method, id);
    }

    /// <summary>Who the token acts for.</summary>
    public WireReply Me(FacebookRequest request, FacebookCall call)
    {
        if (call.Token is not { } token)
        {
            return FacebookErrors.TokenMissing;
        }

        if (FieldsOf(request, ["name", "id"]) is not { } fields)
        {
            return FacebookErrors.Invalid;
        }

        return token.PageId is { } pageId && world.Page(pageId) is { } page
            ? One(_nodes.Page(request, page, fields), "Page")
            : One(FacebookNodes.Person(world.Person(token.PersonId), fields), "User");
    }

    /// <summary>What was made, with the fields that the call asked for; the id alone if it asked for none.</summary>
    public WireReply Made(FacebookRequest request, FacebookCall call, string id) =>
        FieldsOf(request, ["id"]) is { } fields
            ? world.Post(id) is { } post ? One(_nodes.Post(request, call, post, fields), "PagePost") : One(_nodes.Comment(request, call, world.Comment(id)!, fields), "Comment")
            : FacebookErrors.Invalid;

    private static WireReply One((JsonObject? Node, string? Unknown) made, string type) =>
        made.Unknown is { } unknown ? FacebookErrors.UnknownField(unknown, type) : WireReply.Json(200, made.Node!);

    private WireReply List<T>(
        FacebookRequest request, List<T> all, string type, Func<T, IReadOnlyList<FacebookField>, (JsonObject? Node, string? Unknown)> show, string[] usual, JsonObject? summary = null)
    {
        if (FieldsOf(request, usual) is not { } fields || (request["after"] is { } after && CursorOf(after) is null)
            || (request["limit"] is not null && request.Number("limit") is not (>= 0 and <= MaxPage)))
        {
            return FacebookErrors.Invalid;
        }

        // A field is refused also where there is nothing that could have it.
        var size = (int)(request.Number("limit") ?? DefaultPage);
        var from = (int)Math.Min(CursorOf(request["after"]) ?? 0, int.MaxValue);
        var data = new JsonArray();
        foreach (var item in all.Skip(from).Take(size))
        {
            var (node, unknown) = show(item, fields);
            if (unknown is not null)
            {
                return FacebookErrors.UnknownField(unknown, type);
            }

            data.Add(node);
        }

        if (data.Count == 0 && _nodes.FirstUnknown(type, fields) is { } missing)
        {
            return FacebookErrors.UnknownField(missing, type);
        }

        var answer = new JsonObject { ["data"] = data };
        if (data.Count > 0)
        {
            answer["paging"] = Paging(request, from, data.Count, from + data.Count < all.Count);
        }

        if (summary is not null)
        {
            answer["summary"] = summary;
        }

        return WireReply.Json(200, answer);
    }

    private static IReadOnlyList<FacebookField>? FieldsOf(FacebookRequest request, string[] usual) =>
        request["fields"] is { } asked ? FacebookField.Read(asked) : Default(usual);

    private static IReadOnlyList<FacebookField> Default(params string[] names) =>
        [.. names.Select(n => new FacebookField(n, [], new Dictionary<string, string>()))];
}
