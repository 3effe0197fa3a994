using Blog.Site;

namespace Blog.Storage;

/// <summary>
/// Where a LiteDB file is: <c>litedb:/path/to/blog.litedb</c>, or <c>litedb:</c> alone for the one in the data folder. The engine itself is an opt-in
/// (<c>src/Blog.Storage.LiteDb</c>); its address is known here so that a program without it can say how to get it.
/// </summary>
internal static class LiteAddress
{
    private const string Scheme = "litedb:";

    /// <summary>True if a <c>Blog:Database</c> names a LiteDB file.</summary>
    public static bool IsNamedBy(string? setting) => setting?.TrimStart().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Absolute path of the file; null if the setting names no LiteDB file.</summary>
    public static string? Parse(string? setting, DataFolder folder)
    {
        if (!IsNamedBy(setting))
        {
            return null;
        }

        var path = setting!.Trim()[Scheme.Length..];
        return path.Length == 0 ? Path.Combine(folder.Path, "blog.litedb") : Path.GetFullPath(path);
    }
}
