using System.Globalization;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>Publishes what was reviewed, through the one door.</summary>
internal sealed class PublishDesk(Publisher publisher, SiteAddress address)
{
    public SiteAddress Address => address;

    /// <summary>The post as it will stand: with the path that it will get as a post.</summary>
    public static Post AsPublished(Post post, DateTimeOffset now)
    {
        if (post.IsPublic)
        {
            return post;
        }

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(post.ZoneId, out var known) ? known : TimeZoneInfo.Utc;
        var year = TimeZoneInfo.ConvertTime(post.PublishedAt ?? now, zone).Year;
        return post with { Path = string.Create(CultureInfo.InvariantCulture, $"/{year:0000}/{post.Slug}") };
    }

    /// <summary>Lets it go at <paramref name="at"/> (UTC); null: now.</summary>
    public Task<PublishResult> PublishAsync(Post post, ReviewForm form, DateTimeOffset? at, IReadOnlyList<CopyWish> wishes, CancellationToken ct) =>
        publisher.SaveAsync(
            Publisher.AsDraft(post) with
            {
                ExpectedRevision = form.Revision,
                Status = form.AsPage ? PostStatus.Unlisted : PostStatus.Published,
                PublishedAt = at,
                Targets = form.Targets,
                OwnTexts = form.OwnTexts,
                Comments = wishes.Where(w => w.Comment is not null).ToDictionary(w => w.TargetId, w => w.Comment!),
                OwnTimes = wishes.Where(w => w.At is not null).ToDictionary(w => w.TargetId, w => w.At!.Value),
            },
            ct);

    /// <summary>Queues copies of a post that is public already.</summary>
    public Task<PublishResult> SendAsync(Post post, IReadOnlyList<Guid> targets, IReadOnlyDictionary<Guid, string> ownTexts, CancellationToken ct) =>
        publisher.SaveAsync(Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Targets = targets, OwnTexts = ownTexts }, ct);
}
