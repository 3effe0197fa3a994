using Blog.Posts;

namespace Blog.Reading;

/// <summary>Port to what other processes changed. A store that belongs to one process has nothing to tell.</summary>
public interface IContentFeed
{
    /// <summary>True if other processes may write to the store.</summary>
    bool IsShared { get; }

    /// <summary>Place of the newest change; where a process that starts now begins to read.</summary>
    Task<long> FindLastAsync(CancellationToken ct);

    /// <summary>What changed after a place, in the order of the commits, at most <paramref name="limit"/> posts.</summary>
    Task<ContentChanges> LoadAsync(long after, int limit, CancellationToken ct);

    /// <summary>Ends when another process says that something changed, at the latest after <paramref name="atMost"/>. A notice may get lost.</summary>
    Task WaitAsync(TimeSpan atMost, CancellationToken ct);
}

/// <summary>What changed after a place.</summary>
/// <param name="Stamp">The site's and the lists' numbers now.</param>
/// <param name="Last">Where to go on.</param>
/// <param name="Posts">Changed posts with their version now.</param>
public sealed record ContentChanges(ContentStamp Stamp, long Last, IReadOnlyList<(Guid Id, long Version)> Posts);
