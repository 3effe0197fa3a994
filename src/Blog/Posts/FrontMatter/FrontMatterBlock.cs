namespace Blog.Posts.FrontMatter;

/// <summary>How the head of a file is written.</summary>
public enum FrontMatterKind
{
    /// <summary>There is none: all of the file is text.</summary>
    None,

    /// <summary>Between <c>---</c> lines, as Jekyll, Hugo and most others write it.</summary>
    Yaml,

    /// <summary>Between <c>+++</c> lines, as Hugo writes it.</summary>
    Toml,

    /// <summary>A JSON object at the very start, as Hugo accepts it.</summary>
    Json,
}

/// <summary>The head of a Markdown file, parsed, and the text behind it.</summary>
/// <param name="Kind">See <see cref="FrontMatterKind"/>.</param>
/// <param name="Raw">The head as it stands in the file, without its fences; line ends are LF.</param>
/// <param name="Entries">Top-level keys in file order; a key that is written twice is here twice.</param>
/// <param name="Problems">What could not be read as written, and what was made of it.</param>
/// <param name="Body">The text; line ends are LF.</param>
/// <param name="BodyLine">Line of the file on which <paramref name="Body"/> starts, from 1.</param>
public sealed record FrontMatterBlock(
    FrontMatterKind Kind,
    string Raw,
    IReadOnlyList<FrontMatterEntry> Entries,
    IReadOnlyList<FrontMatterProblem> Problems,
    string Body,
    int BodyLine)
{
    /// <summary>True if a part was not valid and had to be guessed.</summary>
    public bool WasRepaired { get; init; }
}

/// <summary>A top-level key.</summary>
/// <param name="Key">As written.</param>
/// <param name="Value">Its value.</param>
/// <param name="Line">Line of the file, from 1.</param>
public sealed record FrontMatterEntry(string Key, FrontMatterValue Value, int Line);

/// <summary>Something in the head that an author should look at.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Reason">What is wrong and what was made of it, as a sentence.</param>
public sealed record FrontMatterProblem(int Line, string Reason);
