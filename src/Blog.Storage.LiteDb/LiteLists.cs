using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>What decides in which lists a post stands.</summary>
/// <param name="Listed">What it has in common with the other engines.</param>
/// <param name="Number">From 1, in the order in which posts were first stored.</param>
/// <param name="UpdatedAt">UTC.</param>
internal sealed record PlacedPost(ListedPost Listed, long Number, DateTimeOffset UpdatedAt)
{
    /// <summary>True if readers may open it.</summary>
    public bool IsPublic => Listed.IsPublic;
}

/// <summary>
/// The lists of posts: a document for each place, whose key is the list, the instant and the id. A page of a list is a walk over keys that stand together, and a
/// save moves only the places that changed.
/// </summary>
internal static class LiteLists
{
    /// <summary>The desk's list of everything but what is deleted.</summary>
    public const string Desk = "desk";

    /// <summary>Public addresses by number.</summary>
    public const string Map = "map";

    /// <summary>Scheduled posts by their hour.</summary>
    public const string Due = "due";

    private const string All = "all";

    /// <summary>The list that a filter names.</summary>
    public static string Of(PostFilter filter) => filter switch
    {
        { Tag: { } tag } => Tagged(tag),
        { Author: { } author } => Written(author),
        { Year: { } year } => Dated(year),
        _ => All,
    };

    /// <summary>The desk's list of a status; null: <see cref="Desk"/>.</summary>
    public static string Of(PostStatus? status) => status is { } one ? $"{Desk} {one}" : Desk;

    /// <summary>Key of a place.</summary>
    public static string Key(string list, DateTimeOffset at, Guid id) => LiteDocuments.Joined(list, at.Stored().Sorted(), id.Stored());

    /// <summary>Key of the place of a public address.</summary>
    public static string MapKey(long number) => LiteDocuments.Joined(Map, number.Sorted());

    /// <summary>Keys of all the places that a post has.</summary>
    public static IEnumerable<string> Entries(PlacedPost placed)
    {
        var post = placed.Listed;
        yield return Key(Of(post.Status), placed.UpdatedAt, post.Id);
        if (post.Status != PostStatus.Deleted)
        {
            yield return Key(Desk, placed.UpdatedAt, post.Id);
        }

        if (post is { Status: PostStatus.Scheduled, PublishedAt: { } hour })
        {
            yield return Key(Due, hour, post.Id);
        }

        if (post.IsPublic)
        {
            yield return MapKey(placed.Number);
        }

        if (post is { IsListed: true, PublishedAt: { } at })
        {
            var lists = post.Tags.Select(t => Tagged(t.Slug)).Concat(post.Authors.Select(a => Written(a.Slug))).Append(All).Append(Dated(post.Year ?? at.Year));
            foreach (var list in lists.Distinct(StringComparer.Ordinal))
            {
                yield return Key(list, at, post.Id);
            }
        }
    }

    /// <summary>Brings the places of a post to its new state.</summary>
    public static void Move(LiteSession session, PlacedPost? old, PlacedPost now)
    {
        var before = old is null ? [] : Entries(old).ToHashSet(StringComparer.Ordinal);
        var after = Entries(now).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in before.Except(after, StringComparer.Ordinal))
        {
            session.Lists.Remove(gone);
        }

        foreach (var come in after.Except(before, StringComparer.Ordinal))
        {
            session.Lists.Add(new BsonDocument { ["_id"] = come, ["post"] = now.Listed.Id.Stored() });
        }
    }

    /// <summary>Places of a list before a key (null: from its end), the newest first.</summary>
    public static List<BsonDocument> Older(LiteSession session, string list, string? before, int limit) =>
        Without(before, session.Lists.Range("_id", list + LiteDocuments.Separator, before ?? list + LiteDocuments.AfterSeparator, limit + 1, backwards: true), limit);

    /// <summary>Places of a list after a key (null: from its beginning), the oldest first.</summary>
    public static List<BsonDocument> Newer(LiteSession session, string list, string? after, int limit) =>
        Without(after, session.Lists.Range("_id", after ?? list + LiteDocuments.Separator, list + LiteDocuments.AfterSeparator, limit + 1), limit);

    // A range has its ends in it; one more was read for that.
    private static List<BsonDocument> Without(string? edge, List<BsonDocument> places, int limit) => [.. places.Where(p => p["_id"].AsString != edge).Take(limit)];

    private static string Tagged(string slug) => "tag " + LiteDocuments.Key(slug);

    private static string Written(string slug) => "author " + LiteDocuments.Key(slug);

    private static string Dated(int year) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"year {year}");
}
