using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>The clock of one of several machines is wrong: whose claim has ended is no longer agreed on.</summary>
[Trait("Engine", "Own")]
public sealed class ClockJumpTests
{
    private readonly string _database = PostgresServer.SkipReason is null ? PostgresServer.Shared.NewDatabase() : "";

    [PostgresFact]
    public async Task A_machine_whose_clock_is_an_hour_ahead_takes_no_delivery_from_another_and_says_why()
    {
        await using var x = await XHost.StartAsync(TimeProvider.System);
        using var right = Open(x, TimeProvider.System);
        using (await DeskDriver.SetUpAsync(right))
        {
        }

        var connected = await right.Get<TargetConnector>().ConnectAsync("x", new ConnectRequest("keys", x.Base, x.Base, XHost.KeyFields(XHost.Bearer)), default);
        x.Emulator.Weather.Strike(1, Fault.HangAfterCommit);
        var saved = await right.Get<Publisher>().SaveAsync(new PostDraft { Title = "Snow", Markdown = "Words.", Status = PostStatus.Published, Targets = [connected.Target!.Id] }, default);
        await Waiting.UntilAsync("the call hangs", () => Task.FromResult(x.Api.Hanging > 0));

        var clock = new JumpedClock { Ahead = TimeSpan.FromHours(1) };
        using var wrong = Open(x, clock);
        _ = wrong.Server;
        await Waiting.UntilAsync("the wrong clock is noticed", () => Task.FromResult(wrong.Get<DeliveryQueue>().Trouble is not null));

        Assert.Equal(new QueueTrouble(IsClock: true, "The clock of this machine is 60 minutes ahead of the database server’s. Set it (NTP); what waits goes out by itself then, or from another process."), wrong.Get<DeliveryQueue>().Trouble);
        var underWay = Assert.Single(await wrong.Get<ISyndicationStore>().ListForPostAsync(saved.Post!.Id, default));
        Assert.Equal((DeliveryState.Sending, 1L), (underWay.State, underWay.Fence));
        using var desk = new DeskDriver(wrong, wrong.Browser());
        using var signedIn = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        Assert.Contains("This machine sends nothing to any network.", await desk.PageAsync("/desk/posts"));

        clock.Ahead = TimeSpan.Zero;
        await Waiting.UntilAsync("the right clock is noticed", () =>
        {
            wrong.Get<DeliverySignal>().Wake();
            return Task.FromResult(wrong.Get<DeliveryQueue>().Trouble is null);
        });
        Assert.Equal(1, x.Writes);
    }

    private BlogApp Open(XHost x, TimeProvider time) => DeskDriver.QuickApp()
        .Set("Blog:Database", _database)
        .Set("Blog:KeySecret", TestEngine.Secret)
        .Set("Blog:Practice", "false")
        .Set("Outgoing:AllowedPrivateHosts:0", x.Address.Authority)
        .Configure(services => services.AddSingleton(time));

    private sealed class JumpedClock : TimeProvider
    {
        private long _ahead;

        public TimeSpan Ahead
        {
            get => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
            set => Interlocked.Exchange(ref _ahead, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
