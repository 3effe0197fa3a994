namespace Blog.Tests.Storage;

/// <summary>A test class with one empty, open store for each test.</summary>
public abstract class StoreTest(StoreFixture store) : IAsyncLifetime
{
    protected StoreFixture Store { get; } = store;

    public Task InitializeAsync() => Store.OpenAsync();

    public async Task DisposeAsync() => await Store.DisposeAsync();
}
