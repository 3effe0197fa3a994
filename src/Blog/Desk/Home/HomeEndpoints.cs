using Blog.Accounts;
using Blog.Desk.Publishing;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Home;

/// <summary>The desk's first page.</summary>
internal static class HomeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapSignedIn("/desk").MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext context, ShellFactory shells, IPostStore posts, ISyndicationStore syndication, CopyReader copies, ISiteStore marks, CancellationToken ct)
    {
        var troubles = new List<TroubleView>();
        foreach (var delivery in await syndication.ListRecentAsync(100, ct))
        {
            if (delivery.State is DeliveryState.Unknown or DeliveryState.Failed or DeliveryState.Held && await posts.FindAsync(delivery.PostId, ct) is { } post)
            {
                troubles.Add(new TroubleView(delivery, post.Title ?? Excerpt.From(post.Text, 60), copies.NameOf(delivery.Network)));
            }
        }

        var view = new HomeView(
            [.. troubles.OrderBy(t => t.Delivery.State == DeliveryState.Held).Take(10)],
            (await posts.ListForDeskAsync(PostStatus.Draft, null, null, 5, ct)).Items,
            (await posts.ListForDeskAsync(PostStatus.Scheduled, null, null, 5, ct)).Items,
            (await posts.ListPublishedAsync(default, null, null, 5, ct)).Items,
            (await syndication.ListTargetsAsync(ct)).Count > 0,
            [.. (await ContentFolder.ListNotesAsync(marks, ct)).Take(10)]);
        return DeskResult.Page<HomePage, HomeView>(await shells.ForAsync(context, Place.Home, ct), view);
    }
}
