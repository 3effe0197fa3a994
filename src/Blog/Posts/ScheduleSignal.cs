namespace Blog.Posts;

/// <summary>Wakes <c>PublishScheduler</c> when a post was scheduled.</summary>
public sealed class ScheduleSignal : IDisposable
{
    private readonly SemaphoreSlim _due = new(0, 1);

    /// <summary>The next due time may have changed.</summary>
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
