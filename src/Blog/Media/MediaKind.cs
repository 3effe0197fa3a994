namespace Blog.Media;

/// <summary>What a file is, found by looking at its bytes. Neither its name nor what the sender says about it counts.</summary>
/// <param name="ContentType">Type that it is served with.</param>
/// <param name="Extension">With the dot, the one that belongs to the type.</param>
/// <param name="Width">Pixels, read from the header; null for what is no picture.</param>
/// <param name="Height">Pixels.</param>
public sealed record MediaKind(string ContentType, string Extension, int? Width = null, int? Height = null)
{
    /// <summary>True for what a browser may show in a page; the rest is offered as a download.</summary>
    public bool IsInline => ContentType != "application/pdf";
}

/// <summary>Answer of <see cref="MediaSniffer"/>: exactly one of the two is set.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Refusal">Why it is not accepted and what to do instead, as a sentence.</param>
public readonly record struct MediaVerdict(MediaKind? Kind, string? Refusal);
