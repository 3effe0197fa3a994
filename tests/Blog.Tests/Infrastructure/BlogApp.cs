using Blog.Site;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace Blog.Tests.Infrastructure;

/// <summary>The real program on a data folder of its own. Disposing it stops the program and removes the folder.</summary>
public sealed class BlogApp : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Action<IServiceCollection>> _services = [];
    private readonly bool _ownsFolder;
    private bool _isOnSocket;

    public BlogApp(string? folder = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("blog-test-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "content"));
        Set("Blog:Data", Path.Combine(Folder, "data"));
        Set("Blog:Content", Path.Combine(Folder, "content"));
        Set("Blog:Themes", Path.Combine(Repository.Root, "themes"));
        Set("Blog:Url", "http://blog.test");
        foreach (var (key, value) in TestEngine.SettingsFor(Folder))
        {
            Set(key, value);
        }
    }

    /// <summary>Holds <c>data</c> and <c>content</c>.</summary>
    public string Folder { get; }

    public string ContentFolder => Path.Combine(Folder, "content");

    public string EnvironmentName { get; init; } = "Development";

    public BlogApp Set(string key, string? value)
    {
        _settings[key] = value;
        return this;
    }

    public BlogApp Configure(Action<IServiceCollection> services)
    {
        _services.Add(services);
        return this;
    }

    /// <summary>Listens on a free port of loopback, so that a browser or another process can come; <c>Blog:Url</c> is that address.</summary>
    public Uri StartOnSocket()
    {
        var port = Ports.Free();
        Set("Blog:Url", $"http://127.0.0.1:{port}");
        _isOnSocket = true;
        UseKestrel(port);
        StartServer();
        return new Uri($"http://127.0.0.1:{port}/");
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client that does not follow redirects and keeps cookies.</summary>
    public HttpClient Browser() => _isOnSocket
        ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_settings["Blog:Url"]!) }
        : CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri(_settings["Blog:Url"]!) });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(EnvironmentName);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            _services.ForEach(configure => configure(services));

            // Where time stands still, it does so for the database server too.
            if (services.LastOrDefault(s => s.ServiceType == typeof(TimeProvider))?.ImplementationInstance is FakeClock clock)
            {
                services.AddSingleton<IStoreClock>(clock);
            }
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
