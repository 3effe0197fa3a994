namespace Blog.Storage;

/// <summary>
/// One caller's change. It may be run twice (see <see cref="WriteQueue"/>), so it touches nothing but the session.
/// Cancelling works while it waits; once it runs it runs to its end.
/// </summary>
internal abstract class WriteJob
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private int _place;
    private Exception? _failure;

    /// <summary>True if it threw; then nothing of it is stored.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>The writer takes it; false if the caller gave up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _place, Taken, Waiting) == Waiting;

    /// <summary>Does the change; keeps the result or what it threw for <see cref="Answer"/>.</summary>
    public bool TryRun(Session session)
    {
        _failure = null;
        try
        {
            Run(session);
            return true;
        }
#pragma warning disable CA1031 // Nothing is hidden: it is thrown at the caller that awaits this job.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = e;
            return false;
        }
    }

    /// <summary>What it threw.</summary>
    public Exception? Failure => _failure;

    /// <summary>Tells the caller: its result after the commit, or what it threw.</summary>
    public void Answer()
    {
        if (_failure is { } failure)
        {
            Fail(failure);
        }
        else
        {
            Succeed();
        }
    }

    /// <summary>Tells the caller that nothing was stored.</summary>
    public abstract void Fail(Exception error);

    protected abstract void Run(Session session);

    protected abstract void Succeed();

    protected bool TryCancel() => Interlocked.CompareExchange(ref _place, Cancelled, Waiting) == Waiting;
}

/// <summary>A change with an answer.</summary>
internal sealed class WriteJob<T>(Func<Session, T> change) : WriteJob
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>Ends after the commit is on the disk.</summary>
    public async Task<T> WaitAsync(CancellationToken ct)
    {
        await using var registration = ct.UnsafeRegister(
            static (state, token) =>
            {
                var job = (WriteJob<T>)state!;
                if (job.TryCancel())
                {
                    job._done.TrySetCanceled(token);
                }
            },
            this);
        return await _done.Task;
    }

    public override void Fail(Exception error) => _done.TrySetException(error);

    protected override void Run(Session session) => _result = change(session);

    protected override void Succeed() => _done.TrySetResult(_result);
}
