namespace Blog.Site;

/// <summary>The clock that all processes of a blog share: the one of the machine with the database.</summary>
public interface IStoreClock
{
    /// <summary>UTC there, now; null where the database is a file, whose clock is this machine's.</summary>
    Task<DateTimeOffset?> FindAsync(CancellationToken ct);
}
