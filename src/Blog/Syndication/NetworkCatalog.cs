namespace Blog.Syndication;

/// <summary>The networks that this program knows.</summary>
public sealed class NetworkCatalog(IEnumerable<INetwork> networks)
{
    /// <summary>All, in the order in which they were registered.</summary>
    public IReadOnlyList<INetwork> All { get; } = [.. networks];

    /// <summary>By <see cref="NetworkDescriptor.Key"/>; null if there is none.</summary>
    public INetwork? Find(string key) => All.FirstOrDefault(n => n.Descriptor.Key == key);
}
