using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Blog.Bench.Outbox;

/// <summary>
/// A clock that runs faster than the true one and can be moved ahead. It lies in a file, so that all processes of a trial have the same time; a process that was
/// stopped finds it moved, as after a true pause. Waits may be shortened more than the clock runs ahead: deadlines and leases then last long enough for a busy
/// machine, and yet nobody waits for nothing.
/// </summary>
public sealed class FastClock : TimeProvider, IDisposable
{
    /// <summary>A clock as fast as the true one.</summary>
    public const double TrueTime = 1;

    /// <summary>Waits that cost a trial next to nothing.</summary>
    public const double ShortWaits = 100;

    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

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

    /// <summary>Everybody's clock goes ahead; timers that run already keep the length that they had.</summary>
    public void Jump(TimeSpan by) => _shared.Write(16, _shared.ReadInt64(16) + by.Ticks);

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(Elapsed());

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed();

    // A deadline is the timer of a source of cancellation; whatever else has a timer waits.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var factor = state is CancellationTokenSource ? _factor : _waits;
        return new FastTimer(System.CreateTimer(callback, state, Shorter(dueTime, factor), Shorter(period, factor)), factor);
    }

    public void Dispose()
    {
        _shared.Dispose();
        _file.Dispose();
    }

    private static TimeSpan Shorter(TimeSpan span, double factor) => span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Max(1, span.TotalMilliseconds / factor));

    private long Elapsed() => (long)(Stopwatch.GetElapsedTime(_origin).Ticks * _factor) + _shared.ReadInt64(16);

    private sealed class FastTimer(ITimer inner, double factor) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Shorter(dueTime, factor), Shorter(period, factor));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
