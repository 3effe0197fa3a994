using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>Shows a post as it is about to go out, and lets it go.</summary>
internal sealed class ReviewDesk(IPostStore posts, ICopyWishes wishes, CopyReader copies, ReviewChecks checks, PublishDesk desk)
{
    private static readonly IReadOnlyDictionary<Guid, string> NoErrors = new Dictionary<Guid, string>();

    /// <summary>The first look.</summary>
    public async Task<ReviewView> ShowAsync(Shell shell, Post post, CancellationToken ct)
    {
        var time = post.PublishedAt switch
        {
            null => ReviewTime.Now,
            var at when at > shell.Now => ReviewTime.Later,
            _ => ReviewTime.Kept,
        };
        var date = post.PublishedAt is { } known ? LocalHour.Text(known, LocalHour.Zone(post.ZoneId, shell.Zone)) : "";
        var wanted = await wishes.ListAsync(post.Id, ct);
        var targets = wanted.Where(w => w.Sends).Select(w => w.TargetId).ToList();
        var own = wanted.Where(w => w.Words is not null).ToDictionary(w => w.TargetId, w => w.Words!);
        return await ViewAsync(shell, post, new ReviewForm(0, targets, own, AsPage: false, time, date, ReviewWish.Look), NoErrors, ct);
    }

    /// <summary>What the author's answer makes: another look, or (without one) a post that has gone out.</summary>
    public async Task<(ReviewView? View, PublishResult? Result)> AnswerAsync(Shell shell, Post post, ReviewForm form, CancellationToken ct)
    {
        var time = ReviewTimes.Of(post, form, shell.Now);
        var planned = Planned(shell, post, time);
        var errors = await OwnTexts.CheckAsync(planned, form.Targets, form.OwnTexts, copies, shell.Words, ct);
        PublishResult? result = null;
        if (form.Wish == ReviewWish.LookAtLinks)
        {
            await checks.LookAsync(planned, ct);
        }
        else if (form.Wish == ReviewWish.Publish && errors.Count == 0 && time.Problem is null)
        {
            result = await desk.PublishAsync(post, form, form.Time == ReviewTime.Now ? shell.Now : time.At, await wishes.ListAsync(post.Id, ct), ct);
            if (result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged)
            {
                return (null, result);
            }
        }

        var view = await ViewAsync(shell, result is null ? post : await posts.FindAsync(post.Id, ct) ?? post, form, errors, ct);
        return (view with { IsAnswer = true, Problem = Problem(result, errors, time, form) }, result);
    }

    private async Task<ReviewView> ViewAsync(Shell shell, Post post, ReviewForm form, IReadOnlyDictionary<Guid, string> errors, CancellationToken ct)
    {
        var time = ReviewTimes.Of(post, form, shell.Now);
        var planned = Planned(shell, post, time);
        var targets = await copies.OfferAsync(planned, form.OwnTexts, ct, await wishes.ListAsync(post.Id, ct));
        var homeAt = time is { Problem: null, At: { } at } && at > shell.Now ? at : shell.Now;
        var view = new ReviewView(planned, desk.Address.Absolute(planned.Path), form, targets, homeAt)
        {
            Errors = errors,
            DateProblem = time.Problem,
            Gap = time.Gap,
            UnseenLinks = checks.Unseen(planned).Count,
        };
        var chosen = targets.Where(t => view.Chosen.Contains(t.Target.Id)).ToList();
        return view with { Checks = await checks.MakeAsync(shell, new Reviewed(planned, chosen, homeAt, view.Zone), ct) };
    }

    private static Post Planned(Shell shell, Post post, ReviewTimes time) =>
        PublishDesk.AsPublished(time.Problem is null ? post with { PublishedAt = time.At } : post, shell.Now);

    private static string? Problem(PublishResult? result, IReadOnlyDictionary<Guid, string> errors, ReviewTimes time, ReviewForm form) => result switch
    {
        { Outcome: PublishOutcome.Stale } => "Somebody saved another version meanwhile. Nothing was published: this is the version that is stored now, read it once more.",
        { Problem: { } problem } => problem,
        _ when errors.Count > 0 => "The words for a network are too long. Shorten them, or empty the field; what you typed is still here.",
        _ when form.Wish == ReviewWish.Publish && time.Problem is not null => "It has no hour at which it could go out. What you chose is still here.",
        _ => null,
    };
}
