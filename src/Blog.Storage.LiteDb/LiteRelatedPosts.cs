using System.Numerics;
using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>
/// Which published posts go with which, by shared tags: a tag counts the more the rarer it is, and among equals the newer post comes first. Found when a page
/// asks, which a small blog can afford: it looks at few tags and at the newest posts of each.
/// </summary>
internal static class LiteRelatedPosts
{
    private const int MaxTags = 8;
    private const int NewestOfTag = 25;
    private const int Most = 6;

    /// <summary>See <see cref="IPostStore.ListRelatedAsync"/>.</summary>
    public static IReadOnlyList<PostSummary> Find(LiteSession session, Guid id, int limit)
    {
        if (session.Posts.Find(id.Stored()) is not { } row || LitePostRows.ReadPlaced(row).Listed is not { IsListed: true } post)
        {
            return [];
        }

        var weights = post.Tags.DistinctBy(t => t.Slug)
            .Select(tag => (tag.Slug, Posts: session.Tags.Find(LiteDocuments.Key(tag.Slug))!.Int("posts")))
            .OrderBy(t => t.Posts).ThenBy(t => t.Slug, StringComparer.Ordinal).Take(MaxTags)
            .ToDictionary(t => t.Slug, t => Weight(t.Posts), StringComparer.Ordinal);
        var near = weights.Keys
            .SelectMany(slug => LiteLists.Older(session, LiteLists.Of(new PostFilter(Tag: slug)), before: null, NewestOfTag + 1))
            .Select(place => place["post"]).Where(other => other != row["_id"]).Distinct();
        return
        [
            .. near.Select(other => LitePostRows.ReadSummary(session.Posts.Find(other)!))
                .OrderByDescending(other => other.Tags.DistinctBy(t => t.Slug).Sum(t => weights.GetValueOrDefault(t.Slug)))
                .ThenByDescending(other => other.PublishedAt).ThenByDescending(other => other.Id)
                .Take(Math.Min(limit, Most)),
        ];
    }

    // In steps, as the other engines.
    private static int Weight(int posts) => Math.Max(1, 7 - (BitOperations.Log2((uint)posts) / 2));
}
