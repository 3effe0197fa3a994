namespace Blog.Syndication;

/// <summary>
/// When something that did not work is tried again: 30 s, doubled each time up to a cap, spread by up to a fifth so that what failed
/// together does not come back together. The spread follows from the delivery's id, so that a schedule can be told beforehand.
/// </summary>
public static class RetrySchedule
{
    /// <summary>Attempts after which a delivery counts as failed; with the hour's cap about two and a half days of outage.</summary>
    public const int MaxAttempts = 64;

    /// <summary>Longest wait that a network may ask for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(15);

    /// <summary>Wait after attempt number <paramref name="attempt"/> (from 1) that proved not to have been sent.</summary>
    public static TimeSpan AfterAttempt(Guid deliveryId, int attempt) => Delay(deliveryId, attempt, LongestRetry);

    /// <summary>Wait before the next look for a copy, after <paramref name="looks"/> (from 0) looks that told nothing.</summary>
    public static TimeSpan BeforeLook(Guid deliveryId, int looks) => Delay(deliveryId, looks + 1, LongestLook);

    private static TimeSpan Delay(Guid id, int number, TimeSpan cap)
    {
        var plain = Math.Min(First.TotalSeconds * Math.Pow(2, Math.Clamp(number, 1, 30) - 1), cap.TotalSeconds);
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed = unchecked((BitConverter.ToUInt32(bytes[12..]) + (uint)number) * 2654435761u);
        return TimeSpan.FromSeconds(plain * (1 + (mixed / (double)uint.MaxValue / 5)));
    }
}
