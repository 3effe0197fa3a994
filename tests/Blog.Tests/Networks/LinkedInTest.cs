using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>What the tests of LinkedIn share: a clock that stands still, the emulator on a socket, the network as the program builds it.</summary>
public abstract class LinkedInTest : IAsyncLifetime
{
    protected static readonly Uri Permalink = new("https://ines.example.com/2026/a%C3%B1il_2");

    private protected FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    private protected LinkedInHost Host { get; private set; } = null!;

    private protected INetwork Network { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await LinkedInHost.StartAsync(Clock);
        Network = Host.Network();
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
