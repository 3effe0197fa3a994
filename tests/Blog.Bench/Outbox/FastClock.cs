using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using Blog.Site;

namespace Blog.Bench.Outbox;

/// <summary>
/// A clock that runs faster than the true one and can be moved ahead. It lies in a file, so that all processes of a trial have the same time; a process that was
/// stopped finds it moved, as after a true pause. Waits may be shortened more than the clock runs ahead: deadlines and leases then last long enough for a busy
/// machine, and yet nobody waits for nothing.
/// </summary>
public sealed class FastClock : TimeProvider, IStoreClock, IDisposable
{
    /// <summary>A clock as fast as the true one.</summary>
    public const double TrueTime = 1;

    /// <summary>Waits that cost a trial next to nothing.</summary>
    public const double ShortWaits = 100;

    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<FastTimer, bool> _timers = new();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _shared;
    private readonly long _origin;
    private readonly double _factor;
    private readonly double _waits;

    private FastClock(MemoryMappedFile file)
    {
        _file = file;
        _shared = file.CreateViewAccessor();
        _origin = _shared.ReadInt64(0);
        _factor = _shared.ReadDouble(8);
        _waits = _shared.ReadDouble(24);
    }

    /// <summary>Makes a clock that starts now and runs <paramref name="factor"/> times as fast; whoever waits, waits <paramref name="waits"/> times shorter.</summary>
    public static FastClock Create(string path, double factor, double waits)
    {
        using (var writer = new BinaryWriter(File.Create(path)))
        {
            writer.Write(Stopwatch.GetTimestamp());
            writer.Write(factor);
            writer.Write(0L);
            writer.Write(waits);
        }

        return Open(path);
    }

    /// <summary>The clock of another process on this machine.</summary>
    public static FastClock Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    // The machine with the database has this time too.
    Task<DateTimeOffset?> IStoreClock.FindAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(GetUtcNow());

    /// <summary>Everybody's clock goes ahead. Timers that run already come so much earlier in this process; in others they keep the length that they had.</summary>
    public void Jump(TimeSpan by)
    {
        _shared.Write(16, _shared.ReadInt64(16) + by.Ticks);
        foreach (var timer in _timers.Keys)
        {
            timer.Follow(by);
        }
    }

    /// <summary>How long it is until the next timer of this process; null: none runs.</summary>
    public TimeSpan? UntilNextTimer() => _timers.Keys.Select(t => t.Left).Where(l => l is not null).Min();

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(Elapsed());

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed();

    // A deadline is the timer of a source of cancellation; whatever else has a timer waits.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FastTimer(this, callback, state, state is CancellationTokenSource ? _factor : _waits);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose()
    {
        _shared.Dispose();
        _file.Dispose();
    }

    private static TimeSpan Shorter(TimeSpan span, double factor) => span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Max(1, span.TotalMilliseconds / factor));

    private long Elapsed() => (long)(Stopwatch.GetElapsedTime(_origin).Ticks * _factor) + _shared.ReadInt64(16);

    private sealed class FastTimer : ITimer
    {
        private readonly Lock _gate = new();
        private readonly FastClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly double _factor;
        private readonly ITimer _inner;
        private TimeSpan _period;
        private long? _rings;

        public FastTimer(FastClock clock, TimerCallback callback, object? state, double factor)
        {
            (_clock, _callback, _state, _factor) = (clock, callback, state, factor);

            // As the timers of the system: what its owner has set for its own calls goes along.
            _inner = System.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public TimeSpan? Left
        {
            get
            {
                lock (_gate)
                {
                    return _rings is { } rings ? Until(rings) * _factor : null;
                }
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _period = period;
                return Set(Shorter(dueTime, _factor));
            }
        }

        public void Follow(TimeSpan jump)
        {
            lock (_gate)
            {
                if (_rings is { } rings)
                {
                    var left = Until(rings) - (jump / _factor);
                    Set(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                }
            }
        }

        public void Dispose()
        {
            _clock._timers.TryRemove(this, out _);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static TimeSpan Until(long rings) => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), rings);

        // In true time.
        private bool Set(TimeSpan left)
        {
            if (left >= TimeSpan.Zero)
            {
                _rings = Stopwatch.GetTimestamp() + (long)(left.TotalSeconds * Stopwatch.Frequency);
                _clock._timers[this] = true;
            }
            else
            {
                _rings = null;
                _clock._timers.TryRemove(this, out _);
            }

            return _inner.Change(left, Timeout.InfiniteTimeSpan);
        }

        private void Ring()
        {
            lock (_gate)
            {
                if (_rings is null)
                {
                    return;
                }

                Set(_period > TimeSpan.Zero ? Shorter(_period, _factor) : Timeout.InfiniteTimeSpan);
            }

            _callback(_state);
        }
    }
}
