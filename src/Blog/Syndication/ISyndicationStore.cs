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
    /// Inserts or replaces a target whose keys were just proven, as connected, and queues what was held because of it: one transaction, so that nothing
    /// younger goes out before what has waited.
    /// </summary>
    Task ConnectTargetAsync(SyndicationTarget target, DateTimeOffset now, CancellationToken ct);

    /// <summary>Nothing of this target is claimed before <paramref name="until"/> (UTC); an earlier moment than the one that is stored changes nothing.</summary>
    Task PaceTargetAsync(Guid targetId, DateTimeOffset until, CancellationToken ct);

    /// <summary>Lets one process at a time refresh the keys of a target. False: another one is at it.</summary>
    Task<bool> LeaseKeysAsync(Guid targetId, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Stores refreshed keys and ends the lease. False: the lease is no longer the owner's, nothing was written.</summary>
    Task<bool> SaveKeysAsync(SyndicationTarget target, string owner, CancellationToken ct);

    /// <summary>Ends the lease without new keys.</summary>
    Task EndKeysLeaseAsync(Guid targetId, string owner, CancellationToken ct);

    /// <summary>
    /// Claims due rows, at most one per target at a time and oldest first: state Queued or Unknown, or Sending whose lease ended;
    /// <see cref="Delivery.NotBefore"/> passed, target connected and not paced. Sets Sending, owner, lease end, fence + 1. A row that was Sending comes back with
    /// <see cref="ClaimedDelivery.WasInterrupted"/> if its journal has an open attempt.
    /// </summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct);

    /// <summary>Writes the intent (attempt row, text, and the parts and pictures that <paramref name="claimed"/> carries) durably before the first byte. False: the fence is stale or the lease has ended, send nothing.</summary>
    Task<bool> BeginAttemptAsync(Delivery claimed, string text, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Before the attempt: keeps the claim until <see cref="Delivery.LeaseUntil"/> of <paramref name="claimed"/> and its pictures so far. False: the claim has ended
    /// or somebody else has the row.
    /// </summary>
    Task<bool> KeepClaimAsync(Delivery claimed, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Compare-and-set on (id, Sending, fence): stores the next state with the reason, not-before, remote id and URL, parts, pictures and look that <paramref name="claimed"/> carries, and
    /// completes the open attempt (or notes the outcome in the journal if nothing was sent). A row that is Held because it was <c>Unauthorized</c> is held by its
    /// target: <see cref="ReleaseTargetAsync"/> queues it again. If the post was changed or taken away meanwhile (<see cref="Delivery.Next"/>), that is queued at once. False: the fence is stale, nothing was written.
    /// </summary>
    Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct);

    /// <summary>An author's decision: compare-and-set on (id, expected state). False: it moved meanwhile.</summary>
    Task<bool> ResolveAsync(Guid id, DeliveryState expected, Delivery next, string detail, DateTimeOffset now, CancellationToken ct);

    /// <summary>Deliveries of a post, oldest first.</summary>
    Task<IReadOnlyList<Delivery>> ListForPostAsync(Guid postId, CancellationToken ct);

    /// <summary>Deliveries of the posts of one list, those of each post oldest first. Asks once, however many posts there are.</summary>
    Task<ILookup<Guid, Delivery>> ListForPostsAsync(IReadOnlyList<Guid> postIds, CancellationToken ct);

    /// <summary>One delivery.</summary>
    Task<Delivery?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>Its journal, oldest first.</summary>
    Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(Guid deliveryId, CancellationToken ct);

    /// <summary>Newest deliveries of all posts, for the desk.</summary>
    Task<IReadOnlyList<Delivery>> ListRecentAsync(int limit, CancellationToken ct);

    /// <summary>Counts of all rows by state.</summary>
    Task<IReadOnlyDictionary<DeliveryState, int>> CountByStateAsync(CancellationToken ct);

    /// <summary>What is not done yet, by network and state: how much, and since when the oldest is wanted.</summary>
    Task<IReadOnlyList<QueueDepth>> MeasureQueueAsync(CancellationToken ct);

    /// <summary>When the next row becomes due (queued, unknown to be checked again, or an ending lease); null if none.</summary>
    Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct);

    /// <summary>
    /// Claims copies that are due for a look as a stranger, or seen and still to be read back; oldest first, as they were. Nobody gets them again before
    /// <paramref name="until"/> (UTC) unless a look is noted.
    /// </summary>
    Task<IReadOnlyList<Delivery>> ClaimToSeeAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct);

    /// <summary>
    /// Notes a look: state, reason and the next look that <paramref name="looked"/> carries, if it is still Accepted and nothing was sent since. Null reason: nothing
    /// to say.
    /// </summary>
    Task NoteSightAsync(Delivery looked, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes what was read back, and the next look, of a copy that is Accepted or Seen, was not read back yet, and to which nothing was sent since.</summary>
    Task NoteReadBackAsync(Delivery read, DateTimeOffset now, CancellationToken ct);

    /// <summary>Attempts in all journals; a database with fewer than were begun is an old one.</summary>
    Task<long> CountAttemptsAsync(CancellationToken ct);

    /// <summary>What the outbox was sealed with; null: never.</summary>
    Task<OutboxSeal?> FindSealAsync(CancellationToken ct);

    /// <summary>Stores the seal. While it says <see cref="OutboxSeal.Quarantine"/>, nothing is claimed.</summary>
    Task SaveSealAsync(OutboxSeal seal, CancellationToken ct);

    /// <summary>Ends the quarantine: what would be published is looked for first, because the blog that this database was copied from may have sent it.</summary>
    Task ReleaseOutboxAsync(DateTimeOffset now, CancellationToken ct);

    /// <summary>Marks a target as needing sign-in and holds its queued rows, in one transaction.</summary>
    Task HoldTargetAsync(Guid targetId, string reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>Marks a target connected and queues what was held because of it.</summary>
    Task ReleaseTargetAsync(Guid targetId, DateTimeOffset now, CancellationToken ct);
}

/// <summary>Deliveries of one network that stand at the same place.</summary>
/// <param name="Network">Network key.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Count">How many, at least one.</param>
/// <param name="Oldest">UTC moment since which the oldest is wanted: when it was queued, but a scheduled post's hour, or when the post was changed or taken away.</param>
public sealed record QueueDepth(string Network, DeliveryState State, int Count, DateTimeOffset Oldest);

/// <summary>Ties a database to the data folder whose outbox it is.</summary>
/// <param name="Token">Random; stands in a file of the data folder too.</param>
/// <param name="Born">UTC of that file's birth: a copied folder has younger files.</param>
/// <param name="Quarantine">Why nothing is sent until the author releases it; null: all is well.</param>
public sealed record OutboxSeal(string Token, DateTimeOffset Born, string? Quarantine);

/// <summary>A row a worker now owns.</summary>
/// <param name="Delivery">As claimed (state Sending, own fence).</param>
/// <param name="Previous">The state it was claimed from: <c>Unknown</c> means look first.</param>
/// <param name="WasInterrupted">An earlier attempt never ended: something may have been sent, so look first.</param>
public sealed record ClaimedDelivery(Delivery Delivery, DeliveryState Previous, bool WasInterrupted)
{
    /// <summary>True if a copy may already be there.</summary>
    public bool MustLookFirst => WasInterrupted || Previous == DeliveryState.Unknown;
}
