namespace Blog.Reading;

/// <summary>What an address came to. Closed: exactly these four.</summary>
internal abstract record PageOutcome
{
    private PageOutcome()
    {
    }

    /// <summary>Bytes for everybody: they are kept and served until <paramref name="Stamp"/> is stale.</summary>
    /// <param name="Body">The page, not compressed.</param>
    /// <param name="ContentType">Value of the header.</param>
    /// <param name="Stamp">What it was made from.</param>
    /// <param name="Link">Value of the <c>Link</c> header (RFC 8288), ASCII; null for none.</param>
    public sealed record Made(ReadOnlyMemory<byte> Body, string ContentType, PageStamp Stamp, string? Link = null) : PageOutcome;

    /// <summary>Lives somewhere else on this site.</summary>
    /// <param name="Path">Not percent-encoded.</param>
    /// <param name="ForGood">301, else 302.</param>
    public sealed record Moved(string Path, bool ForGood = true) : PageOutcome;

    /// <summary>Was here and was taken away on purpose: 410.</summary>
    public sealed record Gone : PageOutcome;

    /// <summary>Nothing that a reader may see: 404.</summary>
    public sealed record Missing : PageOutcome;
}
