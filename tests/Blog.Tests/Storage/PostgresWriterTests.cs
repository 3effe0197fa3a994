using System.Net;
using System.Net.Sockets;
using System.Text;
using Blog.Posts;
using Blog.Site;
using Blog.Tests.Infrastructure;
using Npgsql;

namespace Blog.Tests.Storage;

/// <summary>Bad days of a server: nothing that was acknowledged is lost, nothing is done twice, and the sentence says what to do.</summary>
public sealed class PostgresWriterTests
{
    [PostgresFact]
    public async Task A_server_that_is_killed_again_and_again_keeps_every_acknowledged_post()
    {
        using var server = new PostgresServer();
        await KeepWhileKilledAsync(server, server.NewDatabase());
    }

    [PgBouncerFact]
    public async Task A_server_that_is_killed_behind_PgBouncer_keeps_every_acknowledged_post()
    {
        using var server = new PostgresServer();
        using var pooler = new PgBouncer(server);
        await KeepWhileKilledAsync(server, pooler.NewDatabase());
    }

    [PostgresTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_at_the_commit_does_the_change_once(bool afterTheCommit)
    {
        using var wire = new CuttingWire(PostgresServer.Shared.Port, afterTheCommit);
        var address = new NpgsqlConnectionStringBuilder(PostgresServer.Shared.NewDatabase());
        await using var store = new PostgresFixture(new NpgsqlConnectionStringBuilder(address.ConnectionString) { Port = wire.Port }.ConnectionString);
        await store.OpenAsync();
        var before = (await store.Site.LoadStampAsync(default)).Lists;

        wire.CutAtNextCommit();
        var saved = await store.Posts.StoreAsync(Samples.Post());

        Assert.Equal(1, wire.Cuts);
        Assert.Equal(before + 1, (await store.Site.LoadStampAsync(default)).Lists);
        Assert.Single(await store.Posts.ListRevisionsAsync(saved.Id, default));
    }

    [PostgresFact]
    public async Task Two_processes_that_write_at_once_lose_and_double_nothing() => await WriteAtOnceAsync(PostgresServer.Shared.NewDatabase());

    [PgBouncerFact]
    public async Task Two_processes_that_write_at_once_through_PgBouncer_lose_and_double_nothing()
    {
        using var pooler = new PgBouncer(PostgresServer.Shared);
        await WriteAtOnceAsync(pooler.NewDatabase());
    }

    [PostgresFact]
    public async Task A_process_that_is_stopped_in_the_middle_of_a_write_loses_its_turn()
    {
        await using var store = new PostgresFixture();
        await store.OpenAsync();
        await using var stopped = new NpgsqlConnection(store.Address + ";Pooling=false");
        await stopped.OpenAsync();
        await using var command = stopped.CreateCommand();
        command.CommandText = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '5s'; SELECT pg_advisory_xact_lock(7120145)";
        await command.ExecuteNonQueryAsync();

        await store.Posts.StoreAsync(Samples.Post());

        command.CommandText = "COMMIT";
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteNonQueryAsync());
    }

    [PostgresFact]
    public async Task A_server_that_is_full_says_what_to_raise()
    {
        await using var first = new PostgresFixture();
        await first.OpenAsync();
        var name = new NpgsqlConnectionStringBuilder(first.Address).Database!;
        PostgresServer.Shared.Execute($"CREATE ROLE few{name} LOGIN CONNECTION LIMIT 1; GRANT ALL ON ALL TABLES IN SCHEMA public TO few{name}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO few{name}", name);
        await using var second = new PostgresFixture(new NpgsqlConnectionStringBuilder(first.Address) { Username = "few" + name }.ConnectionString);
        await second.OpenAsync();

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => second.Posts.FindAsync(Guid.CreateVersion7(), default));

        Assert.Contains("takes no more connections", refused.Message);
        Assert.Contains("max_connections", refused.Message);
    }

    [PostgresFact]
    public async Task A_standby_takes_no_changes_and_says_so()
    {
        await using var store = new PostgresFixture();
        await store.OpenAsync();
        var name = new NpgsqlConnectionStringBuilder(store.Address).Database!;
        PostgresServer.Shared.Execute($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await using var standby = new PostgresFixture(store.Address);
        await standby.OpenAsync();

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => standby.Posts.StoreAsync(Samples.Post()));

        Assert.Contains("it is a standby", refused.Message);
    }

    [PostgresFact]
    public async Task A_full_disk_is_told_and_what_was_saved_stays()
    {
        await using var store = new PostgresFixture();
        await store.OpenAsync();
        var kept = await store.Posts.StoreAsync(Samples.Post());

        // The server's own error, raised where a page would be written.
        var name = new NpgsqlConnectionStringBuilder(store.Address).Database!;
        PostgresServer.Shared.Execute("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$; CREATE TRIGGER full_disk BEFORE INSERT ON post_revision FOR EACH ROW EXECUTE FUNCTION full_disk()", name);
        var refused = await Assert.ThrowsAsync<StoreUnusableException>(() => store.Posts.StoreAsync(Samples.Post()));
        PostgresServer.Shared.Execute("DROP TRIGGER full_disk ON post_revision", name);

        Assert.Contains("is full", refused.Message);
        Assert.NotNull(await store.Posts.FindAsync(kept.Id, default));
        await store.Posts.StoreAsync(Samples.Post());
    }

    [PostgresTheory]
    [InlineData("Host=127.0.0.1;Port={0};Username=blog;Password=geheim;Database=nowhere", "has no database nowhere on 127.0.0.1")]
    [InlineData("Host=127.0.0.1;Port=1;Username=blog;Password=geheim;Database=nowhere", "can't be reached")]
    [InlineData("Host=127.0.0.1:1,127.0.0.1:2;Username=blog;Password=geheim;Database=nowhere;Target Session Attributes=primary", "(nowhere on 127.0.0.1:1, 127.0.0.1:2) can't be reached")]
    [InlineData("postgres://blog:geheim@127.0.0.1:{0}/nowhere", "has no database nowhere on 127.0.0.1")]
    [InlineData("Host=127.0.0.1;Port=x;Password=geheim", "write “Host=")]
    [InlineData("Host=127.0.0.1;Nonsense=1;Password=geheim", "write “Host=")]
    public async Task A_wrong_address_is_told_without_its_password(string address, string says)
    {
        await using var store = new PostgresFixture(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, PostgresServer.Shared.Port));

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(store.OpenAsync);

        Assert.Contains(says, refused.Message);
        Assert.DoesNotContain("geheim", refused.ToString());
    }

    private static async Task KeepWhileKilledAsync(PostgresServer server, string database)
    {
        await using var store = new PostgresFixture(database);
        await store.OpenAsync();
        var acknowledged = new List<Guid>();
        for (var round = 0; round < 4; round++)
        {
            var writers = Enumerable.Range(0, 3).Select(async _ =>
            {
                while (true)
                {
                    var post = Samples.Post();
                    try
                    {
                        await store.Posts.StoreAsync(post);
                    }
                    catch (StoreUnusableException)
                    {
                        return;
                    }

                    lock (acknowledged)
                    {
                        acknowledged.Add(post.Id);
                    }
                }
            }).ToList();
            var before = acknowledged.Count;
            await Waiting.UntilAsync("some posts were saved", () => Task.FromResult(acknowledged.Count > before + 20));
            server.Stop();
            await Task.WhenAll(writers);
            server.Start();
            await Waiting.UntilAsync("the store answers again", () => AnswersAsync(store));
        }

        foreach (var id in acknowledged)
        {
            Assert.NotNull(await store.Posts.FindAsync(id, default));
        }

        Assert.Empty(await store.Health.CheckIntegrityAsync(default));
        await store.Posts.StoreAsync(Samples.Post());
    }

    private static async Task<bool> AnswersAsync(PostgresFixture store)
    {
        try
        {
            await store.Site.LoadStampAsync(default);
            return true;
        }
        catch (StoreUnusableException)
        {
            return false;
        }
    }

    private static async Task WriteAtOnceAsync(string database)
    {
        await using var one = new PostgresFixture(database);
        await using var two = new PostgresFixture(database);

        // Both start at the same moment on an empty database.
        await Task.WhenAll(Task.Run(one.OpenAsync), Task.Run(two.OpenAsync));
        var posts = Enumerable.Range(0, 300).Select(_ => Samples.Post().Tagged("Snow")).ToList();

        var saved = await Task.WhenAll(posts.Select((post, i) => (i % 2 == 0 ? one : two).Posts.SaveAsync(post)));

        Assert.All(saved, s => Assert.Equal(SaveConflict.None, s.Conflict));
        Assert.Equal(300, saved.Select(s => s.Stamp.Lists).Distinct().Count());
        Assert.Equal(300, (await one.Posts.FindTagAsync("snow", default))?.Count);

        // Of two edits of one revision one wins.
        var edits = await Task.WhenAll(one.Posts.SaveAsync(posts[0].Next()), two.Posts.SaveAsync(posts[0].Next()));
        Assert.Equal([SaveConflict.None, SaveConflict.Stale], edits.Select(e => e.Conflict).Order());
    }

    /// <summary>Stands between program and server and cuts the line at a commit: before the server hears of it, or before its answer comes back.</summary>
    private sealed class CuttingWire : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly int _server;
        private readonly bool _afterTheCommit;
        private int _armed;
        private int _cuts;

        public CuttingWire(int server, bool afterTheCommit)
        {
            (_server, _afterTheCommit) = (server, afterTheCommit);
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Cuts => Volatile.Read(ref _cuts);

        public void CutAtNextCommit() => Volatile.Write(ref _armed, 1);

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    var server = new TcpClient();
                    await server.ConnectAsync(IPAddress.Loopback, _server);
                    _ = UpAsync(client, server);
                    _ = DownAsync(client, server);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test has ended.
            }
        }

        private async Task UpAsync(TcpClient client, TcpClient server)
        {
            var buffer = new byte[65536];
            try
            {
                while (await client.GetStream().ReadAsync(buffer) is > 0 and var read)
                {
                    if (Encoding.ASCII.GetString(buffer, 0, read).Contains("COMMIT", StringComparison.Ordinal) && Interlocked.Exchange(ref _armed, 0) == 1)
                    {
                        Interlocked.Increment(ref _cuts);
                        client.Client.Shutdown(SocketShutdown.Send);
                        if (_afterTheCommit)
                        {
                            await server.GetStream().WriteAsync(buffer.AsMemory(0, read));
                            _ = await server.GetStream().ReadAsync(new byte[1024]);
                        }

                        client.Client.Close(0);
                        server.Close();
                        return;
                    }

                    await server.GetStream().WriteAsync(buffer.AsMemory(0, read));
                }

                server.Close();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                server.Close();
            }
        }

        private async Task DownAsync(TcpClient client, TcpClient server)
        {
            try
            {
                var buffer = new byte[65536];
                while (await server.GetStream().ReadAsync(buffer) is > 0 and var read)
                {
                    if (Cuts > 0 && !client.Connected)
                    {
                        return;
                    }

                    await client.GetStream().WriteAsync(buffer.AsMemory(0, read));
                }

                client.Close();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                client.Close();
            }
        }
    }
}
