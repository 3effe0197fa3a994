namespace Blog.Syndication;

/// <summary>Whether a target can be written to.</summary>
public enum TargetState
{
    /// <summary>Works as far as is known.</summary>
    Connected,

    /// <summary>The network no longer accepts its key; deliveries are held until the author connects again.</summary>
    NeedsSignIn,

    /// <summary>Paused by the author.</summary>
    Paused,
}

/// <summary>One connected account on one network.</summary>
public sealed record SyndicationTarget
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Network key: <c>x</c>.</summary>
    public required string Network { get; init; }

    /// <summary>Handle or page name as the network says it: <c>@inesq</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Account id on the network.</summary>
    public required string RemoteAccountId { get; init; }

    /// <summary>Base address of the API; the network's own, or a practice one.</summary>
    public required string ApiBase { get; init; }

    /// <summary>True for a practice network on this machine.</summary>
    public bool IsPractice { get; init; }

    /// <summary>Keys as one protected value (data protection, purpose per target); never logged, never exported.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>See <see cref="TargetState"/>.</summary>
    public required TargetState State { get; init; }

    /// <summary>Why it is not connected.</summary>
    public string? Reason { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
