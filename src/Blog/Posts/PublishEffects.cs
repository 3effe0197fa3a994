using Blog.Reading;
using Blog.Syndication;

namespace Blog.Posts;

/// <summary>What happens in this process after a commit: pages turn stale and workers wake. Losing it costs at most a poll interval.</summary>
public sealed class PublishEffects(ContentVersion version, DeliverySignal deliveries, ScheduleSignal schedule)
{
    /// <summary>Called once after each committed save.</summary>
    public void Saved(Guid postId, PostSaved saved, bool queued, bool scheduled)
    {
        version.Observe(saved.Stamp);
        version.Observe(postId, saved.PostVersion);
        if (queued)
        {
            deliveries.Wake();
        }

        if (scheduled)
        {
            schedule.Wake();
        }
    }
}
