namespace Blog.Syndication;

/// <summary>Facts of a network; the connect form, the counter, the worker and the desk read them.</summary>
public sealed record NetworkDescriptor
{
    /// <summary>Short, lower case, stable: <c>x</c>. Lane, table value, address.</summary>
    public required string Key { get; init; }

    /// <summary>As people call it.</summary>
    public required string Name { get; init; }

    /// <summary>API address of the real network, without a slash at the end.</summary>
    public required string ApiBase { get; init; }

    /// <summary>Address of the pages that people see, consent pages among them, without a slash at the end.</summary>
    public required string WebBase { get; init; }

    /// <summary>What the address of a copy looks like, for the author who pastes one.</summary>
    public required string CopyExample { get; init; }

    /// <summary>Longest text, in the network's own counting.</summary>
    public required int MaxLength { get; init; }

    /// <summary>What a link counts, if the network has a fixed price; null: its length.</summary>
    public int? LinkLength { get; init; }

    /// <summary>Total deadline of one publishing call.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Shortest time between two copies of one account, so that an outage does not end in a burst.</summary>
    public required TimeSpan Pace { get; init; }

    /// <summary>Ways to connect an account, the best first.</summary>
    public required IReadOnlyList<ConnectWay> Ways { get; init; }

    /// <summary>Whether the text of a copy can be changed.</summary>
    public bool CanEdit { get; init; }

    /// <summary>Whether a link card with own title, description and picture is sent with the copy. False: the network reads the page by itself, if at all.</summary>
    public bool CanCard { get; init; }

    /// <summary>Whether a longer text can go out as several posts, each answering the one before.</summary>
    public bool CanThread { get; init; }

    /// <summary>Whether the link may go into a first comment instead of the text.</summary>
    public bool CanComment { get; init; }

    /// <summary>Most pictures of one copy; 0: none.</summary>
    public int MaxImages { get; init; }

    /// <summary>Largest picture, in bytes.</summary>
    public int MaxImageBytes { get; init; }

    /// <summary>Media types of pictures: <c>image/png</c>.</summary>
    public IReadOnlyList<string> ImageTypes { get; init; } = [];

    /// <summary>Longest description of a picture, in UTF-16 units.</summary>
    public int MaxAlt { get; init; }

    /// <summary>
    /// The network's sentences in other languages than English, by language and English sentence; <c>{0}</c>… stand where something is filled in.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Locales { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>What this network cannot do or costs, one sentence each, for the author.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];
}

/// <summary>One way to connect an account.</summary>
/// <param name="Key">Short, in addresses: <c>oauth2</c>.</param>
/// <param name="Name">For the author.</param>
/// <param name="NeedsConsent">The browser goes to the network and comes back; false: the form is all.</param>
/// <param name="Fields">Fields of the form.</param>
public sealed record ConnectWay(string Key, string Name, bool NeedsConsent, IReadOnlyList<ConnectField> Fields);

/// <summary>A field of the connect form.</summary>
/// <param name="Key">Name in <see cref="ConnectRequest.Fields"/>.</param>
/// <param name="Label">For the author.</param>
/// <param name="IsSecret">Shown as dots, never shown again.</param>
/// <param name="Hint">Where to find it.</param>
/// <param name="IsOptional">May stay empty.</param>
public sealed record ConnectField(string Key, string Label, bool IsSecret, string Hint, bool IsOptional = false);
