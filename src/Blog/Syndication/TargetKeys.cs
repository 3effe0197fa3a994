using Microsoft.Extensions.Logging;

namespace Blog.Syndication;

/// <summary>
/// Gets new keys for keys that end: one process at a time for an account, and the new pair is stored before it is used, because a network that rotates
/// keys takes the old ones but once.
/// </summary>
internal sealed partial class TargetKeys(ISyndicationStore store, TargetSecrets secrets, TimeProvider time, ILogger<TargetKeys> logger)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private readonly string _owner = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";

    /// <summary>Access with keys that are good for now: as they are, or refreshed if their time has come.</summary>
    public async Task<KeysResult> FreshAsync(INetwork network, TargetAccess access, CancellationToken ct) =>
        access.Target.RefreshAt is { } due && due <= time.GetUtcNow()
            ? await RefreshAsync(network, access, ct)
            : new KeysResult.Good(access);

    /// <summary>Access with newer keys than <paramref name="used"/>, which the network refused or which are about to end.</summary>
    public async Task<KeysResult> RefreshAsync(INetwork network, TargetAccess used, CancellationToken ct)
    {
        var id = used.Target.Id;
        while (!await store.LeaseKeysAsync(id, _owner, time.GetUtcNow(), time.GetUtcNow() + Lease, ct))
        {
            await Task.Delay(Wait, time, ct);
            if (await NewerAsync(used, ct) is { } won)
            {
                return new KeysResult.Good(won);
            }
        }

        try
        {
            // Somebody else may have been through it before the lease was ours.
            if (await NewerAsync(used, ct) is { } newer)
            {
                return new KeysResult.Good(newer);
            }

            switch (await network.RefreshAsync(used, ct))
            {
                case RefreshResult.Refreshed made:
                    var target = used.Target with { ProtectedSecret = secrets.Protect(id, made.Secret), RefreshAt = made.RefreshAt, EndsAt = made.EndsAt };
                    await store.SaveKeysAsync(target, _owner, ct);
                    Log.Refreshed(logger, used.Target.Network, id);
                    return new KeysResult.Good(new TargetAccess(target, made.Secret));
                case RefreshResult.Refused refused:
                    return await NewerAsync(used, ct) is { } other ? new KeysResult.Good(other) : new KeysResult.SignIn(refused.Reason);
                case RefreshResult.Later later:
                    return new KeysResult.Later(later.Reason);
                default:
                    return new KeysResult.SignIn(null);
            }
        }
        finally
        {
            await store.EndKeysLeaseAsync(id, _owner, CancellationToken.None);
        }
    }

    private async Task<TargetAccess?> NewerAsync(TargetAccess used, CancellationToken ct) =>
        await store.FindTargetAsync(used.Target.Id, ct) is { } target && target.ProtectedSecret != used.Target.ProtectedSecret && secrets.TryUnprotect(target) is { } secret
            ? new TargetAccess(target with { ApiBase = used.Target.ApiBase, WebBase = used.Target.WebBase }, secret)
            : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "New keys for {Network} target {Target}.")]
        public static partial void Refreshed(ILogger logger, string network, Guid target);
    }
}

/// <summary>Answer of <see cref="TargetKeys"/>. Closed.</summary>
internal abstract record KeysResult
{
    private KeysResult()
    {
    }

    /// <summary>Use these.</summary>
    public sealed record Good(TargetAccess Access) : KeysResult;

    /// <summary>The author must sign in again.</summary>
    /// <param name="Reason">For the author; null if these keys simply have no refresh.</param>
    public sealed record SignIn(string? Reason) : KeysResult
    {
        /// <summary>The reason, or what holds for keys without a refresh of their own.</summary>
        public string Told(INetwork network) => Reason ?? $"{network.Descriptor.Name} needs you to sign in again. Nothing was sent; what waits goes out afterwards.";
    }

    /// <summary>The network could not be asked now; nothing was sent.</summary>
    public sealed record Later(string Reason) : KeysResult;
}
