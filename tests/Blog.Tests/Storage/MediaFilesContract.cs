using Blog.Media;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What every place of media must do.</summary>
public abstract class MediaFilesContract
{
    protected abstract IMediaFiles Files { get; }

    [StoreFact]
    public async Task A_file_comes_back_as_it_was_put()
    {
        var (path, bytes) = Sample(1000);

        await PutAsync(path, bytes);

        Assert.Equal(bytes, await ReadAsync(path));
        Assert.Equal(bytes.Length, (await Files.FindAsync(path, default))!.Bytes);
    }

    [StoreFact]
    public async Task What_is_not_there_is_not_found()
    {
        var (path, _) = Sample(1);

        Assert.Null(await Files.FindAsync(path, default));
        Assert.Null(await Files.OpenAsync(path, null, default));
        Assert.Null(await Files.OpenAsync(path, new MediaRange(0, 3), default));
    }

    [StoreTheory]
    [InlineData(0L, 0L, 0, 1)]
    [InlineData(0L, 9L, 0, 10)]
    [InlineData(10L, 19L, 10, 10)]
    [InlineData(990L, null, 990, 10)]
    [InlineData(990L, 5000L, 990, 10)]
    [InlineData(999L, 999L, 999, 1)]
    [InlineData(0L, null, 0, 1000)]
    public async Task A_part_is_read_alone(long from, long? to, int begin, int count)
    {
        var (path, bytes) = Sample(1000);
        await PutAsync(path, bytes);

        await using var part = await Files.OpenAsync(path, new MediaRange(from, to), default);

        Assert.Equal((begin, count, bytes.Length), (part!.From, part.Count, part.Whole.Bytes));
        Assert.Equal(bytes[begin..(begin + count)], await part.ReadAllAsync(default));
        Assert.Equal(0, await part.ReadAsync(new byte[10], default));
    }

    [StoreTheory]
    [InlineData(1000L, null)]
    [InlineData(5000L, 6000L)]
    public async Task A_part_behind_the_end_is_empty_and_tells_the_size(long from, long? to)
    {
        var (path, bytes) = Sample(1000);
        await PutAsync(path, bytes);

        await using var part = await Files.OpenAsync(path, new MediaRange(from, to), default);

        Assert.True(part is { Count: <= 0, Whole.Bytes: 1000 });
    }

    [StoreFact]
    public async Task What_is_deleted_is_gone_and_deleting_it_again_is_no_error()
    {
        var (path, bytes) = Sample(1000);
        await PutAsync(path, bytes);

        await Files.DeleteAsync(path, default);
        await Files.DeleteAsync(path, default);

        Assert.Null(await Files.FindAsync(path, default));
        Assert.Null(await Files.OpenAsync(path, null, default));
    }

    [StoreFact]
    public async Task The_same_file_may_be_put_twice()
    {
        var (path, bytes) = Sample(1000);

        await PutAsync(path, bytes);
        await PutAsync(path, bytes);

        Assert.Equal(bytes, await ReadAsync(path));
    }

    [StoreFact]
    public async Task Many_may_put_the_same_file_and_others_at_once()
    {
        var (path, bytes) = Sample(300_000);
        var others = Enumerable.Range(0, 8).Select(i => (Path: MediaPath.Make(2026, $"{i:0000000000}", $"o{i}", ".png"), Bytes: Sample(50_000 + i).Bytes)).ToList();

        await Task.WhenAll([.. Enumerable.Range(0, 8).Select(_ => PutAsync(path, bytes)), .. others.Select(o => PutAsync(o.Path, o.Bytes))]);

        Assert.Equal(bytes, await ReadAsync(path));
        foreach (var other in others)
        {
            Assert.Equal(other.Bytes, await ReadAsync(other.Path));
        }
    }

    [StoreFact]
    public async Task A_file_of_twenty_megabytes_is_read_step_by_step()
    {
        var (path, bytes) = Sample(20 * 1024 * 1024);
        await PutAsync(path, bytes);

        await using var file = (await Files.OpenAsync(path, null, default))!;
        var step = new byte[64 * 1024];
        var read = 0;
        for (int count; (count = await file.ReadAsync(step, default)) > 0; read += count)
        {
            Assert.True(bytes.AsSpan(read, count).SequenceEqual(step.AsSpan(0, count)));
        }

        Assert.Equal(bytes.Length, read);
        await using var tail = (await Files.OpenAsync(path, new MediaRange(bytes.Length - 3, null), default))!;
        Assert.Equal(bytes[^3..], await tail.ReadAllAsync(default));
    }

    [StoreTheory]
    [InlineData("file.mp4")]
    [InlineData("a--b.html")]
    [InlineData("Größe  ñ 雪 (1).JPEG")]
    [InlineData("../../etc/passwd")]
    [InlineData("con.png")]
    [InlineData("a name that is much longer than anybody would ever want to give to a picture of a kettle on a stove.png")]
    public async Task Any_name_that_the_library_makes_is_kept(string name)
    {
        var path = MediaPath.Make(2026, "0123456789abcdef", name, ".webp");

        await PutAsync(path, [1, 2, 3]);

        Assert.Equal([1, 2, 3], await ReadAsync(path));
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("/media/")]
    [InlineData("/media/../blog.db")]
    [InlineData("/media/2026/../../blog.db")]
    [InlineData("/media/.incoming/secret")]
    [InlineData("/media/2026/0123456789-a.png\0")]
    [InlineData("/media/2026/0123456789-A.png")]
    [InlineData("/media/2026/0123456789-ñ.png")]
    [InlineData("2026/0123456789-a.png")]
    public async Task No_other_name_is_taken(string path)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(path, [1]));

        Assert.Null(await Files.FindAsync(path, default));
        Assert.Null(await Files.OpenAsync(path, null, default));
        await Files.DeleteAsync(path, default);
    }

    [StoreFact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        var (path, bytes) = Sample(500_000);
        using var broken = new Interrupted(bytes, after: 300_000, () => throw new IOException("The line is cut."), pass: null);

        await Assert.ThrowsAnyAsync<Exception>(() => Files.PutAsync(path, broken, default));

        Assert.Null(await Files.FindAsync(path, default));
        await PutAsync(path, bytes);
        Assert.Equal(bytes, await ReadAsync(path));
    }

    [StoreFact]
    public async Task A_place_that_is_away_is_told_apart_from_a_missing_file_and_can_come_back()
    {
        var (path, bytes) = Sample(1000);
        await PutAsync(path, bytes);

        GoAway();

        foreach (var verb in new Func<Task>[] { () => Files.FindAsync(path, default), () => Files.OpenAsync(path, null, default), () => PutAsync(path, bytes), () => Files.DeleteAsync(path, default) })
        {
            var told = await Assert.ThrowsAsync<MediaAwayException>(verb);
            Assert.DoesNotContain(S3Server.Secret, told.ToString(), StringComparison.Ordinal);
        }

        ComeBack();

        Assert.Equal(bytes, await ReadAsync(path));
    }

    [StoreFact]
    public async Task The_probe_finds_a_sound_place_sound_and_an_absent_one_not()
    {
        Assert.Null(await new MediaProbe(Files).RunAsync(default));

        GoAway();

        Assert.NotNull(await new MediaProbe(Files).RunAsync(default));
    }

    protected abstract void GoAway();

    protected abstract void ComeBack();

    protected static (string Path, byte[] Bytes) Sample(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return (MediaPath.Make(2026, $"{length:x10}", "kettle.png", ".png"), bytes);
    }

    protected async Task PutAsync(string path, byte[] bytes)
    {
        using var draft = new MemoryStream(bytes, writable: false);
        await Files.PutAsync(path, draft, default);
    }

    protected async Task<byte[]?> ReadAsync(string path)
    {
        await using var file = await Files.OpenAsync(path, null, default);
        return file is null ? null : await file.ReadAllAsync(default);
    }

    /// <summary>Bytes that something happens to on the way; <paramref name="pass"/> counts readings from the beginning, null means each.</summary>
    protected sealed class Interrupted(byte[] bytes, int after, Action happens, int? pass = 1) : MemoryStream(bytes, writable: false)
    {
        private int _passes = 1;

        public override long Position
        {
            get => base.Position;
            set
            {
                _passes += value == 0 && base.Position > 0 ? 1 : 0;
                base.Position = value;
            }
        }

        public override long Seek(long offset, SeekOrigin loc)
        {
            var before = base.Position;
            var now = base.Seek(offset, loc);
            _passes += now == 0 && before > 0 ? 1 : 0;
            return now;
        }

        public override int Read(byte[] buffer, int offset, int count) => Look(base.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Look(base.Read(buffer));

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Look(await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Look(await base.ReadAsync(buffer, cancellationToken));

        // Copied by reading, so that it is seen.
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => StepAsync(destination, cancellationToken);

        private async Task StepAsync(Stream destination, CancellationToken ct)
        {
            var step = new byte[16 * 1024];
            for (int read; (read = await ReadAsync(step, ct)) > 0;)
            {
                await destination.WriteAsync(step.AsMemory(0, read), ct);
            }
        }

        private int Look(int read)
        {
            if ((pass is null || _passes == pass) && base.Position >= after && base.Position - read < after)
            {
                happens();
            }

            return read;
        }
    }
}
