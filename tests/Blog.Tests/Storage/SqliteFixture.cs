using Blog.Site;
using Blog.Storage;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>The SQLite stores on a data folder of their own.</summary>
public sealed class SqliteFixture : StoreFixture
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;

    public SqliteFixture(string? folder = null, string? database = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("blog-store-").FullName;
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Blog:Data"] = Folder, ["Blog:Database"] = database };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSite(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddStorage()
            .AddSingleton<TimeProvider>(new FakeClock(Samples.Now))
            .BuildServiceProvider();
    }

    public string Folder { get; }

    public string File => Path.Combine(Folder, "blog.db");

    internal Database Database => Get<Database>();

    public static async Task<SqliteFixture> OpenedAsync(string? folder = null)
    {
        var store = new SqliteFixture(folder);
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
