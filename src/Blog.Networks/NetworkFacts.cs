using System.Text.Json.Serialization;
using Blog.Syndication;

namespace Blog.Networks;

/// <summary>What every <c>network.json</c> holds; each network adds its own.</summary>
internal abstract record NetworkFacts
{
    /// <summary>Address of the API, without a slash at the end.</summary>
    public required string ApiBase { get; init; }

    /// <summary>Address of the pages that people see, consent pages among them, without a slash at the end.</summary>
    public required string WebBase { get; init; }

    /// <summary>What tells without any key whether strangers see a copy; <c>{id}</c> stands for it.</summary>
    public required string StrangerPage { get; init; }

    /// <summary>Hosts of the pages that show posts, and with them all hosts below.</summary>
    public required IReadOnlyList<string> PostHosts { get; init; }

    /// <summary>See <see cref="NetworkDescriptor.CopyExample"/>.</summary>
    public required string CopyExample { get; init; }

    /// <summary>Longest text, in the network's own counting.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Most pictures of one copy.</summary>
    public required int MaxImages { get; init; }

    /// <summary>Largest picture, in bytes. Where a network documents none, what its own composer takes.</summary>
    public required int MaxImageBytes { get; init; }

    /// <summary>Media types of pictures.</summary>
    public required IReadOnlyList<string> ImageTypes { get; init; }

    /// <summary>Longest description of a picture, in UTF-16 units.</summary>
    public required int MaxAlt { get; init; }

    /// <summary>Total deadline of a call, in seconds.</summary>
    public required int DeadlineSeconds { get; init; }

    /// <summary>Shortest time between two copies of an account, in seconds.</summary>
    public required int PaceSeconds { get; init; }

    /// <summary>Total deadline of a call.</summary>
    [JsonIgnore]
    public TimeSpan Deadline => TimeSpan.FromSeconds(DeadlineSeconds);

    /// <summary>The descriptor as far as these facts tell it; <paramref name="name"/> is also the folder with the network's words.</summary>
    public NetworkDescriptor Describe(string key, string name, IReadOnlyList<ConnectWay> ways) => new()
    {
        Key = key,
        Name = name,
        Ways = ways,
        ApiBase = ApiBase,
        WebBase = WebBase,
        CopyExample = CopyExample,
        Locales = Locales.Of(name),
        MaxLength = MaxLength,
        MaxImages = MaxImages,
        MaxImageBytes = MaxImageBytes,
        ImageTypes = ImageTypes,
        MaxAlt = MaxAlt,
        Deadline = Deadline,
        Pace = TimeSpan.FromSeconds(PaceSeconds),
    };

    /// <summary>What is wrong with these facts, a sentence each.</summary>
    protected IEnumerable<string> CheckBasics()
    {
        foreach (var (name, address) in new[] { ("apiBase", ApiBase), ("webBase", WebBase), ("strangerPage", StrangerPage.Replace("{id}", "", StringComparison.Ordinal).TrimEnd('/')) })
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || address.EndsWith('/'))
            {
                yield return $"“{name}” must be an address that begins with https:// and does not end with a slash.";
            }
        }

        if (!StrangerPage.Contains("{id}", StringComparison.Ordinal))
        {
            yield return "“strangerPage” must contain {id}.";
        }

        // A claim lasts three minutes; a call must end well within it.
        if (DeadlineSeconds is < 5 or > 150)
        {
            yield return "“deadlineSeconds” must be from 5 to 150.";
        }

        if (MaxLength < 1 || MaxImageBytes < 1 || MaxAlt < 1 || MaxImages < 0 || PaceSeconds < 0)
        {
            yield return "“maxLength”, “maxImageBytes” and “maxAlt” must be at least 1, “maxImages” and “paceSeconds” at least 0.";
        }
    }
}
