namespace Blog.Syndication;

/// <summary>Connects an account: asks the network who the keys belong to, protects them, stores the target, and lets what was held go on.</summary>
public sealed class TargetConnector(
    ISyndicationStore store, NetworkCatalog networks, TargetSecrets secrets, TargetEditor editor, DeliverySignal signal, TimeProvider time)
{
    /// <summary>Asks the network which accounts the keys can post as. Stores nothing; without a problem there is at least one account.</summary>
    public async Task<ConnectResult> AskAsync(string networkKey, ConnectRequest request, CancellationToken ct)
    {
        if (networks.Find(networkKey) is not { } network)
        {
            return ConnectResult.Failed($"This program does not know the network “{networkKey}”. Nothing was saved.");
        }

        var answer = await network.ConnectAsync(request, ct);
        return answer is { Problem: null, Accounts.Count: 0 }
            ? ConnectResult.Failed($"{network.Descriptor.Name} did not say whose keys these are. Nothing was saved.")
            : answer;
    }

    /// <summary>Connects the first account of the real network, or of the one at <see cref="ConnectRequest.ApiBase"/>.</summary>
    public async Task<ConnectedTarget> ConnectAsync(string networkKey, ConnectRequest request, CancellationToken ct)
    {
        var answer = await AskAsync(networkKey, request, ct);
        return answer.Problem is { } problem
            ? new ConnectedTarget(null, problem)
            : new ConnectedTarget(await SaveAsync(networkKey, request, answer.Accounts[0], isPractice: false, ct), null);
    }

    /// <summary>Stores an account that <see cref="AskAsync"/> named a moment ago.</summary>
    public Task<SyndicationTarget> SaveAsync(string networkKey, ConnectRequest request, ConnectedAccount account, bool isPractice, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(account);
        var made = new NewTarget(networkKey, account.Name, account.Id, request.ApiBase, isPractice, account.Secret)
        {
            WebBase = request.WebBase,
            Kind = account.Kind,
            Notice = account.Notice,
            EndsAt = account.EndsAt,
            RefreshAt = account.RefreshAt,
            TestedAt = time.GetUtcNow(),
        };
        return SaveAsync(made, ct);
    }

    /// <summary>Stores a target whose keys are known to be good; one that exists for the same account gets the new keys. What was held because of it goes on.</summary>
    public async Task<SyndicationTarget> SaveAsync(NewTarget made, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(made);
        var now = time.GetUtcNow();
        var known = (await store.ListTargetsAsync(ct)).FirstOrDefault(t => IsSame(t, made));
        var target = known is null ? null : await editor.ConnectAsync(known.Id, t => Renew(t, made), ct);
        if (target is null)
        {
            var id = Guid.CreateVersion7(now);
            target = Renew(Blank(id, made, now), made);
            await store.ConnectTargetAsync(target, now, ct);
        }

        signal.Wake();
        return target;
    }

    /// <summary>Gives the keys of a target away for good; what it sent stays on record, what waits goes on waiting until the account is connected again.</summary>
    public Task<SyndicationTarget?> DisconnectAsync(Guid id, string reason, CancellationToken ct) =>
        editor.ChangeAsync(id, t => t with { State = TargetState.Paused, Reason = reason, ProtectedSecret = "", EndsAt = null, RefreshAt = null, Notice = null }, ct);

    /// <summary>True if the keys were given away: only connecting again brings this target back.</summary>
    public static bool IsDisconnected(SyndicationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.ProtectedSecret.Length == 0;
    }

    private static bool IsSame(SyndicationTarget known, NewTarget made) =>
        known.Network == made.Network && known.RemoteAccountId == made.AccountId && known.IsPractice == made.IsPractice
        && (made.IsPractice || known.ApiBase == made.ApiBase);

    private static SyndicationTarget Blank(Guid id, NewTarget made, DateTimeOffset now) => new()
    {
        Id = id,
        Network = made.Network,
        Name = made.Name,
        RemoteAccountId = made.AccountId,
        ApiBase = made.ApiBase,
        IsPractice = made.IsPractice,
        ProtectedSecret = "",
        State = TargetState.Connected,
        CreatedAt = now,
    };

    private SyndicationTarget Renew(SyndicationTarget target, NewTarget made) => target with
    {
        Name = made.Name,
        ApiBase = made.ApiBase,
        WebBase = made.WebBase,
        Kind = made.Kind,
        ProtectedSecret = secrets.Protect(target.Id, made.Secret),
        State = TargetState.Connected,
        Reason = null,
        Notice = made.Notice,
        EndsAt = made.EndsAt,
        RefreshAt = made.RefreshAt,
        TestedAt = made.TestedAt,
    };
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
    /// <summary>See <see cref="SyndicationTarget.WebBase"/>.</summary>
    public string WebBase { get; init; } = "";

    /// <summary>See <see cref="SyndicationTarget.Kind"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>See <see cref="SyndicationTarget.Notice"/>.</summary>
    public string? Notice { get; init; }

    /// <summary>See <see cref="SyndicationTarget.EndsAt"/>.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>See <see cref="SyndicationTarget.RefreshAt"/>.</summary>
    public DateTimeOffset? RefreshAt { get; init; }

    /// <summary>See <see cref="SyndicationTarget.TestedAt"/>.</summary>
    public DateTimeOffset? TestedAt { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Network} {Name}";
}

/// <summary>Answer of <see cref="TargetConnector"/>: exactly one of the two is set.</summary>
/// <param name="Target">The stored target.</param>
/// <param name="Problem">For the author.</param>
public sealed record ConnectedTarget(SyndicationTarget? Target, string? Problem);
