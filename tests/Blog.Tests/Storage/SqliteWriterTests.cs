using Blog.Posts;
using Blog.Site;

namespace Blog.Tests.Storage;

/// <summary>The one writer: what waits together is committed together, and nobody pays for another's mistake.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private SqliteFixture _store = null!;

    public async Task InitializeAsync() => _store = await SqliteFixture.OpenedAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Two_hundred_saves_at_once_are_all_there_with_fewer_commits()
    {
        var posts = Enumerable.Range(0, 200).Select(_ => Samples.Post().Tagged("Snow")).ToList();
        var before = _store.Database.Commits;

        var saved = await Task.WhenAll(posts.Select(p => _store.Posts.SaveAsync(p)));

        Assert.All(saved, s => Assert.Equal(SaveConflict.None, s.Conflict));
        Assert.Equal(200, saved.Select(s => s.Stamp.Lists).Distinct().Count());
        Assert.Equal(200, await _store.Posts.CountPublicAsync(default));
        Assert.Equal(200, (await _store.Posts.FindTagAsync("snow", default))?.Count);
        Assert.InRange(_store.Database.Commits - before, 1, 100);
    }

    [Fact]
    public async Task A_failing_job_does_not_hurt_its_batch()
    {
        using var held = new ManualResetEventSlim();
        var first = await HoldWriterAsync(held);

        // These wait while the writer is held, so they form one batch.
        var posts = Enumerable.Range(0, 10).Select(_ => Samples.Post()).ToList();
        var saves = posts.Take(5).Select(p => _store.Posts.SaveAsync(p)).ToList();
        var failing = _store.Database.WriteAsync<bool>(
            session =>
            {
                session.Execute("INSERT INTO mark (name, value) VALUES ('left', 'over')");
                throw new InvalidOperationException("on purpose");
            },
            default);
        var broken = _store.Database.WriteAsync(session => session.Execute("INSERT INTO nowhere VALUES (1)"), default);
        saves.AddRange(posts.Skip(5).Select(p => _store.Posts.SaveAsync(p)));
        held.Set();
        Assert.True(await first.Held);

        Assert.All(await Task.WhenAll(saves), s => Assert.Equal(SaveConflict.None, s.Conflict));
        Assert.Equal("on purpose", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => broken);
        Assert.Equal(10, await _store.Posts.CountPublicAsync(default));
        Assert.Null(await _store.Site.FindMarkAsync("left", default));
    }

    [Fact]
    public async Task A_job_that_fails_alone_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _store.Database.WriteAsync<bool>(
            session =>
            {
                session.Execute("INSERT INTO mark (name, value) VALUES ('left', 'over')");
                throw new InvalidOperationException("on purpose");
            },
            default));

        Assert.Null(await _store.Site.FindMarkAsync("left", default));
        await _store.Posts.StoreAsync(Samples.Post());
    }

    [Fact]
    public async Task What_was_cancelled_before_its_turn_is_not_done()
    {
        using var held = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = await HoldWriterAsync(held);
        var waiting = _store.Posts.SaveAsync(Samples.Change(Samples.Post()), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Set();
        Assert.True(await first.Held);
        Assert.Equal(0, await _store.Posts.CountPublicAsync(default));
    }

    [Fact]
    public async Task A_full_disk_fails_the_caller_with_the_remedy_and_recovers_when_there_is_room()
    {
        var before = await _store.Posts.StoreAsync(Samples.Post());
        await LimitAsync(pages: null);

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(
            () => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _store.Posts.SaveAsync(Samples.Post(text: new string('x', 100_000))))));

        Assert.Contains("is full", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Make room", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_store.File, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await _store.Posts.FindAsync(before.Id, default));
        Assert.Equal(1, await _store.Posts.CountPublicAsync(default));

        await LimitAsync(1_000_000);
        await _store.Posts.StoreAsync(Samples.Post(text: new string('x', 100_000)));
        Assert.Empty(await _store.Health.CheckIntegrityAsync(default));
    }

    [Fact]
    public async Task A_database_that_turned_read_only_says_so()
    {
        await _store.Database.WriteAsync(session => session.Execute("PRAGMA query_only = ON"), default);

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => _store.Posts.SaveAsync(Samples.Post()));

        Assert.Contains("can't be written to", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_can_not_write()
    {
        await Assert.ThrowsAsync<StoreUnusableException>(() => _store.Database.ReadAsync(session => session.Execute("DELETE FROM mark"), default));
    }

    [Fact]
    public async Task Readers_see_whole_saves_while_the_writer_works()
    {
        using var stop = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested || reads == 0; reads++)
            {
                foreach (var post in await _store.Posts.ListNewestAsync(new PostFilter(Tag: "snow"), 5, default))
                {
                    Assert.Equal(post.Title, post.Markdown);
                }
            }

            return reads;
        })).ToList();

        for (var i = 0; i < 20; i++)
        {
            var post = await _store.Posts.StoreAsync(Samples.Post($"a{i}").Tagged("Snow") with { Markdown = $"a{i}" });
            await _store.Posts.SaveAsync(post.Next() with { Title = $"b{i}", Markdown = $"b{i}" });
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(reading), reads => Assert.True(reads > 0));
    }

    [Fact]
    public async Task Closing_finishes_what_waits()
    {
        var store = await SqliteFixture.OpenedAsync(Directory.CreateTempSubdirectory("blog-close-").FullName);
        var saves = Enumerable.Range(0, 50).Select(_ => store.Posts.SaveAsync(Samples.Post())).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(saves), s => Assert.Equal(SaveConflict.None, s.Conflict));
        await using (var again = await SqliteFixture.OpenedAsync(store.Folder))
        {
            Assert.Equal(50, await again.Posts.CountPublicAsync(default));
        }

        Directory.Delete(store.Folder, recursive: true);
    }

    // Answers when the writer is at work on it: whatever is queued from then on waits.
    private async Task<(Task<bool> Held, bool Runs)> HoldWriterAsync(ManualResetEventSlim until)
    {
        var runs = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = _store.Database.WriteAsync(
            _ =>
            {
                runs.TrySetResult(true);
                return until.Wait(TimeSpan.FromSeconds(30));
            },
            default);
        return (held, await runs.Task);
    }

    // SQLite answers a file that may not grow as it answers a full disk. Null: not beyond what it has now.
    private Task<object?> LimitAsync(long? pages) =>
        _store.Database.WriteAsync(session => session.Scalar($"PRAGMA max_page_count = {pages ?? session.Scalar("PRAGMA page_count")}"), default);
}
