using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>What the tests of X share: a clock that stands still, the emulator on a socket, the network as the program builds it.</summary>
public abstract class XTest : IAsyncLifetime
{
    protected static readonly Uri Permalink = new("https://ines.example.com/2026/a%C3%B1il");

    private protected FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    private protected XHost X { get; private set; } = null!;

    private protected INetwork Network { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        X = await XHost.StartAsync(Clock);
        Network = X.Network();
    }

    public async Task DisposeAsync() => await X.DisposeAsync();
}
