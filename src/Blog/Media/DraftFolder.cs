namespace Blog.Media;

/// <summary>Files that were being brought in when a process was killed.</summary>
internal static class DraftFolder
{
    // A living process, here or on another machine, needs minutes at most.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <summary>Removes them once nobody can be at them any more.</summary>
    public static void Sweep(string folder, DateTimeOffset now)
    {
        foreach (var left in new DirectoryInfo(folder).EnumerateFiles().Where(f => f.LastWriteTimeUtc < (now - LongestUpload).UtcDateTime))
        {
            left.Delete();
        }
    }
}
