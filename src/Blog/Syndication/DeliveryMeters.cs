using System.Diagnostics.Metrics;

namespace Blog.Syndication;

/// <summary>Numbers about deliveries, meter <c>Blog.Syndication</c>: attempts by network and outcome, their duration in seconds, rows by state.</summary>
internal sealed class DeliveryMeters
{
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private IReadOnlyDictionary<DeliveryState, int> _rows = new Dictionary<DeliveryState, int>();

    public DeliveryMeters(IMeterFactory meters)
    {
        var meter = meters.Create("Blog.Syndication");
        _attempts = meter.CreateCounter<long>("blog.delivery.attempts", "{attempt}", "Attempts and look-ups that ended.");
        _duration = meter.CreateHistogram<double>("blog.delivery.duration", "s", "From claim to record.");
        meter.CreateObservableGauge("blog.delivery.rows", Rows, "{delivery}", "Deliveries by state, as of the last look at the queue.");
    }

    public void Ended(string network, string outcome, TimeSpan took)
    {
        KeyValuePair<string, object?> ofNetwork = new("network", network);
        KeyValuePair<string, object?> ofOutcome = new("outcome", outcome);
        _attempts.Add(1, ofNetwork, ofOutcome);
        _duration.Record(took.TotalSeconds, ofNetwork, ofOutcome);
    }

    public void Counted(IReadOnlyDictionary<DeliveryState, int> rows) => Volatile.Write(ref _rows, rows);

    private IEnumerable<Measurement<int>> Rows() =>
        Volatile.Read(ref _rows).Select(r => new Measurement<int>(r.Value, new KeyValuePair<string, object?>("state", r.Key.ToString())));
}
