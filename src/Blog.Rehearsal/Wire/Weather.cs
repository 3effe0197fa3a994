namespace Blog.Rehearsal.Wire;

/// <summary>The faults that are switched on, by number of the call or until cleared.</summary>
public sealed class Weather
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(CallKinds Kind, int Number), Fault> _planned = [];
    private readonly Dictionary<CallKinds, int> _counts = [];
    private (Fault Fault, CallKinds Calls)? _standing;

    /// <summary>Where <see cref="Fault.Redirect"/> leads.</summary>
    public string RedirectTo { get; set; } = "/";

    /// <summary>How long a new post stays out of timelines.</summary>
    public TimeSpan TimelineLag { get; set; }

    /// <summary>What the network silently makes of a text that it publishes, in its own markup; null: it keeps it.</summary>
    public Func<string, string>? Alteration { get; set; }

    /// <summary>How far the clock of the <c>Date</c> header is from the true time.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>True while a fault stands until it is cleared.</summary>
    public bool IsBad
    {
        get
        {
            lock (_gate)
            {
                return _standing is not null;
            }
        }
    }

    /// <summary>Strikes the writing call with this number, counted from 1.</summary>
    public void Strike(int writingCall, Fault fault) => Strike(CallKinds.Writing, writingCall, fault);

    /// <summary>Strikes the call of one kind with this number, counted from 1 within the kind.</summary>
    public void Strike(CallKinds kind, int number, Fault fault)
    {
        lock (_gate)
        {
            _planned[(kind, number)] = fault;
        }
    }

    /// <summary>Strikes every call of these kinds until <see cref="Clear"/>.</summary>
    public void Stand(Fault fault, CallKinds calls = CallKinds.All)
    {
        lock (_gate)
        {
            _standing = (fault, calls);
        }
    }

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
            _standing = null;
        }
    }

    /// <summary>The text as it is published.</summary>
    internal string Keep(string text) => Alteration?.Invoke(text) ?? text;

    /// <summary>The fault for the call that has just come; null: none.</summary>
    internal Fault? Next(CallKinds kind)
    {
        lock (_gate)
        {
            var number = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            if (_planned.Remove((kind, number), out var planned))
            {
                return planned;
            }

            return _standing is { } standing && standing.Calls.HasFlag(kind) ? standing.Fault : null;
        }
    }
}
