namespace Blog.Tests.Browser;

/// <summary>
/// A test in a real browser. Without one it is skipped, with the reason; on a build server (<c>CI=true</c>) it is not skipped and fails,
/// so that a missing browser can't pass unnoticed.
/// </summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Executable is null && !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Skip = Chromium.Missing;
        }
    }
}
