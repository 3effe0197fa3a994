namespace Blog.Homecoming;

/// <summary>Brings in a folder of Markdown posts.</summary>
public sealed class MarkdownFolderImport
{
    /// <summary>Reads every Markdown file under <paramref name="folder"/>. A second run changes nothing.</summary>
    public Task<ImportReport> RunAsync(string folder, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken ct) =>
        throw new NotSupportedException();
}
