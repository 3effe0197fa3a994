using System.Diagnostics;
using System.Globalization;
using Blog.Bench.Outbox;
using Blog.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Blog.Tests.Journeys;

/// <summary>
/// The plug is pulled at every step of a delivery: the whole program as a process of its own, real SQLite, real sockets; the network lives on here.
/// The next process on the same folder brings the delivery to its end.
/// </summary>
[Trait("Engine", "Own")]
public sealed class CrashMatrixTests(ITestOutputHelper output)
{
    // LinkedIn by turns as a company page, which can be read, and as a profile, which can't.
    [Theory]
    [InlineData("x", "x", "x")]
    [InlineData("facebook", "facebook", "facebook")]
    [InlineData("linkedin-page", "linkedin", "linkedin-page")]
    public async Task Row_54_A_kill_at_any_step_neither_loses_nor_doubles_a_copy(params string[] networks)
    {
        var chains = await Task.WhenAll(networks.Select((network, n) => CrashChain.RunAsync(network, 54 + n)));
        var outcomes = chains.SelectMany(c => c).ToList();
        outcomes.ForEach(o => output.WriteLine(o.ToString()));

        Assert.Equal(networks.Length * Enum.GetValues<CrashStep>().Length, outcomes.Count);
        Assert.All(outcomes, o => Assert.InRange(o.Copies, 0, 1));
        Assert.Empty(outcomes.Where(o => o.Broken is not null).Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("linkedin-page")]
    public async Task Row_56_Two_processes_on_one_database_send_each_post_once(string network)
    {
        await using var trial = await CrashTrial.StartAsync(network);
        using var first = await trial.StartProcessAsync();
        await first.ConnectAsync(trial.Network.Stage.Connect(trial.Network.Base));
        using var second = await trial.StartProcessAsync();
        var titles = Enumerable.Range(0, 6).Select(n => $"Night {n}z").ToList();

        await Task.WhenAll(
            Task.Run(async () => await PublishAsync(first, titles.Take(3))),
            Task.Run(async () => await PublishAsync(second, titles.Skip(3))));

        foreach (var title in titles)
        {
            AssertThere(await first.WaitAsync(title));
            Assert.Equal(1, trial.Network.Stage.Count(title));
        }
    }

    [Theory]
    [InlineData("x", CrashStep.Claimed)]
    [InlineData("x", CrashStep.Intent)]
    [InlineData("x", CrashStep.Answered)]
    [InlineData("facebook", CrashStep.Intent)]
    [InlineData("linkedin-page", CrashStep.Intent)]
    public async Task Row_57_A_process_that_wakes_up_past_its_lease_neither_sends_nor_writes(string network, CrashStep step)
    {
        await using var trial = await CrashTrial.StartAsync(network);
        using var sleeper = await trial.StartProcessAsync();
        await sleeper.ConnectAsync(trial.Network.Stage.Connect(trial.Network.Base));
        await sleeper.ArmAsync(step, CrashDeed.Stop);
        await sleeper.BeginPublishAsync("Night 0z");
        await sleeper.StopAsync();
        trial.Clock.Jump(TimeSpan.FromMinutes(10));
        using var other = await trial.StartProcessAsync();
        var ended = await other.WaitAsync("Night 0z");
        sleeper.Continue();
        await sleeper.EndPublishAsync();

        // It is awake and works: what it still had in its hands is over.
        await sleeper.PublishAsync("Night 1z");
        AssertThere(await sleeper.WaitAsync("Night 1z"));
        AssertThere(ended);
        var still = await sleeper.WaitAsync("Night 0z");
        AssertThere(still);
        Assert.Equal(ended.Attempts, still.Attempts);
        Assert.Equal(1, trial.Network.Stage.Count("Night 0z"));
        Assert.Equal(1, trial.Network.Stage.Count("Night 1z"));
    }

    [PostgresTheory]
    [InlineData("x", CrashStep.Claimed)]
    [InlineData("facebook", CrashStep.Intent)]
    [InlineData("linkedin-page", CrashStep.Answered)]
    public async Task A_machine_that_slept_for_ten_minutes_sends_nothing_of_then_shows_what_is_now_and_goes_on(string network, CrashStep step)
    {
        await using var trial = await CrashTrial.StartAsync(network, PostgresServer.Shared.NewDatabase());
        using var sleeper = await trial.StartProcessAsync();
        await sleeper.ConnectAsync(trial.Network.Stage.Connect(trial.Network.Base));
        Assert.DoesNotContain("Night", await sleeper.ReadAsync("/"));
        await sleeper.ArmAsync(step, CrashDeed.Stop);
        await sleeper.BeginPublishAsync("Night 0z");
        await sleeper.StopAsync();
        trial.Clock.Jump(TimeSpan.FromMinutes(10));
        using var other = await trial.StartProcessAsync();
        var ended = await other.WaitAsync("Night 0z");
        await other.PublishAsync("Night 1z");
        AssertThere(await other.WaitAsync("Night 1z"));
        var copies = trial.Network.Stage.Titles.Count();

        sleeper.Continue();
        await sleeper.EndPublishAsync();
        var awake = Stopwatch.GetTimestamp();
        await Waiting.UntilAsync("the pages of now", async () => (await sleeper.ReadAsync("/")).Contains("Night 1z", StringComparison.Ordinal));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stale for {Stopwatch.GetElapsedTime(awake).TotalMilliseconds:0} ms after waking"));
        await sleeper.PublishAsync("Night 2z");
        AssertThere(await sleeper.WaitAsync("Night 2z"));

        AssertThere(ended);
        var still = await sleeper.WaitAsync("Night 0z");
        AssertThere(still);
        Assert.Equal(ended.Attempts, still.Attempts);
        Assert.Equal(2, copies);
        Assert.Equal(["Night 0z", "Night 1z", "Night 2z"], trial.Network.Stage.Titles.Order(StringComparer.Ordinal));
    }

    // A stranger may have looked at it meanwhile.
    private static void AssertThere((string State, int Attempts, string Reason) copy) => Assert.True(copy is { State: "Accepted" or "Seen", Reason: "" }, $"{copy}");

    private static async Task PublishAsync(OutboxProcess process, IEnumerable<string> titles)
    {
        foreach (var title in titles)
        {
            await process.PublishAsync(title);
        }
    }
}
