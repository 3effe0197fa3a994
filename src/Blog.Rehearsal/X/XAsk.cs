using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Which fields a call asks for, in the naming of the parameter that it used.</summary>
internal sealed record XAsk(bool IsNew, IReadOnlyList<string> Fields, IReadOnlyList<string> Expansions, IReadOnlyList<string> MediaFields)
{
    private static readonly string[] Common =
    [
        "article", "attachments", "card_uri", "community_id", "context_annotations", "conversation_id", "created_at", "display_text_range", "edit_controls", "entities", "geo", "id",
        "lang", "media_metadata", "non_public_metrics", "organic_metrics", "possibly_sensitive", "promoted_metrics", "public_metrics", "reply_settings", "scopes", "source",
        "suggested_source_links", "suggested_source_links_with_counts", "text", "withheld",
    ];

    private static readonly string[] OldFields = [.. Common, "author_id", "edit_history_tweet_ids", "in_reply_to_user_id", "note_tweet", "referenced_tweets"];
    private static readonly string[] NewFields = [.. Common, "article_title", "matched_media_notes", "note_post", "note_request_suggestions", "paid_partnership"];

    private static readonly string[] OldExpansions =
    [
        "article.cover_media", "article.media_entities", "attachments.media_keys", "attachments.media_source_tweet", "attachments.poll_ids", "author_id", "edit_history_tweet_ids",
        "entities.mentions.username", "geo.place_id", "in_reply_to_user_id", "entities.note.mentions.username", "referenced_tweets.id", "referenced_tweets.id.attachments.media_keys",
        "referenced_tweets.id.author_id",
    ];

    private static readonly string[] NewExpansions =
    [
        "article.cover_media", "article.media_entities", "attachments.media_keys", "attachments.media_source_tweet", "attachments.poll_ids", "author_id", "edit_history_post_ids",
        "entities.mentions.username", "geo.place_id", "in_reply_to_user_id", "referenced_posts", "username",
    ];

    private static readonly string[] MediaFieldNames =
    [
        "alt_text", "duration_ms", "height", "media_key", "non_public_metrics", "organic_metrics", "preview_image_url", "promoted_metrics", "public_metrics", "type", "url", "variants", "width",
    ];

    private static readonly string[] Shared = ["tweet.fields", "post.fields", "expansions", "user.fields", "media.fields", "poll.fields", "place.fields"];

    /// <summary>Reads and checks the parameters; <paramref name="own"/> are those of the operation itself.</summary>
    public static (XAsk? Ask, WireReply? Refusal) Read(WireCall call, params string[] own)
    {
        string[] known = [.. own, .. Shared];
        if (call.Query.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown)
        {
            return (null, XProblems.Invalid($"The query parameter [{unknown}] is not one of [{string.Join(',', known)}]"));
        }

        var expansions = List(call, "expansions");
        var isNew = call.Query.ContainsKey("post.fields") || (!call.Query.ContainsKey("tweet.fields") && expansions.Except(OldExpansions).Any());
        var ask = new XAsk(isNew, List(call, isNew ? "post.fields" : "tweet.fields"), expansions, List(call, "media.fields"));
        var wrong = ask.Fields.Except(isNew ? NewFields : OldFields)
            .Concat(expansions.Except(isNew ? NewExpansions : OldExpansions))
            .Concat(ask.MediaFields.Except(MediaFieldNames)).FirstOrDefault();
        return wrong is null ? (ask, null) : (null, XProblems.Invalid($"The query parameter value [{wrong}] is not one of the allowed values"));
    }

    public bool Wants(string field) => Fields.Contains(field);

    public bool Expands(string expansion) => Expansions.Contains(expansion);

    private static string[] List(WireCall call, string name) => (call.Asked(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}
