namespace Blog.Site;

/// <summary>How often something was done lately, counted over all processes and kept over a restart.</summary>
public interface IRateLimitStore
{
    /// <summary>What is counted under a name; null if nothing is, or its time has passed.</summary>
    Task<RateCount?> FindAsync(string name, DateTimeOffset now, CancellationToken ct);

    /// <summary>One more under each name, whose time then lasts until <paramref name="until"/>; the counts, in the order of the names.</summary>
    Task<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> names, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Begins anew.</summary>
    Task ForgetAsync(string name, CancellationToken ct);
}

/// <summary>A count with its end.</summary>
/// <param name="Count">From 1.</param>
/// <param name="Until">UTC; nothing is counted any more then.</param>
public readonly record struct RateCount(int Count, DateTimeOffset Until);
