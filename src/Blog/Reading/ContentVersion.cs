using System.Collections.Concurrent;
using Blog.Posts;

namespace Blog.Reading;

/// <summary>
/// The content version as this process knows it. A cached page remembers the numbers that it was made from and is stale as soon
/// as one of them differs, so there is no list of keys that somebody could forget to clear (ADR 4).
/// </summary>
public sealed class ContentVersion
{
    private readonly ConcurrentDictionary<Guid, long> _posts = new();
    private Action? _moved;
    private long _site;
    private long _lists;
    private long _themes;
    private long _changes;

    /// <summary>From now on <paramref name="tell"/> is called after <see cref="Changes"/> grew, by whoever made the change: it must not take time.</summary>
    public void WhenMoved(Action tell) => _moved += tell;

    /// <summary>Theme, settings, navigation: every page shows it.</summary>
    public long Site => Volatile.Read(ref _site) + Volatile.Read(ref _themes);

    /// <summary>Whatever shows in a list or feed.</summary>
    public long Lists => Volatile.Read(ref _lists);

    /// <summary>
    /// Grows after any of the numbers grew. As long as it stands still nothing differs, so a cached page compares this one number
    /// first and the others only when it moved.
    /// </summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>One post's own version; 0 until it changed in this process or was reported by <see cref="Observe(Guid, long)"/>.</summary>
    public long Post(Guid id) => _posts.GetValueOrDefault(id);

    /// <summary>
    /// The numbers to remember for something that is about to be read. Taken before the first read: a commit in between makes what was
    /// read look old, never new.
    /// </summary>
    public VersionSnapshot Snapshot()
    {
        var changes = Changes;
        return new VersionSnapshot(changes, Site, Lists);
    }

    /// <summary>Takes over what a committed write returned. Never goes back.</summary>
    public void Observe(ContentStamp stamp)
    {
        var site = Raise(ref _site, stamp.Site);
        var lists = Raise(ref _lists, stamp.Lists);
        if (site || lists)
        {
            Move();
        }
    }

    /// <summary>Takes over a post's version after a committed write.</summary>
    public void Observe(Guid postId, long version)
    {
        if (_posts.TryGetValue(postId, out var known) && known >= version)
        {
            return;
        }

        _posts.AddOrUpdate(postId, version, (_, before) => Math.Max(before, version));
        Move();
    }

    /// <summary>A theme was loaded again: every page is to be made anew.</summary>
    public void Invalidate()
    {
        // Counted apart from the stored number: raised together, the next stored change would look like one already seen.
        Interlocked.Increment(ref _themes);
        Move();
    }

    private void Move()
    {
        Interlocked.Increment(ref _changes);
        _moved?.Invoke();
    }

    private static bool Raise(ref long field, long value)
    {
        long known;
        while ((known = Volatile.Read(ref field)) < value)
        {
            if (Interlocked.CompareExchange(ref field, value, known) == known)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Numbers of <see cref="ContentVersion"/> at one moment.</summary>
/// <param name="Changes">See <see cref="ContentVersion.Changes"/>; read before the others.</param>
/// <param name="Site">Site scope.</param>
/// <param name="Lists">Lists scope.</param>
public readonly record struct VersionSnapshot(long Changes, long Site, long Lists);
