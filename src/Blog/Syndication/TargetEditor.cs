namespace Blog.Syndication;

/// <summary>
/// Changes a stored target while nobody renews its keys: a worker that has just been given new ones must not see them written over by the old.
/// </summary>
public sealed class TargetEditor(ISyndicationStore store, TimeProvider time)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    /// <summary>Stores what <paramref name="change"/> makes of the target as it is now; null if there is none.</summary>
    public Task<SyndicationTarget?> ChangeAsync(Guid id, Func<SyndicationTarget, SyndicationTarget> change, CancellationToken ct) =>
        ChangeAsync(id, change, store.SaveTargetAsync, ct);

    /// <summary>The same for a target whose keys were just proven: it is connected afterwards, and what was held because of it goes on.</summary>
    public Task<SyndicationTarget?> ConnectAsync(Guid id, Func<SyndicationTarget, SyndicationTarget> change, CancellationToken ct) =>
        ChangeAsync(id, change, (changed, token) => store.ConnectTargetAsync(changed, time.GetUtcNow(), token), ct);

    private async Task<SyndicationTarget?> ChangeAsync(
        Guid id, Func<SyndicationTarget, SyndicationTarget> change, Func<SyndicationTarget, CancellationToken, Task> save, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (await store.FindTargetAsync(id, ct) is null)
        {
            return null;
        }

        var owner = Guid.NewGuid().ToString("N");
        while (!await store.LeaseKeysAsync(id, owner, time.GetUtcNow(), time.GetUtcNow() + Lease, ct))
        {
            await Task.Delay(Wait, time, ct);
        }

        try
        {
            if (await store.FindTargetAsync(id, ct) is not { } target)
            {
                return null;
            }

            var changed = change(target);
            await save(changed, ct);
            return changed;
        }
        finally
        {
            await store.EndKeysLeaseAsync(id, owner, CancellationToken.None);
        }
    }
}
