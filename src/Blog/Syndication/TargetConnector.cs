namespace Blog.Syndication;

/// <summary>Connects an account: asks the network who the keys belong to, protects them, stores the target, and lets what was held go on.</summary>
public sealed class TargetConnector(ISyndicationStore store, NetworkCatalog networks, TargetSecrets secrets, DeliverySignal signal, TimeProvider time)
{
    /// <summary>Connects an account of the real network, or of the one at <see cref="ConnectRequest.ApiBase"/>.</summary>
    public async Task<ConnectedTarget> ConnectAsync(string networkKey, ConnectRequest request, CancellationToken ct)
    {
        if (networks.Find(networkKey) is not { } network)
        {
            return new ConnectedTarget(null, $"This program does not know the network “{networkKey}”. Nothing was saved.");
        }

        var answer = await network.ConnectAsync(request, ct);
        if (answer is not { Problem: null, AccountId: { } accountId, AccountName: { } accountName, Secret: { } secret })
        {
            return new ConnectedTarget(null, answer.Problem ?? $"{network.Descriptor.Name} did not say whose keys these are. Nothing was saved.");
        }

        var target = await SaveAsync(new NewTarget(networkKey, accountName, accountId, request.ApiBase, IsPractice: false, secret), ct);
        return new ConnectedTarget(target, null);
    }

    /// <summary>Stores a target whose keys are known to be good; one that exists for the same account gets the new keys. What was held because of it goes on.</summary>
    public async Task<SyndicationTarget> SaveAsync(NewTarget made, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var known = (await store.ListTargetsAsync(ct)).FirstOrDefault(t =>
            t.Network == made.Network && t.RemoteAccountId == made.AccountId && t.IsPractice == made.IsPractice && (made.IsPractice || t.ApiBase == made.ApiBase));
        var id = known?.Id ?? Guid.CreateVersion7(now);
        var target = new SyndicationTarget
        {
            Id = id,
            Network = made.Network,
            Name = made.Name,
            RemoteAccountId = made.AccountId,
            ApiBase = made.ApiBase,
            IsPractice = made.IsPractice,
            ProtectedSecret = secrets.Protect(id, made.Secret),
            State = TargetState.Connected,
            CreatedAt = known?.CreatedAt ?? now,
        };
        await store.SaveTargetAsync(target, ct);
        await store.ReleaseTargetAsync(id, now, ct);
        signal.Wake();
        return target;
    }
}

/// <summary>An account with keys that work.</summary>
/// <param name="Network">Network key.</param>
/// <param name="Name">As shown.</param>
/// <param name="AccountId">On the network.</param>
/// <param name="ApiBase">Where to call.</param>
/// <param name="IsPractice">See <see cref="SyndicationTarget.IsPractice"/>.</param>
/// <param name="Secret">In the clear.</param>
public sealed record NewTarget(string Network, string Name, string AccountId, string ApiBase, bool IsPractice, string Secret)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Network} {Name}";
}

/// <summary>Answer of <see cref="TargetConnector"/>: exactly one of the two is set.</summary>
/// <param name="Target">The stored target.</param>
/// <param name="Problem">For the author.</param>
public sealed record ConnectedTarget(SyndicationTarget? Target, string? Problem);
