using System.Globalization;
using Blog.Bench.Outbox;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>A data folder, a fast clock and a network for several processes.</summary>
internal sealed class CrashTrial : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string? _database;
    private int _processes;

    private CrashTrial(string folder, string? database, FastClock clock, StagedNetwork network)
    {
        (_folder, _database) = (folder, database);
        Clock = clock;
        Network = network;
    }

    public FastClock Clock { get; }

    public StagedNetwork Network { get; }

    /// <summary>On SQLite, or with <paramref name="database"/> on that of a PostgreSQL server.</summary>
    public static async Task<CrashTrial> StartAsync(string network, string? database = null)
    {
        var folder = Directory.CreateTempSubdirectory("blog-trial-").FullName;
        var clock = FastClock.Create(Path.Combine(folder, "clock"), FastClock.TrueTime, FastClock.ShortWaits);
        return new CrashTrial(folder, database, clock, await StagedNetwork.StartAsync(Stage.Of(network, clock), clock));
    }

    /// <summary>One more process: on the folder, as on a disk whose locks do not hold, or on the server, with a folder of its own.</summary>
    public Task<OutboxProcess> StartProcessAsync()
    {
        if (_database is not null)
        {
            var own = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"data-{++_processes}"));
            var media = Directory.CreateDirectory(Path.Combine(_folder, "media")).FullName;
            return OutboxProcess.StartAsync(own, Path.Combine(_folder, "clock"), Network, "--Blog:Database=" + _database, "--Blog:KeySecret=" + TestEngine.Secret, "--Blog:Media=" + media);
        }

        var data = Path.Combine(_folder, "data");
        File.Delete(Path.Combine(Directory.CreateDirectory(data).FullName, "blog.lock"));
        return OutboxProcess.StartAsync(data, Path.Combine(_folder, "clock"), Network);
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        Clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
