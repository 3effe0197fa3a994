using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>Passes everything on to the real store; a test overrides the verb that shall fail.</summary>
internal abstract class DeliveryStoreDecorator : ISyndicationStore
{
    private ISyndicationStore _inner = null!;

    public void Decorate(IServiceCollection services)
    {
        var known = services.Single(s => s.ServiceType == typeof(ISyndicationStore));
        services.Remove(known);
        services.AddSingleton<ISyndicationStore>(provider =>
        {
            _inner = (ISyndicationStore)(known.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, known.ImplementationType!));
            return this;
        });
    }

    public Task<IReadOnlyList<SyndicationTarget>> ListTargetsAsync(CancellationToken ct) => _inner.ListTargetsAsync(ct);

    public Task<SyndicationTarget?> FindTargetAsync(Guid id, CancellationToken ct) => _inner.FindTargetAsync(id, ct);

    public Task SaveTargetAsync(SyndicationTarget target, CancellationToken ct) => _inner.SaveTargetAsync(target, ct);

    public Task ConnectTargetAsync(SyndicationTarget target, DateTimeOffset now, CancellationToken ct) => _inner.ConnectTargetAsync(target, now, ct);

    public virtual Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => _inner.ClaimAsync(owner, now, lease, limit, ct);

    public virtual Task<bool> BeginAttemptAsync(Delivery claimed, string text, DateTimeOffset now, CancellationToken ct) => _inner.BeginAttemptAsync(claimed, text, now, ct);

    public virtual Task<bool> KeepClaimAsync(Delivery claimed, DateTimeOffset now, CancellationToken ct) => _inner.KeepClaimAsync(claimed, now, ct);

    public virtual Task<bool> CompleteAsync(Delivery claimed, DeliveryState next, string outcome, string? detail, DateTimeOffset now, CancellationToken ct) =>
        _inner.CompleteAsync(claimed, next, outcome, detail, now, ct);

    public Task<bool> ResolveAsync(Guid id, DeliveryState expected, Delivery next, string detail, DateTimeOffset now, CancellationToken ct) => _inner.ResolveAsync(id, expected, next, detail, now, ct);

    public Task<ILookup<Guid, Delivery>> ListForPostsAsync(IReadOnlyList<Guid> postIds, CancellationToken ct) => _inner.ListForPostsAsync(postIds, ct);

    public Task<IReadOnlyList<Delivery>> ListForPostAsync(Guid postId, CancellationToken ct) => _inner.ListForPostAsync(postId, ct);

    public Task<Delivery?> FindAsync(Guid id, CancellationToken ct) => _inner.FindAsync(id, ct);

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(Guid deliveryId, CancellationToken ct) => _inner.ListAttemptsAsync(deliveryId, ct);

    public Task<IReadOnlyList<Delivery>> ListRecentAsync(int limit, CancellationToken ct) => _inner.ListRecentAsync(limit, ct);

    public Task<IReadOnlyDictionary<DeliveryState, int>> CountByStateAsync(CancellationToken ct) => _inner.CountByStateAsync(ct);

    public virtual Task<IReadOnlyList<QueueDepth>> MeasureQueueAsync(CancellationToken ct) => _inner.MeasureQueueAsync(ct);

    public Task<DateTimeOffset?> FindNextDueAsync(CancellationToken ct) => _inner.FindNextDueAsync(ct);

    public Task PaceTargetAsync(Guid targetId, DateTimeOffset until, CancellationToken ct) => _inner.PaceTargetAsync(targetId, until, ct);

    public Task<bool> LeaseKeysAsync(Guid targetId, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => _inner.LeaseKeysAsync(targetId, owner, now, until, ct);

    public Task<bool> SaveKeysAsync(SyndicationTarget target, string owner, CancellationToken ct) => _inner.SaveKeysAsync(target, owner, ct);

    public Task EndKeysLeaseAsync(Guid targetId, string owner, CancellationToken ct) => _inner.EndKeysLeaseAsync(targetId, owner, ct);

    public Task<IReadOnlyList<Delivery>> ClaimToSeeAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct) => _inner.ClaimToSeeAsync(now, until, limit, ct);

    public Task NoteSightAsync(Delivery looked, DateTimeOffset now, CancellationToken ct) => _inner.NoteSightAsync(looked, now, ct);

    public Task NoteReadBackAsync(Delivery read, DateTimeOffset now, CancellationToken ct) => _inner.NoteReadBackAsync(read, now, ct);

    public Task<long> CountAttemptsAsync(CancellationToken ct) => _inner.CountAttemptsAsync(ct);

    public Task<OutboxSeal?> FindSealAsync(CancellationToken ct) => _inner.FindSealAsync(ct);

    public Task SaveSealAsync(OutboxSeal seal, CancellationToken ct) => _inner.SaveSealAsync(seal, ct);

    public Task ReleaseOutboxAsync(DateTimeOffset now, CancellationToken ct) => _inner.ReleaseOutboxAsync(now, ct);

    public Task HoldTargetAsync(Guid targetId, string reason, DateTimeOffset now, CancellationToken ct) => _inner.HoldTargetAsync(targetId, reason, now, ct);

    public Task ReleaseTargetAsync(Guid targetId, DateTimeOffset now, CancellationToken ct) => _inner.ReleaseTargetAsync(targetId, now, ct);
}
