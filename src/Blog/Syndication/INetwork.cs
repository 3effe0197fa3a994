namespace Blog.Syndication;

/// <summary>One social network: its facts, and the calls that the outbox makes. One folder in <c>Blog.Networks</c> implements it.</summary>
public interface INetwork
{
    /// <summary>Facts and limits; data, not code.</summary>
    NetworkDescriptor Descriptor { get; }

    /// <summary>Length of <paramref name="text"/> as this network counts it.</summary>
    int Measure(string text);

    /// <summary>Asks the network who the keys belong to; a real call.</summary>
    Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct);

    /// <summary>Makes the copy. Never retries by itself; every outcome is a <see cref="DeliveryResult"/>, it does not throw for the network's faults.</summary>
    Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct);

    /// <summary>Looks for a copy in the account's own timeline by the permalink; never writes.</summary>
    Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct);
}

/// <summary>Facts of a network; the connect form, the counter and the worker read them.</summary>
public sealed record NetworkDescriptor
{
    /// <summary>Short, lower case, stable: <c>x</c>. Lane, table value, address.</summary>
    public required string Key { get; init; }

    /// <summary>As people call it.</summary>
    public required string Name { get; init; }

    /// <summary>API host of the real network.</summary>
    public required string ApiBase { get; init; }

    /// <summary>Longest text, in the network's own counting.</summary>
    public required int MaxLength { get; init; }

    /// <summary>What a link counts, if the network has a fixed price; null: its length.</summary>
    public int? LinkLength { get; init; }

    /// <summary>Total deadline of one publishing call.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Whether the account's own posts can be read back.</summary>
    public required bool CanReadBack { get; init; }

    /// <summary>Fields of the connect form.</summary>
    public required IReadOnlyList<ConnectField> ConnectFields { get; init; }
}

/// <summary>A field of the connect form.</summary>
/// <param name="Key">Name in <see cref="ConnectRequest.Fields"/>.</param>
/// <param name="Label">For the author.</param>
/// <param name="IsSecret">Shown as dots, never shown again.</param>
/// <param name="Hint">Where to find it.</param>
public sealed record ConnectField(string Key, string Label, bool IsSecret, string Hint);

/// <summary>What the author filled in.</summary>
/// <param name="ApiBase">Where to call.</param>
/// <param name="Fields">Values by <see cref="ConnectField.Key"/>.</param>
public sealed record ConnectRequest(string ApiBase, IReadOnlyDictionary<string, string> Fields);

/// <summary>Answer of <see cref="INetwork.ConnectAsync"/>.</summary>
/// <param name="Problem">Null if it worked, else a sentence for the author.</param>
/// <param name="AccountId">Account on the network.</param>
/// <param name="AccountName">Its handle.</param>
/// <param name="Secret">What to keep, in the clear; the caller protects it.</param>
public sealed record ConnectResult(string? Problem, string? AccountId = null, string? AccountName = null, string? Secret = null);

/// <summary>What goes out.</summary>
/// <param name="DeliveryId">For logs.</param>
/// <param name="Text">Complete text, link included.</param>
/// <param name="Permalink">Absolute address of the post; what a look-up compares.</param>
/// <param name="Since">UTC; a copy can't be older.</param>
public sealed record OutgoingCopy(Guid DeliveryId, string Text, Uri Permalink, DateTimeOffset Since);

/// <summary>A target with its keys in the clear, for one call.</summary>
/// <param name="Target">The target.</param>
/// <param name="Secret">As <see cref="ConnectResult.Secret"/>.</param>
public sealed record TargetAccess(SyndicationTarget Target, string Secret)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Target.Network} {Target.Name}";
}

/// <summary>What a look-up found. Closed.</summary>
public abstract record LookupResult
{
    private LookupResult()
    {
    }

    /// <summary>The copy is there.</summary>
    public sealed record Found(string RemoteId, string? RemoteUrl) : LookupResult;

    /// <summary>Everything since the attempt was read and the copy is not among it.</summary>
    public sealed record Absent : LookupResult;

    /// <summary>The network could not be read now; try later.</summary>
    public sealed record Unreadable(string Reason) : LookupResult;
}
