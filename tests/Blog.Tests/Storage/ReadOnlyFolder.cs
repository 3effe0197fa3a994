using System.Diagnostics;

namespace Blog.Tests.Storage;

/// <summary>Keeps a folder from being written to. Rights don't bind root, so for root the folder is made immutable.</summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly string _folder;

    public ReadOnlyFolder(string folder)
    {
        _folder = folder;
        Assert.True(TrySet(folder, readOnly: true));
    }

    public static bool IsPossible { get; } = Try();

    public void Dispose() => TrySet(_folder, readOnly: false);

    private static bool Try()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("blog-read-only-").FullName;
        var possible = TrySet(folder, readOnly: true);
        TrySet(folder, readOnly: false);
        Directory.Delete(folder);
        return possible;
    }

    private static bool TrySet(string folder, bool readOnly)
    {
        if (!Environment.IsPrivilegedProcess)
        {
#pragma warning disable CA1416 // Only where IsPossible, which Windows is not.
            File.SetUnixFileMode(folder, readOnly ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
            return true;
        }

        try
        {
            using var chattr = Process.Start(new ProcessStartInfo("chattr", [readOnly ? "+i" : "-i", folder]) { RedirectStandardError = true, UseShellExecute = false })!;
            chattr.WaitForExit();
            return chattr.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a folder that can't be written to.</summary>
internal sealed class ReadOnlyFolderFactAttribute : FactAttribute
{
    public ReadOnlyFolderFactAttribute()
    {
        if (!ReadOnlyFolder.IsPossible)
        {
            Skip = "this user may write everywhere, and a folder can't be made immutable here";
        }
    }
}
