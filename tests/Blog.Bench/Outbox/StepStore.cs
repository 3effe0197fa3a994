using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Blog.Syndication;

namespace Blog.Bench.Outbox;

/// <summary>The real outbox store, around which a process ends (or stops) itself at a step that was armed.</summary>
public partial class StepStore : DispatchProxy
{
    private readonly Lock _gate = new();
    private ISyndicationStore _inner = null!;
    private CrashStep? _armed;
    private CrashDeed _deed;
    private bool _hasClaimed;
    private volatile bool _isStopping;
    private int _inside;

    /// <summary>Puts itself around <paramref name="inner"/>.</summary>
    public static ISyndicationStore Around(ISyndicationStore inner)
    {
        var made = Create<ISyndicationStore, StepStore>();
        ((StepStore)(object)made)._inner = inner;
        return made;
    }

    public void Arm(CrashStep step, CrashDeed deed)
    {
        lock (_gate)
        {
            (_armed, _deed, _hasClaimed) = (step, deed, false);
        }
    }

    /// <summary>Tells that a step has been reached; does not return from a kill.</summary>
    public void Reach(CrashStep step)
    {
        lock (_gate)
        {
            if (_armed != step)
            {
                return;
            }

            _armed = null;
        }

        if (_deed == CrashDeed.Kill)
        {
            Process.GetCurrentProcess().Kill();

            // Nothing more may happen between the signal and the end.
            Thread.Sleep(Timeout.Infinite);
        }

        // A stopped process would keep a lock on the database for as long as it sleeps, as a true pause of the whole machine does not.
        _isStopping = true;
        SpinWait.SpinUntil(() => Volatile.Read(ref _inside) == 0);
        _ = SendSignal(Environment.ProcessId, 19);
        _isStopping = false;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var verb = targetMethod!.Name;
        Before(verb, args!);
        Enter();
        var answer = (Task)targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null)!;
        _ = answer.ContinueWith(_ => Interlocked.Decrement(ref _inside), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        After(verb, args!, answer);
        return answer;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);

    private void Enter()
    {
        Interlocked.Increment(ref _inside);
        while (_isStopping)
        {
            Interlocked.Decrement(ref _inside);
            SpinWait.SpinUntil(() => !_isStopping);
            Interlocked.Increment(ref _inside);
        }
    }

    private void Before(string verb, object?[] args)
    {
        switch (verb)
        {
            // Whoever publishes reaches this step and kills the process; until then the worker must not claim, so it stands still here.
            case nameof(ISyndicationStore.ClaimAsync) when _armed == CrashStep.Queued:
                Thread.Sleep(Timeout.Infinite);
                break;
            case nameof(ISyndicationStore.FindTargetAsync) when _hasClaimed:
                Reach(CrashStep.Keys);
                break;
            case nameof(ISyndicationStore.CompleteAsync) when IsDelivered(args):
                Reach(CrashStep.Answered);
                break;
        }
    }

    // Only what is armed is waited for here; a thread of a process that is about to end may block.
    private void After(string verb, object?[] args, object? answer)
    {
        switch (verb)
        {
            case nameof(ISyndicationStore.ClaimAsync) when _armed is CrashStep.Claimed or CrashStep.Keys && Wait<IReadOnlyList<ClaimedDelivery>>(answer).Count > 0:
                _hasClaimed = true;
                Reach(CrashStep.Claimed);
                break;
            case nameof(ISyndicationStore.BeginAttemptAsync) when _armed is CrashStep.Intent && Wait<bool>(answer):
                Reach(CrashStep.Intent);
                break;
            case nameof(ISyndicationStore.CompleteAsync) when _armed is CrashStep.Recorded && IsDelivered(args) && Wait<bool>(answer):
                Reach(CrashStep.Recorded);
                break;
        }
    }

    private static bool IsDelivered(object?[] args) => args[2] is nameof(DeliveryResult.Delivered);

    private static T Wait<T>(object? task) => ((Task<T>)task!).GetAwaiter().GetResult();
}
