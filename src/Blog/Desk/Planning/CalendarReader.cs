using Blog.Accounts;
using Blog.Posts;

namespace Blog.Desk.Planning;

/// <summary>Reads what the calendar shows, and nothing outside of it.</summary>
internal sealed class CalendarReader(IDeskPosts planned, IPostStore posts)
{
    private const int MostOfAState = 300;
    private const int MostUndated = 8;

    public async Task<CalendarView> ReadAsync(CalendarSpan span, DateOnly at, Shell shell, MoveOutcome? outcome, CancellationToken ct)
    {
        var first = span == CalendarSpan.Week ? at.AddDays(-(((int)at.DayOfWeek + 6) % 7)) : new DateOnly(at.Year, at.Month, 1);
        var end = span == CalendarSpan.Week ? first.AddDays(7) : first.AddMonths(1);
        var found = await planned.ListBetweenAsync(LocalHour.Start(first, shell.Zone), LocalHour.Start(end, shell.Zone), MostOfAState, ct);
        return new CalendarView(
            span,
            at,
            first,
            end,
            [.. found.Select(p => Place(p, shell))],
            [.. (await posts.ListForDeskAsync(PostStatus.Draft, null, null, MostUndated * 3, ct)).Items.Where(d => d.PublishedAt is null).Take(MostUndated)],
            await posts.FindNextDueAsync(ct),
            found.CountBy(p => p.Status).Any(c => c.Value == MostOfAState),
            outcome);
    }

    /// <summary>A post where the site's clocks put it.</summary>
    public static CalendarEvent Place(PlannedPost post, Shell shell) =>
        new(post, TimeZoneInfo.ConvertTime(post.At, shell.Zone).DateTime, post.Status is PostStatus.Draft or PostStatus.Scheduled && MayMove(post, shell.Account));

    /// <summary>A stored post as the calendar sees it.</summary>
    public static PlannedPost Of(Post post, DateTimeOffset at) => new(post.Id, post.Title, post.Excerpt, post.Status, at, post.Revision, post.Authors, 0, 0);

    // As in PostAccess, by what the calendar has read.
    private static bool MayMove(PlannedPost post, Account? account) => account?.Role switch
    {
        AccountRole.Owner or AccountRole.Editor => true,
        AccountRole.Author => post.Authors.Any(a => a.AccountId == account.Id),
        AccountRole.Contributor => post.Status == PostStatus.Draft && post.Authors.Any(a => a.AccountId == account.Id),
        _ => false,
    };
}
