using System.Globalization;
using System.Text;

namespace Blog.Homecoming;

/// <summary>Something that a person should know about one file.</summary>
/// <param name="File">Relative to the folder, with <c>/</c>.</param>
/// <param name="Line">Line of the file, from 1; null if it concerns the whole file.</param>
/// <param name="Reason">What happened and what to do, as a sentence.</param>
public sealed record ImportNote(string File, int? Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{File}:{line}: {Reason}") : $"{File}: {Reason}";
}

/// <summary>What became of every file of a folder: <see cref="Read"/> = created + updated + unchanged + skipped + failed, always.</summary>
public sealed record ImportReport
{
    /// <summary>Absolute path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Markdown files found.</summary>
    public required int Read { get; init; }

    /// <summary>New posts and pages.</summary>
    public required int Created { get; init; }

    /// <summary>Posts whose file had changed.</summary>
    public required int Updated { get; init; }

    /// <summary>Posts whose file is as it was at the last reading.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Files left out on purpose, each listed in <see cref="SkippedFiles"/>.</summary>
    public int Skipped => SkippedFiles.Count;

    /// <summary>Files that could not be brought in, each listed in <see cref="Failures"/>.</summary>
    public int Failed => Failures.Count;

    /// <summary>Pictures and other files used by the posts that are in the media library now.</summary>
    public required int Media { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What was left out, with the reason.</summary>
    public required IReadOnlyList<ImportNote> SkippedFiles { get; init; }

    /// <summary>What failed, with the reason and the remedy.</summary>
    public required IReadOnlyList<ImportNote> Failures { get; init; }

    /// <summary>Posts that were brought in but hold something to look at.</summary>
    public required IReadOnlyList<ImportNote> Warnings { get; init; }

    /// <summary>For a terminal: the counts, then every note.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        var rate = Elapsed > TimeSpan.Zero ? Read / Elapsed.TotalSeconds : 0;
        text.AppendLine(CultureInfo.InvariantCulture, $"{Folder}: {Read} files read in {Elapsed.TotalSeconds:0.0} s ({rate:0} a second)");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Created} created, {Updated} updated, {Unchanged} unchanged, {Skipped} skipped, {Failed} failed; {Media} media files, {Warnings.Count} warnings");
        Append(text, "Failed", Failures);
        Append(text, "Skipped", SkippedFiles);
        Append(text, "Warnings", Warnings);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<ImportNote> notes)
    {
        if (notes.Count == 0)
        {
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{title}:");
        foreach (var note in notes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {note}");
        }
    }
}
