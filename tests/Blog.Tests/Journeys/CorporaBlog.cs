using Blog.Homecoming;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Six foreign blogs, brought into one fresh site once for all tests that look at it.</summary>
public sealed class CorporaBlog : IAsyncLifetime, IDisposable
{
    private BlogApp? _app;

    public BlogApp App => _app ?? throw new InvalidOperationException("The blogs are not here.");

    /// <summary>One report per blog.</summary>
    public IReadOnlyList<ImportReport> Reports { get; private set; } = [];

    /// <summary>The folders of the blogs; empty where they are absent.</summary>
    public static IReadOnlyList<string> Folders { get; } =
        Repository.Shared is { } shared && Directory.Exists(Path.Combine(shared, "corpora"))
            ? [.. Directory.EnumerateDirectories(Path.Combine(shared, "corpora")).Order(StringComparer.Ordinal)]
            : [];

    public async Task InitializeAsync()
    {
        if (Folders.Count > 0)
        {
            _app = new BlogApp();
            using var client = _app.Browser();
            Reports = await ImportAsync();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _app?.Dispose();

    public async Task<IReadOnlyList<ImportReport>> ImportAsync()
    {
        var import = App.Get<MarkdownFolderImport>();
        var reports = new List<ImportReport>();
        foreach (var folder in Folders)
        {
            reports.Add(await import.RunAsync(folder, new ImportOptions(), progress: null, CancellationToken.None));
        }

        return reports;
    }
}
