using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Blog.Networks.X;

namespace Blog.Rehearsal.X;

/// <summary>Posts, users and pictures as X words them, in both namings. The emulator's lock is held.</summary>
internal sealed class XShapes(XState state)
{
    private const int MaxWeight = 280;

    public static JsonObject User(XAccount account) => new() { ["id"] = account.Id, ["name"] = account.Name, ["username"] = account.Username };

    /// <summary>Answer with one post or a list, and what its expansions bring along.</summary>
    public JsonObject Answer(JsonNode? data, IReadOnlyList<XPost> posts, XAsk ask, string mediaBase)
    {
        var answer = new JsonObject();
        if (data is not null)
        {
            answer["data"] = data;
        }

        var includes = new JsonObject();
        Include(includes, "users", ask.Expands("author_id") ? posts.Select(p => p.AccountId).Distinct().Select(state.Account).OfType<XAccount>().Select(User) : []);
        Include(includes, "media", ask.Expands("attachments.media_keys") ? posts.SelectMany(p => p.Pictures).Select(p => Media(p, ask, mediaBase)) : []);
        var above = ask.Expands("referenced_tweets.id") || ask.Expands("referenced_posts")
            ? posts.Select(p => p.InReplyTo).OfType<string>().Distinct().Select(state.Post).OfType<XPost>().Select(p => Post(p, ask))
            : [];
        Include(includes, ask.IsNew ? "posts" : "tweets", above);
        if (includes.Count > 0)
        {
            answer["includes"] = includes;
        }

        return answer;
    }

    public JsonObject Post(XPost post, XAsk ask)
    {
        var (text, urls) = Rewritten(post);
        var isLong = WeightedText.Measure(post.Text) > MaxWeight;
        var cut = isLong ? Cut(text) : text;
        var shown = new JsonObject { ["id"] = post.Id, ["text"] = isLong ? cut + '…' : text, [ask.IsNew ? "edit_history_post_ids" : "edit_history_tweet_ids"] = new JsonArray(post.Id) };
        if (ask.Wants("created_at"))
        {
            shown["created_at"] = post.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        if (ask.Wants("author_id") || ask.Expands("author_id"))
        {
            shown["author_id"] = post.AccountId;
        }

        if (ask.Wants("conversation_id"))
        {
            shown["conversation_id"] = state.Root(post);
        }

        if (ask.Wants("entities") && urls.Count > 0)
        {
            shown["entities"] = new JsonObject { ["urls"] = new JsonArray([.. urls.Where(u => u!["end"]!.GetValue<int>() <= cut.Length).Select(u => u!.DeepClone())]) };
        }

        // A text that is longer stands here, whole.
        if (isLong && ask.Wants(ask.IsNew ? "note_post" : "note_tweet"))
        {
            shown[ask.IsNew ? "note_post" : "note_tweet"] = new JsonObject { ["text"] = text, ["entities"] = new JsonObject { ["urls"] = urls } };
        }

        if (ask.Wants("public_metrics"))
        {
            shown["public_metrics"] = Metrics(post, ask);
        }

        if (post.Pictures.Count > 0 && (ask.Wants("attachments") || ask.Expands("attachments.media_keys")))
        {
            shown["attachments"] = new JsonObject { ["media_keys"] = new JsonArray([.. post.Pictures.Select(p => (JsonNode)KeyOf(p))]) };
        }

        AddReferences(shown, post, ask);
        return shown;
    }

    /// <summary>As the real one: what it takes for a link is replaced by a short one, pictures add one, and the text comes back HTML-escaped.</summary>
    public (string Text, JsonArray Urls) Rewritten(XPost post)
    {
        var source = post.Text.Normalize();
        var text = new StringBuilder();
        var urls = new JsonArray();
        var at = 0;
        foreach (var link in LinkScanner.Find(source).Where(l => l.IsCertain))
        {
            text.Append(WebUtility.HtmlEncode(source[at..link.Start]));
            var original = source.Substring(link.Start, link.Length);
            AppendShort(text, urls, post, original.Contains("://", StringComparison.Ordinal) ? original : "http://" + original, original);
            at = link.Start + link.Length;
        }

        text.Append(WebUtility.HtmlEncode(source[at..]));
        if (post.Pictures.Count > 0)
        {
            text.Append(text.Length > 0 ? " " : "");
            var page = $"https://x.com/{state.Account(post.AccountId)?.Username}/status/{post.Id}/photo/1";
            AppendShort(text, urls, post, page, "pic.x.com/" + post.Pictures[0].MediaId)["media_key"] = KeyOf(post.Pictures[0]);
        }

        return (text.ToString(), urls);
    }

    private static string Cut(string text)
    {
        var cut = text[..Math.Min(text.Length, MaxWeight - 1)];
        while (WeightedText.Measure(cut) >= MaxWeight)
        {
            cut = cut[..^1];
        }

        return cut;
    }

    private static JsonObject AppendShort(StringBuilder text, JsonArray urls, XPost post, string expanded, string display)
    {
        var shortened = $"https://t.co/{XState.Order(post.Id) % 1_000_000_000:D9}{urls.Count}";
        var url = new JsonObject { ["start"] = text.Length, ["end"] = text.Length + shortened.Length, ["url"] = shortened, ["expanded_url"] = expanded, ["display_url"] = display };
        urls.Add(url);
        text.Append(shortened);
        return url;
    }

    private void AddReferences(JsonObject shown, XPost post, XAsk ask)
    {
        if (post.InReplyTo is not { } parent)
        {
            return;
        }

        if (ask.Wants("referenced_tweets") || ask.Expands("referenced_tweets.id") || ask.Expands("referenced_posts"))
        {
            shown[ask.IsNew ? "referenced_posts" : "referenced_tweets"] = new JsonArray(new JsonObject { ["type"] = "replied_to", ["id"] = parent });
        }

        if ((ask.Wants("in_reply_to_user_id") || ask.Expands("in_reply_to_user_id")) && state.Post(parent) is { } above)
        {
            shown["in_reply_to_user_id"] = above.AccountId;
        }
    }

    private JsonObject Metrics(XPost post, XAsk ask) => new()
    {
        [ask.IsNew ? "repost_count" : "retweet_count"] = post.RepostedBy.Count,
        ["reply_count"] = state.Posts.Count(p => p.InReplyTo == post.Id),
        ["like_count"] = post.LikedBy.Count,
        ["quote_count"] = 0,
        ["bookmark_count"] = 0,
        ["impression_count"] = 0,
    };

    private static JsonObject Media(XPicture picture, XAsk ask, string mediaBase)
    {
        var shown = new JsonObject { ["media_key"] = KeyOf(picture), ["type"] = picture.MediaType == "image/gif" ? "animated_gif" : "photo" };
        if (ask.MediaFields.Contains("url"))
        {
            shown["url"] = $"{mediaBase}/media/{picture.MediaId}";
        }

        if (ask.MediaFields.Contains("alt_text") && picture.Alt.Length > 0)
        {
            shown["alt_text"] = picture.Alt;
        }

        return shown;
    }

    private static string KeyOf(XPicture picture) => (picture.MediaType == "image/gif" ? "16_" : "3_") + picture.MediaId;

    private static void Include(JsonObject includes, string name, IEnumerable<JsonObject> things)
    {
        var list = new JsonArray([.. things]);
        if (list.Count > 0)
        {
            includes[name] = list;
        }
    }
}
