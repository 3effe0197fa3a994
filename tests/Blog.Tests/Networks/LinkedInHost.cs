using System.Text.Json;
using Blog.Networks;
using Blog.Networks.LinkedIn;
using Blog.Outgoing;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Blog.Tests.Networks;

/// <summary>The emulator of LinkedIn on a socket of its own, with a member, a company page that she administers, and the program's own adapter.</summary>
internal sealed class LinkedInHost : IAsyncDisposable
{
    public const string MemberToken = "member-token";
    public const string PageToken = "page-token";
    public const string Redirect = "https://ines.example.com/desk/networks/return";

    public static readonly string[] MemberScopes = ["openid", "profile", "w_member_social"];
    public static readonly string[] PageScopes = ["w_organization_social", "r_organization_social", "rw_organization_admin", "w_organization_social_feed", "r_organization_social_feed"];

    private readonly WebApplication _app;
    private readonly List<ServiceProvider> _clients = [];
    private readonly TimeProvider _time;

    private LinkedInHost(WebApplication app, LinkedInEmulator emulator, EmulatorEndpoint api, TimeProvider time)
    {
        _app = app;
        _time = time;
        Emulator = emulator;
        Api = api;
        Member = emulator.AddMember("782bbtaQ", "Inés Quiroga");
        Page = emulator.AddPage("5515715", "Taller Añil", (Member, "ADMINISTRATOR"));
        emulator.AddApp(new LinkedInApp("app", "app secret & more", [Redirect], MemberScopes));
        emulator.AddApp(new LinkedInApp("pages", "page secret", [Redirect], PageScopes, HasRefresh: true));
        var now = time.GetUtcNow();
        emulator.AddToken(new LinkedInToken(MemberToken, "app", Member.Id, MemberScopes, now.AddDays(-1), now.AddDays(59)));
        emulator.AddToken(new LinkedInToken(PageToken, "pages", Member.Id, PageScopes, now.AddDays(-1), now.AddDays(59)));
    }

    public LinkedInEmulator Emulator { get; }

    public EmulatorEndpoint Api { get; }

    public LinkedInMember Member { get; }

    public LinkedInCompanyPage Page { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public string Base => Address.AbsoluteUri.TrimEnd('/');

    /// <summary>Calls that asked for a new post.</summary>
    public int Creates => Api.Calls.Count(c => c is { Method: "POST", Path: "/rest/posts" });

    public static async Task<LinkedInHost> StartAsync(TimeProvider time, string mount = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var emulator = new LinkedInEmulator(time);
        var api = new EmulatorEndpoint(emulator, time);
        api.Map(mount.Length == 0 ? app : app.MapGroup(mount));
        await app.StartAsync();
        return new LinkedInHost(app, emulator, api, time);
    }

    /// <summary>The adapter as the program builds it, allowed to call this host (and others, if given).</summary>
    public INetwork Network(string? factsFolder = null, params string[] alsoAllowed)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(_time);
        services.AddSingleton<IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Production" });
        services.AddSingleton(_app.Services.GetRequiredService<IServer>());
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<PracticeMode>();
        services.AddSingleton(new FactsFile(factsFolder ?? "/nowhere"));
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
        return built.GetServices<INetwork>().Single(n => n.Descriptor.Key == "linkedin");
    }

    public TargetAccess AsMember(string token = MemberToken, DateTimeOffset? issuedAt = null) => Access(Member.Urn, token, issuedAt);

    public TargetAccess AsPage(string token = PageToken) => Access(Page.Urn, token, null);

    public TargetAccess Access(string author, string token, DateTimeOffset? issuedAt, string? apiBase = null) => new(
        new SyndicationTarget
        {
            Id = Guid.NewGuid(),
            Network = "linkedin",
            Name = "Inés",
            RemoteAccountId = author,
            ApiBase = apiBase ?? Base,
            WebBase = apiBase ?? Base,
            ProtectedSecret = "",
            State = TargetState.Connected,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        JsonSerializer.Serialize(new LinkedInSecret { Token = token, Author = author, IssuedAt = issuedAt ?? _time.GetUtcNow().AddDays(-1) }, LinkedInJson.Default.LinkedInSecret));

    /// <summary>A raw call with everything that LinkedIn wants, for the emulator's own contract.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? json = null, string? token = MemberToken, string version = "202609", string? restli = null, byte[]? bytes = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        using var request = new HttpRequestMessage(method, new Uri(Base + path));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        if (version.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("LinkedIn-Version", version);
        }

        request.Headers.TryAddWithoutValidation("X-Restli-Protocol-Version", "2.0.0");
        if (restli is not null)
        {
            request.Headers.TryAddWithoutValidation("X-RestLi-Method", restli);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }
        else if (bytes is not null)
        {
            request.Content = new ByteArrayContent(bytes);
        }

        return await http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
