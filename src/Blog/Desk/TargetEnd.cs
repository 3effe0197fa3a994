using Blog.Syndication;

namespace Blog.Desk;

/// <summary>How near the end of a target's keys is, where nothing but a new sign-in helps.</summary>
public static class TargetEnd
{
    /// <summary>From here on the author is told on every page.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromDays(7);

    /// <summary>From here on it is urgent.</summary>
    public const int UrgentDays = 3;

    /// <summary>True within <see cref="Near"/> of the end, and after it.</summary>
    public static bool IsNear(SyndicationTarget target, DateTimeOffset now) => target?.EndsAt - now <= Near;

    /// <summary>Days that are left, a begun one counted whole; 0: it is over.</summary>
    public static int DaysLeft(DateTimeOffset endsAt, DateTimeOffset now) => (int)Math.Max(0, Math.Ceiling((endsAt - now).TotalDays));
}
