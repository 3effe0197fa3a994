using System.Globalization;
using Blog.Site;

namespace Blog.Storage;

/// <summary>
/// Keeps a data folder to one process. The system lets go of the lock when the process ends, however it ends. A locked file can't be
/// read by others, so the process id stands in a file beside it.
/// </summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _pidFile;

    private DataLock(FileStream held, string pidFile)
    {
        _held = held;
        _pidFile = pidFile;
    }

    /// <summary>Takes the folder, making it if it is missing. Throws <see cref="StoreUnusableException"/> if it can't be used or is in use.</summary>
    public static DataLock Take(string folder)
    {
        Create(folder);
        var pidFile = Path.Combine(folder, "blog.pid");
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(folder, "blog.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(folder, e);
        }
        catch (IOException e) when (IsReadOnly(folder))
        {
            throw NotWritable(folder, e);
        }
        catch (IOException e)
        {
            throw new StoreUnusableException($"The data folder {folder} is in use by {Holder(pidFile)}: stop it first, or choose another folder with Blog:Data.", e);
        }

        try
        {
            File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataLock(held, pidFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new StoreUnusableException($"Nothing can be written into the data folder {folder}: {e.Message} Make room or give this user the right to write there, then start again.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(_pidFile);
        _held.Dispose();
    }

    private static void Create(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows() || Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // Mail addresses and keys lie in it: nobody else on the machine needs to look.
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException(
                $"The data folder {folder} can't be created: {e.Message} Choose another folder with Blog:Data, or give this user the right to create it.", e);
        }
    }

    // A read-only mount answers with an IOException, as a held lock does.
    private static bool IsReadOnly(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static StoreUnusableException NotWritable(string folder, Exception e) => new(
        $"The data folder {folder} can't be written to: {e.Message} Give this user the right to write there, or choose another folder with Blog:Data.", e);

    private static string Holder(string pidFile)
    {
        try
        {
            return File.ReadAllText(pidFile) is { Length: > 0 } pid ? $"process {pid}" : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
