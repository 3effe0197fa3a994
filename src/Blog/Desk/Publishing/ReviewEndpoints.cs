using System.Globalization;
using Blog.Accounts;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Publishing;

/// <summary>The last look, and the button.</summary>
internal static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts/{id:guid}/review");
        group.MapGet("", ShowAsync);
        group.MapPost("", PublishAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, SiteAddress address, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        if (post.IsPublic)
        {
            return DeskResult.See($"/desk/posts/{id}");
        }

        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var targets = await OpenTargetsAsync(post, copies, address, shell.Now, ct);
        return Page(shell, address, post, targets, new HashSet<Guid>(), asPage: false, null, StatusCodes.Status200OK);
    }

    private static async Task<IResult> PublishAsync(
        HttpContext context, Guid id, ShellFactory shells, IPostStore posts, CopyReader copies, PublishDesk desk)
    {
        var ct = context.RequestAborted;
        if (await PostEndpoints.MineAsync(context, id, posts, ct) is not { Status: not PostStatus.Deleted } post)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var form = context.Request.Form;
        var chosen = PostEndpoints.Targets(form);
        var asPage = form["as"] == "page";
        var seen = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
        var result = await desk.PublishAsync(post, seen, chosen, asPage, now: form["when"] == "now", ct);
        if (result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged)
        {
            return DeskResult.See($"/desk/posts/{id}?done={(result.Post!.Status == PostStatus.Scheduled ? "scheduled" : "published")}");
        }

        var status = result.Outcome == PublishOutcome.Invalid ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
        var problem = result.Outcome == PublishOutcome.Stale
            ? "Somebody saved another version meanwhile. Nothing was published: this is the version that is stored now, read it once more."
            : result.Problem;
        var shell = await shells.ForAsync(context, Place.Posts, ct);
        var current = await posts.FindAsync(id, ct) ?? post;
        return Page(shell, desk.Address, current, await OpenTargetsAsync(current, copies, desk.Address, shell.Now, ct), chosen.ToHashSet(), asPage, problem, status);
    }

    private static async Task<IReadOnlyList<TargetView>> OpenTargetsAsync(Post post, CopyReader copies, SiteAddress address, DateTimeOffset now, CancellationToken ct)
    {
        var taken = (await copies.ReadAsync(post.Id, ct)).Where(c => c.Delivery.State != DeliveryState.Withdrawn).Select(c => c.Delivery.TargetId).ToHashSet();
        var permalink = address.Absolute(PublishDesk.PathOf(post, now));
        return [.. (await copies.TargetsAsync(ct)).Where(t => !taken.Contains(t.Target.Id)).Select(t => copies.WithText(t, post, permalink))];
    }

    private static IResult Page(
        Shell shell, SiteAddress address, Post post, IReadOnlyList<TargetView> targets, IReadOnlySet<Guid> chosen, bool asPage, string? problem, int status) =>
        DeskResult.Page<ReviewPage, ReviewView>(shell, new ReviewView(post, address.Absolute(PublishDesk.PathOf(post, shell.Now)), targets, chosen, asPage, problem), status);
}

/// <summary>Publishes what was reviewed, through the one door.</summary>
internal sealed class PublishDesk(Publisher publisher, SiteAddress address, TimeProvider time)
{
    public SiteAddress Address => address;

    /// <summary>The path that the post will get as a post.</summary>
    public static string PathOf(Post post, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(post.ZoneId, out var known) ? known : TimeZoneInfo.Utc;
        return string.Create(
            CultureInfo.InvariantCulture, $"/{TimeZoneInfo.ConvertTime(post.PublishedAt ?? now, zone).Year:0000}/{post.Slug}");
    }

    public Task<PublishResult> PublishAsync(Post post, int seenRevision, IReadOnlyList<Guid> targets, bool asPage, bool now, CancellationToken ct) =>
        publisher.SaveAsync(
            Publisher.AsDraft(post) with
            {
                ExpectedRevision = seenRevision,
                Status = asPage ? PostStatus.Unlisted : PostStatus.Published,
                PublishedAt = now ? time.GetUtcNow() : post.PublishedAt,
                Targets = targets,
            },
            ct);
}
