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

    /// <summary>Base address of the pages that people see; the network's own, or a practice one.</summary>
    public string WebBase { get; init; } = "";

    /// <summary>What kind of account it is, for the author: "Page", "your profile"; empty if the network has but one.</summary>
    public string Kind { get; init; } = "";

    /// <summary>True for a practice network on this machine.</summary>
    public bool IsPractice { get; init; }

    /// <summary>Keys as one protected value (data protection, purpose per target); never logged, never exported.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>See <see cref="TargetState"/>.</summary>
    public required TargetState State { get; init; }

    /// <summary>Why it is not connected.</summary>
    public string? Reason { get; init; }

    /// <summary>UTC end of the keys that no refresh can move; null: none is known.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>UTC moment from which new keys are asked for; null: never.</summary>
    public DateTimeOffset? RefreshAt { get; init; }

    /// <summary>Something the author should know although it works; null: nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>How copies for this account are written.</summary>
    public CopyStyle Style { get; init; } = new();

    /// <summary>UTC of the last real call that proved the keys; null: never.</summary>
    public DateTimeOffset? TestedAt { get; init; }

    /// <summary>The last outage that was rehearsed; null: none. Changed by <see cref="IOutageStore"/> alone, as the next two.</summary>
    public OutageRehearsal? Rehearsal { get; init; }

    /// <summary>UTC since when the network has not answered; null: it did, or was not asked.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>Pages of the blog lead around this network for now.</summary>
    public bool IsAway { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
