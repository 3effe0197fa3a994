using Blog.Networks;
using Blog.Networks.X;
using Blog.Outgoing;
using Blog.Rehearsal.Wire;
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

    private XHost(WebApplication app, XEmulator emulator, EmulatorEndpoint api)
    {
        _app = app;
        Emulator = emulator;
        Api = api;
        Account = emulator.AddAccount("2244994945", "inesq", "Inés");
        AddKeys(Account, Bearer);
    }

    public XEmulator Emulator { get; }

    public EmulatorEndpoint Api { get; }

    public XAccount Account { get; }

    /// <summary>Where the owner's facts would lie.</summary>
    public string FactsFolder { get; } = Path.Combine(Path.GetTempPath(), "blog-facts-" + Guid.NewGuid().ToString("N"));

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string ApiBase => Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Publishing calls that came in.</summary>
    public int Writes => Api.Calls.Count(c => c is { Method: "POST", Path: "/2/tweets" });

    /// <summary>Lets a bearer token act for an account, and four keys whose access token is the same.</summary>
    public void AddKeys(XAccount account, string token)
    {
        Emulator.AddToken(account, token);
        Emulator.AddKeys(account, new OAuth1Keys("app-key", "app-secret", token, token + "-secret"));
    }

    /// <summary>The four keys of <see cref="AddKeys"/> as the connect form has them.</summary>
    public static Dictionary<string, string> KeyFields(string token = Bearer) =>
        new() { ["apiKey"] = "app-key", ["apiSecret"] = "app-secret", ["accessToken"] = token, ["accessTokenSecret"] = token + "-secret" };

    public static async Task<XHost> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var emulator = new XEmulator(time);
        var api = new EmulatorEndpoint(emulator, time);
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
        services.AddSingleton(new FactsFile(FactsFolder));
        services.AddOutgoing().AddNetworks();
        return services.BuildServiceProvider();
    }

    /// <summary>The account as a target; without <paramref name="webBase"/> its pages are those of the real network.</summary>
    public TargetAccess Access(string? apiBase = null, string bearer = Bearer, string webBase = "") => new(
        new SyndicationTarget
        {
            Id = Guid.NewGuid(),
            Network = "x",
            Name = "@" + Account.Username,
            RemoteAccountId = Account.Id,
            ApiBase = apiBase ?? ApiBase,
            WebBase = webBase,
            ProtectedSecret = "",
            State = TargetState.Connected,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        System.Text.Json.JsonSerializer.Serialize(new XSecret { Bearer = bearer, Username = Account.Username }, XJson.Default.XSecret));

    /// <summary>Opens a consent page as a browser does, and answers it; where the browser is sent then.</summary>
    public async Task<Uri> AnswerConsentAsync(Uri page, string decision)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        var shown = await browser.GetStringAsync(page);
        Assert.Contains("<form method=\"post\">", shown, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["account"] = Account.Id, ["decision"] = decision });
        using var answer = await browser.PostAsync(page, form);
        return answer.Headers.Location!;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (Directory.Exists(FactsFolder))
        {
            Directory.Delete(FactsFolder, recursive: true);
        }
    }
}
