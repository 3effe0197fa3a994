using Blog.Syndication;

namespace Blog.Desk.Connecting;

/// <summary>Connected accounts, and what can be connected.</summary>
/// <param name="Targets">Connected accounts.</param>
/// <param name="Networks">Networks that this program knows.</param>
/// <param name="Happened">What was just done.</param>
/// <param name="IsOwner">Whether this account may change anything here.</param>
public sealed record NetworksView(IReadOnlyList<TargetCardView> Targets, IReadOnlyList<NetworkDescriptor> Networks, string? Happened, bool IsOwner);

/// <summary>One connected account with how it fares.</summary>
/// <param name="Target">The target.</param>
/// <param name="Network">Its network; null if this program does not know it (any more).</param>
/// <param name="Waiting">Copies that wait for it.</param>
/// <param name="Trouble">A copy that was tried in vain and is tried again; null: none.</param>
/// <param name="SeenAt">UTC when a stranger last saw a copy; null: not among the newest.</param>
/// <param name="MayChange">Whether the reader of the page may change anything.</param>
public sealed record TargetCardView(SyndicationTarget Target, NetworkDescriptor? Network, int Waiting, Delivery? Trouble, DateTimeOffset? SeenAt, bool MayChange)
{
    /// <summary>What was typed in its form and can't be stored; null: nothing.</summary>
    public StyleForm? Typed { get; init; }

    /// <summary>Why a test just now told nothing; null: there was none, or it told something.</summary>
    public string? Untested { get; init; }

    /// <summary>An outage that is rehearsed there, or was lately; null: none.</summary>
    public RehearsalView? Rehearsal { get; init; }

    /// <summary>As people call the network.</summary>
    public string NetworkName => Network?.Name ?? Target.Network;

    /// <summary>True if its keys were given away.</summary>
    public bool IsDisconnected => TargetConnector.IsDisconnected(Target);
}

/// <summary>An outage that is rehearsed, and what it did to the queue.</summary>
/// <param name="IsOn">Whether it goes on.</param>
/// <param name="Until">UTC of its end.</param>
/// <param name="Gone">Copies that waited and went out after it.</param>
/// <param name="Waiting">Copies from before its end that wait still.</param>
/// <param name="Rows">What waits, the oldest first.</param>
/// <param name="More">How many wait beyond those.</param>
public sealed record RehearsalView(bool IsOn, DateTimeOffset Until, int Gone, int Waiting, IReadOnlyList<QueuedCopy> Rows, int More)
{
    /// <summary>Whether the page is worth another look.</summary>
    public bool IsLive => IsOn || Waiting > 0;
}

/// <summary>A copy in the queue.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="PostName">Title of its post, or first words.</param>
public sealed record QueuedCopy(Delivery Delivery, string PostName);

/// <summary>The form for <see cref="CopyStyle"/>.</summary>
/// <param name="Style">As typed.</param>
/// <param name="Error">What is wrong with the template; null: nothing.</param>
public sealed record StyleForm(CopyStyle Style, string? Error);
