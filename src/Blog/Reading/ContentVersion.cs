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
    private long _site;
    private long _lists;

    /// <summary>Theme, settings, navigation: every page shows it.</summary>
    public long Site => Volatile.Read(ref _site);

    /// <summary>Whatever shows in a list or feed.</summary>
    public long Lists => Volatile.Read(ref _lists);

    /// <summary>One post's own version; 0 until it changed in this process or was reported by <see cref="Observe(ContentStamp)"/>.</summary>
    public long Post(Guid id) => _posts.GetValueOrDefault(id);

    /// <summary>Takes over what a committed write returned. Never goes back.</summary>
    public void Observe(ContentStamp stamp)
    {
        Raise(ref _site, stamp.Site);
        Raise(ref _lists, stamp.Lists);
    }

    /// <summary>Takes over a post's version after a committed write.</summary>
    public void Observe(Guid postId, long version) =>
        _posts.AddOrUpdate(postId, version, (_, known) => Math.Max(known, version));

    /// <summary>A theme was loaded again: every page is to be made anew.</summary>
    public void Invalidate() => Interlocked.Increment(ref _site);

    private static void Raise(ref long field, long value)
    {
        long known;
        while ((known = Volatile.Read(ref field)) < value)
        {
            Interlocked.CompareExchange(ref field, value, known);
        }
    }
}
