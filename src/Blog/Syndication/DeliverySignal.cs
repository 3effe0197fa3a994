namespace Blog.Syndication;

/// <summary>Wakes <c>DeliveryWorker</c> when something was queued; a lost wake-up only costs the poll interval.</summary>
public sealed class DeliverySignal : IDisposable
{
    private readonly SemaphoreSlim _due = new(0, 1);

    /// <summary>Something may be due now.</summary>
    public void Wake()
    {
        try
        {
            _due.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake.
        }
    }

    /// <summary>Returns at a wake-up or after <paramref name="longest"/>.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _due.WaitAsync(longest, ct);

    /// <inheritdoc/>
    public void Dispose() => _due.Dispose();
}
