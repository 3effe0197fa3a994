using Blog.Bench.Outbox;

namespace Blog.Tests.Journeys;

/// <summary>A data folder, a fast clock and a network for several processes.</summary>
internal sealed class CrashTrial : IAsyncDisposable
{
    private readonly string _folder;

    private CrashTrial(string folder, FastClock clock, StagedNetwork network)
    {
        _folder = folder;
        Clock = clock;
        Network = network;
    }

    public FastClock Clock { get; }

    public StagedNetwork Network { get; }

    public static async Task<CrashTrial> StartAsync(string network)
    {
        var folder = Directory.CreateTempSubdirectory("blog-trial-").FullName;
        var clock = FastClock.Create(Path.Combine(folder, "clock"), FastClock.TrueTime, FastClock.ShortWaits);
        return new CrashTrial(folder, clock, await StagedNetwork.StartAsync(Stage.Of(network, clock), clock));
    }

    /// <summary>One more process on the folder, as on a disk whose locks do not hold.</summary>
    public Task<OutboxProcess> StartProcessAsync()
    {
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
