using Blog.Site;
using Blog.Storage;
using Blog.Storage.LiteDb;
using Blog.Tests.Infrastructure;
using Blog.Tests.Storage;

namespace Blog.Tests.LiteDb;

/// <summary>The LiteDB stores on a data folder of their own.</summary>
public sealed class LiteDbFixture : StoreFixture
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;

    public LiteDbFixture(string? folder = null, string database = "litedb:")
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("blog-store-").FullName;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Blog:Data"] = Folder, ["Blog:Database"] = database };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSite(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddStorage()
            .AddLiteDbStorage(database)
            .AddSingleton<TimeProvider>(Clock)
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public string File => Path.Combine(Folder, "blog.litedb");

    public string LogFile => Path.Combine(Folder, "blog-log.litedb");

    public FakeClock Clock { get; } = new(Samples.Now);

    internal LiteStore Lite => Get<LiteStore>();

    public static async Task<LiteDbFixture> OpenedAsync(string? folder = null)
    {
        var store = new LiteDbFixture(folder);
        await store.OpenAsync();
        return store;
    }

    public override Task OpenAsync() => Health.OpenAsync(default);

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    protected override T Get<T>() => _services.GetRequiredService<T>();
}
