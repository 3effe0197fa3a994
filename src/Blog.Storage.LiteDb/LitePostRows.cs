using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>Posts and their saves as documents.</summary>
internal static class LitePostRows
{
    /// <summary>A post as it shall be stored under its <paramref name="number"/>; what other verbs count in it comes from <paramref name="old"/>.</summary>
    public static BsonDocument Write(Post post, long number, int? year, BsonDocument? old) => new()
    {
        ["_id"] = post.Id.Stored(),
        ["number"] = number,
        ["slug"] = LiteDocuments.Key(post.Slug),
        ["path"] = post.Path.Length == 0 ? BsonValue.Null : LiteDocuments.Key(post.Path),
        ["source"] = post.Source is { } source ? LiteDocuments.Key(source.Key) : BsonValue.Null,
        ["slug_text"] = post.Slug,
        ["path_text"] = post.Path,
        ["source_key"] = post.Source?.Key,
        ["source_hash"] = post.Source?.Hash,
        ["source_revision"] = (post.Source?.Revision).Stored(),
        ["revision"] = post.Revision,
        ["status"] = post.Status.ToString(),
        ["title"] = post.Title,
        ["language"] = post.Language,
        ["published_at"] = post.PublishedAt.StoredTicks(),
        ["year"] = year.Stored(),
        ["zone"] = post.ZoneId,
        ["created_at"] = post.CreatedAt.Stored(),
        ["updated_at"] = post.UpdatedAt.Stored(),
        ["word_count"] = post.WordCount,
        ["letter_count"] = old?["letter_count"] ?? 0,
        ["content_version"] = (old?.Long("content_version") ?? 0) + 1,
        ["excerpt_is_own"] = post.ExcerptIsOwn,
        ["canonical_url"] = post.CanonicalUrl,
        ["cover_url"] = post.Cover?.Url,
        ["cover_alt"] = post.Cover?.Alt,
        ["cover_width"] = (post.Cover?.Width).Stored(),
        ["cover_height"] = (post.Cover?.Height).Stored(),
        ["authors"] = StoredJson.Write(post.Authors),
        ["tags"] = StoredJson.Write(post.Tags),
        ["excerpt"] = post.Excerpt,
        ["extra"] = post.Extra,
        ["html"] = post.Html,
        ["text"] = post.Text,
    };

    public static PostSummary ReadSummary(BsonDocument row) => new()
    {
        Id = row.Id("_id"),
        Title = row.TextOrNull("title"),
        Path = row.Text("path_text"),
        Excerpt = row.Text("excerpt"),
        Language = row.Text("language"),
        Status = row.Name<PostStatus>("status"),
        PublishedAt = row.InstantOrNull("published_at"),
        UpdatedAt = row.Instant("updated_at"),
        ZoneId = row.Text("zone"),
        WordCount = row.Int("word_count"),
        LetterCount = row.Int("letter_count"),
        Authors = StoredJson.ReadAuthors(row.Text("authors")),
        Tags = StoredJson.ReadTags(row.Text("tags")),
        Cover = ReadCover(row),
        NoteHtml = row["title"].IsNull ? row.Text("html") : null,
    };

    /// <summary>A whole post; its Markdown is that of its newest save.</summary>
    public static Post ReadWhole(LiteSession session, BsonDocument row) => new()
    {
        Id = row.Id("_id"),
        Title = row.TextOrNull("title"),
        Path = row.Text("path_text"),
        Excerpt = row.Text("excerpt"),
        Language = row.Text("language"),
        Status = row.Name<PostStatus>("status"),
        PublishedAt = row.InstantOrNull("published_at"),
        UpdatedAt = row.Instant("updated_at"),
        ZoneId = row.Text("zone"),
        WordCount = row.Int("word_count"),
        LetterCount = row.Int("letter_count"),
        Authors = StoredJson.ReadAuthors(row.Text("authors")),
        Tags = StoredJson.ReadTags(row.Text("tags")),
        Cover = ReadCover(row),
        Html = row.Text("html"),
        Revision = row.Int("revision"),
        Slug = row.Text("slug_text"),
        Text = row.Text("text"),
        ExcerptIsOwn = row.Flag("excerpt_is_own"),
        CreatedAt = row.Instant("created_at"),
        CanonicalUrl = row.TextOrNull("canonical_url"),
        Source = row["source_key"].IsNull ? null : new PostSource(row.Text("source_key"), row.Text("source_hash"), row.Int("source_revision")),
        Extra = row.TextOrNull("extra"),
        ContentVersion = row.Long("content_version"),
        Markdown = session.Revisions.First("place", Place(row["_id"].AsString, row.Int("revision")))!.Text("markdown"),
    };

    /// <summary>What decides in which lists a stored post stands.</summary>
    public static PlacedPost ReadPlaced(BsonDocument row) => new(
        new ListedPost(
            row.Id("_id"),
            row.Name<PostStatus>("status"),
            row.InstantOrNull("published_at"),
            row.IntOrNull("year"),
            StoredJson.ReadTags(row.Text("tags")),
            StoredJson.ReadAuthors(row.Text("authors"))),
        row.Long("number"),
        row.Instant("updated_at"));

    /// <summary>A save, without its number in the collection.</summary>
    public static BsonDocument WriteRevision(PostRevision revision) => new()
    {
        ["post"] = revision.PostId.Stored(),
        ["place"] = Place(revision.PostId.Stored(), revision.Number),
        ["number"] = revision.Number,
        ["saved_at"] = revision.SavedAt.Stored(),
        ["origin"] = revision.Origin,
        ["title"] = revision.Title,
        ["markdown"] = revision.Markdown,
        ["excerpt"] = revision.Excerpt,
    };

    public static PostRevision ReadRevision(BsonDocument row) => new(
        row.Id("post"), row.Int("number"), row.Instant("saved_at"), row.Text("origin"), row.TextOrNull("title"), row.Text("markdown"), row.TextOrNull("excerpt"));

    /// <summary>Key of one save of a post.</summary>
    public static string Place(string post, int number) => LiteDocuments.Joined(post, number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static Cover? ReadCover(BsonDocument row) =>
        row["cover_url"].IsNull ? null : new Cover(row.Text("cover_url"), row.Text("cover_alt"), row.IntOrNull("cover_width"), row.IntOrNull("cover_height"));
}
