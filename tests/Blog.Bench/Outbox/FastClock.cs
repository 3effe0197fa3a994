using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Blog.Bench.Outbox;

/// <summary>
/// A clock that runs many times faster than the true one and can be moved ahead. It lies in a file, so that all processes of a trial have the
/// same time; a process that was stopped finds it moved, as after a true pause.
/// </summary>
public sealed class FastClock : TimeProvider, IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _shared;
    private readonly long _origin;
    private readonly double _factor;

    private FastClock(MemoryMappedFile file)
    {
        _file = file;
        _shared = file.CreateViewAccessor();
        _origin = _shared.ReadInt64(0);
        _factor = _shared.ReadDouble(8);
    }

    /// <summary>Makes a clock that starts now.</summary>
    public static FastClock Create(string path, double factor)
    {
        using (var writer = new BinaryWriter(File.Create(path)))
        {
            writer.Write(Stopwatch.GetTimestamp());
            writer.Write(factor);
            writer.Write(0L);
            writer.Write(0L);
        }

        return Open(path);
    }

    /// <summary>The clock of another process on this machine.</summary>
    public static FastClock Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    /// <summary>Everybody's clock stands still until <see cref="GoOn"/>: the start of a process takes true time, which must not count many times.</summary>
    public void Freeze() => _shared.Write(24, Elapsed());

    /// <summary>Goes on where it stood.</summary>
    public void GoOn()
    {
        var stood = _shared.ReadInt64(24);
        _shared.Write(16, stood - Raw());
        _shared.Write(24, 0L);
    }

    /// <summary>Everybody's clock goes ahead; timers that run already keep the length that they had.</summary>
    public void Jump(TimeSpan by)
    {
        var place = _shared.ReadInt64(24) == 0 ? 16 : 24;
        _shared.Write(place, _shared.ReadInt64(place) + by.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(Elapsed());

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)), this);

    /// <summary>How long that is in true time.</summary>
    public TimeSpan Shorter(TimeSpan span) => span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Max(1, span.TotalMilliseconds / _factor));

    public void Dispose()
    {
        _shared.Dispose();
        _file.Dispose();
    }

    private long Elapsed() => _shared.ReadInt64(24) is var stands and not 0 ? stands : Raw() + _shared.ReadInt64(16);

    private long Raw() => (long)(Stopwatch.GetElapsedTime(_origin).Ticks * _factor);

    private sealed class FastTimer(ITimer inner, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(clock.Shorter(dueTime), clock.Shorter(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
