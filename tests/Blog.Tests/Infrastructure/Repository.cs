namespace Blog.Tests.Infrastructure;

/// <summary>Where the sources lie, and the shared material beside them if it is there.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The folder <c>shared</c> beside the project; null where it is absent.</summary>
    public static string? Shared { get; } =
        Directory.Exists(Path.Combine(Root, "..", "shared")) ? Path.GetFullPath(Path.Combine(Root, "..", "shared")) : null;

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Blog.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("Blog.sln was not found above the tests.");
    }
}
