namespace Blog.Media;

/// <summary>A file on its way into the library.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="FileName">Only lends its words to the address; type and extension come from the bytes.</param>
public sealed record NewMedia(Stream Content, string FileName)
{
    /// <summary>Description; empty: none yet.</summary>
    public string Alt { get; init; } = "";

    /// <summary>Account that brings it.</summary>
    public Guid? AddedBy { get; init; }

    /// <summary>The same picture in smaller, each in one of the <see cref="MediaLibrary.Widths"/>.</summary>
    public IReadOnlyList<Stream> Smaller { get; init; } = [];
}

/// <summary>Answer of <see cref="MediaLibrary"/>: exactly one of the two is set.</summary>
/// <param name="Item">The stored file.</param>
/// <param name="Problem">Why it was not stored and what to do, as a sentence.</param>
public sealed record MediaAdded(MediaItem? Item, string? Problem);
