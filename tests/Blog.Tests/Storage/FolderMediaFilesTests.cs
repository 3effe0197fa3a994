using Blog.Media;

namespace Blog.Tests.Storage;

public sealed class FolderMediaFilesTests : MediaFilesContract, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("blog-media-").FullName;

    public FolderMediaFilesTests()
    {
        Directory.CreateDirectory(Shared);
        Files = new FolderMediaFiles(Shared, isShared: true, TimeProvider.System);
    }

    protected override IMediaFiles Files { get; }

    private string Shared => Path.Combine(_root, "shared");

    [Fact]
    public async Task Readers_see_nothing_while_a_file_is_written_and_no_draft_stays()
    {
        var (path, bytes) = Sample(500_000);
        bool? wasThere = null;
        using var slow = new Interrupted(bytes, after: 300_000, () => wasThere = File.Exists(Path.Combine(Shared, path["/media/".Length..])));

        await Files.PutAsync(path, slow, default);

        Assert.False(wasThere);
        Assert.Equal(bytes, await ReadAsync(path));
        Assert.Single(Directory.GetFiles(Shared, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_draft_that_nobody_finishes_goes()
    {
        var (path, bytes) = Sample(500_000);
        using var broken = new Interrupted(bytes, after: 300_000, () => throw new IOException("The line is cut."), pass: null);
        await Assert.ThrowsAnyAsync<Exception>(() => Files.PutAsync(path, broken, default));
        Assert.Empty(Directory.GetFiles(Shared, "*", SearchOption.AllDirectories));

        // As a killed process leaves them: one long ago, one of another machine just now.
        var (old, young) = (Path.Combine(Shared, ".incoming", "old"), Path.Combine(Shared, ".incoming", "young"));
        await File.WriteAllBytesAsync(old, bytes);
        await File.WriteAllBytesAsync(young, bytes);
        File.SetLastWriteTimeUtc(old, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25));
        await PutAsync(path, bytes);

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    protected override void GoAway() => Directory.Move(Shared, Shared + "-away");

    protected override void ComeBack() => Directory.Move(Shared + "-away", Shared);
}
