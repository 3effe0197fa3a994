using System.Globalization;
using Blog.Posts;
using Blog.Site;

namespace Blog.Desk.Publishing;

/// <summary>Publishes what was reviewed, through the one door.</summary>
internal sealed class PublishDesk(Publisher publisher, SiteAddress address, TimeProvider time)
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

    public Task<PublishResult> PublishAsync(Post post, ReviewForm form, CancellationToken ct) =>
        publisher.SaveAsync(
            Publisher.AsDraft(post) with
            {
                ExpectedRevision = form.Revision,
                Status = form.AsPage ? PostStatus.Unlisted : PostStatus.Published,
                PublishedAt = form.Now ? time.GetUtcNow() : post.PublishedAt,
                Targets = form.Targets,
                OwnTexts = form.OwnTexts,
            },
            ct);

    /// <summary>Queues copies of a post that is public already.</summary>
    public Task<PublishResult> SendAsync(Post post, IReadOnlyList<Guid> targets, IReadOnlyDictionary<Guid, string> ownTexts, CancellationToken ct) =>
        publisher.SaveAsync(Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Targets = targets, OwnTexts = ownTexts }, ct);
}

/// <summary>What the author decided at the last look.</summary>
/// <param name="Revision">The revision that was read.</param>
/// <param name="Targets">Ticked accounts.</param>
/// <param name="OwnTexts">Own words by account.</param>
/// <param name="AsPage">As a page, not as a post.</param>
/// <param name="Now">With the date of now, whatever date the draft has.</param>
/// <param name="LooksOnly">Only to see how the words will look.</param>
internal sealed record ReviewForm(int Revision, IReadOnlyList<Guid> Targets, IReadOnlyDictionary<Guid, string> OwnTexts, bool AsPage, bool Now, bool LooksOnly);
