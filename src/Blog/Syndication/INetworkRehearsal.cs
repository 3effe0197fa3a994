namespace Blog.Syndication;

/// <summary>
/// Port to a network's rules within this process. A preview is what these rules make of the adapter's own calls, so that it can't say anything else than
/// what will happen. Nothing leaves the process, nothing is stored.
/// </summary>
public interface INetworkRehearsal
{
    /// <summary>Network key.</summary>
    string Network { get; }

    /// <summary>An empty network with one account like <paramref name="target"/>; every call makes another one.</summary>
    RehearsalStage Open(SyndicationTarget target);
}

/// <summary>A network that is there for one look.</summary>
/// <param name="Network">The adapter as it calls the real network; its calls end at the rules.</param>
/// <param name="Access">The account, with keys that were made here and hold nowhere else.</param>
/// <param name="Shown">What the network shows, in any order.</param>
public sealed record RehearsalStage(INetwork Network, TargetAccess Access, Func<IReadOnlyList<RehearsedPost>> Shown);

/// <summary>A post as a network shows it.</summary>
/// <param name="Id">As the network names it.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Card">The link card; null: none.</param>
/// <param name="Images">Pictures with the descriptions that the network keeps.</param>
public sealed record RehearsedPost(string Id, string Text, RehearsedCard? Card, IReadOnlyList<UploadedImage> Images);

/// <summary>A link card as a network shows it.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Title">Null: the network reads title, description and picture from the page by itself.</param>
/// <param name="Description">Null: none.</param>
/// <param name="ImageId">Id of an uploaded picture; null: none.</param>
public sealed record RehearsedCard(string Address, string? Title, string? Description, string? ImageId);
