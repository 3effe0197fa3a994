using System.Diagnostics;
using System.Reflection;
using Blog.Syndication;

namespace Blog.Bench.Outbox;

/// <summary>
/// The real outbox store, listened to: which deliveries are under way, which have come to an end, which accounts want a new sign-in, and when the worker
/// has nothing to do before some moment. So nobody has to ask for every delivery again and again.
/// </summary>
public class SoakWatch : DispatchProxy
{
    /// <summary>True time in which a delivery that is not waiting makes itself heard.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(4);

    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _sending = [];
    private readonly HashSet<Guid> _ended = [];
    private readonly HashSet<Guid> _unclear = [];
    private readonly HashSet<Guid> _signIns = [];
    private TaskCompletionSource _changed = New();
    private DateTimeOffset? _idleUntil;
    private int _inside;
    private long _last;
    private ISyndicationStore _inner = null!;

    /// <summary>Deliveries that came to an end so far; each counts once.</summary>
    public int Ended
    {
        get
        {
            lock (_gate)
            {
                return _ended.Count;
            }
        }
    }

    /// <summary>Puts itself around <paramref name="inner"/>.</summary>
    public static ISyndicationStore Around(ISyndicationStore inner)
    {
        var made = Create<ISyndicationStore, SoakWatch>();
        ((SoakWatch)(object)made)._inner = inner;
        return made;
    }

    /// <summary>Whether an answer to this delivery was unclear at least once.</summary>
    public bool WasUnclear(Guid delivery)
    {
        lock (_gate)
        {
            return _unclear.Contains(delivery);
        }
    }

    /// <summary>Accounts that want a new sign-in since the last time this was asked.</summary>
    public IReadOnlyList<Guid> TakeSignIns()
    {
        lock (_gate)
        {
            Guid[] taken = [.. _signIns];
            _signIns.Clear();
            return taken;
        }
    }

    /// <summary>The moment up to which the worker has nothing to do and nothing is under way; null: it is busy. Told once.</summary>
    public DateTimeOffset? TakeIdle()
    {
        lock (_gate)
        {
            var until = _idleUntil;
            _idleUntil = null;
            return until;
        }
    }

    /// <summary>Whether nobody works with the store and nothing has happened for a moment: whatever is under way waits for its time.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate)
            {
                return _inside == 0 && Stopwatch.GetElapsedTime(_last) >= Moment;
            }
        }
    }

    /// <summary>Ends when something has happened since the last time.</summary>
    public async Task ChangedAsync(TimeSpan longest)
    {
        Task changed;
        lock (_gate)
        {
            changed = _changed.Task;
        }

        await Task.WhenAny(changed, Task.Delay(longest));
        lock (_gate)
        {
            _changed = _changed.Task.IsCompleted ? New() : _changed;
        }
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Count(1);
        var answer = (Task)targetMethod!.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null)!;
        _ = answer.ContinueWith(_ => Count(-1), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        switch (targetMethod.Name)
        {
            case nameof(ISyndicationStore.ClaimAsync):
                return ThenAsync((Task<IReadOnlyList<ClaimedDelivery>>)answer, claims => claims.ToList().ForEach(c => _sending.Add(c.Delivery.Id)));
            case nameof(ISyndicationStore.CompleteAsync):
                return ThenAsync((Task<bool>)answer, isWritten => Complete((Delivery)args![0]!, (DeliveryState)args[1]!, isWritten));
            case nameof(ISyndicationStore.HoldTargetAsync):
                return ThenAsync(answer, () => _signIns.Add((Guid)args![0]!));
            case nameof(ISyndicationStore.FindNextDueAsync):
                return ThenAsync((Task<DateTimeOffset?>)answer, due => _idleUntil = _sending.Count == 0 ? due : null);
            default:
                return answer;
        }
    }

    private void Count(int by)
    {
        lock (_gate)
        {
            _inside += by;
            _last = Stopwatch.GetTimestamp();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<T> ThenAsync<T>(Task<T> call, Action<T> note)
    {
        var answer = await call;
        Note(() => note(answer));
        return answer;
    }

    private async Task ThenAsync(Task call, Action note)
    {
        await call;
        Note(note);
    }

    private void Note(Action note)
    {
        lock (_gate)
        {
            note();
            _changed.TrySetResult();
        }
    }

    private void Complete(Delivery delivery, DeliveryState next, bool isWritten)
    {
        _sending.Remove(delivery.Id);
        if (!isWritten)
        {
            return;
        }

        if (next == DeliveryState.Unknown)
        {
            _unclear.Add(delivery.Id);
        }

        if (next is DeliveryState.Accepted or DeliveryState.Seen or DeliveryState.Failed or DeliveryState.Withdrawn
            || (next == DeliveryState.Unknown && delivery.NotBefore - delivery.UpdatedAt > OutboxHost.LongLook))
        {
            _ended.Add(delivery.Id);
        }
    }
}
