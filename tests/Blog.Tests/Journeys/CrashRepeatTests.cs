using Blog.Bench.Outbox;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>An account that nobody can read is asked by the same call once more; what that call is refused for proves nothing about the first one.</summary>
public sealed class CrashRepeatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-repeat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Fault.RateLimitedWithoutReset)]
    [InlineData(Fault.CutBeforeCommit)]
    [InlineData(Fault.TruncatedJson)]
    [InlineData(Fault.Unauthorized)]
    public async Task A_refused_repetition_is_not_taken_for_the_proof_that_nothing_was_published(Fault second)
    {
        using var clock = FastClock.Create(Path.Combine(_folder, "clock"), factor: 100, waits: 100);
        await using var linkedIn = await StagedNetwork.StartAsync(Stage.Of("linkedin", clock), clock);
        await using var blog = await OutboxHost.StartAsync(Path.Combine(_folder, "data"), clock, [linkedIn.Address.Authority]);
        await blog.ConnectAsync(linkedIn.Stage.Connect(linkedIn.Base), pictures: false);
        linkedIn.Stage.Emulator.Weather.Strike(1, Fault.ErrorAfterCommit);
        linkedIn.Stage.Emulator.Weather.Strike(2, second);

        await blog.PublishAsync("Night 0z");
        var delivery = await UntilAsync(blog, d => d.State != DeliveryState.Queued && d.State != DeliveryState.Sending && d.Attempts == 2);

        Assert.Equal(DeliveryState.Unknown, delivery.State);

        // An hour later LinkedIn no longer knows the duplicate: sent again, it would be there twice.
        clock.Jump(TimeSpan.FromHours(1));
        await blog.ConnectAsync(linkedIn.Stage.Connect(linkedIn.Base), pictures: false);
        delivery = await UntilAsync(blog, blog.HasEnded);

        Assert.Equal(1, linkedIn.Stage.Count("Night 0z"));
        Assert.True(delivery.State is DeliveryState.Unknown or DeliveryState.Accepted or DeliveryState.Seen, $"{delivery.State}: {delivery.Reason}");
    }

    private static async Task<Delivery> UntilAsync(OutboxHost blog, Func<Delivery, bool> isReached)
    {
        Delivery? found = null;
        await Waiting.UntilAsync("the delivery as expected", async () => (found = await blog.FindAsync("Night 0z")) is not null && isReached(found));
        return found!;
    }
}
