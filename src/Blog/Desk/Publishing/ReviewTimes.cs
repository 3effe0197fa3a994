using Blog.Posts;

namespace Blog.Desk.Publishing;

/// <summary>The moment that the author chose for a post.</summary>
/// <param name="At">UTC; null: the moment of publishing.</param>
/// <param name="Problem">What is wrong with it, a sentence; null: nothing.</param>
/// <param name="Gap">The hours around one that does not exist.</param>
internal sealed record ReviewTimes(DateTimeOffset? At, string? Problem = null, HourGap? Gap = null)
{
    public static ReviewTimes Of(Post post, ReviewForm form, DateTimeOffset now)
    {
        if (form.Time == ReviewTime.Kept)
        {
            return new ReviewTimes(post.PublishedAt);
        }

        if (form.Time == ReviewTime.Now)
        {
            return new ReviewTimes(At: null);
        }

        return LocalHour.Read(form.Date, LocalHour.Zone(post.ZoneId, TimeZoneInfo.Utc)) switch
        {
            null => new ReviewTimes(null, "A date is a day and an hour, such as 2026-11-24 09:00."),
            { Gap: { } gap } => new ReviewTimes(null, "That hour does not exist.", gap),
            { At: { } at } when at <= now => new ReviewTimes(at, "That hour has passed. Take one ahead, or publish it now."),
            { At: var at } => new ReviewTimes(at),
        };
    }
}
