using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Counts calls per account and bucket in windows of 15 minutes, and posts in one of a day. The emulator's lock is held.</summary>
internal sealed class XLimits(TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly Dictionary<(string Account, string Bucket), (DateTimeOffset Start, int Used)> _used = [];

    /// <summary>Posts of one user in 24 hours; null: not counted and not told, as most plans do.</summary>
    public int? PostsPerDay { get; set; }

    /// <summary>Own limits by bucket.</summary>
    public Dictionary<string, int> Limits { get; } = [];

    /// <summary>Counts a call; answers it, or 429 if a bucket is empty, with the headers that tell how full they are.</summary>
    public WireReply Count(string account, string bucket, int limit, Func<WireReply> act)
    {
        var most = Limits.GetValueOrDefault(bucket, limit);
        var window = Take((account, bucket), Window);
        if (bucket != "create" || PostsPerDay is not { } perDay)
        {
            return XProblems.Limited(window.Used > most ? XProblems.TooMany() : act(), most, Math.Max(0, most - window.Used), window.Start + Window);
        }

        var day = Take((account, "day"), Day);
        var reply = window.Used > most || day.Used > perDay ? XProblems.TooMany() : act();
        return XProblems.Limited(
            XProblems.Limited(reply, most, Math.Max(0, most - window.Used), window.Start + Window),
            perDay, Math.Max(0, perDay - day.Used), day.Start + Day, "x-user-limit-24hour");
    }

    private (DateTimeOffset Start, int Used) Take((string Account, string Bucket) key, TimeSpan length)
    {
        var now = time.GetUtcNow();
        var known = _used.GetValueOrDefault(key);
        return _used[key] = known.Start + length > now ? (known.Start, known.Used + 1) : (now, 1);
    }
}
