using Blog.Posts;

namespace Blog.Storage;

/// <summary>The year under which a post is archived.</summary>
internal static class PostYear
{
    /// <summary>Year of the publication in the post's own zone; null without a date. An unknown zone counts as UTC.</summary>
    public static int? Of(Post post)
    {
        if (post.PublishedAt is not { } at)
        {
            return null;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(post.ZoneId, out var zone) ? TimeZoneInfo.ConvertTime(at, zone).Year : at.UtcDateTime.Year;
    }
}
