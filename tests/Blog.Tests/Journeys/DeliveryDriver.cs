using System.Diagnostics;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Moves the clock on whenever the outbox waits for it.</summary>
internal sealed class DeliveryDriver(BlogApp app, FakeClock clock, EmulatorEndpoint api)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Until the delivery is as wanted: to its next try, past the deadline of a call that hangs, and through the wait between two looks.
    /// Never while a healthy call is under way.
    /// </summary>
    public async Task<Delivery> UntilAsync(Delivery delivery, Func<Delivery, bool> isReached)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var now = (await app.Get<ISyndicationStore>().FindAsync(delivery.Id, default))!;
            if (isReached(now))
            {
                return now;
            }

            Assert.True(watch.Elapsed < Patience, $"still {now.State}: {now.Reason}");
            if (now.State == DeliveryState.Sending)
            {
                await MoveWhileSendingAsync(now);
            }
            else
            {
                // Due and not sent yet: its account is paced.
                var soon = clock.GetUtcNow() + TimeSpan.FromSeconds(1);
                await MoveToAsync(now.NotBefore > soon ? now.NotBefore : soon);
            }
        }
    }

    /// <summary>Moves the clock to a moment, if it is still to come, and lets the worker look at the queue.</summary>
    public async Task MoveToAsync(DateTimeOffset moment)
    {
        if (moment - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            clock.Advance(wait + TimeSpan.FromMilliseconds(1));
        }

        app.Get<DeliverySignal>().Wake();

        // Nothing relies on this pause: the callers look again until the state is there. It leaves the worker a processor between two looks.
        await Task.Delay(20);
    }

    private async Task MoveWhileSendingAsync(Delivery now)
    {
        // The wait between two looks. Some deadlines are as long: so only after a look, and neither in one nor in a call whose answer is not read yet.
        // The order matters: a call that has begun meanwhile has its attempt open before its deadline counts.
        if (api.InFlight == 0 && api.Calls is [.., { Method: "GET" }] && clock.HasTimer(Reconciler.BetweenLooks) && !clock.HasTimer(Reconciler.LongestLook) && !await IsCallingAsync(now))
        {
            clock.Advance(Reconciler.BetweenLooks);
        }
        else if (api.Hanging > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(12));

            // As above: pauses between two looks, on which nothing relies.
            await Task.Delay(60);
        }
        else
        {
            await Task.Delay(10);
        }
    }

    private async Task<bool> IsCallingAsync(Delivery now) =>
        (await app.Get<ISyndicationStore>().ListAttemptsAsync(now.Id, default)).Any(a => a.FinishedAt is null && a.StartedAt == clock.GetUtcNow());
}
