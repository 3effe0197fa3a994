namespace Blog.Rehearsal.Wire;

/// <summary>What can go wrong with a call. "Commit" is the moment at which the network has done what it was asked.</summary>
public enum Fault
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

    /// <summary>It is done, the answer has neither a body nor the network's own headers.</summary>
    EmptyBody,

    /// <summary>It is done, the answer begins and never ends.</summary>
    SlowBody,

    /// <summary>It is done, the answer is followed by 8 MB of blanks.</summary>
    HugeBody,

    /// <summary>It is done, the answer unpacks to 64 MB from a few bytes.</summary>
    CompressedBomb,

    /// <summary>Nothing is done; the network's refusal of too many calls, with the time of its end where the network says one.</summary>
    RateLimited,

    /// <summary>Nothing is done; too many calls, without a time.</summary>
    RateLimitedWithoutReset,

    /// <summary>Nothing is done; too many calls, with a time in the year 2100.</summary>
    RateLimitedForever,

    /// <summary>Nothing is done; too many calls, with <c>Retry-After</c> in seconds.</summary>
    RateLimitedRetryAfter,

    /// <summary>Nothing is done; the network's answer to a token that is no longer good.</summary>
    Unauthorized,

    /// <summary>Nothing is done, 307 to <see cref="Weather.RedirectTo"/>.</summary>
    Redirect,

    /// <summary>It is done and answered well, but strangers can't see it.</summary>
    AcceptedButHidden,
}

/// <summary>Kinds of calls that a fault can strike.</summary>
[Flags]
public enum CallKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Whatever makes, changes or deletes a post or a comment.</summary>
    Writing = 1,

    /// <summary>Timelines, single posts and who-am-I.</summary>
    Reading = 2,

    /// <summary>Uploads of images and their descriptions.</summary>
    Media = 4,

    /// <summary>Consent pages and tokens.</summary>
    Signing = 8,

    /// <summary>All.</summary>
    All = Writing | Reading | Media | Signing,
}
