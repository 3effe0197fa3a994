namespace Blog.Syndication;

/// <summary>An outage of one target that its owner rehearses: nothing is sent there meanwhile, as if the network were gone.</summary>
/// <param name="From">UTC.</param>
/// <param name="Until">UTC; it ends by itself then, whatever runs.</param>
public sealed record OutageRehearsal(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>How long one may last, in minutes.</summary>
    public static IReadOnlyList<int> Durations { get; } = [15, 60, 240];

    /// <summary>Whether it goes on.</summary>
    public bool IsOn(DateTimeOffset now) => now < Until;
}
