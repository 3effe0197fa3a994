namespace Blog.Syndication;

/// <summary>
/// After an unclear answer: looks for the copy on the network before anything is sent again. A timeline may lag behind, so an absence
/// counts as proven only when two looks with a wait between them agree.
/// </summary>
internal sealed class Reconciler(TimeProvider time)
{
    /// <summary>Time between the two looks.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(45);

    /// <summary>Longest time of one look.</summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(40);

    /// <summary>Found, proven absent, or not to be told now.</summary>
    public async Task<LookupResult> FindAsync(INetwork network, OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        var first = await LookAsync(network, copy, target, ct);
        if (first is not LookupResult.Absent)
        {
            return first;
        }

        await Task.Delay(BetweenLooks, time, ct);
        return await LookAsync(network, copy, target, ct);
    }

    private async Task<LookupResult> LookAsync(INetwork network, OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestLook, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await network.FindCopyAsync(copy, target, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new LookupResult.Unreadable($"{network.Descriptor.Name} took too long to be read.");
        }
    }
}
