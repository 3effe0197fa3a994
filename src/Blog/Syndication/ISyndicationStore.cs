namespace Blog.Syndication;

/// <summary>Port to targets and the outbox. Deliveries are queued by <see cref="Posts.IPostStore.SaveAsync"/>; here they are worked off.</summary>
public interface ISyndicationStore
{
    /// <summary>All targets, oldest first.</summary>
    Task<IReadOnlyList<SyndicationTarget>> ListTargetsAsync(CancellationToken ct);

    /// <summary>One target.</summary>
    Task<SyndicationTarget?> FindTargetAsync(Guid id, CancellationToken ct);

    /// <summary>Inserts or replaces a target (by id).</summary>
    Task SaveTargetAsync(SyndicationTarget target, CancellationToken ct);

    /// <summary>
    /// Claims due rows, at most one per target at a time and oldest first: state Queued or Unknown, or Sending whose lease ended;
    /// <see cref="Delivery.NotBefore"/> passed, target connected. Sets Sending, owner, lease end, fence + 1. A row that was Sending comes back with
    /// <see cref="ClaimedDelivery.WasInterrupted"/> if its journal has an open attempt.
    /// </summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct);

    /// <summary>Writes the intent (attempt row, text) durably before the first byte. False: the fence is stale or the lease has ended, send nothing.</summary>
    Task<bool> BeginAttemptAsync(Delivery claimed, string text, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Compare-and-set on (id, Sending, fence): stores the next state with the reason, not-before and remote id and URL that <paramref name="claimed"/> carries, and
    /// completes the open attempt (or notes the outcome in the journal if nothing was sent). A row that is Held because it was <c>Unauthorized</c> is held by its
    /// target: <see cref="ReleaseTargetAsync"/> queues it again. False: the fence is stale, nothing was written.
    /// </summary>
    Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct);

    /// <summary>An author's decision: compare-and-set on (id, expected state). False: it moved meanwhile.</summary>
    Task<bool> ResolveAsync(Guid id, DeliveryState expected, Delivery next, string detail, DateTimeOffset now, CancellationToken ct);

    /// <summary>Deliveries of a post, oldest first.</summary>
    Task<IReadOnlyList<Delivery>> ListForPostAsync(Guid postId, CancellationToken ct);

    /// <summary>One delivery.</summary>
    Task<Delivery?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>Its journal, oldest first.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(Guid deliveryId, CancellationToken ct);

    /// <summary>Newest deliveries of all posts, for the desk.</summary>
    Task<IReadOnlyList<Delivery>> ListRecentAsync(int limit, CancellationToken ct);

    /// <summary>Counts of all rows by state.</summary>
    Task<IReadOnlyDictionary<DeliveryState, int>> CountByStateAsync(CancellationToken ct);

    /// <summary>When the next row becomes due (queued, unknown to be checked again, or an ending lease); null if none.</summary>
    Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct);

    /// <summary>Marks a target as needing sign-in and holds its queued rows, in one transaction.</summary>
    Task HoldTargetAsync(Guid targetId, string reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>Marks a target connected and queues what was held because of it.</summary>
    Task ReleaseTargetAsync(Guid targetId, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A row a worker now owns.</summary>
/// <param name="Delivery">As claimed (state Sending, own fence).</param>
/// <param name="Previous">The state it was claimed from: <c>Unknown</c> means look first.</param>
/// <param name="WasInterrupted">An earlier attempt never ended: something may have been sent, so look first.</param>
public sealed record ClaimedDelivery(Delivery Delivery, DeliveryState Previous, bool WasInterrupted)
{
    /// <summary>True if a copy may already be there.</summary>
    public bool MustLookFirst => WasInterrupted || Previous == DeliveryState.Unknown;
}
