using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>Budgets of calls: of a Page over a rolling day, of an app over a rolling hour. The header says nothing before a percent is used.</summary>
internal sealed class FacebookLimits(FacebookWorld world)
{
    private static readonly TimeSpan PageWindow = TimeSpan.FromHours(24);
    private static readonly TimeSpan AppWindow = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Queue<DateTimeOffset>> _calls = [];

    /// <summary>Counts a call and answers it, or refuses it.</summary>
    public WireReply Count(FacebookRequest request, FacebookCall call, Func<WireReply> answer)
    {
        var (key, window, budget) = call.PageId is { } pageId ? ("p" + pageId, PageWindow, world.PageCallsPerDay) : ("a" + call.App.Id, AppWindow, world.AppCallsPerHour);
        if (!_calls.TryGetValue(key, out var calls))
        {
            _calls[key] = calls = new Queue<DateTimeOffset>();
        }

        var now = world.Now;
        while (calls.TryPeek(out var oldest) && oldest + window <= now)
        {
            calls.Dequeue();
        }

        if (calls.Count >= budget)
        {
            var left = calls.TryPeek(out var first) ? first + window - now : window;
            return call.PageId is { } limited ? FacebookErrors.PageLimit(limited, left.TotalMinutes)
                : call.Token is null ? FacebookErrors.AppLimit
                : request.Path.Count > 0 && world.Page(request.Path[0]) is not null ? FacebookErrors.PageLimitOfUser
                : FacebookErrors.UserLimit;
        }

        calls.Enqueue(now);
        var percent = (int)(100L * calls.Count / Math.Max(1, budget));
        return percent == 0 ? answer()
            : call.PageId is { } id ? answer().With("X-Business-Use-Case-Usage", FacebookErrors.PageUsage(id, percent, 0))
            : answer().With("X-App-Usage", $$"""{"call_count":{{percent}},"total_time":0,"total_cputime":0}""");
    }
}
