namespace Blog.Rehearsal.X;

/// <summary>What can go wrong with a call. "Commit" is the moment at which the network has done what it was asked.</summary>
public enum XFault
{
    /// <summary>The connection is cut before anything was read or done.</summary>
    CutBeforeCommit,

    /// <summary>Nothing is done and no answer comes.</summary>
    HangBeforeCommit,

    /// <summary>It is done and no answer comes.</summary>
    HangAfterCommit,

    /// <summary>It is done and the connection is cut.</summary>
    CutAfterCommit,

    /// <summary>It is done and 500 is answered.</summary>
    ErrorAfterCommit,

    /// <summary>Nothing is done, 503.</summary>
    Unavailable,

    /// <summary>Nothing is done, 502 with a page of HTML.</summary>
    HtmlGateway,

    /// <summary>It is done, half of the JSON is answered.</summary>
    TruncatedJson,

    /// <summary>It is done, the answer has no body.</summary>
    EmptyBody,

    /// <summary>It is done, the answer begins and never ends.</summary>
    SlowBody,

    /// <summary>It is done, the answer is followed by 8 MB of blanks.</summary>
    HugeBody,

    /// <summary>It is done, the answer unpacks to 64 MB from a few bytes.</summary>
    CompressedBomb,

    /// <summary>Nothing is done, 429 with the time of its end.</summary>
    RateLimited,

    /// <summary>Nothing is done, 429 without a time.</summary>
    RateLimitedWithoutReset,

    /// <summary>Nothing is done, 429 with a time in the year 2100.</summary>
    RateLimitedForever,

    /// <summary>Nothing is done, 401.</summary>
    Unauthorized,

    /// <summary>Nothing is done, 307 to <see cref="XWeather.RedirectTo"/>.</summary>
    Redirect,
}

/// <summary>Which calls a fault strikes.</summary>
[Flags]
public enum XCalls
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Whatever makes or deletes a post.</summary>
    Writing = 1,

    /// <summary>Timelines and who-am-I.</summary>
    Reading = 2,

    /// <summary>All.</summary>
    All = Writing | Reading,
}

/// <summary>The faults that are switched on, by number of the call or until cleared.</summary>
public sealed class XWeather
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, XFault> _byNumber = [];
    private (XFault Fault, XCalls Calls)? _standing;
    private int _writes;

    /// <summary>Where <see cref="XFault.Redirect"/> leads.</summary>
    public string RedirectTo { get; set; } = "/";

    /// <summary>How long a new post stays out of timelines.</summary>
    public TimeSpan TimelineLag { get; set; }

    /// <summary>True while a fault stands until it is cleared.</summary>
    public bool IsBad
    {
        get
        {
            lock (_gate)
            {
                return _standing is not null;
            }
        }
    }

    /// <summary>Strikes the writing call with this number, counted from 1.</summary>
    public void Strike(int writingCall, XFault fault)
    {
        lock (_gate)
        {
            _byNumber[writingCall] = fault;
        }
    }

    /// <summary>Strikes every call of these kinds until <see cref="Clear"/>.</summary>
    public void Stand(XFault fault, XCalls calls = XCalls.All)
    {
        lock (_gate)
        {
            _standing = (fault, calls);
        }
    }

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _byNumber.Clear();
            _standing = null;
        }
    }

    /// <summary>The fault for the call that has just come; null: none.</summary>
    internal XFault? Next(XCalls call)
    {
        lock (_gate)
        {
            if (call == XCalls.Writing && _byNumber.Remove(++_writes, out var planned))
            {
                return planned;
            }

            return _standing is { } standing && standing.Calls.HasFlag(call) ? standing.Fault : null;
        }
    }
}
