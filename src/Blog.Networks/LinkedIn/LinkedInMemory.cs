using System.Collections.Concurrent;
using System.Globalization;
using Blog.Outgoing;

namespace Blog.Networks.LinkedIn;

/// <summary>
/// What one answer alone does not tell: whether the limit struck before today, and which deliveries LinkedIn takes for copies of a post that
/// is not there. Kept in memory; after a restart each of them costs one more call, nothing else.
/// </summary>
internal sealed class LinkedInMemory(LinkedInFacts facts, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _limited = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _ghosts = new();

    /// <summary>
    /// When to try again after "too many calls": what LinkedIn says, at most a day away. It seldom says it; the first refusal may be a passing
    /// protection (minutes), the next one of the same day is the quota, which begins anew at 00:00 UTC.
    /// </summary>
    public DateTimeOffset PauseAfter(string account, Exchange.Answered answer)
    {
        var now = time.GetUtcNow();
        var struckToday = _limited.TryGetValue(account, out var before) && before.UtcDateTime.Date == now.UtcDateTime.Date;
        _limited[account] = now;
        if (RetryAfter(answer, now) is { } said && said > now)
        {
            return said - now > LongestPause ? now + LongestPause : said;
        }

        return struckToday ? new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero) : now + TimeSpan.FromMinutes(facts.LimitMinutes);
    }

    /// <summary>The account was served.</summary>
    public void Served(string account) => _limited.TryRemove(account, out _);

    /// <summary>Takes down that LinkedIn refuses a delivery because of a post that is not to be found.</summary>
    public void MarkGhost(Guid delivery)
    {
        var now = time.GetUtcNow();
        foreach (var (old, at) in _ghosts)
        {
            if (now - at > TimeSpan.FromHours(facts.GhostHours))
            {
                _ghosts.TryRemove(old, out _);
            }
        }

        _ghosts[delivery] = now;
    }

    /// <summary>Whether only the author can settle this delivery.</summary>
    public bool IsGhost(Guid delivery) => _ghosts.ContainsKey(delivery);

    private static DateTimeOffset? RetryAfter(Exchange.Answered answer, DateTimeOffset now)
    {
        if (!answer.Headers.TryGetValue("Retry-After", out var after))
        {
            return null;
        }

        return long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? now + TimeSpan.FromSeconds(Math.Min(seconds, (long)LongestPause.TotalSeconds))
            : DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }
}
