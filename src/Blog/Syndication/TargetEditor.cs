namespace Blog.Syndication;

/// <summary>
/// Changes a stored target while nobody renews its keys: a worker that has just been given new ones must not see them written over by the old.
/// </summary>
public sealed class TargetEditor(ISyndicationStore store, TimeProvider time)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    /// <summary>Stores what <paramref name="change"/> makes of the target as it is now; null if there is none.</summary>
    public async Task<SyndicationTarget?> ChangeAsync(Guid id, Func<SyndicationTarget, SyndicationTarget> change, CancellationToken ct)
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
            await store.SaveTargetAsync(changed, ct);
            return changed;
        }
        finally
        {
            await store.EndKeysLeaseAsync(id, owner, CancellationToken.None);
        }
    }
}
