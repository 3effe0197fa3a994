using Blog.Site;
using Blog.Storage;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>The PostgreSQL stores on a database of their own.</summary>
public sealed class PostgresFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-store-").FullName;
    private ServiceProvider? _services;

    /// <summary>On <paramref name="address"/>, or on a new database of the shared server.</summary>
    public PostgresFixture(string? address = null) => Address = address;

    public string? Address { get; private set; }

    internal Database Database => Get<Database>();

    public override Task OpenAsync()
    {
        Address ??= PostgresServer.Shared.NewDatabase();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Blog:Data"] = _folder, ["Blog:Database"] = Address };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSite(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddStorage()
            .AddSingleton<TimeProvider>(new FakeClock(Samples.Now))
            .BuildServiceProvider();
        return Health.OpenAsync(default);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_services is { } services)
        {
            await services.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    protected override T Get<T>() => _services!.GetRequiredService<T>();
}
