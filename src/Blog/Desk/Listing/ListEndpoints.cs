using Blog.Accounts;
using Blog.Posts;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Listing;

/// <summary>The list of posts, by keyset, so that the last screenful costs as much as the first.</summary>
internal static class ListEndpoints
{
    public const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapSignedIn("/desk/posts").MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, ShellFactory shells, IPostStore posts, ISyndicationStore syndication, TimeProvider time, string? state, string? q, string? before, CancellationToken ct)
    {
        PostStatus? status = state switch
        {
            "drafts" => PostStatus.Draft,
            "scheduled" => PostStatus.Scheduled,
            "published" => PostStatus.Published,
            "pages" => PostStatus.Unlisted,
            "deleted" => PostStatus.Deleted,
            _ => null,
        };
        var search = string.IsNullOrWhiteSpace(q) ? null : q.Trim()[..Math.Min(q.Trim().Length, 200)];
        PostCursor? cursor = PostCursor.TryParse(before, out var parsed) ? parsed : null;
        var page = await posts.ListForDeskAsync(status, search, cursor, PageSize, ct);
        var targets = (await syndication.ListTargetsAsync(ct)).ToDictionary(t => t.Id);
        var now = time.GetUtcNow();
        var abroad = new Dictionary<Guid, AbroadSign>();
        var sent = page.Items.Where(p => p.Status is PostStatus.Published or PostStatus.Unlisted or PostStatus.Scheduled).Select(p => p.Id);
        foreach (var copies in await syndication.ListForPostsAsync([.. sent], ct))
        {
            if (Worst([.. copies.Select(StateOf)]) is { } sign)
            {
                abroad[copies.Key] = sign;
            }
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        return DeskResult.Page<ListPage, ListView>(shell, new ListView(page, abroad, status, search, cursor is null));

        DeliveryState StateOf(Delivery copy) =>
            StatusWords.IsRehearsed(copy, targets.GetValueOrDefault(copy.TargetId), now) ? DeliveryState.Held : copy.State;
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
