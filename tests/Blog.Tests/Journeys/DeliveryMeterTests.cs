using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>The numbers by which an operator sees the outbox.</summary>
public sealed class DeliveryMeterTests
{
    [Fact]
    public async Task Depth_age_of_the_oldest_and_outcomes_are_measured_for_each_network()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var meters = new Readings(rig.App.Get<IMeterFactory>());
        rig.Weather.Strike(1, Fault.RateLimitedRetryAfter);
        var first = await rig.UntilAsync(await rig.PublishAsync("First"), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        await rig.PublishAsync("Second");

        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddSeconds(90));
        await Infrastructure.Waiting.UntilAsync("the queue was measured", () => Task.FromResult(meters.Read("blog.delivery.rows x Queued") == 2));
        var age = meters.Read("blog.delivery.oldest x Queued");
        await rig.UntilAsync(first, DeliveryState.Accepted);

        Assert.Equal(90, age!.Value, tolerance: 20);
        Assert.Equal(1, meters.Sum("blog.delivery.attempts x RetryLater"));
        Assert.Equal(1, meters.Sum("blog.delivery.attempts x Delivered"));
        Assert.Equal(1, meters.Took("blog.delivery.duration x RetryLater"));
        Assert.Equal(1, meters.Took("blog.delivery.duration x Delivered"));
    }

    [Fact]
    public async Task What_is_done_no_longer_counts_and_what_failed_does()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var meters = new Readings(rig.App.Get<IMeterFactory>());
        await rig.UntilAsync(await rig.PublishAsync("Done"), DeliveryState.Accepted);
        rig.X.Emulator.Refusing = Blog.Rehearsal.X.XRefusal.NotPermitted;
        await rig.UntilAsync(await rig.PublishAsync("Refused"), DeliveryState.Failed);

        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddMinutes(10));
        await Infrastructure.Waiting.UntilAsync("the queue was measured", () => Task.FromResult(meters.Read("blog.delivery.rows x Failed") == 1));

        Assert.Null(meters.Read("blog.delivery.rows x Queued"));
        Assert.Null(meters.Read("blog.delivery.rows x Accepted"));
        Assert.InRange(meters.Read("blog.delivery.oldest x Failed")!.Value, 600, 700);
    }

    [Fact]
    public async Task The_queue_is_only_counted_for_somebody_who_reads_the_numbers()
    {
        var store = new CountingStore();
        await using var rig = await DeliveryRig.StartAsync(store.Decorate);

        await rig.UntilAsync(await rig.PublishAsync("One"), DeliveryState.Accepted);
        Assert.Equal(0, store.Measured);
        using var meters = new Readings(rig.App.Get<IMeterFactory>());
        await rig.UntilAsync(await rig.PublishAsync("Two"), DeliveryState.Accepted);

        Assert.NotEqual(0, store.Measured);
    }

    private sealed class CountingStore : DeliveryStoreDecorator
    {
        public int Measured { get; private set; }

        public override Task<IReadOnlyList<QueueDepth>> MeasureQueueAsync(CancellationToken ct)
        {
            Measured++;
            return base.MeasureQueueAsync(ct);
        }
    }

    /// <summary>Reads one program's meters.</summary>
    private sealed class Readings : IDisposable
    {
        private readonly MeterListener _listener;
        private readonly ConcurrentDictionary<string, double> _gauges = new();
        private readonly ConcurrentDictionary<string, double> _sums = new();
        private readonly ConcurrentDictionary<string, int> _durations = new();

        public Readings(IMeterFactory scope)
        {
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, me) =>
                {
                    if (instrument.Meter.Name == "Blog.Syndication" && instrument.Meter.Scope == scope)
                    {
                        me.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _sums.AddOrUpdate(NameOf(instrument, tags), value, (_, before) => before + value));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _gauges[NameOf(instrument, tags)] = value);
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            {
                if (instrument is Histogram<double>)
                {
                    _durations.AddOrUpdate(NameOf(instrument, tags), 1, (_, before) => before + 1);
                }
                else
                {
                    _gauges[NameOf(instrument, tags)] = value;
                }
            });
            _listener.Start();
        }

        /// <summary>A gauge as it stands now; null: it says nothing.</summary>
        public double? Read(string name)
        {
            _gauges.Clear();
            _listener.RecordObservableInstruments();
            return _gauges.TryGetValue(name, out var value) ? value : null;
        }

        /// <summary>How many durations were recorded.</summary>
        public int Took(string name) => _durations.GetValueOrDefault(name);

        public double Sum(string name) => _sums.GetValueOrDefault(name);

        public void Dispose() => _listener.Dispose();

        private static string NameOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var tag in tags)
            {
                name += $" {tag.Value}";
            }

            return name;
        }
    }
}
