using System.Diagnostics.Metrics;

namespace Blog.Syndication;

/// <summary>
/// Numbers about deliveries, meter <c>Blog.Syndication</c>: attempts by network and outcome, their duration in seconds, what is not done by network and state, and
/// how long the oldest of it waits, in seconds.
/// </summary>
internal sealed class DeliveryMeters
{
    private readonly TimeProvider _time;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly ObservableGauge<int> _rows;
    private readonly ObservableGauge<double> _oldest;
    private IReadOnlyList<QueueDepth> _queue = [];

    public DeliveryMeters(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create("Blog.Syndication");
        _attempts = meter.CreateCounter<long>("blog.delivery.attempts", "{attempt}", "Attempts and look-ups that ended.");
        _duration = meter.CreateHistogram<double>("blog.delivery.duration", "s", "From claim to record.");
        _rows = meter.CreateObservableGauge("blog.delivery.rows", () => Each(q => q.Count), "{delivery}", "Deliveries that are not done, as of the last look at the queue.");
        _oldest = meter.CreateObservableGauge("blog.delivery.oldest", () => Each(Age), "s", "How long the oldest delivery that is not done is wanted.");
    }

    /// <summary>Whether anybody wants to know how deep the queue is; counting it costs a look at every delivery that is not done.</summary>
    public bool WantDepth => _rows.Enabled || _oldest.Enabled;

    public void Ended(string network, string outcome, TimeSpan took)
    {
        KeyValuePair<string, object?> ofNetwork = new("network", network);
        KeyValuePair<string, object?> ofOutcome = new("outcome", outcome);
        _attempts.Add(1, ofNetwork, ofOutcome);
        _duration.Record(took.TotalSeconds, ofNetwork, ofOutcome);
    }

    public void Counted(IReadOnlyList<QueueDepth> queue) => Volatile.Write(ref _queue, queue);

    private double Age(QueueDepth depth) => Math.Max(0, (_time.GetUtcNow() - depth.Oldest).TotalSeconds);

    private IEnumerable<Measurement<T>> Each<T>(Func<QueueDepth, T> of)
        where T : struct => Volatile.Read(ref _queue).Select(q => new Measurement<T>(of(q), new KeyValuePair<string, object?>("network", q.Network), new KeyValuePair<string, object?>("state", q.State.ToString())));
}
