using Blog.Site;

namespace Blog.Tests.Infrastructure;

/// <summary>A clock that stands still until it is moved; timers made from it fire when it passes them.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider, IStoreClock
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    Task<DateTimeOffset?> IStoreClock.FindAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(GetUtcNow());

    public void Advance(TimeSpan by)
    {
        List<FakeTimer> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(t => t.DueAt <= _now)];
        }

        due.ForEach(t => t.Fire());
    }

    /// <summary>Somebody sets the clock of the machine; timers count true time and fire no sooner or later for it.</summary>
    public void Set(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _timers.ForEach(t => t.Shift(by));
        }
    }

    /// <summary>Whether a timer waits that fires after exactly this time, or at most <paramref name="sooner"/>.</summary>
    public bool HasTimer(TimeSpan after, TimeSpan sooner = default)
    {
        lock (_gate)
        {
            return _timers.Any(t => t.DueAt <= _now + after && t.DueAt >= _now + after - sooner);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                clock._timers.Remove(this);
                clock._timers.Add(this);
            }

            if (dueTime == TimeSpan.Zero)
            {
                Fire();
            }

            return true;
        }

        public void Shift(TimeSpan by) => DueAt += by;

        public void Fire()
        {
            lock (clock._gate)
            {
                DueAt = _period > TimeSpan.Zero ? clock._now + _period : null;
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
