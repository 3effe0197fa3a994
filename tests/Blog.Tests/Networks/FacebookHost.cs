using System.Net;
using System.Text.Json;
using Blog.Networks;
using Blog.Networks.Facebook;
using Blog.Outgoing;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Tests.Networks;

/// <summary>The emulator of Facebook on a socket of its own, with an app, a person and a Page that can be posted to.</summary>
internal sealed class FacebookHost : IAsyncDisposable
{
    public const string AppId = "987650001";
    public const string AppSecret = "0123456789abcdef0123456789abcdef";
    public const string Person = "10158000000000001";
    public const string Page = "1353269864728879";

    public static readonly string[] Permissions = ["pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement"];
    public static readonly ConsentReturn Back = new(new Uri("https://ines.example.com/desk/networks/connect/facebook/back"), "state-1", new string('v', 43));

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly string _facts = Path.Combine(Path.GetTempPath(), "blog-facebook-" + Guid.NewGuid().ToString("N"));

    private FacebookHost(WebApplication app, FacebookEmulator emulator, EmulatorEndpoint endpoint, TimeProvider time)
    {
        _app = app;
        _time = time;
        Emulator = emulator;
        Endpoint = endpoint;
        var cast = emulator.Cast;
        cast.Put(new StoredApp(AppId, AppSecret, "Inés’ blog") { Redirects = [Back.Address.OriginalString], People = [Person], RequiresProof = true });
        cast.Put(new StoredPerson(Person, "Inés"));
        cast.Put(new StoredPage(Page, "Añil & más"));
        cast.GiveRole(Page, Person, [.. FacebookCast.AllTasks]);
    }

    public FacebookEmulator Emulator { get; }

    public FacebookCast Cast => Emulator.Cast;

    public EmulatorEndpoint Endpoint { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string Base => Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Calls to the list of posts.</summary>
    public int Looks => Endpoint.Calls.Count(c => c.Path.Contains("/published_posts", StringComparison.Ordinal));

    public static async Task<FacebookHost> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var emulator = new FacebookEmulator(time);
        var endpoint = new EmulatorEndpoint(emulator, time);
        endpoint.Map(app);
        await app.StartAsync();
        return new FacebookHost(app, emulator, endpoint, time);
    }

    /// <summary>The network as the program builds it, allowed to call this host; <paramref name="facts"/> is the owner's file, if any.</summary>
    public ServiceProvider Client(string? facts = null)
    {
        Directory.CreateDirectory(_facts);
        if (facts is not null)
        {
            File.WriteAllText(Path.Combine(_facts, "facebook.json"), facts);
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(_time);
        services.AddSingleton<IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" });
        services.AddSingleton<IServer>(_app.Services.GetRequiredService<IServer>());
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<PracticeMode>();
        services.AddOptions<BlogOptions>();
        services.Configure<OutgoingOptions>(o => o.AllowedPrivateHosts.Add(Address.Authority));
        services.AddSingleton(new FactsFile(_facts));
        services.AddOutgoing().AddNetworks();
        return services.BuildServiceProvider();
    }

    public static INetwork NetworkOf(ServiceProvider services) => services.GetServices<INetwork>().Single(n => n.Descriptor.Key == "facebook");

    public ConnectRequest Form(string secret = AppSecret, string appId = AppId) =>
        new("oauth", Base, Base, new Dictionary<string, string> { ["appId"] = appId, ["appSecret"] = secret });

    /// <summary>Goes through the consent page as a browser does: reads its form, changes what <paramref name="fill"/> says, sends it, follows nothing.</summary>
    public async Task<ConnectRequest> ConsentAsync(INetwork network, Action<Dictionary<string, List<string>>>? fill = null, string decision = "allow", ConsentReturn? back = null, string secret = AppSecret)
    {
        var request = Form(secret);
        back ??= Back;
        var start = network.BeginConsent(request, back);
        using var browser = Browser();
        var page = await browser.GetStringAsync(start.Address);
        var form = FacebookForm.Read(page);
        fill?.Invoke(form.Fields);
        using var sent = await browser.PostAsync(
            new Uri(Address, form.Action), new FormUrlEncodedContent(form.Fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v))).Append(KeyValuePair.Create("decision", decision))));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var query = QueryHelpers.ParseQuery(sent.Headers.Location!.Query);
        return request with { Consent = new ConsentAnswer(back, query.ToDictionary(q => q.Key, q => q.Value.ToString())) };
    }

    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address };

    /// <summary>Access to the Page with a token that has every permission.</summary>
    public TargetAccess Access(string? webBase = null, string? apiBase = null, string? token = null)
    {
        if (token is null)
        {
            Cast.Grant(AppId, Person, Permissions, Page);
            token = Cast.Token(AppId, Person, Page);
        }

        return new TargetAccess(
            new SyndicationTarget
            {
                Id = Guid.NewGuid(),
                Network = "facebook",
                Name = "Añil & más",
                RemoteAccountId = Page,
                ApiBase = apiBase ?? Base,
                WebBase = webBase ?? Base,
                ProtectedSecret = "",
                State = TargetState.Connected,
                CreatedAt = DateTimeOffset.UnixEpoch,
            },
            JsonSerializer.Serialize(new FacebookSecret { AppId = AppId, AppSecret = AppSecret, PageToken = token }, FacebookJson.Default.FacebookSecret));
    }

    /// <summary>Nobody listens any more.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (Directory.Exists(_facts))
        {
            Directory.Delete(_facts, recursive: true);
        }
    }
}
