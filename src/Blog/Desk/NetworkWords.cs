using System.Collections.Concurrent;
using Blog.Syndication;

namespace Blog.Desk;

/// <summary>The desk's words together with those that the networks bring in the same language.</summary>
internal sealed class NetworkWords(NetworkCatalog networks)
{
    private readonly ConcurrentDictionary<string, Words> _made = new();

    public Words Of(Words words) => _made.GetOrAdd(
        words.Language,
        language => words.With(networks.All.SelectMany(n => n.Descriptor.Locales.TryGetValue(language, out var sentences) ? sentences : Enumerable.Empty<KeyValuePair<string, string>>())));
}
