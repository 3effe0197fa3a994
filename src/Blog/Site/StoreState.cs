namespace Blog.Site;

/// <summary>Whether the store answered when it was last asked.</summary>
public sealed class StoreState
{
    private int _isAway;

    /// <summary>True while it does not.</summary>
    public bool IsAway => Volatile.Read(ref _isAway) != 0;

    /// <summary>Notes it; true if that is news.</summary>
    public bool Set(bool isAway) => Interlocked.Exchange(ref _isAway, isAway ? 1 : 0) != (isAway ? 1 : 0);
}
