using Blog.Media;

namespace Blog.Desk.Pictures;

/// <summary>The media library.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Uses">How many posts use them; absent: none.</param>
/// <param name="Search">Words looked for.</param>
/// <param name="Show"><c>bare</c> (without description), <c>unused</c>, or null for all.</param>
/// <param name="IsFirst">False past the first screenful.</param>
/// <param name="HasOlder">Something comes after the last.</param>
public sealed record PicturesView(IReadOnlyList<MediaItem> Items, IReadOnlyDictionary<Guid, int> Uses, string? Search, string? Show, bool IsFirst, bool HasOlder)
{
    /// <summary>Why something was not stored; null: nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>True right after an upload.</summary>
    public bool JustAdded { get; init; }

    /// <summary>True right after a file was taken out.</summary>
    public bool JustDeleted { get; init; }
}

/// <summary>One file of the library.</summary>
/// <param name="Item">The file.</param>
/// <param name="Uses">Some of the posts that use it, the newest first.</param>
/// <param name="UseCount">How many use it.</param>
/// <param name="MayChange">Whether this account may describe it and take it out.</param>
public sealed record PictureView(MediaItem Item, IReadOnlyList<MediaUse> Uses, int UseCount, bool MayChange)
{
    /// <summary>True right after its description was stored.</summary>
    public bool JustSaved { get; init; }

    /// <summary>A description that was refused, as typed; null: the stored one.</summary>
    public string? Typed { get; init; }

    /// <summary>What is wrong with it, in English; null: nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Right after it took another one's place: how many posts show it now; null: it did not.</summary>
    public int? Replaced { get; init; }

    /// <summary>How many posts go on with the one that it replaced.</summary>
    public int Left { get; init; }

    /// <summary>True if it was not taken out because posts use it.</summary>
    public bool IsRefused { get; init; }

    /// <summary>What it is called on screens: its description, else its file name.</summary>
    public string Name => NameOf(Item);

    /// <summary>The same for any file.</summary>
    public static string NameOf(MediaItem item) => item.Alt.Length > 0 ? item.Alt : item.Name.Length > 0 ? item.Name : MediaPath.NameOf(item.Path);

    /// <summary>The Markdown that shows or offers it.</summary>
    public string Markdown => (Item.Width is null ? "" : "!") + $"[{Name.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)}]({Item.Path})";
}
