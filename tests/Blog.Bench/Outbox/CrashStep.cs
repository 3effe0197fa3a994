namespace Blog.Bench.Outbox;

/// <summary>The steps of a delivery at which a process can end, in their order.</summary>
public enum CrashStep
{
    /// <summary>A: post saved and queued.</summary>
    Queued,

    /// <summary>B: claimed.</summary>
    Claimed,

    /// <summary>C: keys asked for (where the network refreshes them: at the token endpoint, before or after it has rotated them; else read).</summary>
    Keys,

    /// <summary>D: picture uploaded (before or after the network has it).</summary>
    Picture,

    /// <summary>E: intent journalled.</summary>
    Intent,

    /// <summary>F: the call has begun, nothing is done.</summary>
    Calling,

    /// <summary>G: the network has published, its answer is not read.</summary>
    Committed,

    /// <summary>H: the answer is read, nothing is recorded.</summary>
    Answered,

    /// <summary>I: the verdict is recorded.</summary>
    Recorded,
}

/// <summary>What a process does to itself at a step.</summary>
public enum CrashDeed
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP, until somebody sends SIGCONT.</summary>
    Stop,
}
