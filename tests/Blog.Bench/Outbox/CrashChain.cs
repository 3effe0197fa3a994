using System.Globalization;

namespace Blog.Bench.Outbox;

/// <summary>What became of one crash.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Step">Where the process ended.</param>
/// <param name="Variant">How, for people.</param>
/// <param name="State">State of the delivery in the end.</param>
/// <param name="Reason">Its reason; empty: none.</param>
/// <param name="Copies">Copies on the network.</param>
/// <param name="IsReadable">Whether the network can be read.</param>
public sealed record CrashOutcome(string Network, CrashStep Step, string Variant, string State, string Reason, int Copies, bool IsReadable)
{
    /// <summary>Null if the promise was kept: exactly one copy, or at most one and the author is asked where nobody can look.</summary>
    public string? Broken => this switch
    {
        { Copies: > 1 } => "doubled",
        { Copies: 1, State: "Accepted" or "Seen" } => null,
        { IsReadable: false, State: "Unknown", Reason.Length: > 0 } => null,
        _ => "lost or stuck",
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network,-13} {Step,-9} {Variant,-28} {State,-9} copies {Copies}  {Broken ?? "kept"}  {Reason}");
}

/// <summary>
/// One blog that is killed again and again, once at every step, and each time goes on with the next process on the same folder. The network lives
/// in this process and survives. Seeds choose the order, the pause before the next start, and the side of the step.
/// </summary>
public static class CrashChain
{
    public static async Task<IReadOnlyList<CrashOutcome>> RunAsync(string network, int seed, IEnumerable<CrashStep>? only = null, Action<CrashOutcome>? tell = null)
    {
#pragma warning disable CA5394 // A seed that gives the same run again is the point.
        var random = new Random(seed);
        var steps = (only ?? Enum.GetValues<CrashStep>()).ToArray();
        random.Shuffle(steps);
        var folder = Directory.CreateTempSubdirectory("blog-crash-").FullName;
        var outcomes = new List<CrashOutcome>();
        OutboxProcess? life = null;
        try
        {
            var clockFile = Path.Combine(folder, "clock");
            using var clock = FastClock.Create(clockFile, FastClock.TrueTime, FastClock.ShortWaits);
            await using var staged = await StagedNetwork.StartAsync(Stage.Of(network, clock), clock);
            var data = Path.Combine(folder, "data");
            life = await OutboxProcess.StartAsync(data, clockFile, staged);
            await life.ConnectAsync(staged.Stage.Connect(staged.Base));
            for (var n = 0; n < steps.Length; n++)
            {
                var (step, afterCommit, rests) = (steps[n], random.Next(2) == 1, random.Next(3) > 0);
                var title = $"Night {seed}k{n}z";
                await KillAsync(life, staged, step, afterCommit, title);
                life.Dispose();
                clock.Jump(rests ? TimeSpan.FromMinutes(3.1) : TimeSpan.Zero);

                life = await OutboxProcess.StartAsync(data, clockFile, staged);
                var (state, _, reason) = await life.WaitAsync(title);
                if (state == "Held" && step == CrashStep.Keys)
                {
                    // The network had rotated the keys and nobody knows the new ones: the author connects again.
                    await life.ConnectAsync(staged.Stage.Connect(staged.Base));
                    (state, _, reason) = await life.WaitAsync(title);
                }

                var variant = (step is CrashStep.Keys or CrashStep.Picture ? afterCommit ? "after it" : "before it" : "") + (rests ? " restarted after the lease" : " restarted at once");
                outcomes.Add(new CrashOutcome(network, step, variant.Trim(), state, reason, staged.Stage.Count(title), staged.Stage.IsReadable));
                tell?.Invoke(outcomes[^1]);
            }

            return outcomes;
        }
        finally
        {
            life?.Dispose();
            Directory.Delete(folder, recursive: true);
        }
#pragma warning restore CA5394
    }

    // Returns when the process is dead.
    private static async Task KillAsync(OutboxProcess life, StagedNetwork staged, CrashStep step, bool afterCommit, string title)
    {
        switch (step)
        {
            case CrashStep.Keys when staged.Stage.HasRefresh:
                await life.ConnectAsync(staged.Stage.Connect(staged.Base, isDue: true));
                _ = staged.SetTrap(step, afterCommit, answers: false, life.Kill);
                break;
            case CrashStep.Picture:
                _ = staged.SetTrap(step, afterCommit, answers: false, life.Kill);
                break;
            case CrashStep.Calling or CrashStep.Committed:
                _ = staged.SetTrap(CrashStep.Calling, afterCommit: step == CrashStep.Committed, answers: false, life.Kill);
                break;
            default:
                await life.ArmAsync(step, CrashDeed.Kill);
                break;
        }

        await life.BeginPublishAsync(title);
        await life.DieAsync();
    }
}
