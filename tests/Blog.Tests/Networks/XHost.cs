using Blog.Networks;
using Blog.Networks.X;
using Blog.Outgoing;
using Blog.Rehearsal.X;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Blog.Tests.Networks;

/// <summary>The emulator of X on a socket of its own, with one account.</summary>
internal sealed class XHost : IAsyncDisposable
{
    public const string Bearer = "user-token";

    private readonly WebApplication _app;

    private XHost(WebApplication app, XEmulator emulator, XEmulatorApi api)
    {
        _app = app;
        Emulator = emulator;
        Api = api;
        Account = emulator.AddAccount("2244994945", "inesq", "Inés", Bearer);
    }

    public XEmulator Emulator { get; }

    public XEmulatorApi Api { get; }

    public XAccount Account { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string ApiBase => Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Publishing calls that came in.</summary>
    public int Writes => Api.Calls.Count(c => c.Method == "POST");

    public static async Task<XHost> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var emulator = new XEmulator(time);
        var api = new XEmulatorApi(emulator, time);
        api.Map(app);
        await app.StartAsync();
        return new XHost(app, emulator, api);
    }

    /// <summary>The network as the program builds it, allowed to call this host (and others, if given).</summary>
    public ServiceProvider Client(TimeProvider time, params string[] alsoAllowed)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time);
        services.AddSingleton<IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" });
        services.AddSingleton<IServer>(_app.Services.GetRequiredService<IServer>());
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<PracticeMode>();
        services.AddOptions<BlogOptions>();
        services.Configure<OutgoingOptions>(o =>
        {
            foreach (var host in alsoAllowed.Prepend(Address.Authority))
            {
                o.AllowedPrivateHosts.Add(host);
            }
        });
        services.AddOutgoing().AddNetworks();
        return services.BuildServiceProvider();
    }

    public TargetAccess Access(string? apiBase = null, string bearer = Bearer) => new(
        new SyndicationTarget
        {
            Id = Guid.NewGuid(),
            Network = "x",
            Name = "@" + Account.Username,
            RemoteAccountId = Account.Id,
            ApiBase = apiBase ?? ApiBase,
            ProtectedSecret = "",
            State = TargetState.Connected,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        System.Text.Json.JsonSerializer.Serialize(new XSecret { Bearer = bearer, Username = Account.Username }, XJson.Default.XSecret));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
