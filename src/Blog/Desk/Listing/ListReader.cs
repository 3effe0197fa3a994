using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Listing;

/// <summary>Reads one screenful of posts with how their copies fare; the last screenful costs as much as the first.</summary>
internal sealed class ListReader(IPostStore posts, IDeskPosts desk, ISyndicationStore syndication, TimeProvider time)
{
    public const int PageSize = 25;

    public async Task<ListView> ReadAsync(ListFilter filter, PostCursor? before, CancellationToken ct)
    {
        var page = filter switch
        {
            { IsTrouble: true } => await desk.ListTroubledAsync(before, PageSize, ct),
            { IsByDay: true } => await posts.ListPublishedAsync(new PostFilter(filter.Tag, filter.Author), before, null, PageSize, ct),
            _ => await posts.ListForDeskAsync(filter.Status, filter.Search, before, PageSize, ct),
        };
        var targets = (await syndication.ListTargetsAsync(ct)).ToDictionary(t => t.Id);
        var now = time.GetUtcNow();
        var abroad = new Dictionary<Guid, AbroadSign>();
        var sent = page.Items.Where(p => p.Status is PostStatus.Published or PostStatus.Unlisted or PostStatus.Scheduled || filter.IsTrouble).Select(p => p.Id);
        foreach (var copies in await syndication.ListForPostsAsync([.. sent], ct))
        {
            if (Worst([.. copies.Select(c => StatusWords.IsRehearsed(c, targets.GetValueOrDefault(c.TargetId), now) ? DeliveryState.Held : c.State)]) is { } sign)
            {
                abroad[copies.Key] = sign;
            }
        }

        return new ListView(page, abroad, filter, before is null);
    }

    private static AbroadSign? Worst(IReadOnlyList<DeliveryState> copies)
    {
        DeliveryState[] byNeed =
        [
            DeliveryState.Unknown, DeliveryState.Failed, DeliveryState.Held, DeliveryState.Sending, DeliveryState.Queued, DeliveryState.Accepted, DeliveryState.Seen,
        ];
        foreach (var state in byNeed)
        {
            if (copies.Count(c => c == state) is > 0 and var count)
            {
                return new AbroadSign(StatusWords.Sign(state), count);
            }
        }

        return null;
    }
}
