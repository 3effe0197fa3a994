using Blog.Posts;

namespace Blog.Desk.Planning;

/// <summary>How much of the calendar is shown, and how.</summary>
public enum CalendarSpan
{
    /// <summary>A month as a grid of days.</summary>
    Month,

    /// <summary>A week as a grid of hours.</summary>
    Week,

    /// <summary>A month as a list.</summary>
    List,
}

/// <summary>Posts by day.</summary>
/// <param name="Span">How it is shown.</param>
/// <param name="At">A day in it.</param>
/// <param name="First">Its first day.</param>
/// <param name="End">The day after its last.</param>
/// <param name="Events">What lies in it, oldest first.</param>
/// <param name="Undated">Newest drafts without a day.</param>
/// <param name="NextDue">UTC when the next scheduled post goes out; null: none is scheduled.</param>
/// <param name="IsCut">Whether there is more in it than is shown.</param>
/// <param name="Outcome">What became of a move; null: nothing was moved.</param>
public sealed record CalendarView(
    CalendarSpan Span, DateOnly At, DateOnly First, DateOnly End, IReadOnlyList<CalendarEvent> Events, IReadOnlyList<PostSummary> Undated, DateTimeOffset? NextDue, bool IsCut,
    MoveOutcome? Outcome)
{
    /// <summary>As addresses name the way it is shown.</summary>
    public static string NameOf(CalendarSpan span) => span switch { CalendarSpan.Week => "week", CalendarSpan.List => "list", _ => "month" };
}

/// <summary>A post on the calendar.</summary>
/// <param name="Post">The post.</param>
/// <param name="Local">Its day and hour on the site's clocks.</param>
/// <param name="IsMovable">Whether who looks may put it on another day.</param>
public sealed record CalendarEvent(PlannedPost Post, DateTime Local, bool IsMovable)
{
    /// <summary>Its day.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Local);

    /// <summary>Title, or its first words.</summary>
    public string Name => Post.Title ?? Excerpt.From(Post.Excerpt, 60);
}

/// <summary>What became of a move.</summary>
/// <param name="Kind">Which sentence.</param>
/// <param name="PostId">The post.</param>
/// <param name="Name">Its title, or first words.</param>
/// <param name="At">UTC: where it is now.</param>
/// <param name="Asked">What was asked for, as typed.</param>
/// <param name="Nearest">The nearest hour on the site's clocks that exists; null if that is not the reason.</param>
/// <param name="Revision">Stored revision.</param>
public sealed record MoveOutcome(MoveKind Kind, Guid PostId, string Name, DateTimeOffset? At = null, string? Asked = null, DateTime? Nearest = null, int Revision = 0);

/// <summary>How a move ended.</summary>
public enum MoveKind
{
    /// <summary>It stands elsewhere now.</summary>
    Moved,

    /// <summary>It is published.</summary>
    Published,

    /// <summary>That hour is over.</summary>
    Past,

    /// <summary>The clocks go forward over that hour.</summary>
    NoSuchHour,

    /// <summary>What was sent is no day and hour.</summary>
    Unreadable,

    /// <summary>Somebody saved another version.</summary>
    Stale,
}

/// <summary>The form that moves one post, without JavaScript.</summary>
/// <param name="Event">The post.</param>
/// <param name="Date">As typed.</param>
/// <param name="Time">As typed.</param>
/// <param name="Back">Where to go back to.</param>
/// <param name="Outcome">Why it was not moved; null: not yet tried.</param>
public sealed record MoveView(CalendarEvent Event, string Date, string Time, CalendarSpan Back, MoveOutcome? Outcome);
