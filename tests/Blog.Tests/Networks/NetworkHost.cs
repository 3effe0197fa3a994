using System.Net;
using Blog.Networks;
using Blog.Outgoing;
using Blog.Rehearsal.Wire;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Blog.Tests.Networks;

/// <summary>An emulator on a socket of its own, and the adapters as the program builds them, allowed to call it.</summary>
internal abstract class NetworkHost(WebApplication app, EmulatorEndpoint api, TimeProvider time) : IAsyncDisposable
{
    private readonly List<ServiceProvider> _clients = [];

    public EmulatorEndpoint Api => api;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string Base => Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Where the owner's facts lie, if a test writes any.</summary>
    public string FactsFolder { get; } = Path.Combine(Path.GetTempPath(), "blog-facts-" + Guid.NewGuid().ToString("N"));

    protected abstract string Key { get; }

    protected TimeProvider Time => time;

    /// <summary>The network, allowed to call this host (and others, if given); it reads the owner's facts as they are now.</summary>
    public INetwork Network(params string[] alsoAllowed)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time);
        services.AddSingleton<IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" });
        services.AddSingleton(app.Services.GetRequiredService<IServer>());
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<PracticeMode>();
        services.AddSingleton(new FactsFile(FactsFolder));
        services.AddOptions<BlogOptions>();
        services.Configure<OutgoingOptions>(o =>
        {
            foreach (var host in alsoAllowed.Prepend(Address.Authority))
            {
                o.AllowedPrivateHosts.Add(host);
            }
        });
        services.AddOutgoing().AddNetworks();
        var built = services.BuildServiceProvider();
        _clients.Add(built);
        return built.GetServices<INetwork>().Single(n => n.Descriptor.Key == Key);
    }

    /// <summary>Writes the owner's file of facts.</summary>
    public void WriteFacts(string json)
    {
        Directory.CreateDirectory(FactsFolder);
        File.WriteAllText(Path.Combine(FactsFolder, Key + ".json"), json);
    }

    /// <summary>Nobody listens any more.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await app.StopAsync();
        await app.DisposeAsync();
        if (Directory.Exists(FactsFolder))
        {
            Directory.Delete(FactsFolder, recursive: true);
        }
    }

    protected static async Task<(WebApplication App, EmulatorEndpoint Api)> ListenAsync(Emulator emulator, TimeProvider time, string mount = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var api = new EmulatorEndpoint(emulator, time);
        api.Map(mount.Length == 0 ? app : app.MapGroup(mount));
        await app.StartAsync();
        return (app, api);
    }

    /// <summary>A connected account of this host, or of <paramref name="apiBase"/>.</summary>
    protected TargetAccess Target(string name, string accountId, string secret, string? apiBase = null, string? webBase = null) => new(
        new SyndicationTarget
        {
            Id = Guid.NewGuid(),
            Network = Key,
            Name = name,
            RemoteAccountId = accountId,
            ApiBase = apiBase ?? Base,
            WebBase = webBase ?? Base,
            ProtectedSecret = "",
            State = TargetState.Connected,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        secret);
}
