using Blog.Desk.Publishing;
using Blog.Syndication;

namespace Blog.Desk.Connecting;

/// <summary>Connected accounts, and what can be connected.</summary>
/// <param name="Targets">Connected accounts.</param>
/// <param name="Networks">Networks that this program knows.</param>
/// <param name="Happened">What was just done.</param>
/// <param name="IsOwner">Whether this account may change anything here.</param>
public sealed record NetworksView(IReadOnlyList<TargetView> Targets, IReadOnlyList<NetworkDescriptor> Networks, string? Happened, bool IsOwner);

/// <summary>The connect form, drawn from the network's own description.</summary>
/// <param name="Network">The network.</param>
/// <param name="Typed">What was typed, without secrets.</param>
/// <param name="Errors">Sentence by field; <c>network</c> for what the network said.</param>
public sealed record ConnectView(NetworkDescriptor Network, IReadOnlyDictionary<string, string> Typed, IReadOnlyDictionary<string, string> Errors);
