using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>What the tests of Facebook share: a clock that stands still, the emulator on a socket, the network as the program builds it.</summary>
public abstract class FacebookTest : IAsyncLifetime
{
    protected static readonly Uri Permalink = new("https://ines.example.com/2026/a%C3%B1il");

    private protected FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    private protected FacebookHost Facebook { get; private set; } = null!;

    private protected INetwork Network { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Facebook = await FacebookHost.StartAsync(Clock);
        Network = Facebook.Network();
    }

    public virtual async Task DisposeAsync()
    {
        await Facebook.DisposeAsync();
    }

    private protected OutgoingCopy Copy(string? text = null) =>
        new(Guid.Parse("01939f00-0000-7000-8000-000000000001"), text ?? $"Añil\n\nA colour & its story.\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());

    private protected async Task<UploadedImage> UploadAsync(TargetAccess access, byte shade, string alt)
    {
        var uploaded = await Network.UploadAsync(new OutgoingImage(Pictures.Png(8, 8, shade), "image/png", alt), access, default);
        return new UploadedImage(Assert.IsType<UploadResult.Uploaded>(uploaded).MediaId, alt);
    }

    /// <summary>The result of a call, whose deadline passes if a fault keeps it without an answer.</summary>
    private protected async Task<T> EndAsync<T>(Task<T> call)
    {
        await Waiting.UntilAsync("the call ends or hangs", () => Task.FromResult(call.IsCompleted || Facebook.Api.Hanging > 0));
        if (!call.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(61));
        }

        return await call;
    }

    private protected static string ReasonOf(object result) =>
        (string?)result.GetType().GetProperty("Reason")?.GetValue(result) ?? (result as ConnectResult)?.Problem ?? "";
}
